//! The complete lane: any operation, JSON in, JSON out.

use kenpo_core::ErrorCode;
use kenpo_wire::Failure;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use zeroize::Zeroize;

use crate::fault::Fault;

/// Answers an operation that needs no programme.
///
/// # Errors
/// What could not be used, and its place.
#[wasm_bindgen]
pub fn answer(operation: &str, request: String) -> Result<JsValue, Fault> {
    run(None, operation, request)
}

/// The longest string of V8, which Node, Deno and Chromium have; a longer answer could not be handed over.
const LONGEST: usize = (1 << 29) - 24;

/// Request and answer are the module's own copies, which may hold a password, and are wiped.
pub(crate) fn run(
    programme: Option<&kenpo_core::Programme>,
    operation: &str,
    mut request: String,
) -> Result<JsValue, Fault> {
    let answer = kenpo_wire::answer(programme, operation.as_bytes(), request.as_bytes());
    request.zeroize();
    let answer = answer?;
    if answer.len() > LONGEST {
        return Err(Failure::of(ErrorCode::TooLarge).into());
    }
    let mut answer = String::from_utf8(answer).map_err(|_| Failure::of(ErrorCode::Utf8Invalid))?;
    let text = JsValue::from_str(&answer);
    answer.zeroize();
    Ok(text)
}
