//! `kenpo diff`: what changed between two documents, setting by setting.

use std::{collections::BTreeMap, io::Write as _};

use serde_json::{Map, Value, json};

use crate::{
    desk::Desk,
    input,
    lang::Lang,
    mutate::{self, escaped},
    stop::{Outcome, Stop},
    words::{self, heads, phrases},
};

/// One change.
struct Change {
    /// Where it is.
    at: Vec<Step>,
    old: Option<Value>,
    new: Option<Value>,
    /// The rule that the setting around it cites, and the days on which it holds.
    rule: String,
    period: String,
}

/// A step of the way to a setting.
#[derive(Clone)]
struct Step {
    name: Name,
    /// The key or the place in both documents, as a part of a JSON Pointer.
    old: String,
    new: String,
}

#[derive(Clone)]
enum Name {
    Key(String),
    /// The id of a setting in a list.
    Id(String),
    /// The place in a list without ids, from 1.
    Place(usize),
}

impl Step {
    fn key(key: &str) -> Self {
        Self { name: Name::Key(key.to_owned()), old: escaped(key), new: escaped(key) }
    }
}

impl Change {
    /// A JSON Pointer into the new document; into the old one where the setting is gone.
    fn pointer(&self) -> String {
        let part = |step: &Step| if self.new.is_some() { step.new.clone() } else { step.old.clone() };
        self.at.iter().map(|step| format!("/{}", part(step))).collect()
    }

    /// Keys, ids and places, as `what-if --set` takes them.
    fn setting(&self) -> String {
        let part = |step: &Step| match &step.name {
            Name::Key(name) | Name::Id(name) => name.clone(),
            Name::Place(place) => place.to_string(),
        };
        self.at.iter().map(part).collect::<Vec<_>>().join(".")
    }

    /// The same in words.
    fn words(&self, lang: Lang) -> String {
        let part = |step: &Step| match &step.name {
            Name::Key(key) => words::setting(lang, key).into_owned(),
            Name::Id(id) => id.clone(),
            Name::Place(place) => phrases::place_in_list(lang, place),
        };
        self.at.iter().map(part).collect::<Vec<_>>().join(" › ")
    }
}

/// A document as it is read here: its values, and the setting at a place of it.
struct Read(Value);

pub(crate) fn run(desk: &mut Desk, old: &str, new: &str) -> Outcome {
    let [old, new] = [old, new].map(|file| {
        let (_, bytes) = input::programme(desk, file)?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        serde_json::from_slice::<Value>(text).map_err(Stop::fault).map(Read)
    });
    let (old, new) = (old?, new?);
    let mut changes = Vec::new();
    compare(&mut Vec::new(), Some(&old.0), Some(&new.0), &Around::default(), &mut changes);
    if desk.json {
        let change = |change: &Change| {
            let Change { old, new, rule, period, .. } = change;
            json!({
                "path": change.pointer(), "setting": change.setting(), "old": old, "new": new, "rule": rule, "period": period,
            })
        };
        desk.line(&changes.iter().map(change).collect::<Vec<_>>())?;
        return Ok(changes.is_empty());
    }
    if changes.is_empty() {
        writeln!(desk.out, "{}", phrases::nothing_differs(desk.lang))?;
    }
    let lang = desk.lang;
    let rows = changes.iter().map(|change| {
        let pointer =
            |part: fn(&Step) -> &str| change.at.iter().map(|step| format!("/{}", part(step))).collect::<String>();
        let shown = |read: &Read, value: &Option<Value>, pointer: String| match value {
            Some(value) => read.text(lang, &pointer, value),
            None => "–".to_owned(),
        };
        let before = shown(&old, &change.old, pointer(|step| &step.old));
        let after = shown(&new, &change.new, pointer(|step| &step.new));
        [change.words(lang), before, after, change.period.clone(), change.rule.clone()]
    });
    let rows = rows.collect();
    desk.table(heads::changes(lang), rows)?;
    Ok(changes.is_empty())
}

impl Read {
    /// The value at a place in a cell: choices in words, an object without quotes, as far as it is short.
    fn text(&self, lang: Lang, pointer: &str, value: &Value) -> String {
        match value {
            Value::String(text) if mutate::is_choice(&self.0, pointer) => words::chosen(lang, text),
            Value::String(text) => text.clone(),
            Value::Bool(is) => phrases::yes(lang, *is),
            Value::Array(list) => {
                let of_place = |(place, value): (usize, &Value)| self.text(lang, &format!("{pointer}/{place}"), value);
                list.iter().enumerate().map(of_place).collect::<Vec<_>>().join(", ")
            }
            Value::Object(object) => {
                let entries = object.iter().filter(|(key, _)| !matches!(key.as_str(), "clause" | "rule"));
                let of_key = |(key, value): (&String, &Value)| {
                    let text = self.text(lang, &format!("{pointer}/{}", escaped(key)), value);
                    format!("{} {text}", words::setting(lang, key))
                };
                entries.map(of_key).collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        }
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

fn compare(at: &mut Vec<Step>, old: Option<&Value>, new: Option<&Value>, around: &Around, changes: &mut Vec<Change>) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let around = around.within(new);
            let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
            for key in keys {
                at.push(Step::key(key));
                compare(at, old.get(key), new.get(key), &around, changes);
                at.pop();
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if has_ids(old) && has_ids(new) => {
            for (id, pair) in paired(old, new) {
                let place = |end: usize| pair[end].map_or_else(String::new, |(place, _)| place.to_string());
                at.push(Step { name: Name::Id(id), old: place(0), new: place(1) });
                let [old, new] = pair.map(|of| of.map(|(_, value)| value));
                compare(at, old, new, around, changes);
                at.pop();
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new)))
            if old.len() == new.len() && old.iter().any(Value::is_object) =>
        {
            for (place, (old, new)) in old.iter().zip(new).enumerate() {
                let index = place.to_string();
                at.push(Step { name: Name::Place(place + 1), old: index.clone(), new: index });
                compare(at, Some(old), Some(new), around, changes);
                at.pop();
            }
        }
        _ if old == new => {}
        _ => {
            let inner =
                new.or(old).and_then(Value::as_object).map_or_else(|| around.clone(), |object| around.within(object));
            changes.push(Change {
                at: at.clone(),
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

/// A setting of a list, with its place.
type Placed<'v> = (usize, &'v Value);

/// Settings of one id in both lists, by turns where an id has several; in the order of the new list, then what is gone.
fn paired<'v>(old: &'v [Value], new: &'v [Value]) -> Vec<(String, [Option<Placed<'v>>; 2])> {
    let id = |element: &Value| element["id"].as_str().unwrap_or_default().to_owned();
    let mut of_id: BTreeMap<String, Vec<Placed<'v>>> = BTreeMap::new();
    for (place, element) in old.iter().enumerate().rev() {
        of_id.entry(id(element)).or_default().push((place, element));
    }
    let mut pairs = Vec::new();
    for (place, element) in new.iter().enumerate() {
        let known = of_id.get_mut(&id(element));
        // One with the same first day is the same setting.
        let is_same = |(_, known): &Placed<'_>| known["period"]["from"] == element["period"]["from"];
        let same = known.as_ref().and_then(|known| known.iter().rposition(is_same));
        let known = known.and_then(|known| same.map(|place| known.remove(place)).or_else(|| known.pop()));
        pairs.push((id(element), [known, Some((place, element))]));
    }
    for (place, element) in old.iter().enumerate() {
        if of_id.get(&id(element)).is_some_and(|rest| rest.iter().any(|(of_rest, _)| *of_rest == place)) {
            pairs.push((id(element), [Some((place, element)), None]));
        }
    }
    pairs
}
