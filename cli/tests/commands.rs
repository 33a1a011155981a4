//! The commands' output, as it stands in the pages beside this file and in the README.
//!
//! `TRYCMD=overwrite cargo test -p kenpo-cli` writes it anew; read the diff.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The command, run from the project's root in English.
fn kenpo(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.current_dir(ROOT).env("LC_ALL", "C").args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who refuses its arguments reads nothing.
    let written = child.stdin.take().unwrap().write_all(input.as_bytes());
    assert!(written.is_ok() || written.is_err_and(|fault| fault.kind() == ErrorKind::BrokenPipe));
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn pages() {
    std::env::set_current_dir(ROOT).unwrap();
    let cases = trycmd::TestCases::new();
    let cases = cases.env("LC_ALL", "C").env("COLUMNS", "120");
    cases.case("cli/tests/commands/*.md").case("cli/README*.md").case("docs/programmes*.md");
}

#[test]
fn every_template_is_written_once_and_has_no_fault() {
    for template in ["points", "checkup", "booking", "subsidy", "account", "draw"] {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{template}.json"));
        let _ = fs::remove_file(&file);
        let path = file.to_str().unwrap();
        assert_eq!(kenpo(&["new", template, path], "").status.code(), Some(0));
        let written = fs::read(&file).unwrap();
        assert_eq!(kenpo(&["new", template], "").stdout, written);
        assert_eq!(kenpo(&["check", path], "").status.code(), Some(0));
        // Not over what someone has worked on.
        fs::write(&file, "mine").unwrap();
        assert_eq!(kenpo(&["new", template, path], "").status.code(), Some(1));
        assert_eq!(fs::read(&file).unwrap(), b"mine");
    }
}

#[test]
fn an_answer_is_that_of_every_host() {
    let recorded = fs::read_to_string(Path::new(ROOT).join("tests/vectors/registration/kkr.tsv")).unwrap();
    let vectors = fs::read(Path::new(ROOT).join("tests/vectors/registration/kkr.json")).unwrap();
    let vectors: serde_json::Value = serde_json::from_slice(&vectors).unwrap();
    let mut requests = String::new();
    let mut expected = String::new();
    for case in vectors["cases"].as_array().unwrap().iter().filter(|case| case["request"].is_object()) {
        let line = recorded.lines().find(|line| line.split('\t').next() == case["id"].as_str()).unwrap();
        let [_, status, answer] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if status == "0" {
            requests += &format!("{}\n", case["request"]);
            expected += &format!("{answer}\n");
        }
    }
    assert!(requests.lines().count() > 10);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests.jsonl");
    fs::write(&file, &requests).unwrap();
    let arguments = ["answer", "registration.check", file.to_str().unwrap(), "--programme", "programmes/kkr.json"];
    let output = kenpo(&arguments, "");
    assert_eq!(text(&output.stdout), expected);
    // Some of them are refused.
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_a_request_holds_is_shown_only_where_it_may_be() {
    let request = "{\"insurer_number\": \"06130488\", \"person\": \"神田 花子\"}";
    let hidden = kenpo(&["answer", "insurer_number.check"], request);
    assert_eq!(
        text(&hidden.stderr),
        "kenpo: -:1:32: An object has a key that its schema does not know. [unknown_key]\nallowed: insurer_number, explain\n"
    );
    let shown = kenpo(&["answer", "insurer_number.check", "--show-input"], request);
    assert!(text(&shown.stderr).contains("花子"));
    let inline = kenpo(&["answer", "insurer_number.check", request], "");
    assert!(!text(&inline.stderr).contains("花子"));
    assert_eq!((hidden.status.code(), shown.status.code()), (Some(1), Some(1)));
}

/// With `--json` what went wrong is one object on the error stream, under the same exit code.
#[test]
fn errors_are_objects_for_scripts() {
    let said = |arguments: &[&str], input: &str, exit: i32| -> serde_json::Value {
        let output = kenpo(&[arguments, &["--json"]].concat(), input);
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let plain = kenpo(arguments, input);
        assert_eq!(plain.status.code(), Some(exit), "{arguments:?}");
        let said: serde_json::Value = serde_json::from_str(text(&output.stderr)).unwrap();
        assert!(said["message"].as_str().is_some_and(|message| !message.is_empty()), "{said}");
        said
    };
    let of = |arguments: &[&str], input: &str, exit: i32, code: &str, file: &str| {
        let said = said(arguments, input, exit);
        assert_eq!((said["code"].as_str(), said["file"].as_str().unwrap_or_default()), (Some(code), file), "{said}");
        said
    };
    of(&["chek"], "", 2, "usage", "");
    of(&["schema", "points.pay"], "", 2, "usage", "");
    of(&["check", "none.json"], "", 1, "not_found", "none.json");
    of(&["check", "cli"], "", 1, "is_a_directory", "cli");
    of(&["new", "points", "cli/README.md"], "", 1, "already_exists", "cli/README.md");
    of(&["verify", "cli/README.md"], "", 1, "json_syntax", "cli/README.md");
    of(&["test", "none.yaml"], "", 1, "not_found", "none.yaml");
    let faulty = "cli/tests/data/faulty.json";
    let document = of(&["explain", faulty, "points.accrue", "{}"], "", 1, "unknown_key", faulty);
    assert_eq!(
        (&document["path"], &document["line"], &document["column"]),
        (&"/points/rules/0".into(), &8.into(), &24.into())
    );
    assert_eq!(document["faults"].as_array().map(Vec::len), Some(3));
    let request = of(&["explain", "programmes/kkr.json", "points.accrue", "-"], "{\n}", 1, "missing_value", "-");
    assert_eq!(request["path"], "/now");
    // Of `answer`, an error is what every host answers, in the order of the requests.
    let answered = kenpo(&["answer", "--json", "points.accrue", "-", "--programme", "programmes/kkr.json"], "{}");
    let answered: serde_json::Value = serde_json::from_str(text(&answered.stdout)).unwrap();
    assert_eq!(answered["code"], "missing_value");
}

/// A reader that has gone ends the command quietly, and no script takes that for a good answer.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_told_by_the_exit_code() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    // More than a pipe holds.
    command.current_dir(ROOT).args(["schema", "contract"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(141), ""));
    // Where nobody reads what is wrong, the exit code alone says so.
    for (arguments, exit) in [(["check", "none.json"], 1), (["chek", "none.json"], 2)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = command.current_dir(ROOT).args(arguments).stdout(Stdio::null()).stderr(writer).status().unwrap();
        assert_eq!(status.code(), Some(exit), "{arguments:?}");
    }
}

#[test]
fn the_standard_input_comes_once() {
    let kkr = "programmes/kkr.json";
    for arguments in [
        &["check", "-", "-"][..],
        &["diff", "-", "-"],
        &["explain", "-", "points.accrue", "-"],
        &["answer", "points.accrue", "-", "--programme", "-"],
        &["year", "-", "--programme", "-"],
        &["replay", "-", "-", "--against", kkr],
        &["check", "--watch", "-"],
    ] {
        let output = kenpo(arguments, &fs::read_to_string(Path::new(ROOT).join(kkr)).unwrap());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("the standard input"), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_fault_of_steps_has_line_and_column_and_its_text_only_where_it_may_be_shown() {
    let year = |arguments: &[&str], input: &str| {
        let output = kenpo(&[&["year", "-", "--programme", "programmes/kkr.json"], arguments].concat(), input);
        (output.status.code(), text(&output.stderr).to_owned())
    };
    let rows = "date,note,steps\n2022-06-14,\"a, b\",secret\n2022-06-15,c,5000\n";
    let hidden = (Some(1), "kenpo: -:2:19: expected a whole number of steps\n".to_owned());
    assert_eq!(year(&[], rows), hidden);
    let (_, shown) = year(&["--show-input"], rows);
    assert!(shown.contains("-:2:19") && shown.contains("secret"), "{shown}");
    let (_, json) = year(&["--json"], rows);
    let said: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&said["code"], &said["line"], &said["column"]), (&"steps_invalid".into(), &2.into(), &19.into()));
    let (_, order) = year(&[], "steps,date\n5000,3/4/2022\n");
    assert!(order.starts_with("kenpo: -:2:6: dates are of the form"), "{order}");
    let (_, none) = year(&[], "a,b\n1,2\n");
    assert!(none.starts_with("kenpo: -:1:1: "), "{none}");
    let (_, unsorted) = year(&["--show-input"], "date,member,steps\n2022-06-14,b,1\n2022-06-14,a,1\n");
    assert!(unsorted.contains("-:3:12: this member sorts") && unsorted.contains("2022-06-14,a,1"), "{unsorted}");
}

#[test]
fn what_is_no_recorded_request_is_told_with_its_place() {
    let replay = |input: &str, arguments: &[&str]| {
        let programme = "programmes/templates/points.json";
        let all = [&["replay", programme, "-", "--against", programme], arguments].concat();
        let output = kenpo(&all, input);
        (output.status.code(), text(&output.stderr).to_owned())
    };
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    assert_eq!(replay(&readme, &[]), (Some(1), "kenpo: -:1:1: not JSON\n".to_owned()));
    assert_eq!(replay("\n\n", &[]), (Some(1), "kenpo: -: there are no requests in it\n".to_owned()));
    let (code, said) = replay("  {\"format\":1}\n", &[]);
    assert!(code == Some(1) && said.starts_with("kenpo: -:1:3: this is no recorded request"), "{said}");
    let good = r#"{"operation": "points.accrue", "request": {"now":"2026-06-15T09:00:00+09:00","arrivals":[]}}"#;
    let wrong = r#"{"operation": "points.accrue", "request": {"now": "神田"}}"#;
    let (code, said) = replay(&format!("{good}\n{wrong}\n"), &[]);
    assert_eq!((code, said.split(' ').nth(1)), (Some(1), Some("-:2:51:")), "{said}");
    assert!(!said.contains("神田"));
    assert!(replay(&format!("{good}\n{wrong}\n"), &["--show-input"]).1.contains("神田"));
}

#[test]
fn two_documents_that_are_the_same_differ_in_nothing() {
    let kkr = "programmes/kkr.json";
    let output = kenpo(&["diff", "--json", kkr, kkr], "");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "[]\n"));
    let output = kenpo(&["diff", "--json", "programmes/templates/points.json", "cli/tests/data/raised.json"], "");
    let changes: serde_json::Value = serde_json::from_str(text(&output.stdout)).unwrap();
    let new = fs::read(Path::new(ROOT).join("cli/tests/data/raised.json")).unwrap();
    let new: serde_json::Value = serde_json::from_slice(&new).unwrap();
    for change in changes.as_array().unwrap() {
        assert_eq!(new.pointer(change["path"].as_str().unwrap()), Some(&change["new"]), "{change}");
    }
    assert_eq!(changes[1]["setting"], "points.rules.steps.step_tiers.3.points");
}

#[test]
fn no_colours_are_written_to_a_pipe() {
    let output = kenpo(&["check", "cli/tests/data/faulty.json"], "");
    assert!(!output.stdout.contains(&0x1b));
    assert_eq!(kenpo(&["check"], "").status.code(), Some(2));
    assert_eq!(kenpo(&["schema", "points.pay"], "").status.code(), Some(2));
}

#[test]
fn completions_and_schemas_are_what_they_say() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(text(&kenpo(&["completions", shell], "").stdout).contains("operations"));
    }
    for what in ["document", "contract", "scenarios", "points.accrue"] {
        let schema: serde_json::Value = serde_json::from_slice(&kenpo(&["schema", what], "").stdout).unwrap();
        assert!(schema["$defs"].is_object(), "{what}");
    }
}

/// `cargo run -p kenpo-cli -- schema scenarios > docs/schemas/kenpo-scenarios-1.json` writes it anew.
#[test]
fn the_published_schema_of_scenarios_is_that_of_the_command() {
    let published = fs::read_to_string(Path::new(ROOT).join("docs/schemas/kenpo-scenarios-1.json")).unwrap();
    assert_eq!(text(&kenpo(&["schema", "scenarios"], "").stdout), published);
}

#[test]
fn a_file_of_scenarios_that_cannot_be_read_has_a_place() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenarios.yaml");
    let kkr = Path::new(ROOT).join("programmes/kkr.json");
    let said = |scenario: &str| {
        let head = format!("format: kenpo-scenarios/1\nprogramme: {}\nscenarios:\n", kkr.display());
        fs::write(&path, head + scenario).unwrap();
        let output = kenpo(&["test", path.to_str().unwrap()], "");
        assert_eq!(output.status.code(), Some(1));
        text(&output.stderr).split("scenarios.yaml:").nth(1).unwrap().trim_end().to_owned()
    };
    assert!(said("  - name: a\n    wen: []\n").starts_with("5:10: unknown field wen, expected one of name, "));
    assert_eq!(
        said("  - name: a\n    when: [{walk: {on: 2022-06-14, steps: many}}]\n"),
        "5:43: expected a whole number"
    );
    assert!(said("  - name: a\n    when: [{with: {}}]\n").starts_with("5:12: an event is one thing"));
    assert_eq!(said("  - name: a\n    member: 次郎\n    when: []\n"), "5:13: members has no such name");
    assert!(said("  - name: a\n   when: []\n").starts_with("5:"));
    // A text that is not a date, with its key.
    for (scenario, at) in [
        ("    when: [{walk: {on: 2022-06-34, steps: 1}}]\n", "5:24: on is no date, such as 2026-04-01"),
        (
            "    when: [{walk: {on: 2022-06-14, steps: 1, arrives: 2022-06-15 25:00}}]\n",
            "5:55: arrives is no date and no time of one",
        ),
        ("    when: []\n    then: {as_of: soon}\n", "6:19: as_of is no date and no time of one"),
        (
            "    when: []\n    then: {last_days: {2022-13-01: 5}}\n",
            "6:36: the keys here are dates, such as 2026-04-01, or never",
        ),
    ] {
        assert!(
            said(&format!("  - name: a\n{scenario}")).starts_with(at),
            "{}",
            said(&format!("  - name: a\n{scenario}"))
        );
    }
}

/// A document that is saved again is checked again; how fast is measured apart.
#[test]
fn a_saved_document_is_checked_again() {
    use std::io::{BufRead as _, BufReader};
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watched.json");
    let good = fs::read(Path::new(ROOT).join("programmes/templates/points.json")).unwrap();
    fs::write(&path, &good).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.env("LC_ALL", "C").args(["check", "--json", "--watch"]).arg(&path).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut faults = || {
        let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        line["faults"].as_array().unwrap().len()
    };
    assert_eq!(faults(), 0);
    fs::write(&path, "{}").unwrap();
    // A save in two steps may be seen in its middle.
    while faults() == 0 {}
    let new = path.with_extension("new");
    fs::write(&new, &good).unwrap();
    fs::rename(&new, &path).unwrap();
    while faults() > 0 {}
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Several requests through a pipe, one a line, are those of a file with the same lines.
#[test]
fn lines_come_through_the_standard_input_too() {
    let requests = "{\"insurer_number\":\"06130488\"}\n\n{\"insurer_number\":\"6130488\"}\n{\"insurer\":1}\n";
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("numbers.jsonl");
    fs::write(&file, requests).unwrap();
    let of_file = kenpo(&["answer", "insurer_number.check", file.to_str().unwrap()], "");
    let of_pipe = kenpo(&["answer", "insurer_number.check", "-"], requests);
    assert_eq!(text(&of_pipe.stdout), text(&of_file.stdout));
    assert_eq!(text(&of_pipe.stdout).lines().count(), 2);
    assert!(text(&of_pipe.stderr).starts_with("kenpo: -:4"), "{}", text(&of_pipe.stderr));
    // One request over several lines stays one.
    let one = kenpo(&["answer", "insurer_number.check", "-"], "{\n\"insurer_number\":\n\"06130488\"}\n");
    assert_eq!((text(&one.stdout).lines().count(), one.status.code()), (1, Some(0)));

    let recorded = fs::read_to_string(Path::new(ROOT).join("cli/tests/data/requests.jsonl")).unwrap();
    let replay = ["replay", "cli/tests/data/raised.json", "--against", "programmes/templates/points.json", "--json"];
    let of_pipe = kenpo(&[&replay[..], &["-"]].concat(), &recorded);
    assert_eq!(text(&of_pipe.stdout).lines().count(), 3);
    assert_eq!(of_pipe.stdout, kenpo(&[&replay[..], &["cli/tests/data/requests.jsonl"]].concat(), "").stdout);
}

#[test]
fn a_folder_without_scenarios_is_no_test_that_passes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing");
    fs::create_dir_all(&folder).unwrap();
    let output = kenpo(&["test", folder.to_str().unwrap()], "");
    assert_eq!(text(&output.stderr), "kenpo: there are no scenarios or vectors there\n");
    assert_eq!(output.status.code(), Some(1));
}

/// A link or code that was never mailed is told as such, and not as a request without a token.
#[test]
fn what_was_not_mailed_cannot_be_redeemed() {
    let account = Path::new(ROOT).join("programmes/templates/account.json");
    let head = format!("format: kenpo-scenarios/1\nprogramme: {}\nscenarios:\n", account.display());
    let mail = "{mail: {purpose: reset, at: 2026-06-01 10:00}}";
    for (events, code) in [
        ("{redeem: {purpose: reset, at: 2026-06-01 10:01}}".to_owned(), "id_unknown"),
        (format!("{mail}, {{redeem: {{purpose: registration, at: 2026-06-01 10:01}}}}"), "id_unknown"),
        (format!("{mail}, {{redeem: {{purpose: reset, mail: 2, at: 2026-06-01 10:01}}}}"), "id_unknown"),
        (format!("{mail}, {{redeem: {{purpose: reset, mail: 0, at: 2026-06-01 10:01}}}}"), "id_unknown"),
        (
            format!("{mail}, {{redeem: {{purpose: reset, mail: 1, code: \"1\", at: 2026-06-01 10:01}}}}"),
            "value_invalid",
        ),
        (format!("{mail}, {{redeem: {{purpose: reset, mail: 1, at: 2026-06-01 10:01}}}}"), ""),
    ] {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redeemed.yaml");
        fs::write(&path, format!("{head}  - name: a\n    when: [{events}]\n    then: {{points: 0}}\n")).unwrap();
        let output = kenpo(&["test", "--json", path.to_str().unwrap()], "");
        assert!(text(&output.stderr).contains(code), "{events}: {}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(i32::from(!code.is_empty())), "{events}");
    }
}

#[test]
fn a_record_that_cannot_be_used_is_told_with_its_error() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unusable.yaml");
    let kkr = Path::new(ROOT).join("programmes/kkr.json");
    let head = format!("format: kenpo-scenarios/1\nprogramme: {}\nscenarios:\n", kkr.display());
    let walks = [
        "  - name: a\n    when: [{walk: {on: 2022-06-14, steps: -1}}]\n",
        "  - name: b\n    when: [{walk: {on: 2022-06-14, steps: -1}, then: {points: 5}}]\n",
        "  - name: c\n    when: [{walk: {on: 2022-06-14, steps: -1}, then: {error: out_of_range}}]\n",
    ];
    fs::write(&path, head + &walks.concat()).unwrap();
    let output = kenpo(&["test", "--json", path.to_str().unwrap()], "");
    let mut findings: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = findings.pop().unwrap();
    let found: Vec<_> =
        findings.iter().map(|line| [&line["name"], &line["key"]].map(|text| text.as_str().unwrap())).collect();
    assert_eq!(found, [["a", "error"], ["b", "error"], ["b", "points"]]);
    assert!(findings[..2].iter().all(|finding| finding["got"] == "out_of_range"));
    assert_eq!(findings[2]["why"][0]["path"], "/arrivals/0/steps");
    assert_eq!(summary["failed"], 3);
    assert_eq!(output.status.code(), Some(1));
    // At the key that is at fault.
    assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&5.into(), &43.into()));
}

/// Every reason that the page on programmes names for an event is one.
#[test]
fn reasons_of_the_page_are_reasons() {
    for page in ["docs/programmes.md", "docs/programmes.ja.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page)).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `") && line.contains("| `")).collect();
        let of_events = rows.iter().filter(|row| {
            row.contains("`cap_reached`") || row.contains("`too_young`") || row.contains("`deadline_passed`")
        });
        let cells: Vec<&str> = of_events.flat_map(|row| row.split('|').skip(2)).collect();
        let names: Vec<&str> = cells.iter().flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert!(names.len() > 20, "{page}");
        for name in names.into_iter().filter(|name| *name != "eligible") {
            assert!(kenpo::Reason::from_name(name).is_some(), "{page}: {name}");
        }
    }
}

/// What `pipe` writes for what it reads, and its exit code.
fn piped(input: &[u8]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.current_dir(ROOT).env("LC_ALL", "C").arg("pipe");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let written = child.stdin.take().unwrap().write_all(input);
    assert!(written.is_ok() || written.is_err_and(|fault| fault.kind() == ErrorKind::BrokenPipe));
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn another_program_is_answered_request_by_request() {
    let document = fs::read_to_string(Path::new(ROOT).join("programmes/kkr.json")).unwrap();
    let now = "{\"now\":\"2024-02-18T09:00:00+09:00\"}";
    let mut input = String::new();
    for document in [&document, "{\n}"] {
        input += &format!("parse {}\n{document}", document.len());
    }
    let requests = [
        (1, "support.hours", now),
        (0, "support.hours", now),
        // Lines are counted in the request alone, and a name may have any bytes.
        (0, "insurer_number.check", "{\n\n\"insurer_number\": 1}"),
        (0, "no\nsuch 1", ""),
    ];
    for (programme, name, request) in requests {
        input += &format!("answer {programme} {} {}\n{name}{request}", name.len(), request.len());
    }
    let (said, exit) = piped(input.as_bytes());
    assert_eq!(exit, Some(0));
    let mut rest = said.strip_prefix(concat!("kenpo ", env!("CARGO_PKG_VERSION"), " 1\n")).unwrap();
    let mut answers = Vec::new();
    while let Some((line, after)) = rest.split_once('\n') {
        let (status, length) = line.split_once(' ').unwrap();
        let (body, after) = after.split_at(length.parse().unwrap());
        answers.push((status, body));
        rest = after;
    }
    assert_eq!(rest, "");
    assert_eq!(answers[0], ("0", "1"));
    assert_eq!(answers[1].0, "5");
    let alone = kenpo(&["answer", "support.hours", now, "--programme", "programmes/kkr.json"], "");
    assert_eq!(answers[2], ("0", text(&alone.stdout).trim_end()));
    assert_eq!(answers[3], ("8", r#"{"code":"programme_required","path":""}"#));
    assert_eq!(answers[4].0, "4");
    assert!(answers[4].1.contains(r#""line":3"#), "{}", answers[4].1);
    assert_eq!(answers[5], ("7", r#"{"code":"unknown_operation","path":""}"#));
    assert_eq!(answers.len(), 6);
}

#[test]
fn a_program_out_of_step_is_told_by_the_exit_code() {
    let greeting = concat!("kenpo ", env!("CARGO_PKG_VERSION"), " 1\n");
    for input in [
        &b"ask 1\n"[..],
        b"parse -1\n",
        b"parse 1 2\n{}",
        b"parse 99999999999999999999999\n",
        // Ends before its request does, and one whose length no memory has.
        b"answer 0 4 9\ndate{}",
        b"parse 18446744073709551615\n{}",
        // A programme that was never read.
        b"answer 7 4 2\ndate{}",
        b"free 1",
        b"\xff\n",
    ] {
        assert_eq!(piped(input), (greeting.to_owned(), Some(2)), "{input:?}");
    }
    assert_eq!(piped(b""), (greeting.to_owned(), Some(0)));
    assert_eq!(piped(b"free 1\n"), (greeting.to_owned(), Some(0)));
}
