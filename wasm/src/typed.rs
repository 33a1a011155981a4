//! The typed lane: plain integers and columns of them. A count crosses as a 64-bit float, which holds every integer
//! up to 2^53 − 1; a date crosses as YYYYMMDD.

use kenpo::{
    card::{check_insurer_number_record, examine_insurer_number},
    civil::Date,
    coupon::{NoLastDay, last_day_of_only},
    points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps, credits_per_record},
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

    /// Pays for a member's steps from a linked source, under every rule that earns by them. A delivery is five dates, 0 for
    /// one that is not given: the day of arrival, those of birth, of joining and of opening the app, and the last day that
    /// is closed. The columns of days are of one length, and so are those of what was credited before.
    ///
    /// Gives one column: a reason for each record, then for each credit four numbers, the day walked, the rule's place in
    /// the programme, the points earned before caps and the points paid.
    ///
    /// # Errors
    /// Invalid argument for columns of different lengths; invalid request for an impossible date, count or rule;
    /// unsupported where `points.accrue` is to be asked.
    #[wasm_bindgen(js_name = stepsAccrue)]
    #[expect(clippy::too_many_arguments, reason = "columns cross the border one by one")]
    pub fn steps_accrue(
        &self,
        delivery: &[i32],
        walked: &[i32],
        steps: &[f64],
        credited_walked: &[i32],
        credited_synced: &[i32],
        credited_rule: &[u32],
        credited_earned: &[f64],
        credited_points: &[f64],
    ) -> Result<Vec<f64>, Fault> {
        let credited_len = credited_walked.len();
        let even = walked.len() == steps.len()
            && [credited_synced.len(), credited_rule.len(), credited_earned.len(), credited_points.len()]
                == [credited_len; 4];
        let &[synced, born, enrolled_on, opened_on, closed_through] = delivery else {
            return Err(Status::InvalidArgument.into());
        };
        if !even {
            return Err(Status::InvalidArgument.into());
        }
        let delivery = StepDelivery { synced, born, enrolled_on, opened_on, closed_through };
        let valid = |value: &f64| count(*value).is_ok();
        if ![steps, credited_earned, credited_points].into_iter().flatten().all(valid) {
            return Err(Status::InvalidRequest.into());
        }
        let days = walked.iter().zip(steps).map(|(walked, steps)| StepDay { walked: *walked, steps: *steps as i64 });
        let days: Vec<StepDay> = days.collect();
        let credited = credited_walked.iter().zip(credited_synced).zip(credited_rule);
        let credited = credited.zip(credited_earned.iter().zip(credited_points));
        let credited = credited.map(|(((walked, synced), rule), (earned, points))| StepCredit {
            walked: *walked,
            synced: *synced,
            rule: *rule,
            reserved: 0,
            earned: *earned as i64,
            points: *points as i64,
        });
        let credited: Vec<StepCredit> = credited.collect();

        let mut credits = vec![StepCredit::default(); days.len() * credits_per_record(&self.0)];
        let mut reasons = vec![0; days.len()];
        let mut room = vec![0; 1_024];
        let mut accrued_in =
            |room: &mut [i64]| accrue_steps(&self.0, &delivery, &days, &credited, room, &mut credits, &mut reasons);
        let done = match accrued_in(&mut room) {
            Err(StepsRefused::Room(needed)) => {
                room.resize(needed, 0);
                accrued_in(&mut room)
            }
            done => done,
        };
        let credits_len = done.map_err(|refused| match refused {
            StepsRefused::Invalid => Status::InvalidRequest,
            _ => Status::Unsupported,
        })?;
        let of_credit = |credit: &StepCredit| {
            [f64::from(credit.walked), f64::from(credit.rule), credit.earned as f64, credit.points as f64]
        };
        let credits = credits.iter().take(credits_len).flat_map(of_credit);
        Ok(reasons.into_iter().map(f64::from).chain(credits).collect())
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
