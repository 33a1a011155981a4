//! Procedures of steps in order, such as registering.

use alloc::{collections::BTreeSet, vec::Vec};

use super::request::{
    AddressState, ProcedureEvent, ProcedureExpect, ProcedureRow, ProcedureState, ProceedRequest, ProceedVerdict,
    StepShown, place, validate,
};
use crate::{
    answer::{Posting, Sink, decide},
    base::{
        Error, Reason,
        value::{Code, YesNo},
    },
    civil::Date,
    programme::{AddressAsked, ConsentTerms, ProcedureTerms, Programme, StepTerms},
    rules::account::{
        judged::{Judged, not_in_effect},
        public::{NextStep, Public},
    },
};

/// Takes a procedure, such as registering, a step further, and says what the next step needs. No
/// step can be skipped.
///
/// The order of reasons: the clock, a procedure that ended or is under review, the step's place, consents and things, a row that was withheld, the mail
/// address.
///
/// # Errors
/// `missing_value` without the step, or without what the mail address is or whether someone has to look, where they are needed; `id_unknown` for a step that
/// the procedure does not have; `row_of_another` for a row of another id or procedure; `out_of_range` for a row with more steps than there are;
/// `value_invalid` for a review of a step that has none; `too_large` above 64 things or consents.
pub fn proceed(
    programme: &Programme,
    request: &ProceedRequest,
) -> Result<Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>, Error> {
    validate(request)?;
    let terms = programme.procedure(&request.procedure, request.now.date());
    let place = terms.map_or(Ok(None), |terms| place(terms, request))?;
    let (posting, checks) = decide!(request.explain, |sink| match terms {
        Some(terms) => judge(programme, terms, request, place, sink),
        None => absent(programme, request, sink),
    });
    Ok(Posting { checks, ..posting })
}

type Proceeded = Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>;

/// The answer where the programme has no such procedure on the day.
fn absent(programme: &Programme, request: &ProceedRequest, sink: &mut impl Sink) -> Proceeded {
    let reasons: Vec<Reason> = not_in_effect(sink, "account.proceed").into();
    let shown = Public::of(programme, &reasons, request.now);
    let reason = Reason::NotInEffect;
    Posting::unchanged(ProceedVerdict { reason, reasons, missing: Vec::new(), sends: None, step: None, shown })
}

fn judge(
    programme: &Programme,
    terms: &ProcedureTerms,
    request: &ProceedRequest,
    place: Option<usize>,
    sink: &mut impl Sink,
) -> Proceeded {
    let today = request.now.date();
    let begun = ProcedureRow {
        id: request.id.clone(),
        procedure: request.procedure.clone(),
        done: 0,
        state: ProcedureState::Open,
        at: request.now,
        withheld: false,
    };
    let row = request.row.as_ref().unwrap_or(&begun);
    let finished = place.and_then(|place| terms.steps.get(place));
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let mut missing = Vec::new();
    let next = if request.event != ProcedureEvent::Look && takes(terms, request, row, &mut judged) {
        let ended = |state| Some(ProcedureRow { state, at: request.now, ..row.clone() });
        match request.event {
            ProcedureEvent::Look => None,
            ProcedureEvent::Cancel => ended(ProcedureState::Cancelled),
            ProcedureEvent::Confirm => ended(ProcedureState::Complete),
            ProcedureEvent::Restart => Some(begun.clone()),
            ProcedureEvent::Finish => {
                place.and_then(|place| finish(programme, terms, request, row, place, &mut judged, &mut missing))
            }
        }
    } else {
        None
    };
    let reasons = judged.reasons;
    // An address that does not do, and that the person may not be told of: the row goes on for show, as far as to the mail. Whoever takes the last step
    // holds the mail of the address, and may know whose it is.
    let asks = finished.is_some_and(|step| step.address.is_some());
    let withheld = asks
        && !reasons.is_empty()
        && reasons.iter().all(|reason| programme.public_reason(*reason, today) == Reason::Accepted);
    let written = next
        .filter(|_| reasons.is_empty() || withheld)
        .map(|next| ProcedureRow { withheld: next.withheld || withheld, ..next });
    let stands = written.as_ref().unwrap_or(row);
    let step = match stands.state {
        ProcedureState::Open => terms.steps.get(usize::from(stands.done)),
        _ => None,
    };
    let mut shown = match reasons.first() {
        Some(Reason::AddressRegistered) if !asks => Public::named(Reason::AddressRegistered),
        _ => Public::of(programme, &reasons, request.now),
    };
    shown.step = step.map(|step| step.id.clone());
    if shown.reason == Reason::Accepted {
        shown.next = match stands.state {
            ProcedureState::Open => NextStep::Proceed,
            ProcedureState::Complete if terms.signed_in => NextStep::Proceed,
            ProcedureState::Complete => NextStep::SignIn,
            ProcedureState::UnderReview => NextStep::Wait,
            ProcedureState::Cancelled => NextStep::StartOver,
        };
    }
    let accepted = reasons.is_empty();
    let asked = place.and_then(|place| terms.address_at(place)).map(|(asked, _)| asked);
    let expect = written.as_ref().map(|_| ProcedureExpect {
        id: request.id.clone(),
        row: request.row.clone(),
        address_free: accepted && asked == Some(AddressAsked::New),
    });
    let verdict = ProceedVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        reasons,
        missing,
        sends: finished.and_then(|step| step.sends.clone()).filter(|_| accepted),
        step: step.map(|step| of_step(programme, step, request.group.as_ref(), today)),
        shown,
    };
    Posting { store: written.into_iter().collect(), expect, ..Posting::unchanged(verdict) }
}

/// Whether the procedure takes an event now, whatever the step: its clock, its end, its review.
fn takes(
    terms: &ProcedureTerms,
    request: &ProceedRequest,
    row: &ProcedureRow,
    judged: &mut Judged<'_, impl Sink>,
) -> bool {
    let rule = &terms.rule;
    let again = request.event == ProcedureEvent::Restart && row.state == ProcedureState::Cancelled;
    let ended = !again && matches!(row.state, ProcedureState::Complete | ProcedureState::Cancelled);
    let reviewed = row.state == ProcedureState::UnderReview;
    judged.look(row.at <= request.now, rule, Reason::TimeBeforeLast, |check| {
        check.read("now", request.now).read("at", row.at)
    }) && judged.look(!ended, rule, Reason::ProcedureEnded, |check| check)
        && match request.event {
            ProcedureEvent::Confirm => judged.look(reviewed, rule, Reason::StepOutOfOrder, |check| check),
            _ => judged.look(!reviewed, rule, Reason::UnderReview, |check| check),
        }
}

/// The row after a step; reasons say whether it may be written.
fn finish(
    programme: &Programme,
    terms: &ProcedureTerms,
    request: &ProceedRequest,
    row: &ProcedureRow,
    place: usize,
    judged: &mut Judged<'_, impl Sink>,
    missing: &mut Vec<Code>,
) -> Option<ProcedureRow> {
    let (rule, done) = (&terms.rule, usize::from(row.done));
    let in_place = judged.look(done <= place, rule, Reason::StepDoneAlready, |check| check)
        && judged.look(place <= done, rule, Reason::StepOutOfOrder, |check| check);
    let step = terms.steps.get(place).filter(|_| in_place)?;
    *missing = lacking(programme, terms, step, request, judged);
    // Looked at last: what is missing is told alike, whether the row is withheld or not.
    if !missing.is_empty() || !judged.look(!row.withheld, rule, Reason::TokenNotAccepted, |check| check) {
        return None;
    }
    if let (Some((asked, rule)), Some(address)) = (terms.address_at(place), request.address) {
        let (fits, reason) = match (asked, address) {
            (AddressAsked::New, address) => (address == AddressState::Free, Reason::AddressRegistered),
            (AddressAsked::Known, AddressState::Absent) => (false, Reason::AddressMissing),
            (AddressAsked::Known, address) => (address == AddressState::Registered, Reason::AddressUnknown),
        };
        judged.look(fits, rule, reason, |check| check);
    }
    let done = row.done.saturating_add(1);
    let state = match request.review {
        _ if usize::from(done) < terms.steps.len() => ProcedureState::Open,
        Some(YesNo::Yes) => ProcedureState::UnderReview,
        Some(YesNo::No) | None => ProcedureState::Complete,
    };
    Some(ProcedureRow { done, state, at: request.now, ..row.clone() })
}

/// What is missing of a step: consents, then things.
fn lacking(
    programme: &Programme,
    terms: &ProcedureTerms,
    step: &StepTerms,
    request: &ProceedRequest,
    judged: &mut Judged<'_, impl Sink>,
) -> Vec<Code> {
    let mut missing = Vec::new();
    let consented: BTreeSet<&Code> = request.consents.iter().collect();
    let handed_in: BTreeSet<&Code> = request.given.iter().collect();
    for consent in consents(programme, step, request.group.as_ref(), request.now.date()) {
        let given = consented.contains(&consent.id);
        if !judged.look(given, &consent.rule, Reason::ConsentMissing, |check| check.read("consent", &consent.id)) {
            missing.push(consent.id.clone());
        }
    }
    for need in &step.needs {
        let given = handed_in.contains(&need.id);
        let rule = need.rule.as_ref().unwrap_or(&terms.rule);
        if !judged.look(given, rule, Reason::NeedMissing, |check| check.read("need", &need.id)) {
            missing.push(need.id.clone());
        }
    }
    for need in step.optional.iter().filter(|need| handed_in.contains(&need.id)) {
        let rule = need.rule.as_ref().unwrap_or(&terms.rule);
        judged.look(true, rule, Reason::NeedMissing, |check| check.read("need", &need.id));
    }
    judged.reasons.dedup();
    missing
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
