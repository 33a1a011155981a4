//! A programme: read, asked any operation, and what a typed call hands over. A count crosses as a 64-bit float, which holds every
//! integer up to 2^53 − 1; a date crosses as YYYYMMDD.

use kenpo_core::{
    ErrorCode,
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    value::Count,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    complete::run,
    fault::{Fault, Status},
};

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
            let status = if failure.code == ErrorCode::TooLarge {
                kenpo_wire::Status::TooLarge
            } else {
                kenpo_wire::Status::InvalidProgramme
            };
            Fault::of(status, failure)
        })
    }

    /// Answers any operation under this programme.
    ///
    /// # Errors
    /// What could not be used, and its place.
    pub fn answer(&self, operation: &str, request: String) -> Result<JsValue, Fault> {
        run(Some(&self.0), operation, request)
    }
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
