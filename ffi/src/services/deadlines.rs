//! Deadlines of bookings, on the typed lane.

use std::ffi::c_char;

use kenpo_core::booking::{self, DeadlineKind, NoDeadline};

use super::{handle, named};
use crate::{
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output, outputs},
    status::{KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_NOT_IN_EFFECT, KENPO_ERR_UNSUPPORTED, kenpo_status},
    typed::date,
};

/// Until when a slot is booked.
pub const KENPO_BOOKING_CLOSES: i32 = 1;
/// Until when a booking is changed.
pub const KENPO_BOOKING_CHANGE: i32 = 2;
/// Until when a booking is cancelled.
pub const KENPO_BOOKING_CANCEL: i32 = 3;

const _: () = assert!(
    KENPO_BOOKING_CLOSES == DeadlineKind::Closes as i32
        && KENPO_BOOKING_CHANGE == DeadlineKind::Change as i32
        && KENPO_BOOKING_CANCEL == DeadlineKind::Cancel as i32
);

fn kind(which: i32) -> Result<DeadlineKind, kenpo_status> {
    DeadlineKind::from_number(which).ok_or(KENPO_ERR_INVALID_ARGUMENT)
}

/// A deadline of a slot's date, `which` being one of `KENPO_BOOKING_*`: the short way of `booking.deadlines`.
/// `*instant_out` receives the instant in Unix seconds, `*last_ymd_out` the last day that a display should name, YYYYMMDD.
/// `KENPO_ERR_NOT_IN_EFFECT` where the date has no such deadline, or none within the calendar, `KENPO_ERR_UNSUPPORTED` where the deadline is
/// counted in hours before the slot's time of day: ask `booking.deadlines`.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length; the outputs are valid for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_booking_deadline(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    which: i32,
    date_ymd: i32,
    instant_out: *mut i64,
    last_ymd_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        let (instant_out, last_ymd_out) = (output(instant_out)?, output(last_ymd_out)?);
        // SAFETY: as the caller promises.
        let (programme, service) = unsafe { (handle(programme)?, named(service, service_len)?) };
        let (date, kind) = (date(date_ymd)?, kind(which)?);
        let shown = booking::deadline_on(programme, service, kind, date).map_err(|none| match none {
            NoDeadline::NotInEffect => KENPO_ERR_NOT_IN_EFFECT,
            NoDeadline::Unsupported => KENPO_ERR_UNSUPPORTED,
        })?;
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe {
            instant_out.write(shown.at.unix());
            last_ymd_out.write(shown.last_day.yyyymmdd());
        }
        Ok(())
    })
}

/// A deadline of each date, YYYYMMDD, `which` being one of `KENPO_BOOKING_*`: `kenpo_booking_deadline` of many. `instants_out`
/// receives the instants in Unix seconds, `last_ymds_out` the last days that a display should name, YYYYMMDD. A date that has no
/// such deadline, or none within the calendar, has the last day 0, a number that the calendar does not have as a date -1; both have the
/// instant 0. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where the deadline of one of the dates is counted in hours before the
/// slot's time of day: ask `booking.deadlines`. What was written into the arrays then means nothing.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length, `dates_ymd` for `count` numbers, the outputs for `count` numbers
/// each that overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_slot_deadlines(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    which: i32,
    dates_ymd: *const i32,
    count: usize,
    instants_out: *mut i64,
    last_ymds_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        // SAFETY: as the caller promises.
        let (programme, service, dates) =
            unsafe { (handle(programme)?, named(service, service_len)?, elements(dates_ymd, count)?) };
        // SAFETY: as the caller promises.
        let (instants, last_days) = unsafe { (outputs(instants_out, count)?, outputs(last_ymds_out, count)?) };
        let mut rows = instants.iter_mut().zip(last_days);
        booking::deadline_column(programme, service, kind(which)?, dates, |deadline| {
            if let Some((instant, last_day)) = rows.next() {
                (*instant, *last_day) = (deadline.at, deadline.last_day);
            }
        })
        .map_err(|_| KENPO_ERR_UNSUPPORTED)
    })
}
