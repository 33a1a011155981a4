//! What stands around answers: who answered, by which programme, and of many, each answer or its error.

use kenpo_core::{
    Programme, VERSION,
    value::{Clause, Code, Hex},
};
use serde::Serialize;

use crate::{Failure, write::Text};

/// One answer of many: what was decided, or why this one could not be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item<A> {
    /// What was decided.
    Answer(A),
    /// Why this one could not be decided.
    Error(Failure),
}

impl<A> From<Result<A, Failure>> for Item<A> {
    fn from(result: Result<A, Failure>) -> Self {
        match result {
            Ok(answer) => Self::Answer(answer),
            Err(failure) => Self::Error(failure),
        }
    }
}

/// The whole of an answer: who answered, by which programme, and what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answered<A> {
    /// The library's version.
    pub kenpo: &'static str,
    /// The programme that was read, where the operation reads one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeRef>,
    /// The answer.
    pub answer: A,
}

/// Which programme answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeRef {
    /// The document's id.
    pub id: Code,
    /// The document's version.
    pub version: Clause,
    /// SHA-256 of the document's bytes.
    pub digest: Hex<32>,
}

impl ProgrammeRef {
    pub(crate) fn of(programme: &Programme) -> Self {
        let document = programme.document();
        Self { id: document.id.clone(), version: document.version.clone(), digest: programme.digest() }
    }
}

/// [`Answered`] without its answer.
#[derive(Serialize)]
struct Opening {
    kenpo: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<ProgrammeRef>,
}

/// Writes the keys before `answer` or `items`, as [`Answered`] has them.
pub(crate) fn open(programme: Option<&Programme>, out: &mut Text) -> Result<(), Failure> {
    out.append(&Opening { kenpo: VERSION, programme: programme.map(ProgrammeRef::of) })?;
    // What follows takes the place of the closing brace.
    out.truncate(out.len().saturating_sub(1));
    Ok(out.append_plain(b",")?)
}
