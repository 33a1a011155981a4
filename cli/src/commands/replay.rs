//! `kenpo replay` and `kenpo rerun`: recorded requests asked again.

use std::{io::Write as _, path::Path};

use kenpo::{
    Programme,
    json::{OPERATIONS, answer},
};
use serde_json::{Value, json};

use crate::{
    catalogue::{self, Reader},
    commands::schema::unknown,
    desk::Desk,
    input,
    lang::Lang,
    progress::Progress,
    stop::{Outcome, Stop, Told},
    words::{self, phrases},
};

/// Which requests would be answered differently under another version of a document, and by which rule.
pub(crate) fn replay(desk: &mut Desk, file: &str, requests: &str, against: &str, operation: Option<&str>) -> Outcome {
    let (new, _) = input::programme(desk, file)?;
    let (old, _) = input::programme(desk, against)?;
    let bytes = input::text(desk, requests)?;
    if let Some(operation) = operation.filter(|operation| OPERATIONS.iter().all(|known| known.name != *operation)) {
        return Err(unknown(desk, operation));
    }
    let (mut asked, mut differing, mut unusable, mut rows) = (0, 0, 0, Vec::new());
    let progress = Progress::over(bytes.split(|byte| *byte == b'\n').count(), phrases::drawn(desk.lang));
    for (line, bytes) in bytes.split(|byte| *byte == b'\n').enumerate() {
        progress.step();
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let place = format!("{requests}:{}", line + 1);
        asked += 1;
        progress.row();
        let (operation, request) = match recorded(desk, &place, bytes, operation) {
            Ok(recorded) => recorded,
            Err(stop @ Stop::Told(_)) => {
                progress.aside(|| stop.say(desk.lang, desk.json));
                unusable += 1;
                continue;
            }
            Err(stop) => return Err(stop),
        };
        let [before, after] = [&old, &new].map(|programme| ask(programme, &operation, &request));
        if before == after {
            // An error under both says nothing of the documents.
            if let Some(code) = after["code"].as_str() {
                let text = catalogue::text(code, desk.lang, Reader::Member);
                let stop = Stop::from(Told::library(code, text).file(&place));
                progress.aside(|| stop.say(desk.lang, desk.json));
                unusable += 1;
            }
            continue;
        }
        differing += 1;
        let rules = rules(&old, &new, &operation, &request);
        let said = [&before, &after].map(|answer| said(desk.lang, answer));
        if desk.json {
            desk.line(&json!({
                "line": line + 1, "operation": operation, "before": before, "after": after, "rules": rules,
            }))?;
        } else {
            let [before, after] = said;
            rows.push([(line + 1).to_string(), operation, before, after, rules.join("\n")]);
        }
    }
    drop(progress);
    if desk.json {
        desk.line(&json!({ "requests": asked, "differ": differing, "unusable": unusable }))?;
        return Ok(differing == 0 && unusable == 0);
    }
    let lang = desk.lang;
    desk.table(phrases::requests(lang), rows)?;
    writeln!(desk.out, "{}", phrases::answered_differently(lang, differing, asked))?;
    if unusable > 0 {
        writeln!(desk.out, "{}", phrases::answered_by_neither(lang, unusable))?;
    }
    Ok(differing == 0 && unusable == 0)
}

/// Whether a decision that was kept is what its document decides today.
pub(crate) fn rerun(desk: &mut Desk, kept: &str, request: &str, folder: &str, operation: Option<&str>) -> Outcome {
    let before: Value =
        serde_json::from_slice(&input::text(desk, kept)?).map_err(|error| input::not_json(desk, kept, &error))?;
    if !before["answer"].is_object() && !before["code"].is_string() {
        return Err(Told::new("not_an_answer", phrases::no_answer(desk.lang)).file(kept).into());
    }
    let digest = before["programme"]["digest"].as_str();
    let programme = match digest {
        Some(digest) => Some(
            found(desk, Path::new(folder), digest)?
                .ok_or_else(|| Told::new("document_not_found", phrases::no_document(desk.lang, digest)).file(folder))?,
        ),
        None => None,
    };
    let bytes = input::request(desk, request)?;
    let (operation, asked) = recorded(desk, &input::name(desk, request), &bytes, operation)?;
    if programme.is_none() && OPERATIONS.iter().any(|known| known.name == operation && known.needs_programme) {
        return Err(Told::new("no_document_named", phrases::no_document_named(desk.lang)).file(kept).into());
    }
    let answered =
        answer(programme.as_ref().map(|(_, programme)| programme), operation.as_bytes(), asked.to_string().as_bytes());
    let after: Value =
        serde_json::from_slice(&answered.unwrap_or_else(|failure| failure.to_json())).map_err(Stop::fault)?;
    // Of an error, the code and the path.
    let decided = |answer: &Value| match answer["answer"].is_object() {
        true => answer["answer"].clone(),
        false => json!({ "code": answer["code"], "path": answer["path"] }),
    };
    let [was, is] = [&before, &after].map(decided);
    let same = was == is;
    let path = programme.map(|(path, _)| path).unwrap_or_default();
    if desk.json {
        desk.line(&json!({ "document": path, "same": same, "before": before, "after": after }))?;
        return Ok(same);
    }
    if same {
        writeln!(desk.out, "{}", phrases::same_answer(desk.lang, path))?;
    } else {
        writeln!(desk.out, "{}", phrases::another_answer(desk.lang, path))?;
        let mut rows = Vec::new();
        differences("", &was, &is, &mut rows);
        desk.table(phrases::differences(desk.lang), rows)?;
    }
    if before["kenpo"] != after["kenpo"] {
        let [was, is] = [&before, &after].map(|answer| answer["kenpo"].as_str().unwrap_or_default());
        writeln!(desk.out, "kenpo: {was} → {is}")?;
    }
    Ok(same)
}

/// An operation and its request: `{"operation": …, "request": …}`, or the request alone where the operation is given.
fn recorded(desk: &Desk, place: &str, bytes: &[u8], operation: Option<&str>) -> Outcome<(String, Value)> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| input::not_json(desk, place, &error))?;
    match (value["operation"].as_str().map(str::to_owned), operation) {
        (Some(recorded), _) if value["request"].is_object() => match operation {
            Some(operation) if operation != recorded => {
                let said = phrases::not_of_operation(desk.lang, operation);
                Err(Told::new("other_operation", said).file(place).into())
            }
            _ if OPERATIONS.iter().all(|known| known.name != recorded) => {
                let text = catalogue::text("unknown_operation", desk.lang, Reader::Member);
                Err(Told::library("unknown_operation", text).file(place).into())
            }
            _ => Ok((recorded, value["request"].take())),
        },
        (_, Some(operation)) => Ok((operation.to_owned(), value)),
        _ => Err(Stop::Usage(format!("{place}: {}", phrases::not_recorded(desk.lang)))),
    }
}

/// What is decided: the answer without who answered, or the error.
fn ask(programme: &Programme, operation: &str, request: &Value) -> Value {
    let answered = answer(Some(programme), operation.as_bytes(), request.to_string().as_bytes());
    let answered = answered.unwrap_or_else(|failure| failure.to_json());
    let mut answered: Value = serde_json::from_slice(&answered).unwrap_or_default();
    if answered["answer"].is_object() { answered["answer"].take() } else { answered }
}

/// The rules whose checks came out or read differently, or that only one of both has.
fn rules(old: &Programme, new: &Programme, operation: &str, request: &Value) -> Vec<String> {
    let mut request = request.clone();
    request["explain"] = "all".into();
    let [before, after] = [old, new].map(|programme| ask(programme, operation, &request)["checks"].take());
    let list = |checks: &Value| checks.as_array().cloned().unwrap_or_default();
    let (before, after) = (list(&before), list(&after));
    let of_one = |ours: &[Value], theirs: &[Value]| -> Vec<String> {
        let only = ours.iter().filter(|check| !theirs.contains(check));
        only.filter_map(|check| check["rule"].as_str().map(str::to_owned)).collect()
    };
    let mut rules = [of_one(&before, &after), of_one(&after, &before)].concat();
    rules.sort();
    rules.dedup();
    rules
}

/// A verdict in few words.
fn said(lang: Lang, answer: &Value) -> String {
    let verdict = &answer["verdict"];
    let mut parts = Vec::new();
    for key in ["reason", "points", "lost", "subsidy_yen", "value_yen", "last_day", "balance"] {
        match &verdict[key] {
            Value::Null => {}
            Value::String(code) if key == "reason" => parts.push(words::code(lang, code, Reader::Line)),
            other => parts.push(format!("{} {}", words::answer(lang, key), words::value(lang, key, other))),
        }
    }
    if let Some(code) = answer["code"].as_str() {
        parts.push(words::code(lang, code, Reader::Line));
    }
    parts.join(", ")
}

/// The document of a digest, somewhere in a folder.
fn found(desk: &Desk, folder: &Path, digest: &str) -> Outcome<Option<(String, Programme)>> {
    let unread = |error| Stop::Os(folder.display().to_string(), error);
    for entry in folder.read_dir().map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.is_dir() {
            if let Some(found) = found(desk, &path, digest)? {
                return Ok(Some(found));
            }
        } else if path.extension().is_some_and(|extension| extension == "json")
            && let Ok(programme) = kenpo::parse_programme(&input::read(desk.lang, &path.display().to_string())?)
            && json!(programme.digest()) == digest
        {
            return Ok(Some((path.display().to_string(), programme)));
        }
    }
    Ok(None)
}

/// Where two answers differ.
fn differences(at: &str, before: &Value, after: &Value, rows: &mut Vec<[String; 3]>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            keys.for_each(|key| differences(&format!("{at}/{key}"), &before[key], &after[key], rows));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs.for_each(|(place, (one, other))| differences(&format!("{at}/{place}"), one, other, rows));
        }
        _ => rows.push([at.to_owned(), before.to_string(), after.to_string()]),
    }
}
