//! The typed lane: plain integers and arrays.

use std::{ffi::c_char, ptr};

use rules::{
    card::{check_insurer_number_records, examine_insurer_number},
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    points::{StepCredit, StepDay, accrue_steps},
    value::Count,
};

use crate::{
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output},
    status::{
        KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_NOT_IN_EFFECT,
        KENPO_ERR_TOO_LARGE, KENPO_ERR_UNSUPPORTED, kenpo_status,
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
pub unsafe extern "C" fn kenpo_insurer_number_check(
    text: *const c_char,
    text_len: usize,
    reason_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        let reason_out = output(reason_out)?;
        if text_len > FORM_TEXT_LIMIT {
            return Err(KENPO_ERR_TOO_LARGE);
        }
        // SAFETY: by the caller's word.
        let text = unsafe { elements(text.cast::<u8>(), text_len)? };
        let text = std::str::from_utf8(text).map_err(|_| KENPO_ERR_INVALID_REQUEST)?;
        let reason = examine_insurer_number(text).map_or(0, |reason| i32::from(reason.number()));
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
        unsafe { reason_out.write(reason) };
        Ok(())
    })
}

/// Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
/// `reasons_out` receives one reason for each, 0 for a well-formed number.
///
/// # Safety
/// `records8` is valid for `8 * count` bytes, `reasons_out` for `count` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_insurer_numbers_check(
    records8: *const c_char,
    count: usize,
    reasons_out: *mut u8,
) -> kenpo_status {
    guard(|| {
        if count == 0 {
            return Ok(());
        }
        let reasons_out = output(reasons_out)?;
        // SAFETY: by the caller's word.
        let records = unsafe { elements(records8.cast::<[u8; 8]>(), count)? };
        // SAFETY: valid for `count` bytes and overlapping nothing, by the caller's word; a byte is always initialised
        // for being written.
        let reasons = unsafe { std::slice::from_raw_parts_mut(reasons_out, count) };
        check_insurer_number_records(records, reasons);
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
        // SAFETY: by the caller's word.
        let programme = unsafe { programme.as_ref() }.ok_or(KENPO_ERR_INVALID_ARGUMENT)?;
        let issued_on = date(issued_ymd)?;
        let last_day = last_day_of_only(&programme.0, issued_on).map_err(|none| match none {
            NoLastDay::NotInEffect => KENPO_ERR_NOT_IN_EFFECT,
            NoLastDay::Unsupported => KENPO_ERR_UNSUPPORTED,
        })?;
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
        unsafe { last_ymd_out.write(last_day.yyyymmdd()) };
        Ok(())
    })
}

/// A day's steps from a linked source.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_step_day {
    /// The day walked, YYYYMMDD.
    pub walked_ymd: i32,
    /// Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
    pub reserved: i32,
    /// Steps of the whole day, 0 to 2^53 − 1.
    pub steps: i64,
}

/// What was earned and paid for a day. Stored by the host and given back with the next call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_credit {
    /// The day walked, YYYYMMDD.
    pub walked_ymd: i32,
    /// The day on which the record arrived, YYYYMMDD.
    pub synced_ymd: i32,
    /// Points earned before caps, 0 to 2^53 − 1.
    pub earned: i64,
    /// Points paid, 0 to 2^53 − 1.
    pub points: i64,
}

/// Pays for a member's steps that arrived on `synced_ymd`, under the programme's only step rule.
///
/// `credited` holds what was credited before for those days and for the cap windows they fall in. `credits_out` receives
/// one credit for each record that earned; `days_len` of them are always enough. `reasons_out` receives what became of
/// each record. Records that cannot be used fail the call as a whole; `points.accrue` answers record by record.
///
/// # Safety
/// `programme` is a live programme; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_steps_accrue(
    programme: *const kenpo_programme,
    synced_ymd: i32,
    days: *const kenpo_step_day,
    days_len: usize,
    credited: *const kenpo_credit,
    credited_len: usize,
    credits_out: *mut kenpo_credit,
    credits_cap: usize,
    credits_len_out: *mut usize,
    reasons_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        let credits_len_out = output(credits_len_out)?;
        // SAFETY: by the caller's word.
        let (programme, days, credited) =
            unsafe { (programme.as_ref(), elements(days, days_len)?, elements(credited, credited_len)?) };
        let programme = programme.ok_or(KENPO_ERR_INVALID_ARGUMENT)?;
        let synced_on = date(synced_ymd)?;
        let days = days.iter().map(step_day).collect::<Result<Vec<_>, _>>()?;
        let credited = credited.iter().map(step_credit).collect::<Result<Vec<_>, _>>()?;

        let mut credits = Vec::with_capacity(days.len());
        let mut reasons = Vec::with_capacity(days.len());
        accrue_steps(&programme.0, synced_on, &days, &credited, |_, reason, credit| {
            reasons.push(i32::from(reason.number()));
            credits.extend(credit.map(|credit| kenpo_credit {
                walked_ymd: credit.date.yyyymmdd(),
                synced_ymd: credit.synced_on.yyyymmdd(),
                earned: credit.earned.get(),
                points: credit.points.get(),
            }));
        })
        .ok_or(KENPO_ERR_UNSUPPORTED)?;

        if credits.len() > credits_cap {
            return Err(KENPO_ERR_BUFFER_TOO_SMALL);
        }
        // Every output is looked at before the first is written. One that receives nothing may be NULL.
        let credits_out = if credits.is_empty() { ptr::null_mut() } else { output(credits_out)? };
        let reasons_out = if reasons.is_empty() { ptr::null_mut() } else { output(reasons_out)? };
        if !credits.is_empty() {
            // SAFETY: valid for `credits_cap` writes by the caller's word, which is enough.
            unsafe { credits_out.copy_from_nonoverlapping(credits.as_ptr(), credits.len()) };
        }
        if !reasons.is_empty() {
            // SAFETY: valid for `days_len` writes by the caller's word, and there is one reason for each day.
            unsafe { reasons_out.copy_from_nonoverlapping(reasons.as_ptr(), reasons.len()) };
        }
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
        unsafe { credits_len_out.write(credits.len()) };
        Ok(())
    })
}

fn date(ymd: i32) -> Result<Date, kenpo_status> {
    Date::from_yyyymmdd(ymd).ok_or(KENPO_ERR_INVALID_REQUEST)
}

fn count(value: i64) -> Result<Count, kenpo_status> {
    Count::new(value).ok_or(KENPO_ERR_INVALID_REQUEST)
}

fn step_day(day: &kenpo_step_day) -> Result<StepDay, kenpo_status> {
    if day.reserved != 0 {
        return Err(KENPO_ERR_INVALID_REQUEST);
    }
    Ok(StepDay { date: date(day.walked_ymd)?, steps: count(day.steps)? })
}

fn step_credit(credit: &kenpo_credit) -> Result<StepCredit, kenpo_status> {
    Ok(StepCredit {
        date: date(credit.walked_ymd)?,
        synced_on: date(credit.synced_ymd)?,
        earned: count(credit.earned)?,
        points: count(credit.points)?,
    })
}
