//! Changes of a document, one at a time: each value a little higher, a little lower, another choice, or gone; and each group of values gone.

use kenpo::{civil::Date, programme::Document};
use serde_json::Value;

/// The most choices that are tried of one setting.
const CHOICES: usize = 40;

/// A change of one value.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The value, as a JSON Pointer.
    pub(crate) path: String,
    /// What stands there instead; nothing where it is taken away.
    pub(crate) value: Option<Value>,
}

/// Why a value is not changed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kept {
    /// It names the document.
    Document,
    /// It is a name by which requests, records and other settings go.
    Name,
    /// It is the rule that checks cite.
    Cited,
    /// It is for readers: no answer is decided by it.
    Words,
    /// There is nothing in it.
    Empty,
    /// It says what holds without it too.
    Preset,
    /// Every change of it alone has these faults.
    Faulty(Vec<&'static str>),
}

impl Kept {
    /// For scripts.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Name => "name",
            Self::Cited => "cited",
            Self::Words => "words",
            Self::Empty => "empty",
            Self::Preset => "preset",
            Self::Faulty(_) => "faulty",
        }
    }
}

/// A document, as JSON and as read.
pub(crate) struct Original<'d> {
    pub(crate) json: &'d Value,
    pub(crate) read: &'d Document,
}

impl Original<'_> {
    /// Every value of a document once, as JSON Pointers; and before its values each object that can be taken away, as `once` of a service or an element of
    /// `caps`, and each list of which no element can be.
    pub(crate) fn places(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (key, section) in self.json.as_object().into_iter().flatten() {
            let path = format!("/{}", escaped(key));
            match section {
                // A whole section is what its elements are.
                Value::Object(settings) if !settings.is_empty() => {
                    for (key, value) in settings {
                        self.collect(value, format!("{path}/{}", escaped(key)), &mut paths);
                    }
                }
                _ => drop(self.collect(section, path, &mut paths)),
            }
        }
        paths
    }

    /// Adds the places at a value and within it; whether there is more in it than texts for readers.
    fn collect(&self, value: &Value, path: String, paths: &mut Vec<String>) -> bool {
        let within: Vec<(String, &Value)> = match value {
            Value::Object(object) => {
                object.iter().map(|(key, value)| (format!("{path}/{}", escaped(key)), value)).collect()
            }
            Value::Array(list) => (0..).zip(list).map(|(place, value)| (format!("{path}/{place}"), value)).collect(),
            _ => Vec::new(),
        };
        if within.is_empty() {
            let decides = kept(&path) != Some(Kept::Words);
            paths.push(path);
            return decides;
        }
        let here = paths.len();
        let can_go = |path: &str| self.made(path, None).is_ok();
        let by_parts = value.is_array() && within.iter().any(|(path, _)| can_go(path));
        let mut decides = false;
        for (path, value) in within {
            decides |= self.collect(value, path, paths);
        }
        if decides && !by_parts && can_go(&path) {
            paths.insert(here, path);
        }
        decides
    }

    /// Changes of a value that make another document without faults, as texts.
    ///
    /// # Errors
    /// Why the value has no change.
    pub(crate) fn changes(&self, path: &str) -> Result<Vec<(Change, String)>, Kept> {
        let Some(value) = self.json.pointer(path) else { return Err(Kept::Empty) };
        if let Some(kept) = kept(path).filter(|_| !holds_others(value)) {
            return Err(kept);
        }
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
            let others = choices(self.json, path).into_iter().filter(|choice| choice != text);
            values.extend(others.take(CHOICES).map(|choice| Some(Value::String(choice))));
        }
        // Some are only there or not, as a needed fact or `once`: without it.
        values.push(None);
        // Where nothing else can stand there: another text.
        let other = match value {
            Value::String(text) => other(text).map(|text| Some(Value::String(text))),
            _ => None,
        };
        let mut whys = Vec::new();
        for values in [values, other.into_iter().collect()] {
            let mut changes = Vec::new();
            for value in values {
                match self.made(path, value) {
                    Ok(made) => changes.push(made),
                    Err(why) => whys.push(why),
                }
            }
            if !changes.is_empty() {
                return Ok(changes);
            }
        }
        if matches!(value, Value::Object(_) | Value::Array(_)) && !whys.contains(&Kept::Preset) {
            return Err(Kept::Empty);
        }
        let faults = whys.iter().filter_map(|why| if let Kept::Faulty(faults) = why { Some(faults) } else { None });
        let mut faults = faults.flatten().copied().collect::<Vec<_>>();
        faults.sort_unstable();
        faults.dedup();
        Err(if faults.is_empty() { Kept::Preset } else { Kept::Faulty(faults) })
    }

    /// A change, where it makes another document without faults.
    ///
    /// # Errors
    /// What is wrong with that, or that the document stays the same.
    fn made(&self, path: &str, value: Option<Value>) -> Result<(Change, String), Kept> {
        let change = Change { path: path.to_owned(), value };
        let text = changed(self.json, &change).ok_or(Kept::Empty)?.to_string();
        match kenpo::parse_programme(text.as_bytes()) {
            Ok(programme) if programme.document() == self.read => Err(Kept::Preset),
            Ok(_) => Ok((change, text)),
            Err(failure) => Err(Kept::Faulty(vec![failure.code.name()])),
        }
    }
}

/// Whether a value is an object or list with something in it.
fn holds_others(value: &Value) -> bool {
    match value {
        Value::Object(object) => !object.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    }
}

/// Why a value is not to be changed, by where it is.
fn kept(path: &str) -> Option<Kept> {
    let keys: Vec<&str> = path.split('/').skip(1).collect();
    match keys[..] {
        ["format" | "id" | "version"] => Some(Kept::Document),
        // What a name at sign-in is held to, as a rule's id.
        ["account", "sign_in", _, "name"] => Some(Kept::Cited),
        [.., "says", _] | [.., "notes", _] | [.., "name" | "clause"] => Some(Kept::Words),
        [.., "id"] => Some(Kept::Name),
        [.., "rule"] => Some(Kept::Cited),
        _ => None,
    }
}

/// A document with a change.
fn changed(document: &Value, change: &Change) -> Option<Value> {
    let mut document = document.clone();
    match &change.value {
        Some(value) => *document.pointer_mut(&change.path)? = value.clone(),
        None => {
            let (parent, key) = change.path.rsplit_once('/')?;
            let key = &key.replace("~1", "/").replace("~0", "~");
            match document.pointer_mut(parent)? {
                Value::Object(object) => drop(object.remove(key)?),
                Value::Array(list) => drop(list.remove(key.parse().ok()?)),
                _ => return None,
            }
        }
    }
    Some(document)
}

/// A key in a JSON Pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Another text of the same kind: the last digit moved on, else a letter more.
fn other(text: &str) -> Option<String> {
    let last = text.chars().next_back()?;
    let before = text.get(..text.len() - last.len_utf8())?;
    Some(match last.to_digit(10) {
        Some(digit) => format!("{before}{}", (digit + 1) % 10),
        None => format!("{text}x"),
    })
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

/// Whether one of some texts stands at a place.
pub(crate) fn is_choice(document: &Value, path: &str) -> bool {
    !choices(document, path).is_empty()
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

    fn programme(document: &Value) -> kenpo::Programme {
        kenpo::parse_programme(document.to_string().as_bytes()).unwrap()
    }

    fn tried(path: &str) -> Result<Vec<String>, Kept> {
        let shown =
            |(change, _): (Change, String)| change.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let (json, programme) = (kkr(), programme(&kkr()));
        let original = Original { json: &json, read: programme.document() };
        Ok(original.changes(path)?.into_iter().map(shown).collect())
    }

    #[test]
    fn every_value_has_changes_of_its_kind() {
        assert_eq!(tried("/points/caps/0/points").unwrap(), ["501", "499"]);
        assert_eq!(tried("/eligibility/0/device/app").unwrap(), ["false", "-"]);
        assert_eq!(tried("/account/support/0/opens").unwrap(), ["\"09:01\"", "\"08:59\""]);
        // Without it the document says the same.
        assert_eq!(tried("/points/caps/0/month_of").unwrap(), ["\"synced\""]);
        assert!(tried("/points/caps/0/window").unwrap().contains(&"\"fiscal_year\"".to_owned()));
        assert_eq!(tried("/points/rules/0/sources/1").unwrap(), ["-"]);
    }

    #[test]
    fn what_is_not_changed_says_why() {
        for (path, why) in [
            ("/version", Kept::Document),
            ("/points/caps/0/id", Kept::Name),
            ("/points/caps/0/rule", Kept::Cited),
            ("/points/caps/0/clause", Kept::Words),
            ("/notes/0", Kept::Words),
        ] {
            assert_eq!(tried(path).unwrap_err(), why, "{path}");
        }
    }

    #[test]
    fn every_value_is_named_once_and_what_can_go_before_it() {
        let json = serde_json::json!({
            "format": "kenpo-programme/1", "id": "p", "version": "1", "name": "名", "notes": ["文"],
            "eligibility": [{ "id": "dock", "insured": {}, "age": { "at_least": 40 } }],
        });
        let programme = programme(&json);
        let original = Original { json: &json, read: programme.document() };
        let places = "/eligibility/0 /eligibility/0/age /eligibility/0/age/at_least /eligibility/0/id /eligibility/0/insured /format /id /name /notes/0 /version";
        let mut found = original.places();
        found.sort_unstable();
        assert_eq!(found.join(" "), places);
        assert_eq!(
            [other("check_up"), other("06133429"), other("")],
            [Some("check_upx".into()), Some("06133420".into()), None]
        );
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
