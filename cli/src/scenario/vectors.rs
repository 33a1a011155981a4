//! The project's vectors: cases of one operation, each a request and what stands in its answer.

use std::path::{Path, PathBuf};

use kenpo::{Programme, json::answer};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Played,
    judge::{self, Finding, Why},
    misread::Misread,
    yaml::escaped,
};

/// Cases of one operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vectors {
    operation: String,
    /// From the project's root.
    #[serde(default)]
    pub(crate) programme: Option<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(default, rename = "rules")]
    _rules: Vec<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(default)]
    request: Option<Value>,
    #[serde(default)]
    request_text: Option<String>,
    expect: Map<String, Value>,
}

impl Vectors {
    pub(crate) fn play(
        &self,
        programme: Option<&Programme>,
        each: &mut dyn FnMut(Played) -> bool,
    ) -> Result<(), Misread> {
        for (place, case) in self.cases.iter().enumerate() {
            let text = match (&case.request, &case.request_text) {
                (Some(request), _) => request.to_string(),
                (None, text) => text.clone().unwrap_or_default(),
            };
            let answered = answer(programme, self.operation.as_bytes(), text.as_bytes());
            let answered = answered.unwrap_or_else(|failure| failure.to_json());
            let answered: Value = serde_json::from_slice(&answered).unwrap_or_default();
            let findings = case.expect.iter().filter_map(|(key, expected)| {
                let got = answered.pointer(key).cloned().unwrap_or_default();
                let pointer = format!("/cases/{place}/expect/{}", escaped(key));
                (*expected != got).then(|| Finding {
                    pointer,
                    key: key.clone(),
                    expected: expected.clone(),
                    got,
                    why: self.why(programme, case, &answered),
                })
            });
            let findings = findings.collect();
            let (name, expectations) = (case.id.clone(), case.expect.len());
            if !each(Played { name, example: None, expectations, findings }) {
                break;
            }
        }
        Ok(())
    }

    /// Errors of items, else the checks.
    fn why(&self, programme: Option<&Programme>, case: &Case, answered: &Value) -> Why {
        let errors = judge::errors(answered);
        if !errors.is_empty() {
            return Why::Errors(errors);
        }
        let request = case.request.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        Why::Checks(judge::checks(programme, &self.operation, &request, "all"))
    }
}

/// A programme's path from the project's root, which is a folder above the vectors'.
pub(crate) fn found(folder: &Path, programme: &str) -> PathBuf {
    let above = folder.ancestors().map(|folder| folder.join(programme));
    above.into_iter().find(|path| path.is_file()).unwrap_or_else(|| programme.into())
}
