//! Reads JSON into the request types: strictly, with the place of every fault, and without ever repeating what it read.
//!
//! Stricter than JSON needs: null is refused, objects are never written as arrays, keys are known and stand once, numbers are
//! integers. `docs/decisions/0003-own-json-reader.md` says why this is not serde_json's reader.

mod arrival;
mod decode;
pub(crate) mod diagnose;
mod fault;
mod fields;
mod items;
mod kept;
mod scan;
mod skip;
mod source;
mod words;

use std::fmt::Display;

use kenpo_core::{Error, ErrorCode};
use serde::Deserialize;

pub(crate) use fault::Fault;
pub(crate) use items::Items;
pub(crate) use kept::{Attempt, Attempts, Raw};
use scan::Reader;
pub(crate) use source::Source;

use crate::Failure;

/// Reads a whole text as one value.
///
/// # Errors
/// The first fault, with its place.
pub fn from_text<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Failure> {
    from_part(&Source::new(text), 0, text.len(), &"")
}

/// Reads the part of a text from `start` to `end` as one value; places are those in the whole text, paths begin at `path`.
pub(crate) fn from_part<'de, T: Deserialize<'de>>(
    source: &Source<'de>,
    start: usize,
    end: usize,
    path: &dyn Display,
) -> Result<T, Failure> {
    let mut reader = Reader::new(source.text.get(..end).unwrap_or(source.text), start);
    let read = T::deserialize(&mut reader).and_then(|value| {
        reader.skip_space();
        if reader.at == reader.text.len() { Ok(value) } else { Err(reader.syntax()) }
    });
    read.map_err(|fault| failure(fault, source, start, path))
}

/// Reads an item of a batch, from `start` to wherever it ends, and says where that is; `None` where it is not JSON to its end.
/// One that is longer than `limit` is refused.
pub(crate) fn from_item<'de, T: Deserialize<'de>>(
    source: &Source<'de>,
    start: usize,
    limit: usize,
    path: &dyn Display,
) -> (Option<usize>, Result<T, Failure>) {
    let mut reader = Reader::of_item(source.text, start);
    let read = T::deserialize(&mut reader);
    let end = match read {
        Ok(_) => Some(reader.at),
        Err(_) => Items::end_of(source.text, start).ok(),
    };
    if end.is_some_and(|end| end.saturating_sub(start) > limit) {
        return (end, Err(failure(Fault::new(ErrorCode::TooLarge), source, start, path)));
    }
    (end, read.map_err(|fault| failure(fault, source, start, path)))
}

/// A fault as a failure, with its place in the text: where nothing says more, `start`.
pub(crate) fn failure(fault: Fault, source: &Source<'_>, start: usize, path: &dyn Display) -> Failure {
    let failure = Failure { path: format!("{path}{}", fault.0.path), ..Failure::of(fault.0.code) };
    source.place(failure, fault.0.at.unwrap_or(start))
}

/// Gives an error of the core its place in the text: that of the value it names, or of the nearest one around it.
pub(crate) fn place(error: Error, source: &Source<'_>, start: usize, path: &dyn Display) -> Failure {
    let mut reader = Reader::new(source.text, start);
    let mut offset = start;
    for segment in error.path().split('/').skip(1) {
        match reader.descend(segment) {
            Ok(Some(found)) => offset = found,
            _ => break,
        }
    }
    let failure = Failure { path: format!("{path}{}", error.path()), ..Failure::of(error.code()) };
    source.place(failure, offset)
}
