use kenpo_core::{Decision, Error, ErrorCode, Programme, points, programme::Document};
use serde::{Deserialize, Serialize};

use crate::{
    Failure,
    envelope::ProgrammeRef,
    faults::{Fault, faults_of},
    limits::DOCUMENT_LIMIT,
    part::Part,
    read::Source,
    read::{Raw, from_part, place},
};

/// Reads a programme document and finds it consistent, or says where it is not.
///
/// # Errors
/// The first fault, with its place.
pub fn parse_programme(document: &[u8]) -> Result<Programme, Failure> {
    if document.len() > DOCUMENT_LIMIT {
        return Err(Failure::of(ErrorCode::TooLarge));
    }
    let text = std::str::from_utf8(document).map_err(|_| Failure::of(ErrorCode::Utf8Invalid))?;
    // Some editors write a byte-order mark before the text; it is read over.
    let source = Source::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let read: Document = from_part(&source, 0, source.text.len(), &"")?;
    Programme::new(read, document).map_err(|error| place(error, &source, 0, &""))
}

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

/// `programme.check`: faults have their place in the document by itself, wherever it stands in the request.
pub(crate) fn check(part: &Part<'_>) -> Result<Decision<ProgrammeVerdict>, Failure> {
    let request: RawProgrammeRequest<'_> = part.read()?;
    let text = request.document.text();
    let verdict = match parse_programme(text.as_bytes()) {
        Ok(programme) => ProgrammeVerdict { programme: Some(ProgrammeRef::of(&programme)), faults: Vec::new() },
        Err(_) => ProgrammeVerdict { programme: None, faults: faults_of(text) },
    };
    Ok(Decision { verdict, checks: Vec::new() })
}
