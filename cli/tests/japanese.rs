//! Under `--lang ja`, what a person reads is Japanese: the README's examples, help, and what is used wrongly.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Names of things, and what is typed.
const NAMES: &[&str] = &[
    "answer",
    "bash",
    "booking",
    "check",
    "account",
    "checkup",
    "completions",
    "contract",
    "Core",
    "coverage",
    "CSV",
    "date",
    "day-first",
    "diff",
    "document",
    "draw",
    "elvish",
    "en",
    "enter",
    "explain",
    "false",
    "fish",
    "FIT",
    "Fitbit",
    "freeze",
    "healthkit",
    "Garmin",
    "Google",
    "Health",
    "help",
    "ID",
    "ja",
    "JP",
    "JSON",
    "jsonl",
    "kenpo",
    "KiB",
    "member",
    "Mi",
    "month-first",
    "months",
    "new",
    "null",
    "operation",
    "payed",
    "pipe",
    "operations",
    "OS",
    "points",
    "powershell",
    "replay",
    "request",
    "rerun",
    "Samsung",
    "scenarios",
    "schedule",
    "Schema",
    "schema",
    "settle",
    "steps",
    "subsidy",
    "test",
    "true",
    "UTF",
    "verify",
    "Xiaomi",
    "XML",
    "YAML",
    "year",
    "Zepp",
    "zsh",
];

fn run(arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.current_dir(ROOT).env("LC_ALL", "ja_JP.UTF-8").env("COLUMNS", "120").stdin(Stdio::null());
    command.args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The arguments of a line of a page; quotation marks of a shell keep what they hold together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(place, part)| match place % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// The commands of the README.
fn examples() -> Vec<Vec<String>> {
    let page = fs::read_to_string(Path::new(ROOT).join("cli/README.md")).unwrap();
    page.lines().filter_map(|line| line.strip_prefix("$ kenpo ")).map(words).collect()
}

/// Names that a text holds: ids of documents, keys and values of requests.
fn names(text: &str, known: &mut BTreeSet<String>) {
    let name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    known.extend(text.split(|c| !name(c)).map(str::to_owned));
}

/// The texts of a document: its ids, choices and sentences, and not its keys.
fn texts(value: &Value, known: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => object.values().for_each(|value| texts(value, known)),
        Value::Array(list) => list.iter().for_each(|value| texts(value, known)),
        Value::String(text) => names(text, known),
        _ => {}
    }
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&fs::read(Path::new(ROOT).join(path)).unwrap()).unwrap()
}

/// Whether letters are a code, a path, or a number, which are the same in every language: `paid_in_part`, `points.accrue`, `KKR-07`.
fn is_code(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit() || "_./-".contains(c))
}

#[test]
fn what_is_read_is_japanese() {
    let mut known: BTreeSet<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    let catalogue = json("messages/messages.json");
    for list in ["reasons", "errors"] {
        known
            .extend(catalogue[list].as_array().unwrap().iter().map(|entry| entry["code"].as_str().unwrap().to_owned()));
    }
    let usage = |line: &str| words(line);
    let mut commands = examples();
    assert!(commands.len() > 12, "{}", commands.len());
    commands.extend(
        [
            "",
            "--help",
            "chek",
            "check",
            "check none.json",
            "check cli",
            "check --wach a.json",
            "--lang de check a.json",
            "new house",
            "answer points.pay '{}'",
            "answer insurer_number.check 'x'",
            "what-if programmes/kkr.json --set points.caps.month.points=600 --yen many a.csv",
            "what-if programmes/kkr.json --set points.caps.month-2.points=600 a.csv",
            "what-if programmes/kkr.json --set points.caps.month.points examples/data/steps.csv",
            "what-if programmes/kkr.json --set points.caps.month.points=600 none.csv",
            "year examples/data/steps.csv --programme programmes/kkr.json",
            "year cli/README.md --programme programmes/kkr.json",
            "year cli/tests/data/unsorted.csv --programme programmes/kkr.json",
            "coverage cli/tests/data/programmes/points.json tests/scenarios/kkr.yaml",
            "schema points.pay",
            "explain programmes/kkr.json points.pay '{}'",
            "explain programmes/kkr.json points.balance '{\"as_of\":\"2022-06-15T09:00:00+09:00\",\"ledger\":{\"entries\":[]}}'",
            "explain tests/programmes/business_days.json booking.slots '{\"now\":\"2024-05-10T17:00:00+09:00\",\"service\":\"mixed\",\"person\":\"p1\",\"slots\":[{\"id\":\"s1\",\"date\":\"2024-05-14\",\"capacity\":2,\"taken\":0},{\"id\":\"s3\",\"date\":\"2024-06-09\",\"capacity\":2,\"taken\":0}]}'",
            "new points cli/README.md",
            "draw schedule '{}'",
            "verify cli/README.md",
            "rerun cli/tests/data/raised.json '{}' --programmes programmes",
            "test cli/tests/data/raised.json",
            "test none.yaml",
        ]
        .map(usage),
    );
    for command in [
        "new",
        "check",
        "answer",
        "pipe",
        "explain",
        "test",
        "diff",
        "what-if",
        "year",
        "replay",
        "rerun",
        "coverage",
        "draw",
        "verify",
        "operations",
        "schema",
        "completions",
    ] {
        commands.push([command, "--help"].map(str::to_owned).into());
        commands.push([command, "--no-such-option"].map(str::to_owned).into());
    }
    let mut found = BTreeSet::new();
    for arguments in commands {
        // What is printed is a document or a script, and no sentence.
        if matches!(arguments.first().map(String::as_str), Some("new" | "schema" | "completions"))
            && arguments.len() <= 2
            && !arguments.iter().any(|argument| argument.starts_with("--"))
        {
            continue;
        }
        let mut given: Vec<String> = arguments.clone();
        if !given.iter().any(|argument| argument == "--lang") {
            given.extend(["--lang", "ja"].map(str::to_owned));
        }
        let given = if arguments.is_empty() { vec!["--lang".to_owned(), "ja".to_owned()] } else { given };
        let output = run(&given);
        let mut allowed = known.clone();
        for argument in &arguments {
            names(argument, &mut allowed);
            if argument.ends_with(".json") && Path::new(ROOT).join(argument).exists() {
                texts(&json(argument), &mut allowed);
            }
        }
        for line in text(&output.stdout).lines().chain(text(&output.stderr).lines()) {
            // JSON, or a line of a document that is shown.
            if line.starts_with('{')
                || line.trim_start().starts_with(|c: char| c.is_ascii_digit()) && line.contains(" | ")
            {
                continue;
            }
            // Names of exports' files; keys that a document may have, and keys of a scenario beside their word.
            if line.starts_with("  - ") || line.contains("許されるもの:") || line.contains("使えるキー：") {
                continue;
            }
            let letters = |c: char| c.is_ascii_alphanumeric() || "_./-:>".contains(c);
            for (at, word) in
                line.split(|c| !letters(c)).map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
            {
                let is_beside = line.get(..at).is_some_and(|before| before.ends_with('（'));
                // `--set`, or a place in a document: `/notes/0`.
                let is_option = word.starts_with("--") || word.starts_with('/');
                let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
                let is_word = word.len() > 1 && word.chars().any(|c| c.is_ascii_alphabetic());
                if is_word && !is_beside && !is_option && !is_code(word) && !allowed.contains(word) {
                    found.insert(format!("{word}: kenpo {} → {line}", given.join(" ")));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} lines\n{}", found.len(), found.into_iter().collect::<Vec<_>>().join("\n"));
}
