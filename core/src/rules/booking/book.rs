use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    Booking, BookingDeadlines, BookingExpect, BookingState, Slot, WaitingList,
    deadlines::{Begins, Timing},
};
use crate::{
    answer::{Check, Explain, Posting, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId, is_false, present},
    },
    civil::Instant,
    member::Person,
    member::{Actor, ActorKind},
    programme::{BookingTerms, Programme, WaitingTerms},
    rules::eligibility::{Against, entitled, examine_person, not_in_effect, once, terms_on},
    text::{fold_width, seen},
};

/// The request of `booking.book`. The same request serves the display and the commit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BookRequest {
    /// The instant of the request.
    pub now: Instant,
    /// The id of the booking to be. It is the request key: asked again for the same slot, the earlier answer is given.
    pub id: HostId,
    /// The service's id in the programme.
    pub service: Code,
    /// The person it is for.
    pub person: Person,
    /// The slot; its date selects the terms.
    pub slot: Slot,
    /// Bookings; those of other people are passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Booking>,
    /// Whether the terms of use were agreed to.
    pub consent: bool,
    /// Whether the person takes a rank on the waiting list where no place is left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub waits: bool,
    /// The daytime telephone number as entered, at most 64 bytes. It enters no check and no row.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub telephone: Option<String>,
    /// Who acts; the person where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(BookRequest { now, id, service, slot, explain });

/// The answer of `booking.book` and `booking.change`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookVerdict {
    /// `booked` or `changed`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What there is to say of reasons besides their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// The deadlines of the slot's date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<BookingDeadlines>,
    /// The rank on the waiting list, where the person waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Count>,
    /// How many wait ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Count>,
}

impl BookVerdict {
    pub(super) fn refused(against: Against, deadlines: Option<BookingDeadlines>) -> Self {
        let reason = against.first().unwrap_or(Reason::NotInEffect);
        Self { reason, reasons: against.reasons, details: against.details, deadlines, rank: None, ahead: None }
    }

    pub(super) fn done(reason: Reason, deadlines: Option<BookingDeadlines>) -> Self {
        Self { reason, reasons: Vec::new(), details: Vec::new(), deadlines, rank: None, ahead: None }
    }
}

/// The longest text of a telephone number, in bytes.
const TELEPHONE_LIMIT: usize = 64;

/// Says whether a person may book a slot, with every reason against it, and gives the booking to
/// store.
///
/// The order of reasons: consent, telephone, insured period, age, 1 April, circumstances, facts, sex, relation, once a fiscal year, the same slot,
/// waiting for it, opening, deadline, cancelled event, full, the waiting list.
///
/// # Errors
/// `missing_value` where the programme counts in hours and the slot has no time of day, and where someone else than the person acts without an id; `text_too_long` for a telephone number above 64 bytes;
/// `period_upside_down` where entitlement is lost before it begins.
pub fn book(
    programme: &Programme,
    request: &BookRequest,
) -> Result<Posting<BookVerdict, Booking, BookingExpect>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    let actor = Actor::validate(request.actor.as_ref())?;
    if request.telephone.as_ref().is_some_and(|telephone| telephone.len() > TELEPHONE_LIMIT) {
        return Err(Error::new(ErrorCode::TextTooLong, "/telephone"));
    }
    let terms = programme.booking(request.service.as_str(), request.slot.date);
    let in_hours = terms.and_then(|terms| terms.first_in_hours(false));
    request.slot.examine(in_hours).map_err(|error| error.within("slot"))?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, actor, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &BookRequest,
    actor: ActorKind,
    sink: &mut impl Sink,
) -> Posting<BookVerdict, Booking, BookingExpect> {
    let BookRequest { now, id, service, person, slot, bookings, .. } = request;
    let Some(terms) = programme.booking(service.as_str(), slot.date) else {
        return Posting::unchanged(BookVerdict::refused(not_in_effect("booking", service, slot.date, sink), None));
    };
    let deadlines = BookingDeadlines::of(programme, terms, Begins::of(slot));
    if let Some(earlier) = bookings.iter().find(|booking| booking.id == *id) {
        let same =
            earlier.person == person.id && earlier.service == *service && earlier.slot.as_ref() == Some(&slot.id);
        let done = match earlier.state {
            BookingState::Waiting => {
                BookVerdict { rank: earlier.rank, ..BookVerdict::done(Reason::Waiting, deadlines) }
            }
            _ => BookVerdict::done(Reason::Booked, deadlines),
        };
        return replay(terms, same, done, sink);
    }
    let mut against = Against::default();
    if let Some(rule) = &terms.consent
        && !sink.holds(request.consent, || Check::new(rule.as_str(), Reason::ConsentMissing, true))
    {
        against.push(Reason::ConsentMissing);
    }
    if let Some(rule) = &terms.telephone {
        let given = request.telephone.as_deref().is_some_and(is_telephone_number);
        if !sink.holds(given, || Check::new(rule.as_str(), Reason::TelephoneMissing, given)) {
            against.push(Reason::TelephoneMissing);
        }
    }
    let wish = Wish { programme, terms, service, person, slot, now: *now, actor };
    wish.examine_person(bookings.iter(), None, sink, &mut against);
    wish.examine_slot(slot.left_beside(Some(terms)), sink, &mut against);
    let booking = wish.booking(id, request.actor.as_ref(), None);
    let (verdict, booking) = match &terms.waiting {
        // Nothing else is against it, and the list has room.
        Some(list) if request.waits && against.reasons == [Reason::Full] && wish.may_wait(list, sink, &mut against) => {
            let WaitingList { people, last_rank } = slot.waiting.unwrap_or_default();
            // Below the highest count, as was looked at.
            let rank = Count::new(last_rank.get().saturating_add(1));
            let verdict = BookVerdict { rank, ahead: Some(people), ..BookVerdict::done(Reason::Waiting, deadlines) };
            (verdict, Booking { state: BookingState::Waiting, rank, ..booking })
        }
        _ if !against.is_empty() => return Posting::unchanged(BookVerdict::refused(against, deadlines)),
        _ => (BookVerdict::done(Reason::Booked, deadlines), booking),
    };
    let expect = Some(BookingExpect::places_of(terms, slot));
    Posting { verdict, checks: Vec::new(), store: [booking].into(), expect, replayed: false }
}

/// The answer to a request key that was used before.
pub(super) fn replay(
    terms: &BookingTerms,
    same: bool,
    done: BookVerdict,
    sink: &mut impl Sink,
) -> Posting<BookVerdict, Booking, BookingExpect> {
    if !sink.holds(same, || Check::new(terms.rule.as_str(), Reason::RequestKeyReused, same)) {
        let against = Against::only(Reason::RequestKeyReused);
        return Posting::unchanged(BookVerdict::refused(against, done.deadlines));
    }
    Posting { replayed: true, ..Posting::unchanged(done) }
}

/// Whether a text has ten or eleven digits, with anything between them, counted as they are dialled within Japan: after +81 the first 0 is left
/// out, or stands in brackets. The number itself is not kept.
fn is_telephone_number(text: &str) -> bool {
    let kept = seen(text).map(fold_width).filter(|c| *c == '+' || c.is_ascii_digit()).collect::<String>();
    let digits = match kept.strip_prefix("+81") {
        Some(rest) => rest.strip_prefix('0').unwrap_or(rest).len().saturating_add(1),
        None => kept.bytes().filter(u8::is_ascii_digit).count(),
    };
    (10..=11).contains(&digits)
}

/// A slot that a person wishes to have: what booking and changing ask alike.
pub(super) struct Wish<'a> {
    pub(super) programme: &'a Programme,
    pub(super) terms: &'a BookingTerms,
    pub(super) service: &'a Code,
    pub(super) person: &'a Person,
    pub(super) slot: &'a Slot,
    pub(super) now: Instant,
    pub(super) actor: ActorKind,
}

impl Wish<'_> {
    /// Gathers the reasons against the person on the slot's date.
    /// `given_up` is the slot of the booking to be replaced.
    pub(super) fn examine_person<'b>(
        &self,
        bookings: impl Iterator<Item = &'b Booking> + Clone,
        given_up: Option<&HostId>,
        sink: &mut impl Sink,
        against: &mut Against,
    ) {
        let mut own = bookings.clone().filter(|booking| booking.person == self.person.id);
        let standing = bookings.filter(|booking| booking.person == self.person.id && booking.state.counts());
        let date = self.slot.date;
        if let Some(terms) = terms_on(self.programme, self.service, self.person, date, sink, against) {
            entitled(terms, self.person, date, sink, against);
            let uses = standing.clone().map(|booking| (&booking.service, booking.date));
            once(terms, self.service, self.person, date, uses, sink, against);
        }
        let mut held = standing.filter_map(|booking| booking.slot.as_ref()).chain(given_up);
        let another = held.all(|slot| *slot != self.slot.id);
        if !sink.holds(another, || Check::new(self.terms.rule.as_str(), Reason::SameSlot, another)) {
            against.push(Reason::SameSlot);
        }
        if let Some(list) = &self.terms.waiting {
            let waits = |row: &Booking| row.state == BookingState::Waiting && row.slot.as_ref() == Some(&self.slot.id);
            let new = !own.any(waits);
            if !sink.holds(new, || self.of_list(list, Reason::AlreadyWaiting)) {
                against.push(Reason::AlreadyWaiting);
            }
        }
    }

    /// A check of the waiting list.
    fn of_list(&self, list: &WaitingTerms, reason: Reason) -> Check {
        Check::new(list.rule.as_str(), reason, true).under(self.terms.period_on(self.slot.date), list.clause())
    }

    /// Whether another person may wait; a list that has no room is a reason against it.
    fn may_wait(&self, list: &WaitingTerms, sink: &mut impl Sink, against: &mut Against) -> bool {
        let (Some(most), people) = (list.at_most, self.slot.waiting.unwrap_or_default().people) else { return true };
        let room = people.get() < most.into();
        if !sink
            .holds(room, || self.of_list(list, Reason::WaitingListFull).read("people", people).read("at_most", most))
        {
            against.push(Reason::WaitingListFull);
        }
        room
    }

    /// Gathers the reasons against the slot: opening, deadline, a cancelled event, no place left.
    pub(super) fn examine_slot(&self, left: Count, sink: &mut impl Sink, against: &mut Against) {
        let Self { programme, terms, slot, now, actor, .. } = *self;
        Timing { programme, terms, begins: Begins::of(slot), now, actor }.examine_slot(slot, left, sink, against);
    }

    /// The row of the booking.
    pub(super) fn booking(&self, id: &HostId, actor: Option<&Actor>, replaces: Option<HostId>) -> Booking {
        Booking {
            id: id.clone(),
            person: self.person.id.clone(),
            service: self.service.clone(),
            slot: Some(self.slot.id.clone()),
            date: self.slot.date,
            time: self.slot.time,
            state: BookingState::Confirmed,
            at: self.now,
            actor: actor.cloned(),
            replaces,
            rank: None,
        }
    }
}
