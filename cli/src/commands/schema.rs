//! `kenpo schema`

use std::{collections::BTreeSet, io::Write as _, sync::OnceLock};

use serde_json::{Map, Value, json};

use crate::{
    desk::Desk,
    fault,
    lang::Lang,
    meant::meant,
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

/// What the contract says that an operation answers.
pub(crate) fn description<'c>(contract: &'c Value, operation: &str) -> &'c str {
    entry(contract, operation).and_then(|entry| entry["description"].as_str()).unwrap_or_default()
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
        "description": entry["description"],
        "needs_programme": entry["needs_programme"],
        "request": entry["request"],
        "answer": entry["answer"],
        "$defs": defs,
    }))
}

/// There is no operation of a name; perhaps another was meant.
pub(crate) fn unknown(desk: &Desk, what: &str) -> Stop {
    let said = phrases::unknown_operation(desk.lang, what);
    let asked = operation_meant(desk.lang, what).map(|asked| format!("\n{asked}"));
    Stop::Usage(said + &asked.unwrap_or_default())
}

/// Whether the operation with the nearest name was meant.
pub(crate) fn operation_meant(lang: Lang, what: &str) -> Option<String> {
    let name = meant(what, kenpo::json::OPERATIONS.iter().map(|known| known.name))?;
    Some(fault::meant(lang, name))
}

/// The keys that the object at a path of a request may have, in the contract's order; none where it is something else.
pub(crate) fn keys_at(operation: &str, path: &str) -> Outcome<Vec<String>> {
    let contract = contract()?;
    let single = operation.strip_suffix(".batch");
    // Of a batch: `/items`, and the place of the request.
    let steps = path.split('/').skip(if single.is_some() { 3 } else { 1 });
    let request = entry(&contract, single.unwrap_or(operation)).map(|entry| &entry["request"]);
    let found = steps.fold(request.and_then(|found| object(&contract, found)), |found, step| {
        let inner = found?;
        object(&contract, inner["properties"].get(step).unwrap_or(&inner["items"]))
    });
    let keys = found.and_then(|found| found["properties"].as_object());
    Ok(keys.into_iter().flat_map(Map::keys).cloned().collect())
}

/// What a schema refers to, or the first of its alternatives that is an object or a list.
fn object<'a>(contract: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return object(contract, contract["$defs"].get(reference.rsplit('/').next()?)?);
    }
    let alternatives = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    match alternatives {
        Some(alternatives) => alternatives.iter().find_map(|one| object(contract, one)),
        None => (schema["properties"].is_object() || schema["items"].is_object()).then_some(schema),
    }
}
