//! People, slots, deadlines and subsidies, on the typed lane.

mod deadlines;

use std::{ffi::c_char, mem::offset_of};

use kenpo_core::{
    Programme,
    booking::{self, SlotRow},
    civil::Instant,
    eligibility::{self, PersonRow},
    subsidy,
    value::Count,
};

use crate::{
    column::{no_amount, subsidies},
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output, outputs},
    status::{KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_UNSUPPORTED, kenpo_status},
    typed::date,
};

pub use deadlines::{
    KENPO_BOOKING_CANCEL, KENPO_BOOKING_CHANGE, KENPO_BOOKING_CLOSES, kenpo_booking_deadline, kenpo_slot_deadlines,
};

/// A person as a row of a column. Dates are written YYYYMMDD.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_person {
    /// The instant of the service, Unix seconds.
    pub at: i64,
    /// The date of birth.
    pub born_ymd: i32,
    /// 資格取得日: the first day of entitlement.
    pub insured_from_ymd: i32,
    /// 資格喪失日: the first day without entitlement; 0 while it lasts.
    pub lost_on_ymd: i32,
    /// The day of the last use that counts as the one use of the fiscal year; 0 for none.
    pub used_on_ymd: i32,
    /// One of `KENPO_RELATION_*`.
    pub relation: u8,
    /// Must be 0.
    pub reserved: [u8; 7],
}

/// A slot as a row of a column.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_slot {
    /// Its date, YYYYMMDD.
    pub date_ymd: i32,
    /// Places in all.
    pub capacity: u32,
    /// Places taken.
    pub taken: u32,
    /// 1 where the person has booked it, else 0.
    pub booked: u8,
    /// 1 where the organiser has cancelled it, else 0.
    pub cancelled: u8,
    /// Must be 0.
    pub reserved: [u8; 2],
}

/// A caller's rows are read in place, as rows of the core.
macro_rules! same_layout {
    ($ours:ty, $cores:ty, $($our:ident = $core:ident),+) => {
        const _: () = {
            assert!(size_of::<$ours>() == size_of::<$cores>() && align_of::<$ours>() == align_of::<$cores>());
            $(assert!(offset_of!($ours, $our) == offset_of!($cores, $core));)+
        };
    };
}
pub(crate) use same_layout;
same_layout!(
    kenpo_person,
    PersonRow,
    at = at,
    born_ymd = born,
    insured_from_ymd = insured_from,
    lost_on_ymd = lost_on,
    used_on_ymd = used_on,
    relation = relation,
    reserved = reserved
);
same_layout!(
    kenpo_slot,
    SlotRow,
    date_ymd = date,
    capacity = capacity,
    taken = taken,
    booked = booked,
    cancelled = cancelled,
    reserved = reserved
);

/// The programme a caller passes.
///
/// # Safety
/// `programme` is null or a live programme.
unsafe fn handle<'a>(programme: *const kenpo_programme) -> Result<&'a Programme, kenpo_status> {
    // SAFETY: as the caller promises.
    unsafe { programme.as_ref() }.map(|programme| &programme.0).ok_or(KENPO_ERR_INVALID_ARGUMENT)
}

/// The service a caller names.
///
/// # Safety
/// As [`elements`].
unsafe fn named<'a>(service: *const c_char, len: usize) -> Result<&'a str, kenpo_status> {
    // SAFETY: passed on.
    let service = unsafe { elements(service.cast::<u8>(), len)? };
    std::str::from_utf8(service).map_err(|_| KENPO_ERR_INVALID_REQUEST)
}

/// Whether each person may use a service at an instant: the short way of `eligibility.check`. `reasons_out` receives one
/// reason for each, 0 for who may, otherwise the number of the first reason against it (see docs/messages.md); a row
/// with a date that the calendar does not have gives `not_a_date`. Nothing is allocated.
/// `KENPO_ERR_UNSUPPORTED` where the programme asks for what a row does not hold (a device, circumstances, facts, a sex,
/// whom terms are for, other uses than one a fiscal year): ask `eligibility.check`.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length, `people` for `count` rows, `reasons_out` for
/// `count` bytes that overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_eligibility_reasons(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    people: *const kenpo_person,
    count: usize,
    reasons_out: *mut u8,
) -> kenpo_status {
    guard(|| {
        // SAFETY: as the caller promises; the rows are laid out as the core's, as is asserted above.
        let (programme, service, people) =
            unsafe { (handle(programme)?, named(service, service_len)?, elements(people.cast::<PersonRow>(), count)?) };
        // SAFETY: as the caller promises.
        let mut reasons = unsafe { outputs(reasons_out, count)? }.iter_mut();
        eligibility::column(programme, service, people, |reason| {
            if let Some(out) = reasons.next() {
                *out = reason.map_or(0, |reason| reason.number());
            }
        })
        .map_err(|_| KENPO_ERR_UNSUPPORTED)
    })
}

/// The state of each slot for a person at an instant, in Unix seconds: the short way of `booking.slots`. `states_out`
/// receives for each 1 where it is booked, 2 outside the booking period, 3 where it is full, 4 where it is free, and 0 for
/// a row that does not describe a slot. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where booking opens or closes hours
/// before a slot's time of day, or has a waiting list: ask `booking.slots`.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length, `slots` for `count` rows, `states_out` for `count`
/// bytes that overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_slot_states(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    now: i64,
    slots: *const kenpo_slot,
    count: usize,
    states_out: *mut u8,
) -> kenpo_status {
    guard(|| {
        // SAFETY: as the caller promises; the rows are laid out as the core's, as is asserted above.
        let (programme, service, slots) =
            unsafe { (handle(programme)?, named(service, service_len)?, elements(slots.cast::<SlotRow>(), count)?) };
        // SAFETY: as the caller promises.
        let mut states = unsafe { outputs(states_out, count)? }.iter_mut();
        let now = Instant::from_unix(now).ok_or(KENPO_ERR_INVALID_REQUEST)?;
        booking::column(programme, service, now, slots, |state| {
            if let Some(out) = states.next() {
                *out = state.map_or(0, |state| state as u8);
            }
        })
        .map_err(|_| KENPO_ERR_UNSUPPORTED)
    })
}

/// What a programme pays back of a cost in yen on a day, whoever claims: the short way of `subsidy.claim`.
/// `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_INVALID_REQUEST` for a cost
/// above the highest that it holds for no slip, `KENPO_ERR_UNSUPPORTED` where the amount depends on the person: ask
/// `subsidy.claim`.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length, `yen_out` for a write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_subsidy_yen(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    on_ymd: i32,
    cost_yen: i64,
    yen_out: *mut i64,
) -> kenpo_status {
    guard(|| {
        let yen_out = output(yen_out)?;
        // SAFETY: as the caller promises.
        let (programme, service) = unsafe { (handle(programme)?, named(service, service_len)?) };
        let cost = Count::new(cost_yen).ok_or(KENPO_ERR_INVALID_REQUEST)?;
        let paid = subsidy::amount_on(programme, service, date(on_ymd)?, cost).map_err(no_amount)?;
        // SAFETY: checked to be non-null and aligned, valid as the caller promises.
        unsafe { yen_out.write(paid.get()) };
        Ok(())
    })
}

/// What a programme pays back of each cost in yen on a day, whoever claims: `kenpo_subsidy_yen` of many. `yen_out` receives
/// the yen for each, -1 for a cost that is negative or above the highest that the programme holds for no slip. Nothing is
/// allocated. `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_UNSUPPORTED` where
/// the amount depends on the person.
///
/// # Safety
/// `programme` is a live programme; `service` is valid for its length, `costs_yen` for `count` numbers, `yen_out` for
/// `count` numbers that overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_subsidies_yen(
    programme: *const kenpo_programme,
    service: *const c_char,
    service_len: usize,
    on_ymd: i32,
    costs_yen: *const i32,
    count: usize,
    yen_out: *mut i32,
) -> kenpo_status {
    guard(|| {
        // SAFETY: as the caller promises.
        let (programme, service, costs) =
            unsafe { (handle(programme)?, named(service, service_len)?, elements(costs_yen, count)?) };
        // SAFETY: as the caller promises.
        let yen = unsafe { outputs(yen_out, count)? };
        subsidies(programme, service, date(on_ymd)?, costs, yen).map_err(no_amount)
    })
}
