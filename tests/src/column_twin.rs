//! Columns of people and slots, deadlines and subsidies, beside what an operation answered.

use kenpo_core::{
    Programme, Reason,
    booking::{self, SlotRow},
    civil::{Date, Instant},
    eligibility::{self, PersonRow},
    programme::DeadlineTerms,
    subsidy::{self, NO_AMOUNT, NoAmount},
};
use kenpo_wire::from_text;
use serde_json::Value;

/// Compares; what is said is a fault. Other operations have nothing to say.
pub(crate) fn compare(operation: &str, programme: &Programme, request: &str, answer: &Value) -> Option<String> {
    let verdict = &answer["verdict"];
    match operation {
        "eligibility.check" => people(programme, &from_text(request).ok()?, verdict),
        "booking.slots" => slots(programme, &from_text(request).ok()?, verdict),
        "booking.deadlines" => deadlines(programme, &from_text(request).ok()?, verdict),
        "subsidy.claim" => paid(programme, &from_text(request).ok()?, verdict),
        _ => None,
    }
}

/// Which uses count together only the programme says, so that at most one of the very service is compared.
fn people(programme: &Programme, request: &eligibility::EligibilityRequest, verdict: &Value) -> Option<String> {
    let uses = &request.uses;
    if uses.len() > 1 || uses.iter().any(|used| used.service != request.service) {
        return None;
    }
    let person = &request.person;
    let row = PersonRow {
        at: Instant::start_of(request.on).unix(),
        born: person.born.yyyymmdd(),
        insured_from: person.insured_from.yyyymmdd(),
        lost_on: person.lost_on.map_or(0, Date::yyyymmdd),
        used_on: uses.first().map_or(0, |used| used.date.yyyymmdd()),
        relation: person.relation as u8,
        reserved: [0; 7],
    };
    // The first and the last second of the day.
    let rows = [row, PersonRow { at: row.at + 86_399, ..row }];
    let mut said = Vec::new();
    let reached = eligibility::column(programme, request.service.as_str(), &rows, |reason| {
        said.push(reason.map_or("accepted", Reason::name))
    });
    let same = said.len() == rows.len() && said.iter().all(|reason| verdict["reason"] == *reason);
    (reached.is_ok() && !same).then(|| format!("the column says {said:?}"))
}

fn slots(programme: &Programme, request: &booking::SlotsRequest, verdict: &Value) -> Option<String> {
    let booked = |slot: &booking::Slot| {
        request.bookings.iter().any(|row| {
            row.person == request.person
                && row.service == request.service
                && row.slot.as_ref() == Some(&slot.id)
                && row.state.counts()
        })
    };
    let row = |slot: &booking::Slot| {
        Some(SlotRow {
            date: slot.date.yyyymmdd(),
            capacity: u32::try_from(slot.capacity.get()).ok()?,
            taken: u32::try_from(slot.taken.get()).ok()?,
            booked: booked(slot).into(),
            cancelled: slot.cancelled.into(),
            reserved: [0; 2],
        })
    };
    let rows: Vec<SlotRow> = request.slots.iter().map(row).collect::<Option<_>>()?;
    let mut said = Vec::new();
    let reached = booking::column(programme, request.service.as_str(), request.now, &rows, |state| {
        said.push(serde_json::to_value(state).unwrap_or_default())
    });
    if reached.is_err() {
        return None;
    }
    let shown = verdict["slots"].as_array().cloned().unwrap_or_default();
    let expected: Vec<Value> = shown.iter().map(|slot| slot["state"].clone()).collect();
    (said != expected).then(|| format!("the column says {said:?}"))
}

fn deadlines(programme: &Programme, request: &booking::DeadlinesRequest, verdict: &Value) -> Option<String> {
    let terms = programme.booking(request.service.as_str(), request.date);
    // A deadline that the programme does not have is null, as in the answer.
    let said: Option<Vec<Value>> = terms.and_then(|terms| {
        let of = |limit: &Option<DeadlineTerms>| limit.as_ref().map(|limit| limit.deadline);
        [Some(terms.closing()), of(&terms.change), of(&terms.cancel)]
            .map(|limit| match limit {
                Some(limit) => {
                    let shown = programme.deadline_at(&limit, request.date, request.time)?.shown(request.date)?;
                    serde_json::to_value(shown).ok()
                }
                None => Some(Value::Null),
            })
            .into_iter()
            .collect()
    });
    let expected = &verdict["deadlines"];
    let expected =
        expected.is_object().then(|| ["closes", "change", "cancel"].map(|name| expected[name].clone()).to_vec());
    (said != expected).then(|| format!("the typed deadlines are {said:?}"))
}

fn paid(programme: &Programme, request: &subsidy::SubsidyRequest, verdict: &Value) -> Option<String> {
    if !["accepted", "nothing_to_claim"].iter().any(|reason| verdict["reason"] == *reason) {
        return None;
    }
    let said = subsidy::amount_on(programme, request.service.as_str(), request.on, request.cost_yen);
    if said == Err(NoAmount::NeedsPerson) {
        return None;
    }
    let same = said.is_ok_and(|yen| verdict["subsidy_yen"] == yen.get());
    let mut yen = [0; 2];
    let cost = i32::try_from(request.cost_yen.get()).unwrap_or(-1);
    let reached = subsidy::column(programme, request.service.as_str(), request.on, &[cost, -1], &mut yen);
    // A column holds no cost above 2^31 − 1.
    let expected = if cost < 0 { NO_AMOUNT.into() } else { verdict["subsidy_yen"].clone() };
    let same_in_column = reached.is_ok() && expected == yen[0] && yen[1] == NO_AMOUNT;
    (!same || !same_in_column).then(|| format!("the typed subsidy is {said:?}, and in a column {yen:?}"))
}
