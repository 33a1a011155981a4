//! `kenpo schema`

use std::{collections::BTreeSet, io::Write as _, sync::OnceLock};

use serde_json::{Map, Value, json};

use crate::{
    desk::Desk,
    scenario,
    stop::{Outcome, Stop},
    words::phrases,
};

const DOCUMENT: &str = include_str!("../../../docs/schemas/kenpo-programme-1.json");
const CONTRACT: &str = include_str!("../../../docs/schemas/contract.json");

pub(crate) fn run(desk: &mut Desk, what: &str) -> Outcome {
    match what {
        "document" => desk.out.write_all(DOCUMENT.as_bytes())?,
        "contract" => desk.out.write_all(CONTRACT.as_bytes())?,
        "scenarios" => {
            let text = serde_json::to_string_pretty(&scenario::schema()).map_err(Stop::fault)?;
            writeln!(desk.out, "{text}")?;
        }
        _ => {
            let schema = operation(&contract()?, what).ok_or_else(|| unknown(desk, what))?;
            let text = serde_json::to_string_pretty(&schema).map_err(Stop::fault)?;
            writeln!(desk.out, "{text}")?;
        }
    }
    Ok(true)
}

/// The contract's schema.
pub(crate) fn contract() -> Outcome<Value> {
    serde_json::from_str(CONTRACT).map_err(Stop::fault)
}

/// Whether anything in the contract has a key of this name.
pub(crate) fn is_key(key: &str) -> bool {
    static KEYS: OnceLock<BTreeSet<String>> = OnceLock::new();
    let all = || {
        let contract = contract().unwrap_or_default();
        let defs = contract["$defs"].as_object().into_iter().flat_map(Map::values);
        let keys = defs.filter_map(|def| def["properties"].as_object()).flat_map(Map::keys);
        keys.cloned().collect()
    };
    KEYS.get_or_init(all).contains(key)
}

/// Whether an operation's request takes a key.
pub(crate) fn takes(contract: &Value, operation: &str, key: &str) -> bool {
    let found = entry(contract, operation).and_then(|entry| entry["request"]["$ref"].as_str());
    let name = found.and_then(|reference| reference.rsplit('/').next());
    name.is_some_and(|name| contract["$defs"][name]["properties"].get(key).is_some())
}

fn entry<'a>(contract: &'a Value, operation: &str) -> Option<&'a Value> {
    contract["operations"].as_array()?.iter().find(|entry| entry["name"] == operation)
}

/// The schemas of one operation, with the definitions that they need.
fn operation(contract: &Value, name: &str) -> Option<Value> {
    let entry = entry(contract, name)?;
    let mut needed = BTreeSet::new();
    let mut next = vec![entry];
    while let Some(value) = next.pop() {
        match value {
            Value::Object(object) => {
                if let Some(name) = object.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next())
                    && needed.insert(name.to_owned())
                {
                    next.push(&contract["$defs"][name]);
                }
                next.extend(object.values());
            }
            Value::Array(list) => next.extend(list),
            _ => {}
        }
    }
    let defs: Map<String, Value> = needed.iter().map(|name| (name.clone(), contract["$defs"][name].clone())).collect();
    Some(json!({
        "operation": name,
        "needs_programme": entry["needs_programme"],
        "request": entry["request"],
        "answer": entry["answer"],
        "$defs": defs,
    }))
}

pub(crate) fn unknown(desk: &Desk, what: &str) -> Stop {
    Stop::Usage(phrases::unknown_operation(desk.lang, what))
}
