use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Sink},
    base::{Error, Reason, value::Code},
    civil::{Date, DeadlineShown, Instant},
    member::ActorKind,
    programme::{BookingTerms, DeadlineTerms, Programme},
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
    /// Until when a booking for this date is changed.
    pub change: DeadlineShown,
    /// Until when a booking for this date is cancelled.
    pub cancel: DeadlineShown,
}

impl BookingDeadlines {
    /// The deadlines of a date; `None` where one would lie before the year 1.
    pub(super) fn of(terms: &BookingTerms, date: Date) -> Option<Self> {
        Some(Self {
            opens: terms.opens.as_ref().and_then(|opens| opens.deadline.instant(date)),
            closes: terms.closes.deadline.shown(date)?,
            change: terms.change.deadline.shown(date)?,
            cancel: terms.cancel.deadline.shown(date)?,
        })
    }
}

/// The deadlines to book, change and cancel for a date, each in calendar days before it at a time of day in Japan.
///
/// # Errors
/// None.
pub fn deadlines(programme: &Programme, request: &DeadlinesRequest) -> Result<Decision<DeadlinesVerdict>, Error> {
    let terms = programme.booking(request.service.as_str(), request.date);
    let deadlines = terms.and_then(|terms| BookingDeadlines::of(terms, request.date));
    let reason = if deadlines.is_some() { Reason::Accepted } else { Reason::NotInEffect };
    Ok(Decision { verdict: DeadlinesVerdict { reason, deadlines }, checks: Vec::new() })
}

/// A deadline held against an instant, by whoever acts.
pub(super) struct Timing<'a> {
    pub(super) terms: &'a BookingTerms,
    pub(super) date: Date,
    pub(super) now: Instant,
    pub(super) actor: ActorKind,
}

impl Timing<'_> {
    fn bound(&self) -> bool {
        !self.terms.exempt.contains(&self.actor)
    }

    fn describe(&self, rule: &DeadlineTerms, reason: Reason) -> Check {
        let check = Check::new(rule.rule.as_str(), reason, true)
            .under(self.terms.period, rule.clause())
            .read("now", self.now)
            .read("actor", self.actor.name());
        match rule.deadline.instant(self.date) {
            Some(instant) => check.read("deadline", instant),
            None => check,
        }
    }

    /// Whether booking has opened; reported only where the programme says when.
    pub(super) fn has_opened(&self, sink: &mut impl Sink) -> bool {
        let Some(opens) = &self.terms.opens else { return true };
        let open = !self.bound() || opens.deadline.has_begun(self.date, self.now);
        sink.holds(open, || self.describe(opens, Reason::NotOpenYet))
    }

    /// Whether a deadline has not passed.
    pub(super) fn in_time(&self, rule: &DeadlineTerms, reason: Reason, sink: &mut impl Sink) -> bool {
        let in_time = !self.bound() || !rule.deadline.has_passed(self.date, self.now);
        sink.holds(in_time, || self.describe(rule, reason))
    }
}
