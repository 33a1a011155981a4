//! The typed lane: plain integers and arrays.

use std::{ffi::c_char, ptr};

use rules::{
    Programme, Reason,
    card::examine_insurer_number_bytes,
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    points::{StepCredit, StepDay, StepsRefused, accrue_steps},
};

use crate::{
    column,
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
        let reason = examine_insurer_number_bytes(text).map_err(|_| KENPO_ERR_INVALID_REQUEST)?;
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
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
        if days.iter().any(|day| day.reserved != 0) {
            return Err(KENPO_ERR_INVALID_REQUEST);
        }
        let days = days.iter().map(|day| StepDay { walked: day.walked_ymd, steps: day.steps });
        let credited = credited.iter().map(|credit| StepCredit {
            walked: credit.walked_ymd,
            synced: credit.synced_ymd,
            earned: credit.earned,
            points: credit.points,
        });
        let mut room = Room::default();
        // One credit for each record is always enough. With less, or none, they are counted before anything is written.
        let mut credits_count = 0;
        if credits_cap < days_len || credits_out.is_null() {
            room.accrue(&programme.0, synced_ymd, days.clone(), credited.clone(), |_, credit| {
                credits_count += usize::from(credit.is_some());
            })?;
            if credits_count > credits_cap {
                return Err(KENPO_ERR_BUFFER_TOO_SMALL);
            }
        }
        // An output that receives nothing may be NULL.
        let none = credits_count == 0 && credits_out.is_null();
        let credits_out = if none { ptr::null_mut() } else { output(credits_out)? };
        let reasons_out = if days_len == 0 { ptr::null_mut() } else { output(reasons_out)? };
        let (mut answered, mut credits_len) = (0, 0);
        room.accrue(&programme.0, synced_ymd, days, credited, |reason, credit| {
            // SAFETY: there is one reason for each of `days_len` records, valid by the caller's word.
            unsafe { reasons_out.add(answered).write(i32::from(reason.number())) };
            answered += 1;
            if let Some(StepCredit { walked, synced, earned, points }) = credit {
                let credit = kenpo_credit { walked_ymd: walked, synced_ymd: synced, earned, points };
                // SAFETY: at most `days_len` credits, or as many as were counted: within `credits_cap`, valid by the caller's word.
                unsafe { credits_out.add(credits_len).write(credit) };
                credits_len += 1;
            }
        })?;
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
        unsafe { credits_len_out.write(credits_len) };
        Ok(())
    })
}

/// Working memory for a member's sums: on the stack for a year, on the heap for more.
struct Room {
    near: [i64; 1_024],
    far: Vec<i64>,
}

impl Default for Room {
    fn default() -> Self {
        Self { near: [0; 1_024], far: Vec::new() }
    }
}

impl Room {
    fn accrue(
        &mut self,
        programme: &Programme,
        synced: i32,
        days: impl Iterator<Item = StepDay> + Clone,
        credited: impl Iterator<Item = StepCredit> + Clone,
        mut answer: impl FnMut(Reason, Option<StepCredit>),
    ) -> Result<(), kenpo_status> {
        let room = if self.far.is_empty() { &mut self.near[..] } else { &mut self.far[..] };
        match accrue_steps(programme, synced, days.clone(), credited.clone(), room, &mut answer) {
            Ok(()) => Ok(()),
            Err(StepsRefused::Invalid) => Err(KENPO_ERR_INVALID_REQUEST),
            Err(StepsRefused::Unsupported) => Err(KENPO_ERR_UNSUPPORTED),
            Err(StepsRefused::Room(needed)) => {
                self.far.resize(needed, 0);
                accrue_steps(programme, synced, days, credited, &mut self.far, answer)
                    .map_err(|_| KENPO_ERR_UNSUPPORTED)
            }
        }
    }
}

pub(crate) fn date(ymd: i32) -> Result<Date, kenpo_status> {
    Date::from_yyyymmdd(ymd).ok_or(KENPO_ERR_INVALID_REQUEST)
}
