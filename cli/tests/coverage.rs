//! Each value of the five source programmes is changed by `kenpo coverage`, or listed with why it is not, as are parts that can be taken away; and what it says is noticed is noticed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const SOURCES: [&str; 5] = ["kkr", "kencom_web", "kencom_app", "kenren", "shochiku"];
/// Changes that no scenario of a source programme notices, as they stand today: the command lists each of them. Fewer is better.
const UNNOTICED: &[(&str, usize)] = &[("kkr", 1), ("kenren", 12)];
/// Changes of each programme that are tried again, each by `kenpo test` of a document that has it.
const TRIED_AGAIN: usize = 12;

fn kenpo(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.current_dir(folder).env("LC_ALL", "C").args(arguments).output().unwrap()
}

/// Whatever holds no other value, as JSON Pointers.
fn values(at: &str, value: &Value, paths: &mut Vec<String>) {
    let before = paths.len();
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| values(&format!("{at}/{key}"), value, paths)),
        Value::Array(list) => (0..).zip(list).for_each(|(place, value)| values(&format!("{at}/{place}"), value, paths)),
        _ => {}
    }
    if paths.len() == before {
        paths.push(at.to_owned());
    }
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A folder with the programme and its scenarios, so that the programme can be another.
fn copied(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("coverage-{name}"));
    for part in ["programmes", "tests/scenarios"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    let scenarios = format!("tests/scenarios/{name}.yaml");
    fs::copy(Path::new(ROOT).join(&scenarios), folder.join(&scenarios)).unwrap();
    folder
}

/// A document with one value changed, or without it.
fn changed(document: &Value, path: &str, to: &Value) -> Value {
    let mut document = document.clone();
    if !to.is_null() {
        *document.pointer_mut(path).unwrap() = to.clone();
        return document;
    }
    let (parent, key) = path.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(object) => drop(object.remove(key).unwrap()),
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        _ => panic!("{path}"),
    }
    document
}

fn source(name: &str) {
    let path = format!("programmes/{name}.json");
    let document: Value = serde_json::from_slice(&fs::read(Path::new(ROOT).join(&path)).unwrap()).unwrap();
    let scenarios = format!("tests/scenarios/{name}.yaml");
    let found = lines(&kenpo(Path::new(ROOT), &["coverage", "--json", &path, &scenarios]));

    // Every value once: changed, or with why it is not.
    let mut expected = Vec::new();
    values("", &document, &mut expected);
    let told: Vec<&Value> = found.iter().filter(|line| line["path"].is_string()).collect();
    let of = |line: &&Value| line["path"].as_str().unwrap().to_owned();
    let (parts, leaves): (Vec<_>, Vec<_>) = told.iter().partition(|line| {
        let value = &line["value"];
        value.as_object().is_some_and(|object| !object.is_empty())
            || value.as_array().is_some_and(|list| !list.is_empty())
    });
    let mut paths: Vec<String> = leaves.into_iter().map(of).collect();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected, "{name}");
    // And each object and list that can be taken away, once.
    let mut parts: Vec<String> = parts
        .into_iter()
        .inspect(|line| {
            assert!(line["changes"].as_array().is_some_and(|all| all.len() == 1 && all[0]["value"].is_null()))
        })
        .map(of)
        .collect();
    let count = parts.len();
    parts.sort_unstable();
    parts.dedup();
    assert!(count == parts.len() && count > 0, "{name}");
    let mut changes: Vec<(&str, &Value, bool)> = Vec::new();
    for line in &told {
        let path = line["path"].as_str().unwrap();
        let list = line["changes"].as_array().map_or(&[][..], Vec::as_slice);
        assert_ne!(list.is_empty(), line["not_changed"].is_null(), "{name} {path}");
        assert!(line["not_changed"] != "faulty" || line["faults"].as_array().is_some_and(|faults| !faults.is_empty()));
        changes.extend(
            list.iter().map(|change| (path, &change["value"], !change["noticed"].as_array().unwrap().is_empty())),
        );
    }
    let summary = found.last().unwrap();
    let unnoticed = changes.iter().filter(|(_, _, is_noticed)| !is_noticed).count();
    assert_eq!(summary["changes"], changes.len(), "{name}");
    assert_eq!(summary["unnoticed"], unnoticed, "{name}");
    println!("{name}: {} values, {} changes, {unnoticed} noticed by nobody", told.len(), changes.len());
    let most = UNNOTICED.iter().find(|(of, _)| *of == name).map_or(0, |(_, most)| *most);
    assert!(unnoticed <= most, "{name}: {unnoticed} changes are noticed by nobody, and {most} were");

    // Some of each kind, spread over the document.
    let folder = copied(name);
    for is_noticed in [true, false] {
        let of_kind: Vec<_> = changes.iter().filter(|(_, _, noticed)| *noticed == is_noticed).collect();
        let apart = of_kind.len().div_ceil(TRIED_AGAIN).max(1);
        for (path_of_value, to, _) in of_kind.into_iter().step_by(apart) {
            let text = changed(&document, path_of_value, to).to_string();
            fs::write(folder.join(&path), text).unwrap();
            let output = kenpo(&folder, &["test", &scenarios]);
            assert_eq!(output.status.code(), Some(i32::from(is_noticed)), "{name} {path_of_value} {to}");
        }
    }
}

#[test]
fn every_value_of_the_source_programmes_is_changed_or_listed() {
    SOURCES.into_iter().for_each(source);
}

/// A document from a pipe is known by its id.
#[test]
fn a_document_from_the_standard_input_has_the_suites_of_its_id() {
    use std::{io::Write as _, process::Stdio};
    let path = "programmes/published/20_toyoura.json";
    let suites = "tests/scenarios/published";
    let of_file = kenpo(Path::new(ROOT), &["coverage", path, suites]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenpo"));
    command.current_dir(ROOT).env("LC_ALL", "C").args(["coverage", "-", suites]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(Path::new(ROOT).join(path)).unwrap()).unwrap();
    let of_pipe = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(of_pipe.stdout), String::from_utf8(of_file.stdout));
}
