//! The example from its file of exchanges to a stranger's check, and what the stranger sees where something was changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const VALUES: &str = "2217133./80412./3.8.17.22.31.40./";

fn example(arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(ROOT).args(["run", "--quiet", "--package", "kenpo-examples", "--example", "draw", "--"]);
    let output = command.args(arguments).output().expect("cargo runs");
    (String::from_utf8(output.stdout).expect("text"), output.status.code())
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// Verifies after a change to a file, which is then taken back.
fn changed(folder: &Path, file: &str, pointer: &str, to: Value) -> (String, Option<i32>) {
    let path = folder.join(file);
    let before = fs::read_to_string(&path).expect("a file");
    let mut value: Value = serde_json::from_str(&before).expect("JSON");
    *value.pointer_mut(pointer).expect("a value") = to;
    fs::write(&path, value.to_string()).expect("written");
    let said = example(&["verify", text(folder)]);
    fs::write(&path, before).expect("written");
    said
}

#[test]
fn a_stranger_verifies_what_the_operator_published() {
    let folder = scratch("draw");
    let (said, code) = example(&["freeze", "examples/data/exchanges.csv", "kkr-2022-06", text(&folder)]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("holders, frozen 2022-06-20T00:00:00+09:00, to be drawn 2022-06-23T12:00:00+09:00"),
        "{said}"
    );
    // Who bought at the last second is in, and who bought after it is not.
    let members = folder.join("members");
    assert!(members.join("m-041.json").exists() && !members.join("m-042.json").exists());

    let receipt = members.join("m-001.json");
    let (said, code) = example(&["check", text(&receipt)]);
    assert_eq!((said.matches("holds").count(), code), (3, Some(0)), "{said}");
    assert!(said.contains("time evidence: none"), "{said}");
    let (said, code) = example(&["draw", text(&folder), VALUES]);
    assert_eq!((said.lines().count(), code), (4, Some(0)), "two prizes and two alternates: {said}");
    let (said, code) = example(&["check", text(&receipt)]);
    assert_eq!((said.matches("holds").count(), code), (6, Some(0)), "{said}");
    assert!(said.contains("time evidence: none"), "{said}");

    // A stranger has the published folder alone.
    let elsewhere = scratch("draw-stranger");
    fs::create_dir_all(&elsewhere).expect("a folder");
    for name in ["heads.json", "manifest.json", "proof.json"] {
        fs::copy(folder.join("published").join(name), elsewhere.join(name)).expect("copied");
    }
    let (said, code) = example(&["verify", text(&elsewhere)]);
    assert!(code == Some(0) && !said.contains("FAILS") && said.contains("time evidence: none"), "{said}");

    // Nothing that names a member, and no salt, is published.
    for name in ["heads.json", "manifest.json", "proof.json"] {
        let published = fs::read_to_string(elsewhere.join(name)).expect("a file");
        assert!(!published.contains("m-0") && !published.contains("salt"), "{name}");
    }
    let heads = read(&elsewhere.join("heads.json"));
    assert_eq!(heads.as_array().map(Vec::len), Some(3), "April, May and June");

    let changes = [
        ("proof.json", "/result/0/ticket", json!(9)),
        ("proof.json", "/entries/0/count", json!(9)),
        ("proof.json", "/public_text", json!("2217133./80412./3.8.17.22.31.41./")),
        ("heads.json", "/1/head/root", json!("00".repeat(32))),
        ("heads.json", "/2/head/size", json!(9)),
        ("manifest.json", "/manifest/alternates", json!(3)),
    ];
    for (file, pointer, to) in changes {
        let (said, code) = changed(&elsewhere, file, pointer, to);
        assert!(code == Some(1) && said.contains("FAILS"), "{file} {pointer}: {said}");
    }

    let mut stolen = read(&receipt);
    stolen["receipt"]["count"] = json!(99);
    let false_receipt = elsewhere.join("false.json");
    fs::write(&false_receipt, stolen.to_string()).expect("written");
    assert_eq!(example(&["check", text(&false_receipt)]).1, Some(1));
}

#[test]
fn what_cannot_be_used_is_said_by_line() {
    let folder = scratch("draw-false");
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("exchanges.csv");
    fs::write(&file, "member,sequence,exchanged_at,tickets\nm-1,1,2022-05-01T10:00:00+09:00,0.5\n").expect("written");
    assert_eq!(example(&["freeze", text(&file), "kkr-2022-06", text(&folder)]).1, Some(2));
    let twice = "m-1,1,2022-05-01T10:00:00+09:00,1\n".repeat(2);
    fs::write(&file, format!("member,sequence,exchanged_at,tickets\n{twice}")).expect("written");
    assert_eq!(example(&["freeze", text(&file), "kkr-2022-06", text(&folder)]).1, Some(2));
    assert_eq!(example(&["unheard-of"]).1, Some(2));
}
