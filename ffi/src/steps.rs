//! The typed lane of a member's steps.

use std::{mem::offset_of, ptr};

use rules::{
    Programme,
    points::{StepCredit, StepDay, StepsRefused, accrue_steps},
};

use crate::{
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output},
    services::same_layout,
    status::{
        KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_UNSUPPORTED,
        kenpo_status,
    },
};

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

same_layout!(kenpo_step_day, StepDay, walked_ymd = walked, steps = steps);
same_layout!(kenpo_credit, StepCredit, walked_ymd = walked, synced_ymd = synced, earned = earned, points = points);

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
        let (credits_len_out, reasons_out) = (output(credits_len_out)?, columns(reasons_out, days_len)?);
        // SAFETY: by the caller's word; the rows are laid out as the core's, as is asserted above.
        let (programme, rows, credited) =
            unsafe { (programme.as_ref(), elements(days, days_len)?, elements(credited.cast(), credited_len)?) };
        let programme = &programme.ok_or(KENPO_ERR_INVALID_ARGUMENT)?.0;
        if rows.iter().fold(0, |any, day| any | day.reserved) != 0 {
            return Err(KENPO_ERR_INVALID_REQUEST);
        }
        // SAFETY: as above.
        let days = unsafe { elements(days.cast(), days_len)? };
        let accrue = |credits: &mut [StepCredit], reasons: &mut [i32]| {
            accrue(programme, synced_ymd, days, credited, credits, reasons)
        };
        let credits_len = if credits_cap < days_len || credits_out.is_null() {
            // The credits are counted before anything is written.
            let (mut credits, mut reasons) = (vec![StepCredit::default(); days_len], vec![0; days_len]);
            let credits_len = accrue(&mut credits, &mut reasons)?;
            if credits_len > credits_cap {
                return Err(KENPO_ERR_BUFFER_TOO_SMALL);
            }
            // An output that receives nothing may be NULL.
            let credits_out = columns(credits_out, credits_len)?;
            // SAFETY: valid for as many writes by the caller's word, and fresh memory overlaps nothing.
            unsafe {
                ptr::copy_nonoverlapping(credits.as_ptr().cast(), credits_out, credits_len);
                ptr::copy_nonoverlapping(reasons.as_ptr(), reasons_out, days_len);
            }
            credits_len
        } else {
            let credits_out = columns(credits_out, days_len)?.cast();
            // SAFETY: valid for `days_len` elements and overlapping nothing, by the caller's word; integers are written
            // before they are read.
            let (credits, reasons) = unsafe {
                (
                    std::slice::from_raw_parts_mut(credits_out, days_len),
                    std::slice::from_raw_parts_mut(reasons_out, days_len),
                )
            };
            accrue(credits, reasons)?
        };
        // SAFETY: checked to be non-null and aligned, valid by the caller's word.
        unsafe { credits_len_out.write(credits_len) };
        Ok(())
    })
}

/// An output of so many elements; one of none may be NULL.
fn columns<T>(out: *mut T, len: usize) -> Result<*mut T, kenpo_status> {
    if len == 0 { Ok(ptr::NonNull::dangling().as_ptr()) } else { output(out) }
}

/// Pays with working memory on the stack for a year, on the heap for more.
fn accrue(
    programme: &Programme,
    synced: i32,
    days: &[StepDay],
    credited: &[StepCredit],
    credits: &mut [StepCredit],
    reasons: &mut [i32],
) -> Result<usize, kenpo_status> {
    let mut near = [0; 1_024];
    let done = match accrue_steps(programme, synced, days, credited, &mut near, credits, reasons) {
        Err(StepsRefused::Room(needed)) => {
            accrue_steps(programme, synced, days, credited, &mut vec![0; needed], credits, reasons)
        }
        done => done,
    };
    done.map_err(|refused| match refused {
        StepsRefused::Invalid => KENPO_ERR_INVALID_REQUEST,
        _ => KENPO_ERR_UNSUPPORTED,
    })
}
