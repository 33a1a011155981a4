//! `docs/operations.md`: what each operation and each call is called in every host, and the reasons that an operation can answer. Hosts spell one name each in
//! their own way; where one differs, the table says why.

use std::fmt::Write;

use kenpo_wire::OPERATIONS;
use serde_json::Value;

use crate::types::Generated;

/// A call beside the operations.
struct Call {
    /// In words with `_`: every host that has it spells this name, those of `otherwise` apart.
    name: &'static str,
    what: [&'static str; 2],
    /// The path below the crate `kenpo`; Rust's calls are functions of their area.
    rust: &'static str,
    /// Hosts that call it otherwise; `—` where there is no such call.
    otherwise: &'static [(Host, &'static str)],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Host {
    C,
    Java,
    JavaScript,
    Php,
    Python,
}

use Host::{C, Java, JavaScript, Php, Python};

/// In the order of the table's columns.
const HOSTS: [Host; 5] = [C, Java, JavaScript, Php, Python];

const CALLS: &[Call] = &[
    Call {
        name: "parse",
        what: ["reads a programme document", "プログラム文書を読みます"],
        rust: "parse_programme",
        // The module in JavaScript is an object, which may be loaded twice; elsewhere there is one library, and a class of programmes.
        otherwise: &[(C, "kenpo_programme_parse"), (JavaScript, "parseProgramme")],
    },
    Call {
        name: "close", what: ["releases it", "解放します"], rust: "—", otherwise: &[(C, "kenpo_programme_free")]
    },
    Call {
        name: "answer",
        what: ["any operation, or its batch, as JSON text", "任意の操作（一括処理も）を JSON の文字列で"],
        rust: "json::answer",
        otherwise: &[],
    },
    Call {
        name: "batch",
        what: ["many requests of an operation", "一つの操作の多数の依頼"],
        rust: "—",
        // The others take the JSON of a batch by `answer`: their batches are for programs that pass JSON on.
        otherwise: &[(C, "—"), (Java, "—"), (Php, "—"), (Python, "—")],
    },
    Call { name: "version", what: ["the library's version", "ライブラリの版"], rust: "VERSION", otherwise: &[] },
    Call {
        name: "abi",
        what: ["the number of the calls' shape", "呼び出し方の番号"],
        rust: "—",
        // The one name that a host looks up before it knows which library it has.
        otherwise: &[(C, "kenpo_abi_version")],
    },
    Call {
        name: "insurer_number_reason",
        what: ["the reason against an insurer number", "保険者番号を退ける理由"],
        rust: "numbers::examine_insurer_number",
        otherwise: &[],
    },
    Call {
        name: "insurer_number_reasons",
        what: ["the same of a column", "同じことを列で"],
        rust: "numbers::check_insurer_number_records",
        otherwise: &[],
    },
    Call {
        name: "match_key",
        what: ["the key by which a name is found", "氏名を探すキー"],
        rust: "text::match_key",
        otherwise: &[],
    },
    Call {
        name: "match_keys",
        what: ["the same of a column", "同じことを列で"],
        rust: "text::match_keys",
        otherwise: &[],
    },
    Call {
        name: "eligibility_reasons",
        what: ["the reason against each person of a column", "列の各人を退ける理由"],
        rust: "eligibility::column",
        otherwise: &[],
    },
    Call {
        name: "slot_states",
        what: ["the state of each slot of a column", "列の各予約枠の状態"],
        rust: "booking::column",
        otherwise: &[],
    },
    Call {
        name: "booking_deadline",
        what: ["the last instant to book, change or cancel", "予約・変更・取消の締切"],
        rust: "booking::deadline_on",
        otherwise: &[],
    },
    Call {
        // An operation is called `booking.deadlines`.
        name: "slot_deadlines",
        what: ["the same of a column of dates", "同じことを日付の列で"],
        rust: "booking::deadline_column",
        otherwise: &[],
    },
    Call {
        name: "subsidy_yen",
        what: ["what is paid back of a cost", "費用に対する補助額"],
        rust: "subsidy::amount_on",
        otherwise: &[],
    },
    Call {
        name: "subsidies_yen",
        what: ["the same of a column", "同じことを列で"],
        rust: "subsidy::column",
        otherwise: &[],
    },
    Call {
        name: "coupon_last_day",
        what: ["the last day of a coupon", "クーポンの有効期限日"],
        rust: "coupon::last_day_of_only",
        otherwise: &[],
    },
    Call {
        name: "steps_accrue",
        what: ["points for a member's steps", "一人の歩数に対するポイント"],
        rust: "points::accrue_steps",
        otherwise: &[],
    },
    Call {
        name: "steps_accrue_columns",
        what: ["the same over columns that are kept", "同じことを、使い回す列で"],
        rust: "points::accrue_steps_in",
        // Their `steps_accrue` takes columns, and has no other form.
        otherwise: &[(C, "—"), (Python, "—")],
    },
    Call {
        name: "members_accrue",
        what: ["points for many members' steps", "多数の会員の歩数に対するポイント"],
        rust: "points::accrue_members",
        // A page asks for one member. Python's takes and gives Arrow's columns, and is divided over threads.
        otherwise: &[(JavaScript, "—"), (Python, "accrue")],
    },
    Call {
        name: "accrue_stream",
        what: ["the same from a stream of Arrow's, batch by batch", "同じことを、Arrow のストリームからバッチごとに"],
        rust: "—",
        // The others have no stream of Arrow's; their callers cut columns into parts themselves.
        otherwise: &[(C, "—"), (Java, "—"), (JavaScript, "—"), (Php, "—")],
    },
    Call {
        name: "credits_per_record",
        what: ["the room that a record's credits take", "一件の記録の付与に要る場所"],
        rust: "points::credits_per_record",
        // The others make the room themselves.
        otherwise: &[(Java, "—"), (JavaScript, "—"), (Php, "—")],
    },
];

impl Host {
    fn spells(self, name: &str) -> String {
        match self {
            C => format!("kenpo_{name}"),
            Java | JavaScript | Php => camel(name),
            Python => name.replace('.', "_"),
        }
    }

    /// A call's name in a host; `None` where the host has no such call.
    fn call(self, call: &Call) -> Option<String> {
        let otherwise = call.otherwise.iter().find(|(host, _)| *host == self).map(|(_, name)| *name);
        match otherwise {
            Some("—") => None,
            Some(name) => Some(name.into()),
            None => Some(self.spells(call.name)),
        }
    }
}

/// `points.accrue` and `request_key` as `pointsAccrue` and `requestKey`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for letter in name.chars() {
        match letter {
            '.' | '_' => upper = true,
            _ if std::mem::take(&mut upper) => out.push(letter.to_ascii_uppercase()),
            _ => out.push(letter),
        }
    }
    out
}

/// An operation's function in Rust.
fn in_rust(operation: &str) -> String {
    match operation {
        "programme.check" => "parse_programme".into(),
        other => other.replace('.', "::"),
    }
}

pub(crate) fn generate() -> Generated {
    let contract = kenpo_wire::schema::contract();
    let mut page = String::from(
        "# Operations by name / 操作の名称\n\n<!-- Generated by xtask from the table of operations and xtask/src/names.rs; do not edit. -->\n\n\
         One name each, spelled as the host spells names. A function is of `Programme` where the operation reads a programme (●), else of `Kenpo`; in Python of the module. C passes the name to\n\
         `kenpo_answer`. What each answers is said on its function, in `docs/rules` and by `description` in [`contract.json`](schemas/contract.json).\n\n\
         一つの操作には一つの名称があり、各言語の書き方で書きます。プログラムを読む操作（●）は `Programme` の、その他は `Kenpo` の関数です（Python ではモジュールの関数）。C では名称を `kenpo_answer` に渡します。\n\n\
         | operation, and in C | ● | Rust | Java, JavaScript, PHP | Python |\n|---|---|---|---|---|\n",
    );
    for operation in OPERATIONS {
        let name = operation.name;
        let mark = if operation.needs_programme { "●" } else { "" };
        let (rust, camel, snake) = (in_rust(name), camel(name), Python.spells(name));
        let _ = writeln!(page, "| `{name}` | {mark} | `{rust}` | `{camel}` | `{snake}` |");
    }
    page += "\n## Other calls / その他の呼び出し\n\n\
             An answer with who gave it is `Answered` in every host. Java has a record for each operation's, such as `AccrueResult`, which implements it and shows the values of the answer.\n\n\
             回答と、それを出した版とプログラムの組は、どの言語でも `Answered` です。Java には操作ごとにそれを実装した `AccrueResult` などのレコードがあり、回答の値を直接示します。\n\n\
             | what it does | | C | Java | JavaScript | PHP | Python | Rust |\n|---|---|---|---|---|---|---|---|\n";
    let code = |name: &str| if name == "—" { name.to_owned() } else { format!("`{name}`") };
    for call in CALLS {
        let [english, japanese] = call.what;
        let names: Vec<String> =
            HOSTS.iter().map(|host| host.call(call).map_or("—".into(), |name| code(&name))).collect();
        let _ = writeln!(page, "| {english} | {japanese} | {} | {} |", names.join(" | "), code(call.rust));
    }
    page += "\n## Reasons / 理由\n\n\
             The reasons that can stand in an operation's verdict: as `reason`, in `reasons` and `warnings`, in the verdicts of records and holdings, as a step of a proof, in what a person is `shown`.\n\
             A check's `code` is not among what is listed: it names what was looked for, also where another answer follows. Whoever stores answers keeps a case for a reason that a later version adds.\n\
             [messages.md](messages.md) says what each means.\n\n\
             操作の判定結果に現れる理由です。`reason`、`reasons`、`warnings`、記録や保有ごとの判定、抽選の証明の各段階、本人に示す `shown` を含みます。確認項目の `code` は含みません。何を確かめたかを表すもので、別の回答になる場合にも現れます。\n\
             回答を保存する場合は、後の版で増えた理由のための分岐を残してください。それぞれの意味は [messages.md](messages.md) にあります。\n\n\
             | operation | reasons |\n|---|---|\n";
    for operation in contract["operations"].as_array().into_iter().flatten() {
        let reasons = operation["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let reasons: Vec<String> = reasons.map(|reason| format!("`{reason}`")).collect();
        if !reasons.is_empty() {
            let name = operation["name"].as_str().unwrap_or_default();
            let _ = writeln!(page, "| `{name}` | {} |", reasons.join(", "));
        }
    }
    Generated { path: "docs/operations.md".into(), text: page }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;
    use crate::shell::root;

    fn read(files: &[&str]) -> String {
        files.iter().map(|file| fs::read_to_string(root().join(file)).expect(file)).collect()
    }

    /// Where a host's public calls are declared, and what stands about a name there.
    fn declared(host: Host) -> (String, fn(&str, &str) -> bool) {
        match host {
            C => (read(&["include/kenpo.h"]), |text, name| text.contains(&format!("{name}("))),
            Java => (
                read(&[
                    "hosts/java/src/main/java/io/github/kenpo/Kenpo.java",
                    "hosts/java/src/main/java/io/github/kenpo/KenpoOperations.java",
                    "hosts/java/src/main/java/io/github/kenpo/Programme.java",
                    "hosts/java/src/main/java/io/github/kenpo/ProgrammeOperations.java",
                ]),
                |text, name| {
                    text.lines().any(|line| line.starts_with("    public ") && line.contains(&format!(" {name}(")))
                },
            ),
            JavaScript => (read(&["hosts/js/src/api.d.ts", "hosts/js/src/contract.d.ts"]), |text, name| {
                ["(", "<", ": "].iter().any(|after| {
                    text.contains(&format!("\n  {name}{after}"))
                        || text.contains(&format!("\n  readonly {name}{after}"))
                })
            }),
            Php => (
                read(&[
                    "hosts/php/src/Kenpo.php",
                    "hosts/php/src/KenpoOperations.php",
                    "hosts/php/src/Programme.php",
                    "hosts/php/src/ProgrammeOperations.php",
                ]),
                |text, name| {
                    text.lines()
                        .any(|line| line.starts_with("    public ") && line.contains(&format!("function {name}(")))
                },
            ),
            Python => (
                read(&[
                    "hosts/python/src/kenpo/_typed.py",
                    "hosts/python/src/kenpo/_accrue.py",
                    "hosts/python/src/kenpo/_stream.py",
                    "hosts/python/src/kenpo/_programme.py",
                    "hosts/python/src/kenpo/_operations.py",
                ]),
                |text, name| text.contains(&format!("def {name}(")),
            ),
        }
    }

    #[test]
    fn every_host_has_what_the_table_names() {
        let mut missing = Vec::new();
        for host in HOSTS {
            let (text, has) = declared(host);
            let calls = CALLS.iter().filter_map(|call| host.call(call));
            let operations = OPERATIONS.iter().filter(|_| host != C).map(|operation| host.spells(operation.name));
            missing.extend(
                calls.chain(operations).filter(|name| !has(&text, name)).map(|name| format!("{host:?} {name}")),
            );
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    /// What a host declares beside its operations, where each name stands before a bracket on a line that begins so.
    fn others(host: Host, begins: &[&str], text: &str) -> BTreeSet<String> {
        let operations: BTreeSet<String> = OPERATIONS.iter().map(|operation| host.spells(operation.name)).collect();
        let lines = text.lines().filter(|line| begins.iter().any(|begin| line.starts_with(begin)));
        // TypeScript's types follow a name, Java's stand before it.
        let ends: &[char] = if host == JavaScript { &['(', '<', ':'] } else { &['('] };
        let name = |line: &str| {
            let before = line.split(ends).next()?;
            let name = before.rsplit([' ', '*']).next()?;
            Some(name.to_owned()).filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
        };
        lines.filter_map(name).filter(|name| !operations.contains(name)).collect()
    }

    /// The members of a TypeScript class that is declared at the margin: lines that begin by two blanks and a letter, as comments and parameters do not.
    fn members(text: &str, head: &str) -> String {
        let (_, rest) = text.split_once(head).expect(head);
        let (class, _) = rest.split_once("\n}").expect("its end");
        let own =
            |line: &&str| line.strip_prefix("  ").is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()));
        class.lines().filter(own).map(|line| format!("{line}\n")).collect()
    }

    /// A call that is added to one of the hosts alone would have a name of its own again.
    #[test]
    fn the_table_names_what_hosts_have() {
        // Parts of the C ABI that other hosts have as objects; what a class has of its own; what Python's programme shows of itself.
        let known = ["kenpo_status_name", "kenpo_reason_name", "kenpo_buf_free", "over", "answering", "constructor"]
            .into_iter()
            .chain(["document", "rules", "closed"])
            .collect::<Vec<_>>();
        let java = ["Kenpo", "Programme"].map(|name| format!("hosts/java/src/main/java/io/github/kenpo/{name}.java"));
        let api = read(&["hosts/js/src/api.d.ts"]);
        let javascript = ["Kenpo", "Programme"].map(|name| members(&api, &format!("export declare class {name} {{")));
        let listed = |host: Host| CALLS.iter().filter_map(|call| host.call(call)).collect::<BTreeSet<_>>();
        let found = [
            (
                C,
                others(
                    C,
                    &["kenpo_status kenpo_", "void kenpo_", "uint32_t kenpo_", "const char *kenpo_"],
                    &read(&["include/kenpo.h"]),
                ),
            ),
            (Java, others(Java, &["    public "], &read(&java.each_ref().map(String::as_str)))),
            (JavaScript, others(JavaScript, &["  "], &javascript.concat())),
            (
                Php,
                others(
                    Php,
                    &["    public function", "    public static function"],
                    &read(&["hosts/php/src/Kenpo.php", "hosts/php/src/Programme.php"]),
                ),
            ),
            (Python, others(Python, &["def "], &read(&["hosts/python/src/kenpo/_typed.py"]))),
            (Python, others(Python, &["    def "], &read(&["hosts/python/src/kenpo/_programme.py"]))),
            (Python, exported(&read(&["hosts/python/src/kenpo/__init__.py"]))),
        ];
        for (host, found) in found {
            let listed = listed(host);
            let extra: Vec<&String> =
                found.iter().filter(|name| !listed.contains(*name) && !known.contains(&name.as_str())).collect();
            assert!(extra.iter().all(|name| name.starts_with('_')), "{host:?} {extra:?}");
        }
    }

    /// What Python's module exports that is called: its types have a capital, and its modules are imported by name.
    fn exported(module: &str) -> BTreeSet<String> {
        let (_, list) = module.split_once("__all__ = [").expect("the list");
        let names = list.split(']').next().expect("its end").split('"').skip(1).step_by(2);
        names.filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase())).map(Into::into).collect()
    }

    /// The page of docs.rs has each by the path of the table.
    #[test]
    fn rust_has_each_operation_by_its_name() {
        let folder = root().join("hosts/rust/src/operations");
        let files = fs::read_dir(folder).expect("operations").flatten();
        let text: String = files.map(|file| fs::read_to_string(file.path()).expect("a file")).collect();
        for operation in OPERATIONS.iter().filter(|operation| operation.name != "programme.check") {
            let path = in_rust(operation.name);
            assert!(text.contains(&format!("{path};")) || text.contains(&format!("{path}(")), "{path}");
        }
    }
}
