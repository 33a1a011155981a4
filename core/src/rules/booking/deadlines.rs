use serde::{Deserialize, Serialize};

use super::{Booking, Slot};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, present},
    },
    civil::{Date, Deadline, DeadlineShown, Instant, TimeOfDay},
    member::ActorKind,
    programme::{BookingTerms, DaysBefore, DeadlineTerms, GraceTerms, Programme},
    rules::eligibility::Against,
};

/// The request of `booking.deadlines`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeadlinesRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// The slot's date; it selects the terms.
    pub date: Date,
    /// The time of day at which the slot begins; needed where the programme counts in hours.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time: Option<TimeOfDay>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `booking.deadlines`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadlinesVerdict {
    /// `accepted`, or `not_in_effect`.
    pub reason: Reason,
    /// The deadlines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<BookingDeadlines>,
}

/// The deadlines of a slot's date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookingDeadlines {
    /// When booking opens, where the programme says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<Instant>,
    /// Until when it is booked.
    pub closes: DeadlineShown,
    /// Until when a booking for this date is changed; absent where bookings are not changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<DeadlineShown>,
    /// Until when a booking for this date is cancelled; absent where a person does not cancel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<DeadlineShown>,
}

impl BookingDeadlines {
    /// The deadlines of a date; `None` where one would lie before the year 1, or outside the calendar.
    pub(super) fn of(programme: &Programme, terms: &BookingTerms, begins: Begins) -> Option<Self> {
        let date = begins.date;
        let shown = |limit: &DaysBefore| begins.deadline(programme, limit)?.shown(date);
        Some(Self {
            opens: match &terms.opens_at {
                Some(opening) => Some(opening.at),
                None => {
                    terms.opens.as_ref().and_then(|opens| begins.deadline(programme, &opens.deadline)?.instant(date))
                }
            },
            closes: shown(&terms.closing())?,
            change: terms.change.as_ref().map(|limit| shown(&limit.deadline).ok_or(())).transpose().ok()?,
            cancel: terms.cancel.as_ref().map(|limit| shown(&limit.deadline).ok_or(())).transpose().ok()?,
        })
    }
}

/// Gives the last instants to book, change and cancel for a date. Each is in calendar or business
/// days before it at a time of day in Japan.
///
/// # Errors
/// `missing_value` without a time of day, where the programme counts in hours.
pub fn deadlines(programme: &Programme, request: &DeadlinesRequest) -> Result<Decision<DeadlinesVerdict>, Error> {
    let terms = programme.booking(request.service.as_str(), request.date);
    if request.time.is_none() && terms.is_some_and(|terms| terms.first_in_hours(false).is_some()) {
        return Err(Error::new(ErrorCode::MissingValue, "/time"));
    }
    let begins = Begins { date: request.date, time: request.time };
    let deadlines = terms.and_then(|terms| BookingDeadlines::of(programme, terms, begins));
    let (known, checks) = decide!(request.explain, |sink| {
        sink.holds(deadlines.is_some(), || {
            let rule = terms.map_or("booking", |terms| terms.rule.as_str());
            let check = Check::new(rule, Reason::NotInEffect, deadlines.is_some())
                .read("service", &request.service)
                .read("date", request.date);
            match terms {
                Some(terms) => check.under(terms.period_on(request.date), terms.clause()),
                None => check,
            }
        })
    });
    let reason = if known { Reason::Accepted } else { Reason::NotInEffect };
    Ok(Decision { verdict: DeadlinesVerdict { reason, deadlines }, checks })
}

/// When a slot begins: its date, and its time of day where it has one.
#[derive(Clone, Copy)]
pub(super) struct Begins {
    pub(super) date: Date,
    pub(super) time: Option<TimeOfDay>,
}

impl Begins {
    pub(super) fn of(slot: &Slot) -> Self {
        Self { date: slot.date, time: slot.time }
    }

    pub(super) fn of_booking(booking: &Booking) -> Self {
        Self { date: booking.date, time: booking.time }
    }

    pub(super) fn deadline(self, programme: &Programme, limit: &DaysBefore) -> Option<Deadline> {
        programme.deadline_at(limit, self.date, self.time)
    }

    /// Whether a time from which something is open has come. What is outside the calendar is not open.
    pub(super) fn has_begun(self, programme: &Programme, opens: &DeadlineTerms, now: Instant) -> bool {
        self.deadline(programme, &opens.deadline).is_some_and(|deadline| deadline.has_begun(self.date, now))
    }

    /// Whether a deadline has passed. What is outside the calendar has.
    pub(super) fn has_passed(self, programme: &Programme, limit: &DaysBefore, now: Instant) -> bool {
        self.deadline(programme, limit).is_none_or(|deadline| deadline.has_passed(self.date, now))
    }
}

/// Holds a booking to what its terms ask of it.
///
/// # Errors
/// `missing_value` for a time of day, where one of the limits counts from it.
pub(super) fn has_time(programme: &Programme, booking: &Booking) -> Result<(), Error> {
    let terms = programme.booking(booking.service.as_str(), booking.date);
    let in_hours = terms.is_some_and(|terms| terms.first_in_hours(false).is_some());
    if in_hours && booking.time.is_none() {
        return Err(Error::new(ErrorCode::MissingValue, "/time"));
    }
    Ok(())
}

/// A deadline held against an instant, by whoever acts.
pub(super) struct Timing<'a> {
    pub(super) programme: &'a Programme,
    pub(super) terms: &'a BookingTerms,
    pub(super) begins: Begins,
    pub(super) now: Instant,
    pub(super) actor: ActorKind,
}

impl Timing<'_> {
    fn bound(&self) -> bool {
        !self.terms.exempt.contains(&self.actor)
    }

    fn describe(&self, rule: &DeadlineTerms, reason: Reason) -> Check {
        let check = Check::new(rule.rule.as_str(), reason, true)
            .under(self.terms.period_on(self.begins.date), rule.clause())
            .read("now", self.now)
            .read("actor", self.actor.name());
        match self
            .begins
            .deadline(self.programme, &rule.deadline)
            .and_then(|deadline| deadline.instant(self.begins.date))
        {
            Some(instant) => check.read("deadline", instant),
            None => check,
        }
    }

    /// Whether booking has opened; reported only where the programme says when.
    pub(super) fn has_opened(&self, sink: &mut impl Sink) -> bool {
        if let Some(opening) = &self.terms.opens_at {
            let open = !self.bound() || opening.at <= self.now;
            return sink.holds(open, || {
                Check::new(opening.rule.as_str(), Reason::NotOpenYet, open)
                    .under(self.terms.period_on(self.begins.date), opening.clause())
                    .read("now", self.now)
                    .read("actor", self.actor.name())
                    .read("opens_at", opening.at)
            });
        }
        let Some(opens) = &self.terms.opens else { return true };
        let open = !self.bound() || self.begins.has_begun(self.programme, opens, self.now);
        sink.holds(open, || self.describe(opens, Reason::NotOpenYet))
    }

    /// Whether a slot of the date can still be booked. Without a deadline of its own, that rests on the terms themselves.
    pub(super) fn not_closed(&self, sink: &mut impl Sink) -> bool {
        let in_time = !self.bound() || !self.begins.has_passed(self.programme, &self.terms.closing(), self.now);
        sink.holds(in_time, || match &self.terms.closes {
            Some(closes) => self.describe(closes, Reason::DeadlinePassed),
            None => Check::new(self.terms.rule.as_str(), Reason::DeadlinePassed, true)
                .under(self.terms.period_on(self.begins.date), self.terms.clause())
                .read("now", self.now)
                .read("actor", self.actor.name())
                .read("date", self.begins.date),
        })
    }

    /// Gathers the reasons against a slot: opening, deadline, a cancelled event, no place left.
    pub(super) fn examine_slot(&self, slot: &Slot, left: Count, sink: &mut impl Sink, against: &mut Against) {
        let terms = self.terms;
        if !self.has_opened(sink) {
            against.push(Reason::NotOpenYet);
        }
        if !self.not_closed(sink) {
            against.push(Reason::DeadlinePassed);
        }
        let describe =
            |reason| Check::new(terms.rule.as_str(), reason, true).under(terms.period_on(slot.date), terms.clause());
        if !sink.holds(!slot.cancelled, || describe(Reason::EventCancelled)) {
            against.push(Reason::EventCancelled);
        }
        let place = left > Count::ZERO;
        if !sink.holds(place, || {
            let check = describe(Reason::Full).read("capacity", slot.capacity).read("taken", slot.taken);
            match terms.waiting.as_ref().and(slot.waiting) {
                Some(waiting) => check.read("waiting", waiting.people),
                None => check,
            }
        }) {
            against.push(Reason::Full);
        }
    }

    /// Whether a deadline has not passed.
    fn in_time(&self, rule: &DeadlineTerms, reason: Reason, sink: &mut impl Sink) -> bool {
        let in_time = !self.bound() || !self.begins.has_passed(self.programme, &rule.deadline, self.now);
        sink.holds(in_time, || self.describe(rule, reason))
    }

    /// Why a booking that was made at an instant cannot be undone: the programme does not offer it, or its deadline has passed. What is
    /// within the programme's grace can be, and so can everything by whom no deadline binds.
    pub(super) fn not_undone(
        &self,
        rule: Option<&DeadlineTerms>,
        (not_offered, too_late): (Reason, Reason),
        made: Instant,
        sink: &mut impl Sink,
    ) -> Option<Reason> {
        if let Some(rule) = rule {
            return (!self.in_time_or_grace(rule, too_late, made, sink)).then_some(too_late);
        }
        let offered = !self.bound() || self.within_grace(made);
        sink.holds(offered, || Check::new(self.terms.rule.as_str(), not_offered, offered));
        (!offered).then_some(not_offered)
    }

    /// Whether a booking was made so lately that the programme's grace is not over.
    fn within_grace(&self, made: Instant) -> bool {
        let Some(grace) = &self.terms.grace else { return false };
        let until = grace_until(grace, made);
        until.is_none_or(|until| self.now < until) && self.now.date() <= self.begins.date
    }

    /// Whether a deadline of a booking that was made at an instant has not passed, or the programme's grace is not over.
    fn in_time_or_grace(&self, rule: &DeadlineTerms, reason: Reason, made: Instant, sink: &mut impl Sink) -> bool {
        let Some(grace) = &self.terms.grace else { return self.in_time(rule, reason, sink) };
        let (until, within) = (grace_until(grace, made), self.within_grace(made));
        let in_time = !self.bound() || !self.begins.has_passed(self.programme, &rule.deadline, self.now);
        sink.holds(in_time || within, || match until {
            // What holds by the grace alone rests on its rule.
            Some(until) if within && !in_time => Check::new(grace.rule.as_str(), reason, true)
                .under(self.terms.period_on(self.begins.date), grace.clause())
                .read("now", self.now)
                .read("grace_until", until),
            Some(until) => self.describe(rule, reason).read("grace_until", until),
            None => self.describe(rule, reason),
        })
    }
}

/// The end of a grace; `None` past the year 9999.
fn grace_until(grace: &GraceTerms, made: Instant) -> Option<Instant> {
    made.unix().checked_add(i64::from(grace.minutes).saturating_mul(60)).and_then(Instant::from_unix)
}
