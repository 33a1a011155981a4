//! The help in Japanese.

use clap::Command;

use crate::lang::Lang;

const ABOUT: &str = "健康保険の制度のきまりを書いた文書を、検査し、説明し、比べ、試すためのコマンド";

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
    ("coverage", "設定を一つずつ少し変え、どの事例が気づくかを示す"),
    ("draw", "抽選の手順"),
    ("verify", "抽選の証明を確かめる"),
    ("operations", "操作の一覧"),
    ("schema", "文書・契約・操作の JSON Schema を出力する"),
    ("completions", "シェルの補完を出力する"),
];

/// What each argument is.
const ARGUMENTS: &[(&str, &str)] = &[
    ("lang", "表示する言語（省略すると環境の言語）"),
    ("json", "文章のかわりに JSON で出力する"),
    ("show_input", "依頼・歩数・シナリオの中身も表示する"),
    ("file", "ファイル"),
    ("files", "ファイル（いくつでも）"),
    ("template", "ひな型"),
    ("operation", "操作の名前（kenpo operations に一覧）"),
    ("request", "依頼のファイル、1行に1件の .jsonl、依頼そのもの、または標準入力 -"),
    ("programme", "制度の文書"),
    ("public", "本人に伝えることだけを示す"),
    ("what", "document、contract、scenarios、または操作の名前"),
    ("shell", "シェル"),
    ("watch", "保存のたびに検査する"),
    ("old", "変更前の文書"),
    ("new", "変更後の文書"),
    ("set", "設定と値（例：points.caps.month.points=600）"),
    ("yen", "1ポイントの金額（円）。省略すると文書の交換の条件から"),
    ("dates", "3/4/2022 のような日付で、先に書かれているもの（ファイルから分からないとき）"),
    ("steps", "歩数のファイル（エクスポート、日付と歩数の表、標準入力 -）"),
    ("requests", "依頼（1行に1件）"),
    ("against", "答えたときの文書"),
    ("answer", "保存した答え"),
    ("programmes", "文書のフォルダー"),
    ("suites", "シナリオやベクトルのファイル、またはフォルダー"),
    ("step", "手順"),
    ("proof", "証明、またはそれを含む答え"),
];

/// The command with its help in a language.
pub(crate) fn command(command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    let command = arguments(command.about(ABOUT));
    COMMANDS
        .iter()
        .fold(command, |command, (name, about)| command.mut_subcommand(*name, |sub| arguments(sub.about(*about))))
}

fn arguments(command: Command) -> Command {
    command.mut_args(|argument| {
        let help = ARGUMENTS.iter().find(|(id, _)| argument.get_id() == *id).map(|(_, help)| *help);
        match help {
            Some(help) => argument.help(help),
            None => argument,
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Arguments;

    #[test]
    fn every_command_and_argument_is_translated_and_no_other() {
        let command = Arguments::command();
        let subcommands: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let translated: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(subcommands.len(), translated.len());
        assert!(subcommands.iter().all(|name| translated.contains(name)), "{subcommands:?}");
        let arguments: Vec<String> = [&command]
            .into_iter()
            .chain(command.get_subcommands())
            .flat_map(Command::get_arguments)
            .map(|argument| argument.get_id().to_string())
            .collect();
        for argument in &arguments {
            assert!(ARGUMENTS.iter().any(|(id, _)| id == argument), "{argument}");
        }
        for (id, _) in ARGUMENTS {
            assert!(arguments.iter().any(|argument| argument == id), "{id}");
        }
    }
}
