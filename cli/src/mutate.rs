//! Changes of a document, one at a time: each setting a little higher, a little lower, another choice, or gone.

use kenpo::civil::Date;
use serde_json::Value;

/// Keys whose value is for readers, or names the document: nothing is decided by them.
const UNREAD: &[&str] = &["format", "id", "version", "name", "notes", "clause", "rule", "says"];
/// The most choices that are tried of one setting.
const CHOICES: usize = 40;

/// A change of one setting.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The setting, as a JSON Pointer.
    pub(crate) path: String,
    /// What stands there instead; nothing where it is taken away.
    pub(crate) value: Option<Value>,
}

/// Every setting that something is decided by, as JSON Pointers to its values.
pub(crate) fn settings(document: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    collect(document, String::new(), &mut paths);
    paths
}

fn collect(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(object) if object.is_empty() => paths.push(path),
        Value::Object(object) => {
            for (key, value) in object.iter().filter(|(key, _)| !UNREAD.contains(&key.as_str())) {
                collect(value, format!("{path}/{key}"), paths);
            }
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, value)| collect(value, format!("{path}/{place}"), paths));
        }
        _ => paths.push(path),
    }
}

/// Changes of a setting that make a document without faults, as texts.
pub(crate) fn changes(document: &Value, path: &str) -> Vec<(Change, String)> {
    let Some(value) = document.pointer(path) else { return Vec::new() };
    let mut values: Vec<Option<Value>> = match value {
        Value::Bool(is) => vec![Some(Value::Bool(!is))],
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            [number.saturating_add(1), number.saturating_sub(1)].map(|number| Some(number.into())).into()
        }
        Value::String(text) => near(text).into_iter().map(|text| Some(Value::String(text))).collect(),
        _ => Vec::new(),
    };
    if let Value::String(text) = value
        && values.is_empty()
    {
        let others = choices(document, path).into_iter().filter(|choice| choice != text);
        values.extend(others.take(CHOICES).map(|choice| Some(Value::String(choice))));
    }
    let made = |value: Option<Value>| {
        let change = Change { path: path.to_owned(), value };
        let text = changed(document, &change)?.to_string();
        kenpo::parse_programme(text.as_bytes()).is_ok().then_some((change, text))
    };
    let mut all: Vec<_> = values.into_iter().filter_map(made).collect();
    // Where nothing else can stand there: without it, or without what it is a part of.
    if all.is_empty() {
        all.extend(made(None));
    }
    all
}

/// A document with a change.
fn changed(document: &Value, change: &Change) -> Option<Value> {
    let mut document = document.clone();
    match &change.value {
        Some(value) => *document.pointer_mut(&change.path)? = value.clone(),
        None => {
            let (parent, key) = change.path.rsplit_once('/')?;
            match document.pointer_mut(parent)? {
                Value::Object(object) => drop(object.remove(key)?),
                Value::Array(list) => drop(list.remove(key.parse().ok()?)),
                _ => return None,
            }
        }
    }
    Some(document)
}

/// A day, a day of a year, or a time of day, a little later and earlier.
fn near(text: &str) -> Vec<String> {
    if let Some(day) = Date::parse(text) {
        return [day.succ(), day.pred()].into_iter().flatten().map(|day| day.to_string()).collect();
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2);
    match (text.split_once('-'), text.split_once(':')) {
        (Some((month, day)), _) if number(month).is_some() => match number(day) {
            Some(day) => vec![format!("{month}-{:02}", day + 1), format!("{month}-{:02}", day.saturating_sub(1))],
            None => vec![format!("{month}-27"), "03-01".to_owned()],
        },
        (None, Some((hour, minute))) => match (number(hour), number(minute)) {
            (Some(hour), Some(0)) => vec![format!("{hour:02}:01"), format!("{:02}:59", hour.saturating_sub(1))],
            (Some(hour), Some(minute)) => {
                vec![format!("{hour:02}:{:02}", minute + 1), format!("{hour:02}:{:02}", minute - 1)]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What else can stand at a place: the library says so of a text that cannot.
fn choices(document: &Value, path: &str) -> Vec<String> {
    let change = Change { path: path.to_owned(), value: Some(Value::String("?".into())) };
    let Some(document) = changed(document, &change) else { return Vec::new() };
    let faults = kenpo_wire::document_faults(document.to_string().as_bytes());
    let here = faults.into_iter().find(|fault| fault.path == path);
    let allowed = here.and_then(|fault| fault.allowed).unwrap_or_default();
    allowed.choices.iter().map(|choice| (*choice).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kkr() -> Value {
        serde_json::from_slice(include_bytes!("../../programmes/kkr.json")).unwrap()
    }

    fn tried(path: &str) -> Vec<String> {
        let changes = changes(&kkr(), path);
        changes
            .into_iter()
            .map(|(change, _)| change.value.map_or_else(|| "-".to_owned(), |value| value.to_string()))
            .collect()
    }

    #[test]
    fn every_setting_has_changes_of_its_kind() {
        assert_eq!(tried("/points/caps/0/points"), ["501", "499"]);
        assert_eq!(tried("/eligibility/0/device/app"), ["false"]);
        assert_eq!(tried("/account/support/0/opens"), ["\"09:01\"", "\"08:59\""]);
        assert_eq!(tried("/points/caps/0/month_of"), ["\"synced\""]);
        assert!(tried("/points/caps/0/window").contains(&"\"fiscal_year\"".to_owned()));
        // An id that other settings name, and one that a table of schemes knows.
        assert_eq!(tried("/points/rules/0/sources/1"), ["-"]);
    }

    #[test]
    fn days_and_times_move_a_little() {
        assert_eq!(near("2024-02-29"), ["2024-03-01", "2024-02-28"]);
        assert_eq!(near("05-01"), ["05-02", "05-00"]);
        assert_eq!(near("02-end"), ["02-27", "03-01"]);
        assert_eq!(near("17:00"), ["17:01", "16:59"]);
        assert!(near("kencom_coin").is_empty());
    }
}
