//! The complete lane: any operation, JSON in, JSON out.

use kenpo_core::ErrorCode;
use kenpo_wire::{Failure, Status};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::Fault;

/// A programme that was read and found consistent.
#[wasm_bindgen]
pub struct Programme(pub(crate) kenpo_core::Programme);

#[wasm_bindgen]
impl Programme {
    /// Reads a programme document, UTF-8, at most 1 MiB.
    ///
    /// # Errors
    /// Too large, or the first fault of the document and its place.
    pub fn parse(document: &[u8]) -> Result<Programme, Fault> {
        kenpo_wire::parse_programme(document).map(Self).map_err(|failure| {
            let status = if failure.code == ErrorCode::TooLarge { Status::TooLarge } else { Status::InvalidProgramme };
            Fault::of(status, failure)
        })
    }

    /// Answers any operation under this programme.
    ///
    /// # Errors
    /// What could not be used, and its place.
    pub fn answer(&self, operation: &str, request: &str) -> Result<String, Fault> {
        run(Some(&self.0), operation, request)
    }
}

/// Answers an operation that needs no programme.
///
/// # Errors
/// What could not be used, and its place.
#[wasm_bindgen]
pub fn answer(operation: &str, request: &str) -> Result<String, Fault> {
    run(None, operation, request)
}

/// The longest string of V8, which Node, Deno and Chromium have; a longer answer could not be handed over.
const LONGEST: usize = (1 << 29) - 24;

fn run(programme: Option<&kenpo_core::Programme>, operation: &str, request: &str) -> Result<String, Fault> {
    let answer = kenpo_wire::answer(programme, operation.as_bytes(), request.as_bytes())?;
    if answer.len() > LONGEST {
        return Err(Failure::of(ErrorCode::TooLarge).into());
    }
    String::from_utf8(answer).map_err(|_| Failure::of(ErrorCode::Utf8Invalid).into())
}
