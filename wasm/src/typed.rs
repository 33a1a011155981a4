//! The typed lane: plain integers and columns of them. A count crosses as a 64-bit float, which holds every integer
//! up to 2^53 − 1; a date crosses as YYYYMMDD.

use kenpo_core::{
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    numbers::{check_insurer_number_record, examine_insurer_number},
    text::{NAME_LIMIT, match_key},
    value::Count,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    complete::Programme,
    fault::{Fault, Status},
};

/// The longest text of a form field, in bytes.
const FORM_TEXT_LIMIT: usize = 64;

/// Examines an insurer number typed on a form, at most 64 bytes of UTF-8: 0 for a well-formed one, otherwise the number
/// of the first reason against it.
///
/// # Errors
/// Too large.
#[wasm_bindgen(js_name = insurerNumberCheck)]
pub fn insurer_number_check(text: &str) -> Result<i32, Fault> {
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
#[wasm_bindgen(js_name = insurerNumbersCheck)]
pub fn insurer_numbers_check(records8: &[u8]) -> Result<Vec<u8>, Fault> {
    let (records, []) = records8.as_chunks::<8>() else { return Err(Status::InvalidArgument.into()) };
    Ok(records.iter().map(|record| check_insurer_number_record(record).map_or(0, |reason| reason.number())).collect())
}

/// The key under which a name of at most 256 bytes of UTF-8 is looked up.
///
/// # Errors
/// Too large.
#[wasm_bindgen(js_name = nameMatchKey)]
pub fn name_match_key(text: &str) -> Result<String, Fault> {
    if text.len() > NAME_LIMIT {
        return Err(Status::TooLarge.into());
    }
    Ok(match_key(text).collect())
}

#[wasm_bindgen]
impl Programme {
    /// The last day of the programme's coupon issued on a day, both as YYYYMMDD.
    ///
    /// # Errors
    /// Invalid request for an impossible date; unsupported where the programme has several coupons or counts from the
    /// draw; not in effect.
    #[wasm_bindgen(js_name = couponLastDay)]
    pub fn coupon_last_day(&self, issued_ymd: i32) -> Result<i32, Fault> {
        let last_day = last_day_of_only(&self.0, date(issued_ymd)?).map_err(|none| match none {
            NoLastDay::NotInEffect => Status::NotInEffect,
            NoLastDay::Unsupported => Status::Unsupported,
        })?;
        Ok(last_day.yyyymmdd())
    }
}

pub(crate) fn date(ymd: i32) -> Result<Date, Status> {
    Date::from_yyyymmdd(ymd).ok_or(Status::InvalidRequest)
}

/// A count from a float that holds an integer; `Count` refuses what is outside 0 to 2^53 − 1.
pub(crate) fn count(value: f64) -> Result<Count, Status> {
    let whole = value as i64;
    if whole as f64 != value {
        return Err(Status::InvalidRequest);
    }
    Count::new(whole).ok_or(Status::InvalidRequest)
}
