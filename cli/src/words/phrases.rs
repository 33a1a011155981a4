//! Sentences, in Japanese and English.

use std::fmt::Display;

use crate::{lang::Lang, progress::Drawn};

macro_rules! phrases {
    ($($name:ident($($value:ident),*): $ja:literal, $en:literal;)*) => {
        $(
            pub(crate) fn $name(lang: Lang, $($value: impl Display),*) -> String {
                match lang {
                    Lang::Ja => format!($ja),
                    Lang::En => format!($en),
                }
            }
        )*
    };
}

phrases! {
    // Files and requests.
    the_request(): "依頼", "request";
    no_standard_input(): "「-」は標準入力ですが、何も渡されていません", "- is the standard input, and nothing comes from there";
    out_of_step(): "標準入力が pipe の形ではありません", "the standard input has not the form that pipe takes";
    standard_input_twice(): "標準入力「-」は一度だけ読めます", "- is the standard input, which can be read once";
    no_watched_input(): "--watch で見張れるのはファイルだけで、標準入力「-」は見張れません", "--watch is for files, and - is the standard input";
    no_request():
        "依頼は、「{{」で始まる JSON か、あるファイルの名前か、- です",
        "the request is neither JSON that begins with {{, nor the name of a file that is there, nor -";
    document_has_faults(): "文書に誤りがあります", "the document has faults";
    not_json(): "JSON ではありません", "not JSON";
    not_utf8(): "UTF-8 ではありません（UTF-8 で保存し直してください）", "not UTF-8 (save it as UTF-8)";
    unknown_operation(name):
        "{name} という操作はありません。kenpo operations に一覧があります",
        "there is no operation {name}; kenpo operations lists them";
    os_not_found(): "ファイルまたはフォルダーがありません", "there is no such file or folder";
    os_permission(): "読み書きする権限がありません", "permission denied";
    os_is_directory(): "フォルダーです（ファイルではありません）", "this is a folder, not a file";
    os_not_directory(): "フォルダーではありません", "this is no folder";
    os_exists(): "同じ名前のファイルがすでにあります", "it exists already";
    os_full(): "空き容量がありません", "no space is left";
    os_read_only(): "書き込みできない場所です", "nothing can be written there";
    os_other(number): "読み書きできませんでした（OS のエラー {number}）", "it cannot be read or written (OS error {number})";

    // `new`, `check`.
    written(file):
        "{file} を書きました。id、version、name と数字を変えて、kenpo check {file} で検査してください。",
        "{file} is written. Change id, version, name and the figures, then run: kenpo check {file}";
    no_faults(): "誤りはありません", "no faults";
    one_fault(): "誤りは1件です", "1 fault";
    faults(count): "誤りは{count}件です", "{count} faults";
    faults_at_least(count): "誤りは{count}件以上です（初めの{count}件を示しました）", "{count} faults or more, of which the first are shown";
    not_watched(): "保存を見張ることができません", "saves cannot be watched here";

    // Faults of a document.
    fault(): "誤り", "error";
    the_document(): "文書全体", "the whole document";
    at(): "場所", "at";
    allowed(): "許されるもの", "allowed";
    the_other(): "もう一方", "the other";
    help(): "対処", "help";

    // What is probably wrong where a document is no JSON.
    ends_early():
        "文書が途中で終わっています。開いた「{{」「[」「\"」をすべて閉じてください",
        "the document ends too early: close every {{ and [ and \" that is open";
    last_comma(): "最後の項目の後のコンマを消してください", "remove the comma after the last item";
    straight_quotation(): "引用符は半角の \" にしてください", "write the straight quotation mark \"";
    double_quotation(): "引用符は \" にしてください", "write \" in place of '";
    half_width(): "数字と記号は半角にしてください", "write digits and signs in half width";
    no_comments(): "コメントは書けません。notes や name を使ってください", "there are no comments; notes and name are for that";
    comma_missing(): "この前にコンマ（,）が要ります", "a comma is missing before this";
    quote_key(): "キーは \" で囲んでください", "put the key between quotation marks";
    quote_text(): "文字列は \" で囲んでください", "put a text between quotation marks";
    look_around():
        "この場所の前後の括弧、コンマ、引用符を確かめてください",
        "look at the brackets, commas and quotation marks around this place";

    // `explain`, `verify`, `draw`.
    outcome_pass(): "合", "pass";
    outcome_fail(): "否", "fail";
    outcome_not_evaluated(): "未確認", "not evaluated";
    outcome_warn(): "注意", "warn";
    settled_later(day, rule, until):
        "{day}：付与ルール {rule} の期間（最終日 {until}）に入ります。期間の終わりに points.settle で確定します。",
        "{day} is in the period of the rule {rule} that ends on {until}: points.settle pays for it when it is over";
    no_checks():
        "この操作は確認項目を示しません。決まったことは上の答えのとおりです。",
        "no checks are told of this operation: what it decides is in the answer above";
    nothing_checked():
        "確認した項目はありません。決まったことは上の答えのとおりです。",
        "nothing had to be checked: what was decided is in the answer above";
    nothing_to_tell():
        "本人に伝える理由はありません。答えは数字や一覧です。",
        "There is no reason to tell the member: the answer is figures or lists.";
    tagged(holders): "参加者 {holders}人にタグを付けました", "{holders} holders have tags";
    to_be_published(): "公表するもの：", "to be published:";
    no_time_evidence():
        "時刻の証拠：なし。乱数値より前に一覧が確定したことを示すものがありません",
        "time evidence: none; nothing shows that the list was frozen before the randomness came";
    time_evidence(): "時刻の証拠：あり。ここでは確認しません", "time evidence: present, and not checked here";

    // `diff`, `rerun`.
    nothing_differs(): "違いはありません", "nothing differs";
    place_in_list(place): "{place}番目", "{place}";
    no_answer(): "kenpo の答えではありません", "this is no answer of kenpo's";
    no_document(digest): "この答えの文書がありません（{digest}）", "the document of this answer is not there ({digest})";
    no_document_named():
        "エラーの答えには文書の記録がないため、どの文書で答えたかが分かりません。kenpo answer でもう一度たずねてください",
        "an error names no document, so that it is not known under which it was answered: ask again with kenpo answer";
    same_answer(path): "同じ答えです（{path}）", "the same answer ({path})";
    another_answer(path): "答えが違います（{path}）", "another answer ({path})";

    // `replay`.
    not_of_operation(operation): "{operation} の依頼ではありません", "not a request of {operation}";
    not_recorded():
        "記録した依頼ではありません。{{\"operation\": …, \"request\": …}} か --operation が要ります",
        "this is no recorded request: it takes {{\"operation\": …, \"request\": …}}, or --operation";
    no_requests(): "依頼がありません", "there are no requests in it";
    answered_differently(differing, asked):
        "依頼 {asked}件のうち、答えが変わるもの {differing}件",
        "{differing} of {asked} requests would be answered differently";
    answered_by_neither(unusable):
        "答えられない依頼 {unusable}件",
        "{unusable} of them could be answered under neither document";

    // `test`.
    example(row, line): "（例{row}、{line}行）", " (example {row}, line {line})";
    expected_and_got(key, expected, got): "  {key}：期待 {expected}、実際 {got}", "  {key}: expected {expected}, got {got}";
    one_case(): "事例 1", "1 case";
    cases(count): "事例 {count}", "{count} cases";
    one_expectation(): "期待 1", "1 expectation";
    expectations(count): "期待 {count}", "{count} expectations";
    all_hold(path, cases, expectations): "{path}: {cases}、{expectations}、すべて一致", "{path}: {cases}, {expectations}, all hold";
    one_does_not_hold(path, cases, expectations):
        "{path}: {cases}、{expectations}、不一致 1",
        "{path}: {cases}, {expectations}, 1 does not hold";
    some_do_not_hold(path, cases, expectations, failed):
        "{path}: {cases}、{expectations}、不一致 {failed}",
        "{path}: {cases}, {expectations}, {failed} do not hold";
    files(count): "ファイル {count}", "{count} files";
    no_such_id(id, known):
        "{id} という ID は文書にありません（あるもの：{known}）",
        "the document has no {id}; there are {known}";
    no_such_key(key):
        "{key} という項目を持つ答えはありません（一覧は kenpo schema 操作名）",
        "no answer has a key {key}: kenpo schema OPERATION lists them";
    no_such_reason(name):
        "{name} という理由はありません（一覧は docs/messages.md）。",
        "no reason is called {name}; docs/messages.md lists them.";

    no_suites(): "シナリオもベクトルもありません", "there are no scenarios or vectors there";
    nothing_expected(): "確かめることが書かれていません（then がありません）", "nothing is expected here: there is no then";

    // `what-if`, `year`.
    no_person(path):
        "eligibility.check が取る本人の形ではありません（{path}）",
        "no person as eligibility.check takes one, at {path}";
    a_rule_asks():
        "付与ルールが本人のことを尋ねます。--person で指定してください（eligibility.check と同じ形）",
        "a rule asks for the person: give one with --person, as eligibility.check takes it";
    without_activity(rules):
        "{rules} のポイントは含みません。歩数以外の活動に付くため、歩数だけでは分かりません。",
        "without the points of {rules}: they are for an activity other than steps";
    without_team(rules):
        "{rules} のポイントは含みません。チームの平均に付くため、ほかの人の歩数が要ります。",
        "without the points of {rules}: they are for a team's mean, which takes the steps of the others";

    no_path_and_value(set): "--set {set}：「設定=値」の形で書きます", "--set {set}: path=value";
    no_setting(set, name, known):
        "--set {set}：{name} がありません。あるもの：{known}",
        "--set {set}: there is no {name}; there are {known}";
    no_steps(): "歩数の記録がありません", "there are no steps in it";
    members_unsorted():
        "この会員は上の会員より前に並びます。会員の順に並べ替えてください",
        "this member sorts before the one above; sort the file by member";
    too_many_rows(): "一人の会員の記録が100,000行を超えています", "more than 100,000 rows of a member";
    points_paid(): "付与ポイント", "points paid";
    lost_to_caps(): "上限超過分", "lost to caps";
    yen(): "円", "yen";
    all_together(rows):
        "記録 {rows}件がすべて最後の日の翌朝に届いたとして",
        "if all {rows} rows arrive on the morning after the last day";
    each_daily(rows):
        "記録 {rows}件がそれぞれ翌朝に届いたとして",
        "if each of the {rows} rows arrives on the morning after its day";
    differ(arrival, differing, members, days):
        "{arrival}、会員 {members}人のうち {differing}人、延べ {days}日に差があります。",
        "{differing} of {members} members differ, on {days} days, {arrival}";
    more_days(days): "ほか {days}日", "and {days} more days";
    all_months(): "計", "all";
    members_paid(members, points, lost):
        "会員 {members}人、付与 {points}ポイント、上限超過 {lost}ポイント",
        "{members} members, {points} points paid, {lost} lost to caps";
    arrives_daily(): "各日の記録は翌朝に届いたとします。", "Each day's record arrives on the next morning.";
    arrives_together():
        "すべての記録が最後の日の翌朝に届いたとします。",
        "All records arrive on the morning after the last day.";
    settled(): "期間の終わりに確定", "settled with the period";
    own_points(): "ポイント", "points";
    no_end(): "期限なし", "no end";
    expired(): "失効", "expired";

    // `coverage`.
    noticed_by_none(unnoticed, changes):
        "変更 {changes}件のうち、どの事例も気づかないもの {unnoticed}件",
        "{unnoticed} of {changes} changes would be noticed by no case";
    nobody(): "なし", "nobody";
    coverage_of_settings():
        "設定ごとに、規則、気づいた変更の数、気づく事例：",
        "each setting, with its rule, how many of its changes are noticed, and the cases that do so:";
    more_files(files): "ほか {files}件", "and {files} more";
    more_cases(cases): "ほか {cases}件", "and {cases} more";
    nothing(): "なし", "nothing";
    not_changed(count, why): "変えない値 {count}件（{why}）：", "not changed, {count}: {why}";
    kept_document(): "文書の名前と版", "name and version of the document";
    kept_ids(): "依頼・記録・ほかの設定が使う名前", "ids by which requests, records and other settings go";
    kept_cited(): "確認が示す規則の番号", "rules that checks cite";
    kept_texts(): "読む人のための文。答えは変わりません", "texts for readers, by which nothing is decided";
    kept_empty(): "中身がない", "nothing in it";
    no_tabs():
        "タブが使われています。字下げには半角の空白を使ってください",
        "there is a tab: indent with spaces";
    full_width(signs):
        "全角の文字があります（{signs}）。記号と数字は半角で書いてください",
        "there are full-width signs ({signs}): write signs and digits in half width";
    space_after_colon():
        "「:」の後に半角の空白が要ります",
        "a colon needs a space after it";
    in_quotation_marks():
        "「: 」を含む文は、\" で囲んでください",
        "put a text with a colon and a space in quotation marks";
    scenarios_are_tested(file):
        "{file} は YAML です。シナリオは kenpo test {file} で動かします（check は文書のためのもので、文書は JSON です）",
        "{file} is YAML: scenarios are played by kenpo test {file}; check is for documents, which are JSON";
    no_column(name):
        "examples に {name} のない行があります（${name} と書いたところがあります）",
        "a row of examples has no {name}, and ${name} stands in the scenario";
    column_not_used(name):
        "examples の列 {name} は、どこでも使われていません（${name} と書いたところがありません）",
        "the column {name} of examples is not used: nothing says ${name}";
    case_expects_nothing():
        "この事例には then がなく、何も確かめません",
        "this case expects nothing: write what should come out under then";
    held_by_no_file(count):
        "規則のページには、この文書が引用せず、ここに渡されたどのファイルも確かめない規則が、ほかに{count}件あります",
        "the pages of the rules have {count} more, which the document does not cite and no file given here tests";
    kept_preset(): "書かなくても同じ", "the document means the same without it";
    kept_faulty(faults): "それだけを変えると誤りになる：{faults}", "each change of it alone is a fault ({faults})";
    steps_do_not_meet(paths):
        "歩数では変わらない設定です：{paths}",
        "these settings do not change what steps earn, and are not compared: {paths}";
    no_cases(): "この文書の事例がありません", "no scenarios or vectors are for this document";
    case_fails(case): "すでに合わない事例があるため、変更に気づくかどうかを調べられません：{case}", "a case does not hold as it is, so that it would notice every change: {case}";

    // A file of scenarios that cannot be read.
    yaml(): "YAML の書き方が正しくありません", "this is no YAML";
    second_document(): "ここから二つ目の文書が始まっています", "a second document begins here";
    nested_too_deep(): "入れ子が32段を超えています", "nested deeper than 32 levels";
    no_aliases(): "アンカーとエイリアスは使えません", "anchors and aliases are not read";
    no_tags(): "タグは使えません", "tags are not read";
    key_twice(): "このキーは二度書かれています", "this key stands twice";
    key_no_text(): "キーは文字列です", "a key is a text";
    no_such_member(): "members にこの名前がありません", "members has no such name";
    no_date(key): "{key} は日付ではありません（例：2026-04-01）", "{key} is no date, such as 2026-04-01";
    keys_are_dates(): "ここのキーは日付です（例：2026-04-01）", "the keys here are dates, such as 2026-04-01";
    keys_are_dates_or_never():
        "ここのキーは、日付（例：2026-04-01）か never です",
        "the keys here are dates, such as 2026-04-01, or never";
    keys_are_months(): "ここのキーは月です（例：2026-04）", "the keys here are months, such as 2026-04";
    no_moment(key):
        "{key} は日時ではありません（例：2026-04-01、2026-04-01 17:30）",
        "{key} is no date and no time of one, such as 2026-04-01 or 2026-04-01 17:30";
    days_upside_down():
        "walks の until が from より前です（どちらも日付で書きます）",
        "walks: until lies before from (both are dates)";
    not_mailed(count):
        "その目的で、ここまでに送られたものは{count}件です",
        "of this purpose {count} were mailed before";
    mail_and_code():
        "mail と code は、どちらか一つを書きます",
        "write mail or code, and not both";
    not_one_event(events): "出来事は一つだけ書きます：{events}", "an event is one thing: {events}";
    expected_kind(kind): "ここには{kind}を書きます", "expected {kind}";
    expected_one_of(list): "ここに書けるもの：{list}", "expected one of {list}";
    unknown_key(key, list): "{key} というキーはありません。使えるキー：{list}", "unknown field {key}, expected one of {list}";
    unknown_choice(choice, list):
        "{choice} という選択肢はありません。選べるもの：{list}",
        "unknown choice {choice}, expected one of {list}";
    missing_key(key): "キー {key} がありません", "missing field {key}";
    no_such_form(): "この形では書けません", "this cannot stand here";
}

/// A setting that is on or off.
pub(crate) fn yes(lang: Lang, is: bool) -> String {
    match is {
        true => lang.pick("はい", "yes").to_owned(),
        false => lang.pick("いいえ", "no").to_owned(),
    }
}

/// What is drawn while a file is read, in a language.
pub(crate) fn drawn(lang: Lang) -> Drawn {
    lang.pick(
        Drawn {
            bytes: "{bar:30} {bytes} / {total_bytes}、{msg}、残り {eta}",
            stream: "{spinner} {bytes}、{msg}",
            steps: "{bar:30} {pos} / {len}、{msg}、残り {eta}",
            rows: "行",
            rate: "行/秒",
        },
        Drawn {
            bytes: "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} to go",
            stream: "{spinner} {bytes}, {msg}",
            steps: "{bar:30} {pos} of {len}, {msg}, {eta} to go",
            rows: "rows",
            rate: "rows/s",
        },
    )
}
