//! What an explanation shows is what was used, and every code that has a message is one that is answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kenpo::{Programme, civil::Date, json::answer};
use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Codes that no recorded answer has: a request that is not UTF-8 or is too deep is no line of a vector, and `internal` is a defect.
const NOT_RECORDED: [&str; 3] = ["internal", "too_deep", "utf8_invalid"];

#[test]
fn every_code_with_a_message_is_answered_somewhere() {
    let mut answered = BTreeSet::new();
    for file in files(&Path::new(ROOT).join("tests/vectors"), "tsv") {
        let text = fs::read_to_string(file).unwrap();
        answered.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    let catalogue = json(&Path::new(ROOT).join("messages/messages.json"));
    let entries = ["reasons", "errors"].into_iter().flat_map(|list| catalogue[list].as_array().unwrap());
    let missing: Vec<&str> =
        entries.map(|entry| entry["code"].as_str().unwrap()).filter(|code| !answered.contains(*code)).collect();
    let mut missing = missing;
    missing.sort_unstable();
    assert_eq!(missing, NOT_RECORDED);

    let code = |request: &[u8]| answer(None, b"insurer_number.check", request).unwrap_err().code.name();
    assert_eq!(code(b"{\"insurer_number\":\"\xff\"}"), "utf8_invalid");
    let deep = format!("{{\"document\":{}", "[".repeat(100));
    assert_eq!(answer(None, b"programme.check", deep.as_bytes()).unwrap_err().code.name(), "too_deep");
}

fn explained(programme: Option<&Programme>, operation: &str, request: &Value) -> Option<Vec<Value>> {
    let answered = answer(programme, operation.as_bytes(), request.to_string().as_bytes()).ok()?;
    let answered: Value = serde_json::from_slice(&answered).unwrap();
    answered["answer"]["checks"].as_array().cloned()
}

/// A value a little different, of a kind that is shown as it stands.
fn changed(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => Some((number.as_i64()? + 1).into()),
        Value::String(text) => Some(Date::parse(text)?.succ()?.to_string().into()),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Each value at the top of a request, or of the one record or person in it, by its name.
fn named(request: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in request.as_object().into_iter().flatten() {
        found.push((format!("/{key}"), key.clone()));
        let (inner, at) = match value {
            Value::Array(list) if list.len() == 1 => (&list[0], format!("/{key}/0")),
            other => (other, format!("/{key}")),
        };
        found.extend(inner.as_object().into_iter().flatten().map(|(name, _)| (format!("{at}/{name}"), name.clone())));
    }
    found
}

/// The value of a name in the check of a rule and code; `None` where there is not exactly one.
fn read<'c>(checks: &'c [Value], rule: &Value, code: &Value, name: &str) -> Option<&'c str> {
    let of_check = checks.iter().filter(|check| check["rule"] == *rule && check["code"] == *code);
    let mut read = of_check.flat_map(|check| check["values"].as_array().into_iter().flatten());
    let mut read = read.by_ref().filter(|value| value["name"] == name);
    let value = read.next()?["value"].as_str();
    if read.next().is_some() { None } else { value }
}

#[test]
fn a_value_that_is_shown_follows_the_request() {
    let mut followed: BTreeMap<String, usize> = BTreeMap::new();
    for file in files(&Path::new(ROOT).join("tests/vectors"), "json") {
        let vectors = json(&file);
        let operation = vectors["operation"].as_str().unwrap();
        let document = vectors["programme"].as_str().map(|path| fs::read(Path::new(ROOT).join(path)).unwrap());
        let Ok(programme) = document.map(|document| kenpo::parse_programme(&document)).transpose() else { continue };
        for case in vectors["cases"].as_array().unwrap() {
            let mut request = case["request"].clone();
            if operation.ends_with(".batch") || !request.is_object() {
                continue;
            }
            request["explain"] = "all".into();
            let Some(before) = explained(programme.as_ref(), operation, &request) else { continue };
            for (pointer, name) in named(&request) {
                let value = request.pointer(&pointer).unwrap().clone();
                let Some(other) = changed(&value) else { continue };
                // A value that stands elsewhere too may be shown from there.
                if request.to_string().matches(&shown(&value)).count() > 1 {
                    continue;
                }
                let mut asked = request.clone();
                *asked.pointer_mut(&pointer).unwrap() = other.clone();
                let Some(after) = explained(programme.as_ref(), operation, &asked) else { continue };
                for check in &before {
                    let (rule, code) = (&check["rule"], &check["code"]);
                    let was = read(&before, rule, code, &name);
                    if was == Some(&shown(&value))
                        && let Some(is) = read(&after, rule, code, &name)
                    {
                        let id = case["id"].as_str().unwrap();
                        assert_eq!(is, shown(&other), "{id}: {rule} {code} {name}");
                        *followed.entry(operation.to_owned()).or_default() += 1;
                    }
                }
            }
        }
    }
    println!("{followed:?}");
    for operation in ["points.accrue", "points.earn", "eligibility.check", "subsidy.claim", "booking.book"] {
        assert!(followed.get(operation).is_some_and(|count| *count > 10), "{operation}: {followed:?}");
    }
}
