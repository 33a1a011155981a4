//! Sentences and heads of tables, in Japanese and English.

use std::fmt::Display;

use crate::lang::Lang;

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

macro_rules! heads {
    ($($name:ident[$columns:literal]: $ja:expr, $en:expr;)*) => {
        $(
            pub(crate) fn $name(lang: Lang) -> [&'static str; $columns] {
                lang.pick($ja, $en)
            }
        )*
    };
}

phrases! {
    // Files and requests.
    the_request(): "依頼", "request";
    no_standard_input(): "「-」は標準入力ですが、何も渡されていません", "- is the standard input, and nothing comes from there";
    no_request():
        "依頼は、「{{」で始まる JSON か、あるファイルの名前か、- です",
        "the request is neither JSON that begins with {{, nor the name of a file that is there, nor -";
    document_has_faults(): "文書に誤りがあります", "the document has faults";
    not_json(): "JSON ではありません", "not JSON";
    not_utf8(): "UTF-8 ではありません", "not UTF-8";
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
    not_watched(): "保存を見張ることができません", "saves cannot be watched here";

    // `explain`, `verify`, `draw`.
    outcome_pass(): "合", "pass";
    outcome_fail(): "否", "fail";
    outcome_not_evaluated(): "未確認", "not evaluated";
    outcome_warn(): "注意", "warn";
    nothing_to_tell():
        "本人に伝える理由はありません。答えは数字や一覧です。",
        "There is no reason to tell the member: the answer is figures or lists.";
    tagged(holders): "参加者 {holders}人にタグを付けました", "{holders} holders have tags";
    to_be_published(): "公表するもの：", "to be published:";

    // `diff`, `rerun`.
    nothing_differs(): "違いはありません", "nothing differs";
    no_answer(): "kenpo の答えではありません", "this is no answer of kenpo's";
    no_document(digest): "この答えの文書がありません（{digest}）", "the document of this answer is not there ({digest})";
    same_answer(path): "同じ答えです（{path}）", "the same answer ({path})";
    another_answer(path): "答えが違います（{path}）", "another answer ({path})";

    // `replay`.
    not_of_operation(operation): "{operation} の依頼ではありません", "not a request of {operation}";
    not_recorded():
        "{{\"operation\": …, \"request\": …}} か --operation が要ります",
        "needs {{\"operation\": …, \"request\": …}}, or --operation";
    answered_differently(differing, asked):
        "依頼 {asked}件のうち、答えが変わるもの {differing}件",
        "{differing} of {asked} requests would be answered differently";
    answered_by_neither(unusable):
        "答えられない依頼 {unusable}件",
        "{unusable} of them could be answered under neither document";

    // `test`.
    example(row, line): "（例{row}、{line}行）", " (example {row}, line {line})";
    expected_and_got(key, expected, got): "  {key}：期待 {expected}、実際 {got}", "  {key}: expected {expected}, got {got}";
    all_hold(path, cases, expectations):
        "{path}: 事例 {cases}、期待 {expectations}、すべて一致",
        "{path}: {cases} cases, {expectations} expectations, all hold";
    some_do_not_hold(path, cases, expectations, failed):
        "{path}: 事例 {cases}、期待 {expectations}、不一致 {failed}",
        "{path}: {cases} cases, {expectations} expectations, {failed} do not hold";
    files_played(files, cases, expectations, failed):
        "ファイル {files}、事例 {cases}、期待 {expectations}、不一致 {failed}",
        "{files} files, {cases} cases, {expectations} expectations, {failed} do not hold";
    no_such_reason(name):
        "{name} という理由はありません（一覧は docs/messages.md）",
        "no reason is called {name}: docs/messages.md lists them";

    no_suites(): "シナリオもベクトルもありません", "there are no scenarios or vectors there";

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

    // A file of scenarios that cannot be read.
    yaml(): "YAML の書き方が正しくありません", "this is no YAML";
    second_document(): "ここから二つ目の文書が始まっています", "a second document begins here";
    nested_too_deep(): "入れ子が32段を超えています", "nested deeper than 32 levels";
    no_aliases(): "アンカーとエイリアスは使えません", "anchors and aliases are not read";
    no_tags(): "タグは使えません", "tags are not read";
    key_twice(): "このキーは二度書かれています", "this key stands twice";
    key_no_text(): "キーは文字列です", "a key is a text";
    no_such_member(): "members にこの名前がありません", "members has no such name";
    days_upside_down():
        "walks の from と until は日付で、until は from より前ではありません",
        "walks: from and until are dates, and until is not before from";
    not_one_event(events): "出来事は一つだけ書きます：{events}", "an event is one thing: {events}";
    expected_kind(kind): "ここには{kind}を書きます", "expected {kind}";
    expected_one_of(list): "ここに書けるもの：{list}", "expected one of {list}";
    unknown_key(key, list): "{key} というキーはありません。使えるキー：{list}", "unknown field {key}, expected one of {list}";
    unknown_choice(choice, list):
        "{choice} という選択肢はありません。選べるもの：{list}",
        "unknown choice {choice}, expected one of {list}";
    missing_key(key): "キー {key} がありません", "missing field {key}";
    no_such_form(): "この形では書けません", "this cannot stand here";
    a_whole_number(): "整数", "a whole number";
    a_text(): "文字列", "a text";
    yes_or_no(): "true か false", "true or false";
    a_list(): "一覧 […] ", "a list […]";
    an_object(): "{{…}} ", "an object {{…}}";
}

heads! {
    operations[3]: ["操作", "文書", "依頼の上限"], ["operation", "document", "request at most"];
    needed[2]: ["要", "不要"], ["yes", "no"];
    checks[6]:
        ["結果", "否となる場合", "規則・場所", "値", "期間", "条文"],
        ["outcome", "fails if", "rule or path", "values", "period", "clause"];
    steps[3]: ["結果", "確認", "項目"], ["outcome", "what is verified", "step"];
    schedule[6]:
        ["抽選", "締切", "確定", "抽選時刻", "繰上げ", "段階"],
        ["draw", "entry ends", "frozen", "drawn", "passes on", "stage"];
    ranks[4]: ["順位", "状態", "賞品", "繰上げ"], ["rank", "state", "prize", "passes on"];
    result[4]: ["順位", "賞品", "口", "タグ"], ["rank", "prize", "ticket", "holder"];
    changes[5]: ["設定", "旧", "新", "期間", "規則"], ["setting", "before", "after", "in effect", "rule"];
    requests[5]: ["行", "操作", "旧", "新", "規則"], ["line", "operation", "before", "after", "by"];
    differences[3]: ["場所", "記録", "今"], ["at", "kept", "now"];
}
