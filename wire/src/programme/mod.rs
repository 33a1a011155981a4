//! Programme documents: read, checked, compared.

mod faults;
mod parse;

use kenpo_core::{Decision, Error, Programme, points};
use serde::{Deserialize, Serialize};

use crate::{Failure, envelope::ProgrammeRef, part::Part, read::Raw};
use faults::faults_of;
pub use faults::{Fault, document_faults};
pub use parse::parse_programme;

/// `points.compare`: the other programme is a text inside the request.
pub(crate) fn compare(programme: &Programme, part: &Part<'_>) -> Result<Decision<points::CompareVerdict>, Failure> {
    let request: points::CompareRequest = part.read()?;
    let other = parse_programme(request.other.as_bytes()).map_err(|failure| {
        // Where in the document, and in which line of the request that is.
        let path = format!("/other{}", failure.path);
        Failure { path: format!("{}{path}", part.path), ..part.place(Error::new(failure.code, "/other")) }
    })?;
    points::compare(programme, &other, &request).map_err(|error| part.place(error))
}

/// The request of `programme.check`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgrammeRequest<'a> {
    #[serde(borrow)]
    document: Raw<'a>,
}

/// The request of `programme.check`.
#[cfg(feature = "schema")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ProgrammeRequest {
    /// The programme document, at most 1 MiB with the request around it.
    pub document: kenpo_core::programme::Document,
}

/// What `programme.check` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeVerdict {
    /// The programme that the document makes; absent where it has faults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeRef>,
    /// Every fault of the document, at most 100; the first is the one that parsing fails with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// Reads a programme document, and lists its faults, each with its place. The place is in the
/// document by itself, wherever it stands in the request.
pub(crate) fn check(part: &Part<'_>) -> Result<Decision<ProgrammeVerdict>, Failure> {
    let request: RawProgrammeRequest<'_> = part.read()?;
    let text = request.document.text();
    let verdict = match parse_programme(text.as_bytes()) {
        Ok(programme) => ProgrammeVerdict { programme: Some(ProgrammeRef::of(&programme)), faults: Vec::new() },
        Err(_) => ProgrammeVerdict { programme: None, faults: faults_of(text) },
    };
    Ok(Decision { verdict, checks: Vec::new() })
}
