//! Programme documents that were changed at random, each with the codes for which the library refuses it: for an independent validator
//! that holds the published schema to them.

use std::{fs, io::Write, ops::Range, path::Path};

use kenpo_wire::document_faults;
use serde_json::Value;

use crate::changed::{Dice, Known};

/// Documents larger than this are changed elsewhere: a validator takes its time for them.
const MOST_BYTES: usize = 12_000;

/// The project's documents.
fn known(root: &Path) -> Result<Known, String> {
    let mut known = Known::default();
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
                known.values.push(document);
            }
        }
    }
    Ok(known)
}

/// Writes `codes TAB document`, the codes with their paths and parted by spaces, none for a document that is taken.
///
/// # Errors
/// A document that cannot be read, or an output that cannot be written.
pub fn write(root: &Path, cases: Range<u64>, out: &mut impl Write) -> Result<(), String> {
    let known = known(root)?;
    for case in cases {
        let mut dice = Dice::of_case(case);
        let mut document = dice.of(&known.values).cloned().unwrap_or_default();
        known.change(&mut document, &mut dice);
        let text = document.to_string();
        let faults = codes(&serde_json::to_value(document_faults(text.as_bytes())).unwrap_or_default());
        writeln!(out, "{}\t{text}", faults.join(" ")).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// `code:path` of each fault.
pub(crate) fn codes(faults: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let faults = faults.as_array().into_iter().flatten();
    faults.map(|fault| format!("{}:{}", text(&fault["code"]), text(&fault["path"]))).collect()
}
