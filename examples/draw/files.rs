//! The files of a draw, all JSON: the library's own types, and two small ones around them.

use std::{fs, path::Path};

use kenpo::json;
use serde_json::Value;

use crate::Outcome;

pub(crate) const HEADS: &str = "published/heads.json";
pub(crate) const MANIFEST: &str = "published/manifest.json";
pub(crate) const PROOF: &str = "published/proof.json";
pub(crate) const MEMBERS: &str = "members";
pub(crate) const OPERATOR: &str = "operator/state.json";

pub(crate) fn write(path: &Path, value: &Value) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, format!("{value:#}\n"))?)
}

pub(crate) fn read(path: &Path) -> Outcome<Value> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The part of a file that is of one of the library's types.
pub(crate) fn part<T: serde::de::DeserializeOwned>(value: &Value, key: &str) -> Outcome<T> {
    let text = value.get(key).ok_or_else(|| format!("{key} is missing"))?.to_string();
    whole(&text).map_err(|error| format!("{key}: {error}").into())
}

/// A text of one of the library's types.
pub(crate) fn whole<T: serde::de::DeserializeOwned>(text: &str) -> Outcome<T> {
    json::from_text(text).map_err(|failure| failure.to_string().into())
}
