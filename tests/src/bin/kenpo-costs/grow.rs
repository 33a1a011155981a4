//! Lists of a JSON value, and how they are made longer.

use std::collections::BTreeSet;

use kenpo_core::civil::Date;
use serde_json::Value;

/// In what further elements of a list differ from its last one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) name: &'static str,
    names: Names,
    days: bool,
    numbers: bool,
    /// Each is in effect on a day of its own.
    periods: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Same,
    /// Values of keys that are ids.
    Ids,
    All,
}

const fn way(name: &'static str, names: Names, days: bool, numbers: bool) -> Way {
    Way { name, names, days, numbers, periods: false }
}

/// Ids alone.
pub(crate) const BY_IDS: Way = way("ids", Names::Ids, false, false);

/// Those that differ most come first.
pub(crate) const WAYS: [Way; 12] = [
    way("ids, days, numbers", Names::Ids, true, true),
    way("ids, days", Names::Ids, true, false),
    way("ids, numbers", Names::Ids, false, true),
    BY_IDS,
    way("texts, days", Names::All, true, false),
    way("texts", Names::All, false, false),
    way("days, numbers", Names::Same, true, true),
    way("days", Names::Same, true, false),
    way("numbers", Names::Same, false, true),
    Way { periods: true, ..way("ids, periods", Names::Ids, false, false) },
    Way { periods: true, ..way("periods", Names::Same, false, false) },
    way("repeated", Names::Same, false, false),
];

/// Keys whose values say which one it is.
const IDS: [&str; 16] = [
    "id",
    "member_id",
    "person",
    "tag",
    "event",
    "request_key",
    "draw_id",
    "code",
    "slot",
    "digest",
    "salt",
    "key",
    "number",
    "name",
    "insurer_number",
    "member",
];

/// Integers that are numbers of rows.
const SEQUENCES: [&str; 2] = ["sequence", "revision"];

/// Every list that has an element, as a pointer with `*` for an element.
pub(crate) fn lists(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    find(value, "", &mut found);
    found
}

fn find(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => {
            if !list.is_empty() {
                found.insert(at.into());
            }
            list.iter().for_each(|element| find(element, &format!("{at}/*"), found));
        }
        Value::Object(map) => map.iter().for_each(|(key, value)| find(value, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

/// Adds this many elements to each list at a pointer. Those of lists that end alike are alike, so that ids fit together.
pub(crate) fn grow(value: &mut Value, pointer: &str, count: usize, way: Way) {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    grow_at(value, &segments, count, way);
}

fn grow_at(value: &mut Value, segments: &[&str], count: usize, way: Way) {
    match (segments, value) {
        ([], Value::Array(list)) => {
            let Some(last) = list.last().cloned() else { return };
            for index in 1..=count {
                let mut element = last.clone();
                vary(&mut element, index, way, "id");
                if way.periods {
                    put_in_effect(&mut element, index);
                }
                list.push(element);
            }
        }
        (["*", rest @ ..], Value::Array(list)) => {
            list.iter_mut().for_each(|element| grow_at(element, rest, count, way));
        }
        ([key, rest @ ..], Value::Object(map)) => {
            if let Some(value) = map.get_mut(*key) {
                grow_at(value, rest, count, way);
            }
        }
        _ => {}
    }
}

fn vary(value: &mut Value, index: usize, way: Way, key: &str) {
    match value {
        Value::String(text) => *text = varied(text, index, way, key),
        Value::Number(number) => {
            let counts = way.names != Names::Same && SEQUENCES.contains(&key);
            if let (Some(of), true) = (number.as_i64(), counts || way.numbers) {
                *value = (of + i64::try_from(index).unwrap_or(0)).into();
            }
        }
        // Plain texts in a list are mostly ids of other settings.
        Value::Array(list) => list.iter_mut().for_each(|element| vary(element, index, way, "")),
        Value::Object(map) => map.iter_mut().for_each(|(key, value)| vary(value, index, way, key)),
        _ => {}
    }
}

fn varied(text: &str, index: usize, way: Way, key: &str) -> String {
    let day = text.get(..10).and_then(Date::parse);
    let all = |is: fn(&u8) -> bool| text.bytes().all(|byte| is(&byte));
    let named = way.names == Names::All || way.names == Names::Ids && IDS.contains(&key);
    match day {
        Some(day) if way.days => {
            let later = i64::try_from(index).ok().and_then(|index| day.plus_days(index));
            format!("{}{}", later.unwrap_or(day), text.get(10..).unwrap_or_default())
        }
        Some(_) => text.into(),
        None if !named => text.into(),
        None if text.len() >= 32 && all(u8::is_ascii_hexdigit) => {
            format!("{}{index:08x}", text.get(..text.len() - 8).unwrap_or_default())
        }
        None if !text.is_empty() && text.len() < 16 && all(u8::is_ascii_digit) => {
            let number = text.parse::<u64>().unwrap_or(0) + index as u64;
            format!("{number:0width$}", width = text.len())
        }
        None => format!("{text}-{index}"),
    }
}

fn put_in_effect(element: &mut Value, index: usize) {
    let first = Date::from_ymd(2000, 1, 1).and_then(|first| first.plus_days(i64::try_from(index).unwrap_or(0)));
    if let (Value::Object(map), Some(day)) = (element, first) {
        map.insert("from".into(), day.to_string().into());
        map.insert("until".into(), day.to_string().into());
    }
}

/// The places of texts outside of lists.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(_) => vec![String::new()],
        Value::Object(map) => {
            let inside = |(key, value): (&String, &Value)| {
                texts(value).into_iter().map(move |at| format!("/{key}{at}")).collect::<Vec<_>>()
            };
            map.iter().flat_map(inside).collect()
        }
        _ => Vec::new(),
    }
}
