use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Booking, BookingExpect, BookingState,
    deadlines::{Begins, Timing, has_time},
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, Reason,
        value::{HostId, present},
    },
    civil::{DeadlineShown, Instant},
    member::{Actor, ActorKind},
    programme::Programme,
    rules::eligibility::not_in_effect,
};

/// The request of `booking.cancel`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// The instant of the request.
    pub now: Instant,
    /// The booking, as stored.
    pub booking: Booking,
    /// The id of the person for whom it is cancelled: another's booking is not found.
    pub person: HostId,
    /// Who acts; the person where absent. The organiser is bound by no deadline.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `booking.cancel`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CancelVerdict {
    /// `cancelled`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Until when a booking for its date is cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<DeadlineShown>,
}

/// Cancels a booking where its deadline allows it; afterwards the person may book again.
///
/// The order of reasons: the booking, its deadline to cancel, which a grace after it was made may extend. Who waits leaves the list at any time.
///
/// # Errors
/// `missing_value` where a programme counts in hours and the booking has no time of day, and where someone else than the person acts without an id.
pub fn cancel(
    programme: &Programme,
    request: &CancelRequest,
) -> Result<Posting<CancelVerdict, Booking, BookingExpect>, Error> {
    let actor = Actor::validate(request.actor.as_ref())?;
    has_time(programme, &request.booking).map_err(|error| error.within("booking"))?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, actor, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &CancelRequest,
    actor: ActorKind,
    sink: &mut impl Sink,
) -> Posting<CancelVerdict, Booking, BookingExpect> {
    let CancelRequest { now, booking, person, .. } = request;
    let answer = |reasons: Vec<Reason>, closes| CancelVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Cancelled),
        reasons,
        closes,
    };
    let own = booking.person == *person;
    if !sink.holds(own, || Check::new("booking", Reason::BookingNotFound, own)) {
        return Posting::unchanged(answer([Reason::BookingNotFound].into(), None));
    }
    let Some(terms) = programme.booking(booking.service.as_str(), booking.date) else {
        return Posting::unchanged(answer(
            not_in_effect("booking", &booking.service, booking.date, sink).reasons,
            None,
        ));
    };
    let begins = Begins::of_booking(booking);
    let limit = terms.cancel.as_ref().and_then(|limit| begins.deadline(programme, &limit.deadline));
    let closes = limit.and_then(|limit| limit.shown(booking.date));
    let organiser = actor == ActorKind::Organiser;
    let state = if organiser { BookingState::CancelledByOrganiser } else { BookingState::CancelledByPerson };
    if booking.state == state {
        return Posting { replayed: true, ..Posting::unchanged(answer(Vec::new(), closes)) };
    }
    let mut reasons = Vec::new();
    // Who waits holds no place, and leaves the list at any time.
    let waits = booking.state == BookingState::Waiting;
    let confirmed = waits || booking.state == BookingState::Confirmed;
    if !sink.holds(confirmed, || booking.about_state(terms.rule.as_str())) {
        reasons.push(Reason::BookingNotConfirmed);
    }
    let timing = Timing { programme, terms, begins, now: *now, actor };
    let ways = (Reason::CancelNotOffered, Reason::DeadlinePassed);
    if !organiser
        && !waits
        && let Some(reason) = timing.not_undone(terms.cancel.as_ref(), ways, booking.at, sink)
    {
        reasons.push(reason);
    }
    if !reasons.is_empty() {
        return Posting::unchanged(answer(reasons, closes));
    }
    let row = Booking { state, at: *now, actor: request.actor.clone(), ..booking.clone() };
    Posting {
        verdict: answer(reasons, closes),
        checks: Vec::new(),
        store: [row].into(),
        expect: Some(match waits {
            true => BookingExpect::still_waiting(&booking.id),
            false => BookingExpect::still_confirmed(&booking.id),
        }),
        replayed: false,
    }
}
