//! `kenpo replay` and `kenpo rerun`: recorded requests asked again.

use std::{io::Write as _, path::Path};

use kenpo::{
    Programme,
    json::{OPERATIONS, answer},
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json, value::RawValue};

use crate::{
    catalogue::{self, Reader},
    codes::Own,
    commands::schema::unknown,
    desk::Desk,
    input,
    lang::Lang,
    progress::Progress,
    source::{Source, number},
    stop::{Outcome, Stop, Told},
    words::{self, heads, phrases},
};

/// Which requests would be answered differently under another version of a document, and by which rule.
pub(crate) fn replay(desk: &mut Desk, file: &str, requests: &str, against: &str, operation: Option<&str>) -> Outcome {
    let (new, _) = input::programme(desk, file)?;
    let (old, _) = input::programme(desk, against)?;
    let bytes = input::text(desk, requests)?;
    if let Some(operation) = operation.filter(|operation| OPERATIONS.iter().all(|known| known.name != *operation)) {
        return Err(unknown(desk, operation));
    }
    let (mut asked, mut read, mut differing, mut unusable, mut rows) = (0, 0, 0, 0, Vec::new());
    let progress = Progress::over(bytes.split(|byte| *byte == b'\n').count(), phrases::drawn(desk.lang));
    for (line, bytes) in bytes.split(|byte| *byte == b'\n').enumerate() {
        progress.step();
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let source = Source::line(requests, bytes, line + 1);
        asked += 1;
        progress.row();
        let Recorded { operation, request, source } = match recorded(desk, source, bytes, operation) {
            Ok(recorded) => recorded,
            // A file that begins with no request is another file.
            Err(stop) if read == 0 => return Err(stop),
            Err(stop) => {
                progress.aside(|| stop.say(desk.lang, desk.json));
                unusable += 1;
                continue;
            }
        };
        read += 1;
        let [before, after] = [&old, &new].map(|programme| answer(Some(programme), operation.as_bytes(), request));
        // An error under both says nothing of the documents.
        if let (Err(before), Err(after)) = (&before, &after)
            && before == after
        {
            progress.aside(|| source.unusable(desk, &operation, after).say(desk.lang, desk.json));
            unusable += 1;
            continue;
        }
        let [before, after] = [before, after].map(decided);
        if before == after {
            continue;
        }
        differing += 1;
        let rules = rules(&old, &new, &operation, request);
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
    if asked == 0 {
        return Err(Told::new(Own::NoRequests, phrases::no_requests(desk.lang)).file(requests).into());
    }
    if desk.json {
        desk.line(&json!({ "requests": asked, "differ": differing, "unusable": unusable }))?;
        return Ok(differing == 0 && unusable == 0);
    }
    let lang = desk.lang;
    desk.table(heads::requests(lang), rows)?;
    writeln!(desk.out, "{}", phrases::answered_differently(lang, differing, asked))?;
    if unusable > 0 {
        writeln!(desk.out, "{}", phrases::answered_by_neither(lang, unusable))?;
    }
    Ok(differing == 0 && unusable == 0)
}

/// Whether a decision that was kept is what its document decides today.
pub(crate) fn rerun(desk: &mut Desk, kept: &str, request: &str, folder: &str, operation: Option<&str>) -> Outcome {
    let bytes = input::text(desk, kept)?;
    let before: Value =
        serde_json::from_slice(&bytes).map_err(|error| Source::new(kept, &bytes).not_json(desk, &error))?;
    if !before["answer"].is_object() && !before["code"].is_string() {
        return Err(Told::new(Own::NotAnAnswer, phrases::no_answer(desk.lang)).file(kept).into());
    }
    let digest = before["programme"]["digest"].as_str();
    let programme =
        match digest {
            Some(digest) => Some(found(desk, Path::new(folder), digest)?.ok_or_else(|| {
                Told::new(Own::DocumentNotFound, phrases::no_document(desk.lang, digest)).file(folder)
            })?),
            None => None,
        };
    let bytes = input::request(desk, request)?;
    let name = input::name(desk, request);
    let Recorded { operation, request: asked, .. } = recorded(desk, Source::new(&name, &bytes), &bytes, operation)?;
    if programme.is_none() && OPERATIONS.iter().any(|known| known.name == operation && known.needs_programme) {
        return Err(Told::new(Own::NoDocumentNamed, phrases::no_document_named(desk.lang)).file(kept).into());
    }
    let answered = answer(programme.as_ref().map(|(_, programme)| programme), operation.as_bytes(), asked);
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
        desk.table(heads::differences(desk.lang), rows)?;
    }
    if before["kenpo"] != after["kenpo"] {
        let [was, is] = [&before, &after].map(|answer| answer["kenpo"].as_str().unwrap_or_default());
        writeln!(desk.out, "kenpo: {was} → {is}")?;
    }
    Ok(same)
}

/// An operation and its request, as it stands in its source.
struct Recorded<'a> {
    operation: String,
    request: &'a [u8],
    source: Source<'a>,
}

/// A recorded line, as far as it is one.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(default)]
    operation: Option<String>,
    #[serde(borrow, default)]
    request: Option<&'a RawValue>,
}

/// What is recorded: `{"operation": …, "request": …}`, or the request alone where the operation is given.
fn recorded<'a>(desk: &Desk, source: Source<'a>, bytes: &'a [u8], operation: Option<&str>) -> Outcome<Recorded<'a>> {
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| source.not_json(desk, &error))?;
    let first = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let place = (1, number(first + 1));
    let line = serde_json::from_slice::<Line<'_>>(bytes).ok();
    let (of_line, request) = line.map_or((None, None), |line| (line.operation, line.request));
    match (of_line, request.filter(|request| request.get().starts_with('{')), operation) {
        (Some(recorded), Some(_), Some(operation)) if operation != recorded => {
            let told = Told::new(Own::OtherOperation, phrases::not_of_operation(desk.lang, operation));
            Err(source.told(desk, source.named(told), place))
        }
        (Some(recorded), Some(_), _) if OPERATIONS.iter().all(|known| known.name != recorded) => {
            let text = catalogue::text("unknown_operation", desk.lang, Reader::Member);
            Err(source.told(desk, source.named(Told::library("unknown_operation", text)), place))
        }
        (Some(operation), Some(request), _) => {
            let request = request.get().as_bytes();
            let before = request.as_ptr().addr().saturating_sub(bytes.as_ptr().addr());
            Ok(Recorded { operation, request, source: source.from(before) })
        }
        (_, _, Some(operation)) => Ok(Recorded { operation: operation.to_owned(), request: bytes, source }),
        _ => {
            let told = Told::new(Own::NotRecorded, phrases::not_recorded(desk.lang));
            Err(source.told(desk, source.named(told), place))
        }
    }
}

/// What is decided: the answer without who answered, or the error.
fn decided(answered: Result<Vec<u8>, kenpo::json::Failure>) -> Value {
    let answered = answered.unwrap_or_else(|failure| failure.to_json());
    let mut answered: Value = serde_json::from_slice(&answered).unwrap_or_default();
    if answered["answer"].is_object() { answered["answer"].take() } else { answered }
}

/// The rules whose checks came out or read differently, or that only one of both has.
fn rules(old: &Programme, new: &Programme, operation: &str, request: &[u8]) -> Vec<String> {
    let mut request: Value = serde_json::from_slice(request).unwrap_or_default();
    if request.is_object() {
        request["explain"] = "all".into();
    }
    let request = request.to_string();
    let [before, after] = [old, new]
        .map(|programme| decided(answer(Some(programme), operation.as_bytes(), request.as_bytes()))["checks"].take());
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
