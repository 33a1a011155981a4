use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    BookVerdict, Booking, BookingDeadlines, BookingExpect, BookingState, Slot,
    book::Wish,
    deadlines::{Begins, Timing},
};
use crate::{
    answer::{Check, Explain, Posting, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId, present},
    },
    civil::Instant,
    member::Person,
    member::{Actor, ActorKind},
    programme::{BookingTerms, Programme},
    rules::eligibility::{Against, examine_person, not_in_effect},
};

/// The request of `booking.next`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NextRequest {
    /// The instant of the request.
    pub now: Instant,
    /// The service's id in the programme.
    pub service: Code,
    /// The slot; its date selects the terms.
    pub slot: Slot,
    /// Those who wait for the slot, with their ranks; other bookings are passed over.
    pub waiting: Vec<Booking>,
    /// The person who is to have the place; without one the answer says who is next.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Person>,
    /// That person's bookings; those of other people are passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Booking>,
    /// Who acts; the person where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `booking.next`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextVerdict {
    /// `next_in_line`, `booked`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What there is to say of reasons besides their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// The booking that waits with the lowest rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking: Option<HostId>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<HostId>,
    /// Its rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Count>,
    /// The places left, before this one is given.
    pub left: Count,
    /// The deadlines of the slot's date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<BookingDeadlines>,
}

/// Says who is next on a slot's waiting list, and gives that person the place.
///
/// Without `person` it says who is next. With it the person is examined for the slot's date as in `booking.book`, and the waiting row is confirmed. The
/// order of reasons: nobody waits, another is next, then as in `booking.book` without consent and telephone.
///
/// # Errors
/// `missing_value` for the rank of one who waits, for a slot without a time of day where the programme counts in hours, and where someone else than the
/// person acts without an id; `out_of_range` for a waiting list that cannot be; `period_upside_down` where entitlement is lost before it begins.
pub fn next(
    programme: &Programme,
    request: &NextRequest,
) -> Result<Posting<NextVerdict, Booking, BookingExpect>, Error> {
    if let Some(person) = &request.person {
        examine_person(programme, person).map_err(|e| e.within("person"))?;
    }
    let actor = Actor::validate(request.actor.as_ref())?;
    let terms = programme.booking(request.service.as_str(), request.slot.date);
    let in_hours = terms.and_then(|terms| terms.first_in_hours(false));
    request.slot.examine(in_hours).map_err(|error| error.within("slot"))?;
    let mut line = Vec::new();
    for (index, row) in request.waiting.iter().enumerate().filter(|(_, row)| request.is_waiting(row)) {
        let lacking = || Error::new(ErrorCode::MissingValue, "/rank").within(index).within("waiting");
        line.push((row.rank.ok_or_else(lacking)?, row));
    }
    let first = line.into_iter().min_by_key(|(rank, row)| (*rank, row.at, &row.id));
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, (terms, first), actor, sink));
    Ok(Posting { checks, ..posting })
}

impl NextRequest {
    /// Whether a row waits for the slot.
    fn is_waiting(&self, row: &Booking) -> bool {
        row.state == BookingState::Waiting && row.service == self.service && row.slot.as_ref() == Some(&self.slot.id)
    }
}

fn judge(
    programme: &Programme,
    request: &NextRequest,
    (terms, first): (Option<&BookingTerms>, Option<(Count, &Booking)>),
    actor: ActorKind,
    sink: &mut impl Sink,
) -> Posting<NextVerdict, Booking, BookingExpect> {
    let NextRequest { now, service, slot, person, bookings, .. } = request;
    let left = slot.left();
    let answer = |said: BookVerdict| NextVerdict {
        reason: said.reason,
        reasons: said.reasons,
        details: said.details,
        booking: first.map(|(_, row)| row.id.clone()),
        person: first.map(|(_, row)| row.person.clone()),
        rank: first.map(|(rank, _)| rank),
        left,
        deadlines: said.deadlines,
    };
    let Some((terms, list)) = terms.and_then(|terms| Some((terms, terms.waiting.as_ref()?))) else {
        let against = not_in_effect("booking", service, slot.date, sink);
        return Posting::unchanged(answer(BookVerdict::refused(against, None)));
    };
    let deadlines = BookingDeadlines::of(programme, terms, Begins::of(slot));
    if let Some(person) = person {
        let own =
            |row: &&Booking| row.person == person.id && row.service == *service && row.slot.as_ref() == Some(&slot.id);
        if let Some(row) = bookings.iter().filter(own).find(|row| row.state.counts()) {
            let said = answer(BookVerdict::done(Reason::Booked, deadlines));
            let verdict =
                NextVerdict { booking: Some(row.id.clone()), person: Some(person.id.clone()), rank: None, ..said };
            return Posting { replayed: true, ..Posting::unchanged(verdict) };
        }
    }
    let check = |reason| Check::new(list.rule.as_str(), reason, true).under(terms.period_on(slot.date), list.clause());
    let against = |reason| Posting::unchanged(answer(BookVerdict::refused(Against::only(reason), deadlines)));
    sink.holds(first.is_some(), || check(Reason::NobodyWaiting));
    let Some((_, row)) = first else { return against(Reason::NobodyWaiting) };
    let mut refused = Against::default();
    let Some(person) = person else {
        let timing = Timing { programme, terms, begins: Begins::of(slot), now: *now, actor };
        timing.examine_slot(slot, left, sink, &mut refused);
        let said = match refused.is_empty() {
            true => BookVerdict::done(Reason::NextInLine, deadlines),
            false => BookVerdict::refused(refused, deadlines),
        };
        return Posting::unchanged(answer(said));
    };
    let is_next = row.person == person.id;
    if !sink.holds(is_next, || check(Reason::NotNextInLine)) {
        return against(Reason::NotNextInLine);
    }
    let wish = Wish { programme, terms, service, person, slot, now: *now, actor };
    wish.examine_person(bookings.iter().filter(|booking| booking.id != row.id), None, sink, &mut refused);
    wish.examine_slot(left, sink, &mut refused);
    if !refused.is_empty() {
        return Posting::unchanged(answer(BookVerdict::refused(refused, deadlines)));
    }
    let state = BookingState::Confirmed;
    let confirmed =
        Booking { state, at: *now, actor: request.actor.clone(), rank: None, time: slot.time, ..row.clone() };
    Posting {
        verdict: answer(BookVerdict::done(Reason::Booked, deadlines)),
        checks: Vec::new(),
        store: [confirmed].into(),
        expect: Some(BookingExpect { still_waiting: Some(row.id.clone()), ..BookingExpect::places_of(terms, slot) }),
        replayed: false,
    }
}
