//! People, slots, deadlines and subsidies, on the typed lane. Rows cross as columns of one length; an instant crosses as a
//! 64-bit float of Unix seconds.

use kenpo_core::{
    booking::{self, DeadlineKind, NoDeadline, SlotRow},
    civil::Instant,
    eligibility::{self, PersonRow},
    subsidy::{self, NoAmount},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    fault::{Fault, Status},
    programme::{Programme, count, date},
};

#[wasm_bindgen]
impl Programme {
    /// Whether each person may use a service at an instant: 0, or the number of the first reason against it.
    ///
    /// # Errors
    /// Invalid argument for columns of different lengths; unsupported where the programme asks for what a row does not
    /// hold.
    #[wasm_bindgen(js_name = eligibilityReasons)]
    #[expect(clippy::too_many_arguments, reason = "columns cross the border one by one")]
    pub fn eligibility_reasons(
        &self,
        service: &str,
        at: &[f64],
        born: &[i32],
        insured_from: &[i32],
        lost_on: &[i32],
        used_on: &[i32],
        relation: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let lens = [born.len(), insured_from.len(), lost_on.len(), used_on.len(), relation.len()];
        if lens != [at.len(); 5] {
            return Err(Status::InvalidArgument.into());
        }
        let dates = born.iter().zip(insured_from).zip(lost_on.iter().zip(used_on));
        let people: Vec<PersonRow> = (at.iter().zip(relation))
            .zip(dates)
            .map(|((at, relation), ((born, insured_from), (lost_on, used_on)))| PersonRow {
                at: seconds(*at),
                born: *born,
                insured_from: *insured_from,
                lost_on: *lost_on,
                used_on: *used_on,
                relation: *relation,
                reserved: [0; 7],
            })
            .collect();
        let mut reasons = Vec::with_capacity(people.len());
        let answer = |reason: Option<kenpo_core::Reason>| reasons.push(reason.map_or(0, |reason| reason.number()));
        eligibility::column(&self.0, service, &people, answer).map_err(|_| Status::Unsupported)?;
        Ok(reasons)
    }

    /// The state of each slot for a person at an instant: 1 booked, 2 outside, 3 full, 4 free; 0 for a row that does not describe a slot.
    ///
    /// # Errors
    /// Invalid argument for columns of different lengths; invalid request for an instant out of range.
    #[wasm_bindgen(js_name = slotStates)]
    #[expect(clippy::too_many_arguments, reason = "columns cross the border one by one")]
    pub fn slot_states(
        &self,
        service: &str,
        now: f64,
        date: &[i32],
        capacity: &[u32],
        taken: &[u32],
        booked: &[u8],
        cancelled: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        if [capacity.len(), taken.len(), booked.len(), cancelled.len()] != [date.len(); 4] {
            return Err(Status::InvalidArgument.into());
        }
        let now = Instant::from_unix(seconds(now)).ok_or(Status::InvalidRequest)?;
        let slots: Vec<SlotRow> = (date.iter().zip(capacity.iter().zip(taken)))
            .zip(booked.iter().zip(cancelled))
            .map(|((date, (capacity, taken)), (booked, cancelled))| SlotRow {
                date: *date,
                capacity: *capacity,
                taken: *taken,
                booked: *booked,
                cancelled: *cancelled,
                reserved: [0; 2],
            })
            .collect();
        let mut states = Vec::with_capacity(slots.len());
        booking::column(&self.0, service, now, &slots, |state| states.push(state.map_or(0, |state| state as u8)))
            .map_err(|_| Status::Unsupported)?;
        Ok(states)
    }

    /// A deadline of a slot's date, 1 to book, 2 to change, 3 to cancel: its instant, and the last day that a display
    /// should name.
    ///
    /// # Errors
    /// Invalid argument for another number; invalid request for an impossible date; not in effect; unsupported where it is counted in hours.
    #[wasm_bindgen(js_name = bookingDeadline)]
    pub fn booking_deadline(&self, service: &str, which: i32, date_ymd: i32) -> Result<Vec<f64>, Fault> {
        let date = date(date_ymd)?;
        let shown = booking::deadline_on(&self.0, service, kind(which)?, date).map_err(|none| match none {
            NoDeadline::NotInEffect => Status::NotInEffect,
            NoDeadline::Unsupported => Status::Unsupported,
        })?;
        Ok(vec![shown.at.unix() as f64, shown.last_day.yyyymmdd().into()])
    }

    /// A deadline of each date, 1 to book, 2 to change, 3 to cancel: the instants of all, then the last days that a display should name.
    /// A date without such a deadline has the last day 0, what is not a date -1, and both the instant 0.
    ///
    /// # Errors
    /// Invalid argument for another number; unsupported where the deadline of one of the dates is counted in hours.
    #[wasm_bindgen(js_name = slotDeadlines)]
    pub fn slot_deadlines(&self, service: &str, which: i32, dates_ymd: &[i32]) -> Result<Vec<f64>, Fault> {
        let (mut columns, mut last_days) =
            (Vec::with_capacity(2 * dates_ymd.len()), Vec::with_capacity(dates_ymd.len()));
        booking::deadline_column(&self.0, service, kind(which)?, dates_ymd, |deadline| {
            columns.push(deadline.at as f64);
            last_days.push(f64::from(deadline.last_day));
        })
        .map_err(|_| Status::Unsupported)?;
        columns.append(&mut last_days);
        Ok(columns)
    }

    /// What the programme pays back of a cost in yen on a day, whoever claims.
    ///
    /// # Errors
    /// Invalid request for an impossible date or cost; not in effect; unsupported where the amount depends on the person.
    #[wasm_bindgen(js_name = subsidyYen)]
    pub fn subsidy_yen(&self, service: &str, on_ymd: i32, cost_yen: f64) -> Result<f64, Fault> {
        let paid =
            subsidy::amount_on(&self.0, service, date(on_ymd)?, count(cost_yen)?).map_err(|none| match none {
                NoAmount::NotInEffect => Status::NotInEffect,
                NoAmount::OutOfRange => Status::InvalidRequest,
                NoAmount::NeedsPerson => Status::Unsupported,
            })?;
        Ok(paid.get() as f64)
    }

    /// What the programme pays back of each cost in yen on a day, whoever claims; -1 for a cost that cannot be claimed.
    ///
    /// # Errors
    /// Invalid request for an impossible date; not in effect; unsupported where the amount depends on the person.
    #[wasm_bindgen(js_name = subsidiesYen)]
    pub fn subsidies_yen(&self, service: &str, on_ymd: i32, costs_yen: &[i32]) -> Result<Vec<i32>, Fault> {
        let mut yen = vec![0; costs_yen.len()];
        subsidy::column(&self.0, service, date(on_ymd)?, costs_yen, &mut yen).map_err(|none| match none {
            NoAmount::NeedsPerson => Status::Unsupported,
            NoAmount::NotInEffect | NoAmount::OutOfRange => Status::NotInEffect,
        })?;
        Ok(yen)
    }
}

fn kind(which: i32) -> Result<DeadlineKind, Status> {
    DeadlineKind::from_number(which).ok_or(Status::InvalidArgument)
}

/// Seconds from a float that holds an integer; anything else is out of every range.
fn seconds(value: f64) -> i64 {
    let whole = value as i64;
    if whole as f64 == value { whole } else { i64::MAX }
}
