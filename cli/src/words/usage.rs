//! The help in Japanese, and what was used wrongly; in English clap's own words.

use clap::{
    Arg, Command,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use crate::{fault, lang::Lang};

const ABOUT: &str = "健康保険の制度のきまりを書いた文書を、検査し、説明し、比べ、試すためのコマンド";
const TEMPLATE: &str = "{about-with-newline}\n使い方: {usage}\n\n{all-args}";

/// What each command does.
const COMMANDS: &[(&str, &str)] = &[
    ("new", "文書のひな型を書き出す"),
    ("check", "文書の誤りをすべて、場所と許されるものとともに示す"),
    ("answer", "操作に答える（どのホストでも同じ答え）"),
    ("explain", "なぜその答えになるかを、確認ごとに値・規則・条文とともに示す"),
    ("test", "シナリオ（事例）を動かし、合わないところと理由を示す"),
    ("diff", "二つの文書の違いを、設定ごとに示す"),
    ("what-if", "数字を変えると、同じ歩数への付与がどう変わるかを示す"),
    ("year", "スマートフォンの歩数を、月ごとに、ある制度のもとで示す"),
    ("replay", "記録した依頼にもう一度答え、答えが変わるものを示す"),
    ("rerun", "保存した答えの文書を探してもう一度答え、同じかどうかを示す"),
    ("coverage", "設定を一つずつ少し変え、または取り除き、どの事例が気づくかを示す"),
    ("draw", "抽選の手順"),
    ("verify", "抽選の証明を確かめる"),
    ("operations", "操作の一覧"),
    ("pipe", "ほかのプログラムの依頼に、標準入力と標準出力で次々に答える"),
    ("schema", "文書・契約・操作の JSON Schema を出力する"),
    ("completions", "シェルの補完を出力する"),
    ("help", "このヘルプ、またはコマンドのヘルプを表示する"),
];

/// What each argument is called, and what it is.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("lang", "言語", "表示する言語：ja か en（省略すると環境の言語）"),
    ("json", "", "文章のかわりに JSON で出力する（スクリプト用）"),
    ("show_input", "", "依頼・歩数・シナリオの中身も表示する"),
    ("help", "", "ヘルプを表示する"),
    ("version", "", "版を表示する"),
    ("file", "ファイル", "ファイル（制度の文書。new では書き出す先で、省略すると標準出力）"),
    ("files", "ファイル", "ファイル（いくつでも。test ではフォルダーも）"),
    (
        "template",
        "ひな型",
        "ひな型：points（歩数のポイント）、checkup（健診のポイント）、booking（予約）、subsidy（補助）、account（登録とログイン）、draw（抽選とクーポン）",
    ),
    ("operation", "操作", "操作の名前（kenpo operations に一覧）"),
    ("request", "依頼", "依頼のファイル、1行に1件の .jsonl、依頼そのもの、または標準入力 -（省略すると -）"),
    ("programme", "文書", "制度の文書"),
    ("public", "", "本人に伝えることだけを示す"),
    ("what", "対象", "document（省略時）、contract、scenarios、または操作の名前"),
    ("shell", "シェル", "シェル：bash、elvish、fish、powershell、zsh"),
    ("watch", "", "保存のたびに検査する"),
    ("old", "旧", "変更前の文書"),
    ("new", "新", "変更後の文書"),
    (
        "set",
        "設定=値",
        "設定と値（例：points.caps.month.points=600）。設定は /points/caps/0/points のような場所でも書けます",
    ),
    ("yen", "円", "1ポイントの金額（円）。省略すると文書の交換の条件から"),
    (
        "dates",
        "順",
        "3/4/2022 のような日付で先に書かれているもの：month-first（月）か day-first（日）。ファイルから分からないとき",
    ),
    ("steps", "歩数", "歩数のファイル（エクスポート、日付と歩数の表、標準入力 -）。会員が複数なら member,date,steps"),
    ("person", "本人", "本人（eligibility.check と同じ形）：ファイル、または JSON。会員が何人いても、みなその人とする"),
    ("requests", "依頼", "依頼（1行に1件）：{\"operation\": …, \"request\": …}、または --operation と依頼だけ"),
    ("against", "文書", "答えたときの文書"),
    ("answer", "答え", "保存した答え"),
    ("programmes", "フォルダー", "文書のフォルダー"),
    ("suites", "ファイル", "シナリオやベクトルのファイル、またはフォルダー"),
    (
        "step",
        "手順",
        "手順：schedule（予定）、enter（タグ付け）、freeze（一覧の確定）、draw（抽選）、settle（抽選後の確定）",
    ),
    ("proof", "証明", "証明、またはそれを含む答え"),
    ("subcommand", "コマンド", "コマンド"),
];

/// The command with its help in a language.
pub(crate) fn command(mut command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    // With the arguments and commands that clap adds.
    command.build();
    translated(command.about(ABOUT).long_about(None))
}

fn translated(command: Command) -> Command {
    let command = command.mut_args(argument).help_template(TEMPLATE);
    let mut command = command.subcommand_help_heading("コマンド").subcommand_value_name("コマンド");
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).replace("[OPTIONS]", "[オプション]");
    let command = command.override_usage(usage);
    command.mut_subcommands(|sub| {
        let about = COMMANDS.iter().find(|(name, _)| sub.get_name() == *name).map(|(_, about)| *about);
        translated(match about {
            Some(about) => sub.about(about).long_about(None),
            None => sub,
        })
    })
}

fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "引数" } else { "オプション" };
    let found = ARGUMENTS.iter().find(|(id, ..)| argument.get_id() == *id);
    let argument = argument.help_heading(heading).hide_possible_values(true).hide_default_value(true);
    match found {
        Some((_, "", help)) => argument.help(*help).long_help(None),
        Some((_, name, help)) => argument.value_name(*name).help(*help).long_help(None),
        None => argument,
    }
}

/// What was used wrongly; how it is used stands below.
pub(crate) fn misuse(lang: Lang, error: &Error) -> String {
    if lang == Lang::En && error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is needed: kenpo --help lists them".to_owned();
    }
    if lang == Lang::En {
        let said = error.render().to_string();
        return said.strip_prefix("error: ").unwrap_or(&said).trim_end().to_owned();
    }
    let of = |kind: ContextKind| error.get(kind).map(text).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let mut said = match error.kind() {
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => format!("{argument} に値が要ります"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{} は {argument} に使えません", of(ContextKind::InvalidValue))
        }
        ErrorKind::UnknownArgument => format!("{argument} という引数はありません"),
        ErrorKind::InvalidSubcommand => format!("{} というコマンドはありません", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "コマンドが要ります".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("足りない引数：{argument}"),
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == argument => {
            format!("{argument} は一度だけ指定できます")
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} と {} は同時に指定できません", of(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("{argument} の値が多すぎます"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} の値の数が違います"),
        ErrorKind::NoEquals => format!("{argument} は = で値を指定します"),
        ErrorKind::InvalidUtf8 => "UTF-8 ではない引数があります".to_owned(),
        _ => "引数が正しくありません".to_owned(),
    };
    let values = of(ContextKind::ValidValue);
    if !values.is_empty() {
        said += &format!("（使える値：{values}）");
    }
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(of);
    if let Some(meant) = meant.iter().find(|meant| !meant.is_empty()) {
        said += &format!("\n{}", fault::meant(Lang::Ja, meant));
    }
    let usage = of(ContextKind::Usage);
    if !usage.is_empty() {
        said += &format!("\n\n使い方: {}", usage.strip_prefix("Usage: ").unwrap_or(&usage));
    }
    said + "\n\nくわしくは --help"
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(list) => list.join("、"),
        ContextValue::StyledStr(styled) => styled.to_string(),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(is) => is.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Arguments;

    fn all(command: &Command) -> Vec<&Command> {
        [command].into_iter().chain(command.get_subcommands()).collect()
    }

    #[test]
    fn every_command_and_argument_is_translated_and_no_other() {
        let mut command = Arguments::command();
        command.build();
        let subcommands: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let translated: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(subcommands.len(), translated.len());
        assert!(subcommands.iter().all(|name| translated.contains(name)), "{subcommands:?}");
        let all = all(&command);
        let arguments: Vec<String> = all
            .iter()
            .flat_map(|command| command.get_arguments())
            .map(|argument| argument.get_id().to_string())
            .collect();
        for argument in &arguments {
            assert!(ARGUMENTS.iter().any(|(id, ..)| id == argument), "{argument}");
        }
        for (id, ..) in ARGUMENTS.iter().filter(|(id, ..)| *id != "subcommand") {
            assert!(arguments.iter().any(|argument| argument == id), "{id}");
        }
    }

    #[test]
    fn values_that_are_chosen_from_are_named_in_the_help() {
        let mut command = Arguments::command();
        command.build();
        for argument in all(&command).iter().flat_map(|command| command.get_arguments()) {
            let help = ARGUMENTS.iter().find(|(id, ..)| argument.get_id() == *id).unwrap().2;
            for value in argument
                .get_possible_values()
                .iter()
                .filter(|_| !matches!(argument.get_action(), clap::ArgAction::SetTrue))
            {
                assert!(help.contains(value.get_name()), "{}: {}", argument.get_id(), value.get_name());
            }
        }
    }
}
