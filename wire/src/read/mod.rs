//! Reads JSON into the request types: strictly, with the place of every fault, and without ever repeating what it read.
//!
//! Stricter than JSON needs: null is refused, objects are never written as arrays, keys are known and stand once, numbers are
//! integers. `docs/decisions/0003-own-json-reader.md` says why this is not serde_json's reader.

mod arrival;
mod decode;
mod fault;
mod fields;
mod raw;
mod scan;
mod words;

use std::fmt::Display;

use kenpo_core::Error;
use serde::Deserialize;

pub(crate) use raw::{Attempt, Attempts, Raw};
use scan::Reader;

use crate::{Failure, source::Source};

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
    read.map_err(|fault| {
        let failure = Failure { path: format!("{path}{}", fault.0.path), ..Failure::of(fault.0.code) };
        source.place(failure, fault.0.at.unwrap_or(start))
    })
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
