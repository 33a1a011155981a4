//! Scenarios as data: read, played, and held against what they expect.

mod accounts;
mod event;
mod file;
mod judge;
mod misread;
mod moment;
mod play;
mod requests;
mod vectors;
mod yaml;

use std::path::{Path, PathBuf};

use kenpo::Programme;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(crate) use file::Scenarios;
use file::{Format, Member, Scenario};
pub(crate) use judge::{Brought, Finding, Why};
pub(crate) use misread::{Misread, What};
use play::Player;
pub(crate) use vectors::Vectors;
pub(crate) use yaml::Placed;

/// The JSON Schema of a file of scenarios. Anywhere but at its top, `$name` can stand in place of a value.
pub(crate) fn schema() -> Value {
    let mut schema = serde_json::to_value(schemars::schema_for!(Scenarios)).unwrap_or_default();
    schema["title"] = "kenpo-scenarios/1".into();
    let row = serde_json::json!({ "type": "string", "pattern": "^\\$" });
    let Some(defs) = schema["$defs"].as_object_mut() else { return schema };
    for (_, def) in defs.iter_mut() {
        for (_, value) in def["properties"].as_object_mut().into_iter().flatten() {
            let kinds = value["type"].clone();
            if kinds == "integer" || kinds == "boolean" || kinds == serde_json::json!(["integer", "null"]) {
                let described = value["description"].take();
                *value = serde_json::json!({ "description": described, "anyOf": [{ "type": kinds }, row] });
            }
        }
    }
    schema
}

/// A file of expectations: scenarios, or the project's own vectors.
pub(crate) struct Suite {
    /// The programme document, where it reads one.
    pub(crate) programme: Option<PathBuf>,
    pub(crate) placed: Placed,
    content: Content,
}

enum Content {
    Scenarios(Box<Scenarios>),
    Vectors(Vectors),
}

/// One play of a scenario, or one vector: what was expected, and what of it does not hold.
pub(crate) struct Played {
    pub(crate) name: String,
    /// The row of examples, from 1, and its line.
    pub(crate) example: Option<(usize, u32)>,
    pub(crate) expectations: usize,
    pub(crate) findings: Vec<Finding>,
}

impl Suite {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn read(path: &Path, text: &str) -> Result<Self, Misread> {
        let placed = Placed::read(text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        if placed.value.get("cases").is_some() {
            let vectors: Vectors = typed(&placed, placed.value.clone(), "")?;
            let programme = vectors.programme.as_deref().map(|programme| vectors::found(folder, programme));
            return Ok(Self { programme, placed, content: Content::Vectors(vectors) });
        }
        // The scenarios are read as they are played: rows of examples stand in places of any kind.
        let mut bare = placed.value.clone();
        let scenarios = bare.get_mut("scenarios").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
        let mut read: Scenarios = typed(&placed, bare, "")?;
        let Format::One = read.format;
        for (place, scenario) in scenarios.into_iter().enumerate() {
            let pointer = format!("/scenarios/{place}");
            columns(&placed, &scenario, &pointer)?;
            read.scenarios.push(scenario_of(&placed, scenario, &pointer)?);
        }
        let programme = Some(folder.join(&read.programme));
        Ok(Self { programme, placed, content: Content::Scenarios(Box::new(read)) })
    }

    /// Plays everything under a programme; `each` says whether to go on.
    ///
    /// # Errors
    /// A scenario that cannot be read with a row of its examples.
    pub(crate) fn play(
        &self,
        programme: Option<&Programme>,
        each: &mut dyn FnMut(Played) -> bool,
    ) -> Result<(), Misread> {
        match &self.content {
            Content::Vectors(vectors) => vectors.play(programme, each)?,
            Content::Scenarios(scenarios) => {
                let Some(programme) = programme else { return Ok(()) };
                for (place, scenario) in scenarios.scenarios.iter().enumerate() {
                    let pointer = format!("/scenarios/{place}");
                    for row in 0..scenario.examples.len().max(1) {
                        let played = self.one(scenarios, programme, scenario, &pointer, row)?;
                        if !each(played) {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn one(
        &self,
        scenarios: &Scenarios,
        programme: &Programme,
        scenario: &Scenario,
        pointer: &str,
        row: usize,
    ) -> Result<Played, Misread> {
        let placed;
        let (scenario, example) = match scenario.examples.get(row) {
            None => (scenario, None),
            Some(values) => {
                let raw = self.placed.value.pointer(pointer).cloned().unwrap_or_default();
                placed = typed::<Scenario>(&self.placed, replaced(&raw, values), pointer)?;
                let (line, _) = self.placed.place(&format!("{pointer}/examples/{row}"));
                (&placed, Some((row + 1, line)))
            }
        };
        let nobody = Member::default();
        let member = match (&scenario.member, scenarios.members.len()) {
            (None, 1) => scenarios.members.values().next().unwrap_or(&nobody),
            (None, _) => &nobody,
            (Some(name), _) => scenarios.members.get(name).ok_or_else(|| Misread {
                place: self.placed.place(&format!("{pointer}/member")),
                what: What::NoMember,
            })?,
        };
        let mut player = Player::new(programme, member, &scenario.person);
        let (mut findings, mut expectations, mut log) = (Vec::new(), 0, Vec::new());
        for (place, event) in scenario.when.iter().enumerate() {
            let at = format!("{pointer}/when/{place}");
            let answered = player.play(event).map_err(|what| Misread { place: self.placed.place(&at), what })?;
            let before = findings.len();
            expectations += judge::event(programme, &answered, &event.then, &at, &mut findings);
            // A request that could not be used is shown at the key from which that comes: of the event, the scenario's person, or the member.
            if let Some(key) = answered.faulty_key() {
                let member = scenario
                    .member
                    .as_deref()
                    .map_or_else(|| "/members".to_owned(), |name| format!("/members/{}", yaml::escaped(name)));
                let around = [at.clone(), format!("{pointer}/person"), member];
                if let Some(found) = around.iter().find_map(|around| self.placed.key_under(around, key)) {
                    findings
                        .iter_mut()
                        .skip(before)
                        .filter(|finding| finding.pointer == at)
                        .for_each(|finding| finding.pointer = found.to_owned());
                }
            }
            log.push(Brought::by(place, &answered));
        }
        expectations += judge::end(&player, &scenario.then, pointer, &log, &mut findings);
        if expectations == 0 && findings.is_empty() {
            findings.push(judge::nothing_expected(pointer));
            expectations = 1;
        }
        Ok(Played { name: scenario.name.clone(), example, expectations, findings })
    }
}

/// Looks at the names of a scenario's columns: each `$name` is in every row, and each column is named.
fn columns(placed: &Placed, scenario: &Value, pointer: &str) -> Result<(), Misread> {
    let rows = scenario["examples"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut named = Vec::new();
    for (key, value) in scenario.as_object().into_iter().flatten().filter(|(key, _)| *key != "examples") {
        names(value, format!("{pointer}/{}", yaml::escaped(key)), &mut named);
    }
    if rows.is_empty() {
        // Without rows, such a text is what it says: a password may begin with the sign.
        return Ok(());
    }
    for (place, row) in rows.iter().enumerate() {
        let Some(row) = row.as_object() else { continue };
        if let Some((name, at)) = named.iter().find(|(name, _)| !row.contains_key(name)) {
            let elsewhere = rows.iter().any(|row| row.get(name).is_some());
            let of_row = format!("{pointer}/examples/{place}");
            let place = placed.place(if elsewhere { &of_row } else { at });
            return Err(Misread { place, what: What::NoColumn(name.clone()) });
        }
        if let Some(column) = row.keys().find(|column| !named.iter().any(|(name, _)| name == *column)) {
            let place = placed.place(&format!("{pointer}/examples/{place}/{}", yaml::escaped(column)));
            return Err(Misread { place, what: What::ColumnNotUsed(column.clone()) });
        }
    }
    Ok(())
}

/// Every `$name` at a value and within it, with its place.
fn names(value: &Value, pointer: String, found: &mut Vec<(String, String)>) {
    let mut add = |text: &str, at: &str| {
        let name = text.strip_prefix('$').filter(|name| !name.is_empty());
        found.extend(name.map(|name| (name.to_owned(), at.to_owned())));
    };
    match value {
        Value::String(text) => add(text, &pointer),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, value)| names(value, format!("{pointer}/{place}"), found));
        }
        Value::Object(object) => {
            for (key, value) in object {
                let at = format!("{pointer}/{}", yaml::escaped(key));
                names(&Value::String(key.clone()), at.clone(), found);
                names(value, at, found);
            }
        }
        _ => {}
    }
}

/// A scenario; one with examples is read with its first row, and keeps the rows.
fn scenario_of(placed: &Placed, raw: Value, pointer: &str) -> Result<Scenario, Misread> {
    let first = raw.pointer("/examples/0").and_then(Value::as_object).cloned();
    match first {
        None => typed(placed, raw, pointer),
        Some(values) => typed(placed, replaced(&raw, &values), pointer),
    }
}

/// A value with `$name` replaced by what a row has there; the rows themselves stay.
fn replaced(value: &Value, row: &Map<String, Value>) -> Value {
    let name = |text: &str| text.strip_prefix('$').and_then(|name| row.get(name)).cloned();
    match value {
        Value::String(text) => name(text).unwrap_or_else(|| value.clone()),
        Value::Array(list) => list.iter().map(|value| replaced(value, row)).collect(),
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| {
                let key = name(key).and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_else(|| key.clone());
                let kept = key == "examples";
                (key, if kept { value.clone() } else { replaced(value, row) })
            });
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// A value as a type, or where it does not fit: the text of the error names keys of the schema and no values.
fn typed<T: DeserializeOwned>(placed: &Placed, value: Value, within: &str) -> Result<T, Misread> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut pointer = within.to_owned();
        for segment in error.path() {
            match segment {
                serde_path_to_error::Segment::Seq { index } => pointer += &format!("/{index}"),
                serde_path_to_error::Segment::Map { key } => pointer += &format!("/{}", yaml::escaped(key)),
                _ => {}
            }
        }
        let said = error.inner().to_string();
        let what = match said.split_once(", expected ") {
            Some((said, expected)) if said.starts_with("invalid") => format!("invalid, expected {expected}"),
            // What stands where a key or a choice should be may be a name that was indented wrongly.
            Some((said, expected)) if !said.bytes().all(|b| b.is_ascii_lowercase() || b" `_".contains(&b)) => {
                format!("invalid, expected {expected}")
            }
            _ => said,
        };
        let key = pointer.rsplit('/').next().unwrap_or_default();
        Misread { place: placed.place(&pointer), what: What::of(key, what) }
    })
}
