//! `kenpo diff`: what changed between two documents, setting by setting.

use std::{collections::BTreeMap, io::Write as _};

use serde_json::{Map, Value, json};

use crate::{
    desk::Desk,
    input,
    lang::Lang,
    stop::{Outcome, Stop},
    words::{self, phrases},
};

/// One change.
struct Change {
    /// The keys and ids that lead to it.
    path: Vec<String>,
    old: Option<Value>,
    new: Option<Value>,
    /// The rule that the setting around it cites, and the days on which it holds.
    rule: String,
    period: String,
}

pub(crate) fn run(desk: &mut Desk, old: &str, new: &str) -> Outcome {
    let [old, new] = [old, new].map(|file| {
        let (_, bytes) = input::programme(desk, file)?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        serde_json::from_slice::<Value>(text).map_err(Stop::fault)
    });
    let (old, new) = (old?, new?);
    let mut changes = Vec::new();
    compare(&mut Vec::new(), Some(&old), Some(&new), &Around::default(), &mut changes);
    if desk.json {
        for change in &changes {
            let Change { path, old, new, rule, period } = change;
            desk.line(&json!({ "path": path, "old": old, "new": new, "rule": rule, "period": period }))?;
        }
        return Ok(changes.is_empty());
    }
    if changes.is_empty() {
        writeln!(desk.out, "{}", phrases::nothing_differs(desk.lang))?;
    }
    let lang = desk.lang;
    let rows = changes.iter().map(|change| {
        let path: Vec<&str> = change.path.iter().map(|key| words::setting(lang, key)).collect();
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "–".to_owned(), |value| text(lang, value));
        [path.join(" › "), shown(&change.old), shown(&change.new), change.period.clone(), change.rule.clone()]
    });
    let rows = rows.collect();
    desk.table(phrases::changes(lang), rows)?;
    Ok(changes.is_empty())
}

/// A value in a cell: an object without quotes, as far as it is short.
fn text(lang: Lang, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(|value| text(lang, value)).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            let entries = object.iter().filter(|(key, _)| !matches!(key.as_str(), "clause" | "rule"));
            entries
                .map(|(key, value)| format!("{} {}", words::setting(lang, key), text(lang, value)))
                .collect::<Vec<_>>()
                .join("; ")
        }
        other => other.to_string(),
    }
}

/// What the settings around a place cite.
#[derive(Clone, Default)]
struct Around {
    rule: String,
    period: String,
}

impl Around {
    fn within(&self, object: &Map<String, Value>) -> Self {
        let mut within = self.clone();
        if let Some(rule) = object.get("rule").and_then(Value::as_str) {
            within.rule = rule.to_owned();
        }
        if let Some(period) = object.get("period") {
            let [from, until] = ["from", "until"].map(|end| period[end].as_str().unwrap_or_default());
            within.period = format!("{from} – {until}").trim().to_owned();
        }
        within
    }
}

fn compare(
    path: &mut Vec<String>,
    old: Option<&Value>,
    new: Option<&Value>,
    around: &Around,
    changes: &mut Vec<Change>,
) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let around = around.within(new);
            let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
            for key in keys {
                path.push(key.clone());
                compare(path, old.get(key), new.get(key), &around, changes);
                path.pop();
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if has_ids(old) && has_ids(new) => {
            for (name, [old, new]) in paired(old, new) {
                path.push(name);
                compare(path, old, new, around, changes);
                path.pop();
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new)))
            if old.len() == new.len() && old.iter().any(Value::is_object) =>
        {
            for (place, (old, new)) in old.iter().zip(new).enumerate() {
                path.push((place + 1).to_string());
                compare(path, Some(old), Some(new), around, changes);
                path.pop();
            }
        }
        _ if old == new => {}
        _ => {
            let inner =
                new.or(old).and_then(Value::as_object).map_or_else(|| around.clone(), |object| around.within(object));
            changes.push(Change {
                path: path.clone(),
                old: old.cloned(),
                new: new.cloned(),
                rule: inner.rule,
                period: inner.period,
            });
        }
    }
}

/// Whether settings are told apart by their ids.
fn has_ids(list: &[Value]) -> bool {
    list.iter().all(|element| element["id"].is_string())
}

/// Settings of one id in both lists, by turns where an id has several; in the order of the new list, then what is gone.
fn paired<'v>(old: &'v [Value], new: &'v [Value]) -> Vec<(String, [Option<&'v Value>; 2])> {
    let mut of_id: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for element in old.iter().rev() {
        of_id.entry(element["id"].as_str().unwrap_or_default()).or_default().push(element);
    }
    let mut pairs: Vec<(String, [Option<&Value>; 2])> = Vec::new();
    for element in new {
        let id = element["id"].as_str().unwrap_or_default();
        let known = of_id.get_mut(id);
        // One with the same first day is the same setting.
        let same = known
            .as_ref()
            .and_then(|known| known.iter().rposition(|known| known["period"]["from"] == element["period"]["from"]));
        let known = known.and_then(|known| same.map(|place| known.remove(place)).or_else(|| known.pop()));
        pairs.push((id.to_owned(), [known, Some(element)]));
    }
    for element in old {
        let id = element["id"].as_str().unwrap_or_default();
        if of_id.get(id).is_some_and(|rest| rest.iter().any(|rest| std::ptr::eq(*rest, element))) {
            pairs.push((id.to_owned(), [Some(element), None]));
        }
    }
    pairs
}
