//! Programme documents that were changed at random, each with the codes for which the library refuses it: for an independent validator
//! that holds the published schema to them.

use std::{collections::BTreeMap, fs, io::Write, ops::Range, path::Path};

use kenpo_wire::document_faults;
use serde_json::{Map, Value, json};

/// Documents larger than this are changed elsewhere: a validator takes its time for them.
const MOST_BYTES: usize = 12_000;

/// Numbers at and around the ranges of settings, and of the integers that hold them.
const NUMBERS: [i64; 33] = [
    -1,
    0,
    1,
    2,
    3,
    4,
    6,
    8,
    10,
    11,
    12,
    13,
    28,
    29,
    100,
    101,
    128,
    129,
    255,
    256,
    366,
    367,
    1_000,
    1_001,
    10_000,
    10_001,
    65_535,
    65_536,
    4_294_967_295,
    4_294_967_296,
    5_000_000_000,
    9_007_199_254_740_991,
    9_007_199_254_740_992,
];

/// Texts that are something: a time, a day, an id, a choice of another setting.
const TEXTS: [&str; 19] = [
    "",
    "x",
    "第3条",
    "24:00",
    "24:01",
    "04-31",
    "02-end",
    "13-01",
    "2024-02-29",
    "2023-02-29",
    "2024-13-01",
    "20240401",
    "yesterday",
    "9999-12-31",
    "2024-06-01T00:00:00+09:00",
    "period",
    "ever",
    "business_days",
    "excluded",
];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

/// The project's documents, and what stands under each key anywhere in them.
struct Known {
    documents: Vec<Value>,
    under: BTreeMap<String, Vec<Value>>,
}

impl Known {
    fn read(root: &Path) -> Result<Self, String> {
        let mut known = Self { documents: Vec::new(), under: BTreeMap::new() };
        for folder in ["programmes", "programmes/published", "programmes/templates", "tests/programmes"] {
            let entries = fs::read_dir(root.join(folder)).map_err(|error| format!("{folder}: {error}"))?;
            let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            files.sort();
            for file in files.iter().filter(|file| file.extension().is_some_and(|name| name == "json")) {
                let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
                let document: Value =
                    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
                known.gather(&document);
                if document.to_string().len() <= MOST_BYTES {
                    known.documents.push(document);
                }
            }
        }
        Ok(known)
    }

    fn gather(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let under = self.under.entry(key.clone()).or_default();
                    if !under.contains(value) {
                        under.push(value.clone());
                    }
                    self.gather(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            _ => {}
        }
    }
}

/// Writes `codes TAB document`, the codes with their paths and parted by spaces, none for a document that is taken.
///
/// # Errors
/// A document that cannot be read, or an output that cannot be written.
pub fn write(root: &Path, cases: Range<u64>, out: &mut impl Write) -> Result<(), String> {
    let known = Known::read(root)?;
    for case in cases {
        let mut dice = Dice(case.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let mut document = dice.of(&known.documents).cloned().unwrap_or_default();
        for _ in 0..1 + dice.below(3) {
            let nodes = size(&document);
            let place = dice.below(nodes);
            change(&mut document, place, &known, &mut dice);
        }
        let text = document.to_string();
        let faults: Vec<String> = document_faults(text.as_bytes())
            .iter()
            .map(|fault| serde_json::to_value(fault).unwrap_or_default())
            .map(|fault| format!("{}:{}", fault["code"].as_str().unwrap_or("?"), fault["path"].as_str().unwrap_or("?")))
            .collect();
        writeln!(out, "{}\t{text}", faults.join(" ")).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// How many values a value has in it, itself counted.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(map) => map.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum::<usize>(),
        _ => 0,
    }
}

/// Changes the value at a place, counted in order of reading.
fn change(value: &mut Value, place: usize, known: &Known, dice: &mut Dice) {
    if place == 0 {
        return replace(value, known, dice);
    }
    let mut place = place - 1;
    let children: Box<dyn Iterator<Item = &mut Value>> = match value {
        Value::Object(map) => Box::new(map.values_mut()),
        Value::Array(items) => Box::new(items.iter_mut()),
        _ => return,
    };
    for child in children {
        let inside = size(child);
        if place < inside {
            return change(child, place, known, dice);
        }
        place -= inside;
    }
}

fn replace(value: &mut Value, known: &Known, dice: &mut Dice) {
    match value {
        Value::Object(map) => in_object(map, known, dice),
        Value::Array(items) => match dice.below(4) {
            0 => items.clear(),
            1 => items.reverse(),
            2 => {
                let place = dice.below(items.len());
                if place < items.len() {
                    items.remove(place);
                }
            }
            _ => {
                if let Some(item) = dice.of(items).cloned() {
                    items.push(item);
                }
            }
        },
        Value::Number(_) => *value = json!(dice.of(&NUMBERS)),
        Value::String(_) => *value = json!(dice.of(&TEXTS)),
        Value::Bool(given) => *given = !*given,
        Value::Null => {}
    }
    if dice.below(40) == 0 {
        *value = [Value::Null, json!(true), json!([]), json!({}), json!(1), json!("x")][dice.below(6)].clone();
    }
}

/// Leaves a key out, gives a key what stands under it elsewhere, or adds a key that another object has.
fn in_object(map: &mut Map<String, Value>, known: &Known, dice: &mut Dice) {
    let keys: Vec<String> = map.keys().cloned().collect();
    let key = dice.of(&keys).cloned();
    match (dice.below(3), key) {
        (0, Some(key)) => drop(map.shift_remove(&key)),
        (1, Some(key)) => {
            if let Some(other) = known.under.get(&key).and_then(|values| dice.of(values)) {
                map.insert(key, other.clone());
            }
        }
        _ => {
            // Most likely a key of the same kind of object: one that stands beside one of its keys elsewhere.
            let all: Vec<&String> = known.under.keys().collect();
            let some: Vec<&Value> = (0..8).filter_map(|_| dice.of(&known.documents)).collect();
            let beside: Vec<String> = some.into_iter().flat_map(|document| siblings(document, &keys)).collect();
            let key = match dice.below(4) {
                0 => dice.of(&all).map(|key| (*key).clone()),
                _ => dice.of(&beside).cloned(),
            };
            if let Some(key) = key
                && let Some(other) = known.under.get(&key).and_then(|values| dice.of(values))
            {
                map.insert(key, other.clone());
            }
        }
    }
}

/// The keys of objects that share two keys with the given ones.
fn siblings(value: &Value, keys: &[String]) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let alike = keys.iter().filter(|key| map.contains_key(*key)).count() >= keys.len().min(2);
            let own = if alike { map.keys().cloned().collect() } else { Vec::new() };
            own.into_iter().chain(map.values().flat_map(|value| siblings(value, keys))).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| siblings(item, keys)).collect(),
        _ => Vec::new(),
    }
}
