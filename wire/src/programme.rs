use std::fmt::Display;

use kenpo_core::{ErrorCode, Programme, programme::Document};

use crate::{
    Failure,
    read::{from_part, place},
    source::Source,
};

/// The longest programme document, in bytes.
pub const DOCUMENT_LIMIT: usize = 1 << 20;

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
pub(crate) fn parse_part(
    source: &Source<'_>,
    start: usize,
    end: usize,
    path: &dyn Display,
) -> Result<Programme, Failure> {
    let document: Document = from_part(source, start, end, path)?;
    let bytes = source.text.as_bytes().get(start..end).unwrap_or_default();
    Programme::new(document, bytes).map_err(|error| place(error, source, start, path))
}
