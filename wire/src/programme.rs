use std::fmt::Display;

use kenpo_core::{Decision, Error, ErrorCode, Programme, points, programme::Document};
use serde::{Deserialize, Serialize};

use crate::{
    Failure,
    envelope::ProgrammeRef,
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
    parse_part(&Source::new(text), 0, text.len(), &"")
}

/// The same for a document that stands inside another text.
fn parse_part(source: &Source<'_>, start: usize, end: usize, path: &dyn Display) -> Result<Programme, Failure> {
    let document: Document = from_part(source, start, end, path)?;
    let bytes = source.text.as_bytes().get(start..end).unwrap_or_default();
    Programme::new(document, bytes).map_err(|error| place(error, source, start, path))
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
    /// The programme that the document makes.
    pub programme: ProgrammeRef,
}

/// `programme.check`: reads the document where it stands, so that faults have their place in the request.
pub(crate) fn check(part: &Part<'_>) -> Result<Decision<ProgrammeVerdict>, Failure> {
    let request: RawProgrammeRequest<'_> = part.read()?;
    let (start, end) = request.document.span(part.source.text);
    let programme = parse_part(part.source, start, end, &format_args!("{}/document", part.path))?;
    Ok(Decision { verdict: ProgrammeVerdict { programme: ProgrammeRef::of(&programme) }, checks: Vec::new() })
}
