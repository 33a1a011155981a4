//! What a form asks of one field, on the typed lane: plain integers and columns of them.

use kenpo_core::{
    ErrorCode,
    numbers::{check_insurer_number_record, examine_insurer_number},
    text::{self, NAME_LIMIT},
};
use kenpo_wire::Failure;
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

/// The keys of names that stand one after the other, with the length of each in UTF-16 units: `matchKey` of many. The keys stand one after
/// the other likewise, a line feed between two of them: no key has one.
///
/// # Errors
/// Too large, with the row as its path; invalid argument where the lengths are not those of the names.
#[wasm_bindgen(js_name = matchKeys)]
pub fn match_keys(names: &str, lengths: &[u32]) -> Result<String, Fault> {
    let mut rest = names;
    let mut keys = String::with_capacity(names.len());
    for (row, length) in lengths.iter().enumerate() {
        let (name, after) = split_at_unit(rest, *length).ok_or(Status::InvalidArgument)?;
        if name.len() > NAME_LIMIT {
            return Err(Failure { path: format!("/{row}"), ..Failure::of(ErrorCode::TooLarge) }.into());
        }
        if row > 0 {
            keys.push('\n');
        }
        keys.extend(text::match_key(name));
        rest = after;
    }
    if !rest.is_empty() {
        return Err(Status::InvalidArgument.into());
    }
    Ok(keys)
}

/// A text parted after a number of UTF-16 units, as JavaScript counts; `None` within a character or past the end.
fn split_at_unit(text: &str, units: u32) -> Option<(&str, &str)> {
    let mut left = units as usize;
    let mut at = 0;
    let mut letters = text.chars();
    while left > 0 {
        let letter = letters.next()?;
        left = left.checked_sub(letter.len_utf16())?;
        at += letter.len_utf8();
    }
    text.split_at_checked(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_as_javascript_counts() {
        assert_eq!(split_at_unit("A𠮷ガ", 3), Some(("A𠮷", "ガ")));
        assert_eq!(split_at_unit("A𠮷ガ", 0), Some(("", "A𠮷ガ")));
        assert_eq!(split_at_unit("A𠮷ガ", 4), Some(("A𠮷ガ", "")));
        assert_eq!((split_at_unit("A𠮷ガ", 2), split_at_unit("A𠮷ガ", 5)), (None, None));
    }
}
