//! The typed lane: plain integers and arrays.

use std::ffi::c_char;

use kenpo_core::{
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    numbers::examine_insurer_number_bytes,
};

use crate::{
    column,
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output},
    status::{
        KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_NOT_IN_EFFECT, KENPO_ERR_TOO_LARGE,
        KENPO_ERR_UNSUPPORTED, kenpo_status,
    },
};

/// The longest text of a form field, in bytes.
const FORM_TEXT_LIMIT: usize = 64;

/// Examines an insurer number typed on a form, at most 64 bytes of UTF-8. `*reason_out` is 0 for a well-formed number,
/// otherwise the number of the first reason against it (see docs/messages.md).
///
/// # Safety
/// `text` is valid for `text_len` bytes, `reason_out` for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_insurer_number_reason(
    text: *const c_char,
    text_len: usize,
    reason_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        let reason_out = output(reason_out)?;
        if text_len > FORM_TEXT_LIMIT {
            return Err(KENPO_ERR_TOO_LARGE);
        }
        // SAFETY: as the caller promises.
        let text = unsafe { elements(text.cast::<u8>(), text_len)? };
        let reason = examine_insurer_number_bytes(text).map_err(|_| KENPO_ERR_INVALID_REQUEST)?;
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { reason_out.write(i32::from(reason)) };
        Ok(())
    })
}

/// Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
/// `reasons_out` receives one reason for each, 0 for a well-formed number.
///
/// # Safety
/// `records8` is valid for `8 * count` bytes, `reasons_out` for `count` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_insurer_number_reasons(
    records8: *const c_char,
    count: usize,
    reasons_out: *mut u8,
) -> kenpo_status {
    guard(|| {
        if count == 0 {
            return Ok(());
        }
        let reasons_out = output(reasons_out)?;
        // SAFETY: as the caller promises.
        let records = unsafe { elements(records8.cast::<[u8; 8]>(), count)? };
        // SAFETY: valid for `count` bytes and overlapping nothing, as the caller promises; a byte is always initialised
        // for being written.
        let reasons = unsafe { std::slice::from_raw_parts_mut(reasons_out, count) };
        column::check(records, reasons);
        Ok(())
    })
}

/// The last day of the programme's coupon issued on a day, both as YYYYMMDD.
/// `KENPO_ERR_UNSUPPORTED` where the programme has several coupons or counts from the draw: ask `coupon.issue`.
///
/// # Safety
/// `programme` is a live programme; `last_ymd_out` is valid for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_coupon_last_day(
    programme: *const kenpo_programme,
    issued_ymd: i32,
    last_ymd_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        let last_ymd_out = output(last_ymd_out)?;
        // SAFETY: as the caller promises.
        let programme = unsafe { programme.as_ref() }.ok_or(KENPO_ERR_INVALID_ARGUMENT)?;
        let issued_on = date(issued_ymd)?;
        let last_day = last_day_of_only(&programme.0, issued_on).map_err(|none| match none {
            NoLastDay::NotInEffect => KENPO_ERR_NOT_IN_EFFECT,
            NoLastDay::Unsupported => KENPO_ERR_UNSUPPORTED,
        })?;
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { last_ymd_out.write(last_day.yyyymmdd()) };
        Ok(())
    })
}

pub(crate) fn date(ymd: i32) -> Result<Date, kenpo_status> {
    Date::from_yyyymmdd(ymd).ok_or(KENPO_ERR_INVALID_REQUEST)
}
