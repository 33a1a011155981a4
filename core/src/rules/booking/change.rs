use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    BookVerdict, Booking, BookingDeadlines, BookingExpect, BookingState, Slot,
    book::{Wish, replay},
    deadlines::{Begins, Timing, has_time},
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, Internal, Reason,
        value::{HostId, present},
    },
    civil::Instant,
    member::Person,
    member::{Actor, ActorKind},
    programme::Programme,
    rules::eligibility::{Against, examine_person, not_in_effect},
};

/// The request of `booking.change`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    /// The instant of the request.
    pub now: Instant,
    /// The id of the booking to be. It is the request key: asked again for the same slot, the earlier answer is given.
    pub id: HostId,
    /// The id of the booking to be replaced.
    pub booking: HostId,
    /// The person it is for.
    pub person: Person,
    /// The slot to change to; its date selects the terms.
    pub slot: Slot,
    /// Bookings; those of other people are passed over.
    pub bookings: Vec<Booking>,
    /// Who acts; the person where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// Changes a booking to another slot; where that is refused, the old booking stays as it is.
///
/// The person is examined again for the new date, the booking itself left out. The order of reasons: the booking, its deadline to change,
/// the number of changes, then as in `booking.book`.
///
/// # Errors
/// `missing_value` where the programme counts in hours and the slot or the booking has no time of day, and where someone else than the person acts without an id; `period_upside_down` where entitlement is lost before it begins.
pub fn change(
    programme: &Programme,
    request: &ChangeRequest,
) -> Result<Posting<BookVerdict, Booking, BookingExpect>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    let actor = Actor::validate(request.actor.as_ref())?;
    let own = |row: &Booking| row.id == request.booking && row.person == request.person.id;
    if let Some(index) = request.bookings.iter().position(own) {
        let place = |error: Error| error.within(index).within("bookings");
        let old = Internal::unless(request.bookings.get(index), "a booking that was found is not there")?;
        has_time(programme, old).map_err(place)?;
        let terms = programme.booking(old.service.as_str(), request.slot.date);
        let in_hours = terms.and_then(|terms| terms.first_in_hours(false));
        request.slot.examine(in_hours).map_err(|error| error.within("slot"))?;
    }
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, actor, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &ChangeRequest,
    actor: ActorKind,
    sink: &mut impl Sink,
) -> Posting<BookVerdict, Booking, BookingExpect> {
    let ChangeRequest { now, id, booking, person, slot, bookings, .. } = request;
    let own = || bookings.iter().filter(|row| row.person == person.id);
    let Some(old) = own().find(|row| row.id == *booking) else {
        sink.holds(false, || Check::new("booking", Reason::BookingNotFound, false));
        return Posting::unchanged(BookVerdict::refused(Against::only(Reason::BookingNotFound), None));
    };
    let service = &old.service;
    let Some(terms) = programme.booking(service.as_str(), slot.date) else {
        return Posting::unchanged(BookVerdict::refused(not_in_effect("booking", service, slot.date, sink), None));
    };
    let deadlines = BookingDeadlines::of(programme, terms, Begins::of(slot));
    if let Some(earlier) = bookings.iter().find(|row| row.id == *id) {
        let same = earlier.person == person.id
            && earlier.slot.as_ref() == Some(&slot.id)
            && earlier.replaces.as_ref() == Some(booking);
        return replay(terms, same, BookVerdict::done(Reason::Changed, deadlines), sink);
    }
    let mut against = Against::default();
    let confirmed = old.state == BookingState::Confirmed;
    if !sink.holds(confirmed, || old.about_state(terms.rule.as_str())) {
        against.push(Reason::BookingNotConfirmed);
    }
    // The deadline to change is that of the date booked before, under the terms of that date.
    let before = programme.booking(service.as_str(), old.date).unwrap_or(terms);
    let timing = Timing { programme, terms: before, begins: Begins::of_booking(old), now: *now, actor };
    let ways = (Reason::ChangeNotOffered, Reason::ChangeDeadlinePassed);
    if let Some(reason) = timing.not_undone(before.change.as_ref(), ways, old.at, sink) {
        against.push(reason);
    }
    if let Some(limit) = &before.changes {
        let left = !was_changed(old, limit.at_most, own);
        if !sink.holds(left, || {
            Check::new(limit.rule.as_str(), Reason::TooManyChanges, left)
                .under(before.period, limit.clause())
                .read("at_most", limit.at_most)
        }) {
            against.push(Reason::TooManyChanges);
        }
    }
    let wish = Wish { programme, terms, service, person, slot, now: *now, actor };
    wish.examine_person(own().filter(|row| row.id != *booking), old.slot.as_ref(), sink, &mut against);
    wish.examine_slot(slot.left_beside(Some(terms)), sink, &mut against);
    if !against.is_empty() {
        return Posting::unchanged(BookVerdict::refused(against, deadlines));
    }
    let gone = Booking { state: BookingState::Changed, at: *now, actor: request.actor.clone(), ..old.clone() };
    let new = wish.booking(id, request.actor.as_ref(), Some(booking.clone()));
    Posting {
        verdict: BookVerdict::done(Reason::Changed, deadlines),
        checks: Vec::new(),
        store: [gone, new].into(),
        expect: Some(BookingExpect { confirmed: Some(booking.clone()), ..BookingExpect::places_of(terms, slot) }),
        replayed: false,
    }
}

/// Whether a booking took the place of others `times` times, one after another. Looked for no further than that.
fn was_changed<'b, I: Iterator<Item = &'b Booking>>(booking: &'b Booking, times: u8, own: impl Fn() -> I) -> bool {
    let mut at = Some(booking);
    (0..times).all(|_| {
        let replaced = at.and_then(|row| row.replaces.as_ref());
        at = replaced.and_then(|id| own().find(|row| row.id == *id));
        replaced.is_some()
    })
}
