//! Requests of the vectors, as they stand and changed at random, each with the code for which the library refuses it: for an independent
//! validator that holds the contract's schema to them.

use std::{collections::BTreeMap, fs, io::Write, ops::Range, path::Path};

use kenpo_core::Programme;
use kenpo_wire::{OPERATIONS, answer};
use serde_json::Value;

use crate::{
    changed::{Dice, Known},
    documents::codes,
    read_programme,
    vector::VectorFile,
    vector_files,
};

/// Longer requests are validated as they stand, where they are not longer than [`LONGEST`]: a validator takes its time for them.
const MOST_BYTES: usize = 4_000;
const LONGEST: usize = 100_000;

/// A request of a vector.
struct Asked {
    operation: String,
    programme: String,
    text: String,
}

/// Writes `operation TAB codes TAB request`, the codes with their paths and parted by spaces, none for a request that is taken: every
/// request of the vectors where `all` says so, then those of these numbers, changed.
///
/// # Errors
/// A file that cannot be read, or an output that cannot be written.
pub fn write(root: &Path, cases: Range<u64>, all: bool, out: &mut impl Write) -> Result<(), String> {
    let mut programmes = BTreeMap::from([(String::new(), None)]);
    let mut asked = Vec::new();
    for path in vector_files(&root.join("tests/vectors")).map_err(|error| error.to_string())? {
        let fault = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let file = fs::read(&path).map_err(|error| fault(&error))?;
        let file: VectorFile = serde_json::from_slice(&file).map_err(|error| fault(&error))?;
        let programme = file.programme.unwrap_or_default();
        if !programmes.contains_key(&programme) {
            let read = read_programme(&root.join(&programme)).map_err(|error| fault(&error))?;
            programmes.insert(programme.clone(), Some(read));
        }
        for case in &file.cases {
            let text = case.request_text().map_err(|error| fault(&error))?;
            asked.extend(parts(&file.operation, &programme, text));
        }
    }
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    let mut short = Vec::new();
    for asked in &asked {
        let programme = programmes.get(&asked.programme).and_then(Option::as_ref);
        if all {
            line(programme, &asked.operation, &asked.text, out)?;
        }
        if asked.text.len() <= MOST_BYTES
            && let Ok(value) = serde_json::from_str::<Value>(&asked.text)
        {
            let of_area = known.entry(area(&asked.operation)).or_default();
            of_area.gather(&value);
            of_area.values.push(value.clone());
            short.push((asked, value));
        }
    }
    for case in cases {
        let mut dice = Dice::of_case(case);
        let Some((asked, value)) = dice.of(&short) else { break };
        let mut value = value.clone();
        if let Some(known) = known.get(area(&asked.operation)) {
            known.change(&mut value, &mut dice);
        }
        let programme = programmes.get(&asked.programme).and_then(Option::as_ref);
        line(programme, &asked.operation, &value.to_string(), out)?;
    }
    Ok(())
}

/// `points` of `points.accrue`.
fn area(operation: &str) -> &str {
    operation.split('.').next().unwrap_or_default()
}

/// A request that is JSON: of a batch each item, which has the schema of a request.
fn parts(operation: &str, programme: &str, text: String) -> Vec<Asked> {
    let asked = |operation: &str, text| Asked { operation: operation.into(), programme: programme.into(), text };
    let Ok(value) = serde_json::from_str::<Value>(&text) else { return Vec::new() };
    let single = operation.strip_suffix(".batch").unwrap_or(operation);
    if !OPERATIONS.iter().any(|known| known.name == single) {
        return Vec::new();
    }
    match operation.strip_suffix(".batch") {
        Some(operation) => {
            let items = value["items"].as_array().into_iter().flatten().take(100);
            items.map(|item| asked(operation, item.to_string())).collect()
        }
        None if text.len() > LONGEST || text.contains('\n') => Vec::new(),
        None => vec![asked(operation, text)],
    }
}

fn line(programme: Option<&Programme>, operation: &str, text: &str, out: &mut impl Write) -> Result<(), String> {
    let refused = match answer(programme, operation.as_bytes(), text.as_bytes()) {
        Ok(answered) => {
            let answered: Value = serde_json::from_slice(&answered).map_err(|error| error.to_string())?;
            let verdict = &answered["answer"]["verdict"];
            // Of many arrivals each has its error, and faults of a document are what `programme.check` is asked for.
            let items = verdict["items"].as_array().into_iter().flatten();
            let errors = items.filter_map(|item| item.get("error")).cloned().collect();
            [codes(&verdict["faults"]), codes(&Value::Array(errors))].concat()
        }
        Err(failure) => codes(&Value::Array(vec![serde_json::to_value(failure).unwrap_or_default()])),
    };
    writeln!(out, "{operation}\t{}\t{text}", refused.join(" ")).map_err(|error| error.to_string())
}
