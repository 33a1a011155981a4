use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use core::slice;

use serde::{Deserialize, Serialize};

use super::{Booking, BookingExpect, BookingState};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, Reason,
        value::{Code, HostId, present},
    },
    civil::{Date, Instant},
    member::Actor,
    member::Person,
    programme::{OnceTerms, Programme},
    rules::eligibility::{Found, examine_person, find},
};

/// The request of `booking.attend`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttendRequest {
    /// The instant of the record.
    pub now: Instant,
    /// The booking's id.
    pub booking: HostId,
    /// Whether the person came.
    pub attended: bool,
    /// The person it is for.
    pub person: Person,
    /// Bookings; those of other people are passed over.
    pub bookings: Vec<Booking>,
    /// Who records it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actor: Option<Actor>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `booking.attend`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttendVerdict {
    /// `recorded`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the person owes for it, once it is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge: Option<Charge>,
}

/// What a person owes for a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Charge {
    /// Nothing: it was not used, or it was the one use of its fiscal year.
    None,
    /// Its cost: the one use of the fiscal year was used before.
    AtCost,
    /// Its cost is to be returned: there was no entitlement on the day.
    ToReturn,
}

/// Records whether a person came to a booking, and says what it costs.
///
/// # Errors
/// `missing_value` where someone else than the person acts without an id; `period_upside_down` where entitlement is lost before it begins.
pub fn attend(
    programme: &Programme,
    request: &AttendRequest,
) -> Result<Posting<AttendVerdict, Booking, BookingExpect>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    Actor::validate(request.actor.as_ref())?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &AttendRequest,
    sink: &mut impl Sink,
) -> Posting<AttendVerdict, Booking, BookingExpect> {
    let AttendRequest { now, booking, attended, person, bookings, .. } = request;
    let refused = |reasons: Vec<Reason>| AttendVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::BookingNotFound),
        reasons,
        charge: None,
    };
    let Some(old) = bookings.iter().find(|row| row.id == *booking && row.person == person.id) else {
        sink.holds(false, || Check::new("booking", Reason::BookingNotFound, false));
        return Posting::unchanged(refused([Reason::BookingNotFound].into()));
    };
    let rule = programme.booking(old.service.as_str(), old.date).map_or("booking", |terms| terms.rule.as_str());
    let state = if *attended { BookingState::Attended } else { BookingState::Absent };
    let row = Booking { state, at: *now, actor: request.actor.clone(), ..old.clone() };
    let charge = Some(charge(programme, person, &row, &Attended::of(person, bookings), sink));
    let recorded = AttendVerdict { reason: Reason::Recorded, reasons: Vec::new(), charge };
    if old.state == state {
        return Posting { replayed: true, ..Posting::unchanged(recorded) };
    }
    let mut reasons = Vec::new();
    let confirmed = old.state == BookingState::Confirmed;
    if !sink.holds(confirmed, || old.about_state(rule)) {
        reasons.push(Reason::BookingNotConfirmed);
    }
    let held = old.date <= now.date();
    if !sink.holds(held, || Check::new(rule, Reason::NotHeldYet, held).read("date", old.date).read("now", *now)) {
        reasons.push(Reason::NotHeldYet);
    }
    if !reasons.is_empty() {
        return Posting::unchanged(refused(reasons));
    }
    let expect = Some(BookingExpect::still_confirmed(booking));
    Posting { verdict: recorded, checks: Vec::new(), store: [row].into(), expect, replayed: false }
}

/// A person's attended bookings by service, those of each in the order of their dates and ids.
pub(super) struct Attended<'a>(BTreeMap<&'a Code, Vec<(Date, &'a HostId)>>);

impl<'a> Attended<'a> {
    pub(super) fn of(person: &Person, bookings: &'a [Booking]) -> Self {
        let mut by_service = BTreeMap::<_, Vec<_>>::new();
        for row in bookings {
            if row.person == person.id && row.state == BookingState::Attended {
                by_service.entry(&row.service).or_default().push((row.date, &row.id));
            }
        }
        by_service.values_mut().for_each(|rows| rows.sort_unstable());
        Self(by_service)
    }

    /// Whether those before a booking leave no use for it. None of them is later, so that of all runs of `years` years the one that ends with
    /// the booking's holds the most.
    fn use_up(&self, once: &OnceTerms, booking: &Booking) -> bool {
        let first = once.window.number(booking.date).saturating_sub(once.further_windows());
        let own = slice::from_ref(&booking.service);
        let services = if once.services.is_empty() { own } else { once.services.as_slice() };
        let services: BTreeSet<&Code> = services.iter().collect();
        let rows = services.iter().filter_map(|service| self.0.get(service));
        let used = rows.map(|rows| {
            let before = rows.partition_point(|row| *row < (booking.date, &booking.id));
            before.saturating_sub(rows.partition_point(|(date, _)| once.window.number(*date) < first))
        });
        used.fold(0, usize::saturating_add) >= usize::from(once.times)
    }
}

/// What a person owes for a booking: the cost where there was no entitlement on the day, or where an earlier one of the fiscal year was attended.
pub(super) fn charge(
    programme: &Programme,
    person: &Person,
    booking: &Booking,
    attended: &Attended<'_>,
    sink: &mut impl Sink,
) -> Charge {
    let terms = find(programme, &booking.service, person, booking.date);
    let (Found::Terms(terms), BookingState::Attended) = (terms, booking.state) else { return Charge::None };
    if let Some(insured) = &terms.insured {
        let entitled = person.insured_from <= booking.date && person.lost_on.is_none_or(|lost| booking.date < lost);
        if !sink.holds(entitled, || {
            Check::new(insured.rule.as_str(), Reason::EntitlementLost, entitled).read("date", booking.date)
        }) {
            return Charge::ToReturn;
        }
    }
    let Some(once) = &terms.once else { return Charge::None };
    let first = !attended.use_up(once, booking);
    let reason = if once.is_once_a_fiscal_year() { Reason::UsedThisYear } else { Reason::UsedUp };
    if sink.holds(first, || Check::new(once.rule.as_str(), reason, first).read("date", booking.date)) {
        Charge::None
    } else {
        Charge::AtCost
    }
}
