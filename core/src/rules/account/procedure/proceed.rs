//! Procedures of steps in order, such as registering.

use alloc::vec::Vec;

use super::request::{
    AddressState, ProcedureEvent, ProcedureExpect, ProcedureRow, ProcedureState, ProceedRequest, ProceedVerdict,
    StepShown, validate,
};
use crate::{
    answer::{Check, Posting, Sink, decide},
    base::{Error, Reason, value::Code},
    civil::Date,
    programme::{AddressAsked, ConsentTerms, ProcedureTerms, Programme, StepTerms},
    rules::account::{
        judged::{Judged, not_in_effect},
        public::{NextStep, Public},
    },
};

/// Takes a procedure a step further, and says what the next one needs. No step can be skipped.
///
/// The order of reasons: the clock, a procedure that ended or is under review, the step's place, consents, things, the mail address.
///
/// # Errors
/// `missing_value` without the step, or without what the mail address is, where they are needed; `id_unknown` for a step that the procedure does not have;
/// `row_of_another` for a row of another id or procedure; `out_of_range` for a row with more steps than there are; `value_invalid` for a review of a step
/// that has none; `too_large` above 64 things or consents.
pub fn proceed(
    programme: &Programme,
    request: &ProceedRequest,
) -> Result<Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>, Error> {
    let terms = programme.procedure(&request.procedure, request.now.date());
    let place = terms.map_or(Ok(None), |terms| validate(terms, request))?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, terms, request, place, sink));
    Ok(Posting { checks, ..posting })
}

type Proceeded = Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>;

fn judge(
    programme: &Programme,
    terms: Option<&ProcedureTerms>,
    request: &ProceedRequest,
    place: Option<usize>,
    sink: &mut impl Sink,
) -> Proceeded {
    let now = request.now;
    let Some(terms) = terms else {
        let reasons: Vec<Reason> = not_in_effect(sink, "account.proceed").into();
        let shown = Public::of(programme, &reasons, now);
        let reason = Reason::NotInEffect;
        return Posting::unchanged(ProceedVerdict {
            reason,
            reasons,
            missing: Vec::new(),
            sends: None,
            step: None,
            shown,
        });
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let begun = ProcedureRow {
        id: request.id.clone(),
        procedure: request.procedure.clone(),
        done: 0,
        state: ProcedureState::Open,
        at: now,
        withheld: false,
    };
    let row = request.row.clone().unwrap_or(begun.clone());
    let mut missing = Vec::new();
    let written = after(programme, terms, request, &row, place, &mut judged, &mut missing);
    let reasons = judged.reasons;
    // An address that does not do, and that the person may not be told of: the row goes on for show.
    let withheld = !reasons.is_empty()
        && reasons.iter().all(|reason| programme.public_reason(*reason, now.date()) == Reason::Accepted);
    let written = match written {
        Some(next) if reasons.is_empty() => Some(next),
        Some(next) if withheld => Some(ProcedureRow { withheld: true, ..next }),
        _ => None,
    };
    let stands = written.as_ref().unwrap_or(&row);
    let step = match stands.state {
        ProcedureState::Open => terms.steps.get(usize::from(stands.done)),
        _ => None,
    };
    let finished = place.filter(|_| written.is_some()).and_then(|place| terms.steps.get(place));
    let mut shown = Public::of(programme, &reasons, now);
    shown.step = step.map(|step| step.id.clone());
    if shown.reason == Reason::Accepted && stands.state == ProcedureState::Complete {
        shown.next = NextStep::SignIn;
    }
    let verdict = ProceedVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        sends: finished.and_then(|step| step.sends.clone()).filter(|_| reasons.is_empty()),
        reasons,
        missing,
        step: step.map(|step| of_step(programme, step, request.group.as_ref(), now.date())),
        shown,
    };
    let expect = written.as_ref().map(|_| ProcedureExpect {
        id: request.id.clone(),
        done: request.row.as_ref().map(|row| row.done),
        address_free: finished.is_some_and(|step| step.address == Some(AddressAsked::New)) && !withheld,
    });
    Posting { store: written.into_iter().collect(), expect, ..Posting::unchanged(verdict) }
}

/// The row after the event, as far as the event is in its place; reasons say whether it may be written.
fn after(
    programme: &Programme,
    terms: &ProcedureTerms,
    request: &ProceedRequest,
    row: &ProcedureRow,
    place: Option<usize>,
    judged: &mut Judged<'_, impl Sink>,
    missing: &mut Vec<Code>,
) -> Option<ProcedureRow> {
    let now = request.now;
    if request.event == ProcedureEvent::Look {
        return None;
    }
    let rule = &terms.rule;
    let read = |check: Check| check.read("now", now).read("at", row.at);
    if !judged.look(row.at <= now, rule, Reason::TimeBeforeLast, read) {
        return None;
    }
    let ended = matches!(row.state, ProcedureState::Complete | ProcedureState::Cancelled);
    let again = request.event == ProcedureEvent::Restart && row.state == ProcedureState::Cancelled;
    if !judged.look(!ended || again, rule, Reason::ProcedureEnded, |check| check) {
        return None;
    }
    let reviewed = row.state == ProcedureState::UnderReview;
    let to = |done, state| Some(ProcedureRow { done, state, at: now, withheld: row.withheld, ..row.clone() });
    match request.event {
        ProcedureEvent::Confirm => {
            judged.look(reviewed, rule, Reason::StepOutOfOrder, |check| check);
            return to(row.done, ProcedureState::Complete);
        }
        _ if !judged.look(!reviewed, rule, Reason::UnderReview, |check| check) => return None,
        ProcedureEvent::Cancel => return to(row.done, ProcedureState::Cancelled),
        ProcedureEvent::Restart => {
            return to(0, ProcedureState::Open).map(|row| ProcedureRow { withheld: false, ..row });
        }
        ProcedureEvent::Finish | ProcedureEvent::Look => {}
    }
    let (place, done) = (place?, usize::from(row.done));
    let in_place = judged.look(done <= place, rule, Reason::StepDoneAlready, |check| check)
        && judged.look(place <= done, rule, Reason::StepOutOfOrder, |check| check);
    let step = terms.steps.get(place).filter(|_| in_place)?;
    if !judged.look(!row.withheld, rule, Reason::TokenNotAccepted, |check| check) {
        return None;
    }
    for consent in consents(programme, step, request.group.as_ref(), now.date()) {
        let given = request.consents.contains(&consent.id);
        if !judged.look(given, &consent.rule, Reason::ConsentMissing, |check| check.read("consent", &consent.id)) {
            missing.push(consent.id.clone());
        }
    }
    for need in &step.needs {
        let given = request.given.contains(&need.id);
        let rule = need.rule.as_ref().unwrap_or(rule);
        if !judged.look(given, rule, Reason::NeedMissing, |check| check.read("need", &need.id)) {
            missing.push(need.id.clone());
        }
    }
    for need in step.optional.iter().filter(|need| request.given.contains(&need.id)) {
        let rule = need.rule.as_ref().unwrap_or(rule);
        judged.look(true, rule, Reason::NeedMissing, |check| check.read("need", &need.id));
    }
    judged.reasons.dedup();
    let complete = judged.reasons.is_empty();
    if let (Some(asked), Some(address), true) = (step.address, request.address, complete) {
        let rule = step.address_rule.as_ref().unwrap_or(rule);
        let (fits, reason) = match (asked, address) {
            (AddressAsked::New, address) => (address == AddressState::Free, Reason::AddressRegistered),
            (AddressAsked::Known, AddressState::Absent) => (false, Reason::AddressMissing),
            (AddressAsked::Known, address) => (address == AddressState::Registered, Reason::AddressUnknown),
        };
        judged.look(fits, rule, reason, |check| check);
    }
    if !complete {
        return None;
    }
    let done = row.done.saturating_add(1);
    match (usize::from(done) < terms.steps.len(), request.review) {
        (true, _) => to(done, ProcedureState::Open),
        (false, true) => to(done, ProcedureState::UnderReview),
        (false, false) => to(done, ProcedureState::Complete),
    }
}

/// The consents that a step needs of a group's member.
fn consents<'p>(
    programme: &'p Programme,
    step: &'p StepTerms,
    group: Option<&'p Code>,
    day: Date,
) -> impl Iterator<Item = &'p ConsentTerms> {
    step.consents.iter().filter(move |consent| !consent.own_points || programme.has_own_points(group, day))
}

fn of_step(programme: &Programme, step: &StepTerms, group: Option<&Code>, day: Date) -> StepShown {
    StepShown {
        id: step.id.clone(),
        needs: step.needs.iter().map(|need| need.id.clone()).collect(),
        optional: step.optional.iter().map(|need| need.id.clone()).collect(),
        consents: consents(programme, step, group, day).map(|consent| consent.id.clone()).collect(),
        leave: step.leave.is_some(),
    }
}
