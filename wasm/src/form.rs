//! What a form asks of one field, on the typed lane: plain integers and columns of them.

use kenpo_core::{
    numbers::{check_insurer_number_record, examine_insurer_number},
    text::{self, NAME_LIMIT},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Fault, Status};

/// The longest text of a form field, in bytes.
const FORM_TEXT_LIMIT: usize = 64;

/// Examines an insurer number typed on a form, at most 64 bytes of UTF-8: 0 for a well-formed one, otherwise the number
/// of the first reason against it.
///
/// # Errors
/// Too large.
#[wasm_bindgen(js_name = insurerNumberReason)]
pub fn insurer_number_reason(text: &str) -> Result<i32, Fault> {
    if text.len() > FORM_TEXT_LIMIT {
        return Err(Status::TooLarge.into());
    }
    Ok(examine_insurer_number(text).map_or(0, |reason| i32::from(reason.number())))
}

/// Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
/// Gives one reason for each, 0 for a well-formed number.
///
/// # Errors
/// Invalid argument where the column's length is no multiple of eight.
#[wasm_bindgen(js_name = insurerNumberReasons)]
pub fn insurer_number_reasons(records8: &[u8]) -> Result<Vec<u8>, Fault> {
    let (records, []) = records8.as_chunks::<8>() else { return Err(Status::InvalidArgument.into()) };
    Ok(records.iter().map(|record| check_insurer_number_record(record).map_or(0, |reason| reason.number())).collect())
}

/// The key under which a name of at most 256 bytes of UTF-8 is looked up.
///
/// # Errors
/// Too large.
#[wasm_bindgen(js_name = matchKey)]
pub fn match_key(name: &str) -> Result<String, Fault> {
    if name.len() > NAME_LIMIT {
        return Err(Status::TooLarge.into());
    }
    Ok(text::match_key(name).collect())
}
