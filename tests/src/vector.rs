//! A vector file.

use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

/// Cases of one operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorFile {
    /// The operation, such as `points.accrue`, or `points.accrue.batch`.
    pub operation: String,
    /// The programme document, from the project's root.
    #[serde(default)]
    pub programme: Option<String>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique over all files.
    pub id: String,
    /// Ids of the rules it holds.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Option<String>,
    /// A typed request, keys in the schema's order.
    #[serde(default)]
    pub request: Option<Box<RawValue>>,
    /// A request sent as it stands.
    #[serde(default)]
    pub request_text: Option<String>,
    /// JSON Pointers into the answer or error, and what stands there; `null` for nothing.
    pub expect: Map<String, Value>,
}

impl Case {
    /// The request's bytes: as they stand, or compact.
    ///
    /// # Errors
    /// Unless exactly one of `request` and `request_text` is there.
    pub fn request_text(&self) -> io::Result<String> {
        match (&self.request, &self.request_text) {
            (Some(request), None) => {
                let value: Value = serde_json::from_str(request.get())?;
                Ok(serde_json::to_string(&value)?)
            }
            (None, Some(text)) => Ok(text.clone()),
            _ => Err(io::Error::other(format!("{}: either request or request_text", self.id))),
        }
    }
}
