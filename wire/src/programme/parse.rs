use kenpo_core::{ErrorCode, Programme, programme::Document};

use crate::{
    Failure,
    limits::DOCUMENT_LIMIT,
    read::{Source, from_part, place},
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
