//! Columns of people and slots, deadlines and subsidies, beside what an operation answered.

use kenpo_core::{
    Programme, Reason,
    booking::{self, DeadlineKind, DeadlineRow, NoDeadline, SlotRow},
    civil::{Date, Instant},
    eligibility::{self, PersonRow},
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
    let (service, date) = (request.service.as_str(), request.date);
    let expected = &verdict["deadlines"];
    let mut none = false;
    for (kind, name) in DeadlineKind::ALL.into_iter().zip(["closes", "change", "cancel"]) {
        let said = booking::deadline_on(programme, service, kind, date);
        let mut rows = Vec::new();
        let dates = [date.yyyymmdd(), 0, date.yyyymmdd()];
        let whole = booking::deadline_column(programme, service, kind, &dates, |row| rows.push((row.at, row.last_day)));
        let row = match said {
            Ok(shown) => (shown.at.unix(), shown.last_day.yyyymmdd()),
            Err(_) => (0, DeadlineRow::NO_DEADLINE),
        };
        let same = match said {
            Err(NoDeadline::Unsupported) => whole.is_err() && rows.is_empty(),
            _ => whole.is_ok() && rows == [row, (0, DeadlineRow::NO_DATE), row],
        };
        if !same {
            return Some(format!("the column of deadlines is {rows:?} and {whole:?}"));
        }
        none |= said == Err(NoDeadline::NotInEffect);
        let shown = match said {
            // Without the time of day the typed lane has no hours.
            Err(NoDeadline::Unsupported) => continue,
            Ok(shown) => serde_json::to_value(shown).unwrap_or_default(),
            Err(NoDeadline::NotInEffect) => Value::Null,
        };
        // A deadline that the programme does not have is null, as in the answer.
        if expected.is_object() && expected[name] != shown {
            return Some(format!("the typed deadline is {said:?}"));
        }
    }
    (!expected.is_object() && !none).then(|| "the typed lane knows every deadline".into())
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
