//! JSON that is changed at random: values of other requests or documents in the places of its own, keys left out or added.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

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
pub(crate) struct Dice(u64);

impl Dice {
    /// The numbers of a case.
    pub(crate) fn of_case(case: u64) -> Self {
        Self(case.wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

/// Of what stands under a key, this many different values are known.
const MOST_VALUES: usize = 256;

/// What is changed, and what stands under each key anywhere in it.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) values: Vec<Value>,
    under: BTreeMap<String, Vec<Value>>,
}

impl Known {
    pub(crate) fn gather(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let under = self.under.entry(key.clone()).or_default();
                    if under.len() < MOST_VALUES && !under.contains(value) {
                        under.push(value.clone());
                    }
                    self.gather(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            _ => {}
        }
    }

    /// One to three changes.
    pub(crate) fn change(&self, value: &mut Value, dice: &mut Dice) {
        for _ in 0..1 + dice.below(3) {
            let place = dice.below(size(value));
            change(value, place, self, dice);
        }
    }
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
            let some: Vec<&Value> = (0..8).filter_map(|_| dice.of(&known.values)).collect();
            let beside: Vec<String> = some.into_iter().flat_map(|value| siblings(value, &keys)).collect();
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
