//! The typed lane of a member's steps.

mod members;

use std::{
    mem::{MaybeUninit, offset_of},
    ptr,
};

use kenpo_core::{
    Programme,
    points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps_in, credits_per_record},
};

use crate::{
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output},
    services::same_layout,
    status::{
        KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_PANIC,
        KENPO_ERR_UNSUPPORTED, kenpo_status,
    },
};

pub use members::{kenpo_member_fault, kenpo_members_accrue};

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

/// A delivery of a member's steps. Dates are YYYYMMDD; 0 means that one is not given.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_step_delivery {
    /// The day on which the records arrived.
    pub synced_ymd: i32,
    /// The date of birth; needed where a rule asks for an age.
    pub born_ymd: i32,
    /// The day on which the person joined; days before it earn nothing.
    pub enrolled_ymd: i32,
    /// The day on which the app was last opened; needed where a rule asks for it.
    pub opened_ymd: i32,
    /// Days up to this one earn nothing more. Their credits are given all the same where a cap's window still needs them.
    pub closed_through_ymd: i32,
}

/// What was earned and paid for a day under a rule. Stored by the host and given back with the next call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_credit {
    /// The day walked, YYYYMMDD.
    pub walked_ymd: i32,
    /// The day on which the record arrived, YYYYMMDD.
    pub synced_ymd: i32,
    /// The rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is the first, and in what is given any.
    /// Places are those of one version of a programme: what is stored is the rule's id.
    pub rule: u32,
    /// Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
    pub reserved: u32,
    /// Points earned before caps, 0 to 2^53 − 1.
    pub earned: i64,
    /// Points paid, 0 to 2^53 − 1.
    pub points: i64,
}

same_layout!(kenpo_step_day, StepDay, walked_ymd = walked, reserved = reserved, steps = steps);
same_layout!(
    kenpo_step_delivery,
    StepDelivery,
    synced_ymd = synced,
    born_ymd = born,
    enrolled_ymd = enrolled_on,
    opened_ymd = opened_on,
    closed_through_ymd = closed_through
);
same_layout!(
    kenpo_credit,
    StepCredit,
    walked_ymd = walked,
    synced_ymd = synced,
    rule = rule,
    reserved = reserved,
    earned = earned,
    points = points
);

/// The most credits that one record can bring: the ids of rules that earn by steps.
///
/// # Safety
/// `programme` is a live programme; `credits_out` is valid for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_credits_per_record(
    programme: *const kenpo_programme,
    credits_out: *mut usize,
) -> kenpo_status {
    guard(|| {
        let credits_out = output(credits_out)?;
        // SAFETY: as the caller promises.
        let programme = unsafe { programme.as_ref() }.ok_or(KENPO_ERR_INVALID_ARGUMENT)?;
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { credits_out.write(credits_per_record(&programme.0)) };
        Ok(())
    })
}

/// Pays for a member's steps from a linked source, under every rule that earns by them: the short way of `points.accrue`.
///
/// `credited` holds what was credited before, under any rule, for those days and for the cap windows they fall in.
/// `credits_out` receives one credit for each record and rule under which it earned; `days_len` times
/// `kenpo_credits_per_record` are always enough, and what is written past `*credits_len_out` means nothing. `reasons_out`
/// receives what became of each record. Records that cannot be used fail the call as a whole; `points.accrue` answers
/// record by record. `KENPO_ERR_UNSUPPORTED` where the programme has campaigns or a highest balance, more than 8 rules that
/// earn by steps or more than 16 caps on them, or asks what was not given, or where the days lie more than 40 months apart.
///
/// # Safety
/// `programme` is a live programme, `delivery` a delivery; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_steps_accrue(
    programme: *const kenpo_programme,
    delivery: *const kenpo_step_delivery,
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
        // SAFETY: as the caller promises; the rows are laid out as the core's, as is asserted above.
        let (programme, delivery, days, credited) = unsafe {
            (
                programme.as_ref(),
                elements(delivery.cast(), 1)?,
                elements(days.cast(), days_len)?,
                elements(credited.cast(), credited_len)?,
            )
        };
        let programme = &programme.ok_or(KENPO_ERR_INVALID_ARGUMENT)?.0;
        let accrue = |credits: &mut [StepCredit], reasons: &mut [i32]| {
            accrue(programme, &delivery[0], days, credited, credits, reasons)
        };
        let most = days_len.saturating_mul(credits_per_record(programme));
        let credits_len = if credits_cap < most || credits_out.is_null() {
            // The credits are counted before anything is written.
            let (mut credits, mut reasons) = (vec![StepCredit::default(); most], vec![0; days_len]);
            let credits_len = accrue(&mut credits, &mut reasons)?;
            if credits_len > credits_cap {
                return Err(KENPO_ERR_BUFFER_TOO_SMALL);
            }
            // An output that receives nothing may be NULL.
            let credits_out = columns(credits_out, credits_len)?;
            // SAFETY: valid for as many writes as the caller promises, and fresh memory overlaps nothing.
            unsafe {
                ptr::copy_nonoverlapping(credits.as_ptr().cast(), credits_out, credits_len);
                ptr::copy_nonoverlapping(reasons.as_ptr(), reasons_out, days_len);
            }
            credits_len
        } else {
            let credits_out = columns(credits_out, most)?.cast();
            // SAFETY: valid for that number of elements and overlapping nothing, as the caller promises; integers are written
            // before they are read.
            let (credits, reasons) = unsafe {
                (
                    std::slice::from_raw_parts_mut(credits_out, most),
                    std::slice::from_raw_parts_mut(reasons_out, days_len),
                )
            };
            accrue(credits, reasons)?
        };
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { credits_len_out.write(credits_len) };
        Ok(())
    })
}

/// An output of `len` elements; NULL is accepted where that is 0.
fn columns<T>(out: *mut T, len: usize) -> Result<*mut T, kenpo_status> {
    if len == 0 { Ok(ptr::NonNull::dangling().as_ptr()) } else { output(out) }
}

/// Pays with working memory on the stack for a year of two rules, on the heap for more.
fn accrue(
    programme: &Programme,
    delivery: &StepDelivery,
    days: &[StepDay],
    credited: &[StepCredit],
    credits: &mut [StepCredit],
    reasons: &mut [i32],
) -> Result<usize, kenpo_status> {
    const NEAR: usize = 1_024;
    let (mut near, mut far) = (MaybeUninit::<[i64; NEAR]>::uninit(), Vec::new());
    let done = accrue_steps_in(
        programme,
        delivery,
        days,
        credited,
        |needed| {
            if needed > NEAR {
                far.resize(needed, 0);
                return Some(&mut far);
            }
            let near = near.as_mut_ptr().cast::<i64>();
            // SAFETY: no more than there are, and written before they are read.
            Some(unsafe {
                near.write_bytes(0, needed);
                std::slice::from_raw_parts_mut(near, needed)
            })
        },
        credits,
        reasons,
    );
    done.map_err(|refused| match refused {
        StepsRefused::Invalid => KENPO_ERR_INVALID_REQUEST,
        // A fault inside the library: as loud as a panic.
        StepsRefused::Internal => KENPO_ERR_PANIC,
        _ => KENPO_ERR_UNSUPPORTED,
    })
}
