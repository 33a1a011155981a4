//! The terms of bookings.
//! Over 300 lines: a setting of a document with all its parts.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::each_year::EachYear;
use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
    civil::{Boundary, Date, Deadline, Instant, TimeOfDay},
    member::ActorKind,
};

/// How a service is booked. Who may book is said by the eligibility terms of the same id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BookingTerms {
    /// The service's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// Further services for which the same terms hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Code>,
    /// The rule under which a slot has its state, and that checks of places cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Dates of slots for which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// The instant at which booking opens for all dates of the period, as for a season; in place of `opens`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opens_at: Option<OpeningTerms>,
    /// When booking opens for each date; always open before the deadline where neither is given.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opens: Option<DeadlineTerms>,
    /// Until when a slot is booked; through its date where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub closes: Option<DeadlineTerms>,
    /// Until when a booking is changed, counted from the date booked before; absent where bookings are not changed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub change: Option<DeadlineTerms>,
    /// Until when a person cancels a booking; absent where nobody but the organiser does.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub cancel: Option<DeadlineTerms>,
    /// How long after it was made a booking is changed and cancelled whatever the deadlines, on days up to its date.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub grace: Option<GraceTerms>,
    /// How often a booking is changed; any number of times where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub changes: Option<ChangeTerms>,
    /// The waiting list of slots that are full; without it nobody waits.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub waiting: Option<WaitingTerms>,
    /// Who is not bound by these times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exempt: Vec<ActorKind>,
    /// The rule that wants consent to the terms of use; absent where none is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub consent: Option<RuleId>,
    /// The rule that wants a daytime telephone number; absent where none is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub telephone: Option<RuleId>,
    /// How the places left are shown.
    #[serde(default)]
    pub places: PlacesShown,
    /// What is sent, and when.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub notices: Option<NoticeTerms>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl BookingTerms {
    /// The days around one on which they hold, as checks show them.
    pub(crate) fn period_on(&self, day: Date) -> Period {
        EachYear::period_on(self.every, self.period, day.yyyymmdd())
    }

    /// Until when a slot is booked.
    pub fn closing(&self) -> DaysBefore {
        self.closes.as_ref().map_or(DaysBefore::DATE, |closes| closes.deadline)
    }

    /// What a row of a column of slots does not hold, by its path: a time of day before which hours are counted, or who waits.
    pub(crate) fn beyond_rows(&self) -> Option<&'static str> {
        match self.first_in_hours(true) {
            Some("opens") => Some("opens/deadline/hours_before"),
            Some(_) => Some("closes/deadline/hours_before"),
            None => self.waiting.as_ref().map(|_| "waiting"),
        }
    }

    /// The first of the limits that are counted in hours, so that a slot must have a time: of the two of booking, and of all.
    pub(crate) fn first_in_hours(&self, booking_alone: bool) -> Option<&'static str> {
        let limits =
            [("opens", &self.opens), ("closes", &self.closes), ("change", &self.change), ("cancel", &self.cancel)];
        let asked = if booking_alone { 2 } else { limits.len() };
        let in_hours = |limit: &DeadlineTerms| limit.deadline.hours_before.is_some();
        limits.into_iter().take(asked).find_map(|(key, limit)| limit.as_ref().is_some_and(in_hours).then_some(key))
    }
}

/// An instant at which booking opens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpeningTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The first instant at which it is open.
    pub at: Instant,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// How long a booking that was just made can be undone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GraceTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Minutes from the instant at which it was made, 1 to 44,640 (31 days); the last of them is late already.
    pub minutes: u16,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// How often a booking is changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The most changes from the booking that was made first, 0 to 255.
    pub at_most: u8,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A deadline and the rule behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeadlineTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The deadline, counted from the slot's date.
    pub deadline: DaysBefore,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A waiting list for slots that are full.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitingTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The most people who wait for one slot, at least 1; any number where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_most: Option<u16>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A deadline: a number of days before a date, at a time of day in Japan, or of hours before the slot's own time. Either `days_before` or `hours_before`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DaysBefore {
    /// Days before the date, 0 to 366; business days at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub days_before: Option<u16>,
    /// Hours before the time of day at which the slot begins, 0 to 8,784; in place of days. Slots then have a time.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub hours_before: Option<u16>,
    /// Which days are counted.
    #[serde(default, skip_serializing_if = "DaysCounted::is_calendar")]
    pub counted: DaysCounted,
    /// The time of day. Where absent the deadline is the start of the day, and the end of the day where it is `inclusive`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at: Option<TimeOfDay>,
    /// Whether the deadline's own instant, or without `at` its whole day, is still in time; `exclusive` where absent. With the time 24:00 both are the end of the day.
    #[serde(default)]
    pub boundary: Boundary,
}

impl DaysBefore {
    /// The end of the date.
    const DATE: Self = Self {
        days_before: Some(0),
        hours_before: None,
        counted: DaysCounted::CalendarDays,
        at: None,
        boundary: Boundary::Inclusive,
    };

    /// The deadline in calendar days; `None` where it is counted in business days or hours, which
    /// [`Programme::deadline_at`](crate::Programme::deadline_at) counts for a slot.
    pub fn in_calendar_days(&self) -> Option<Deadline> {
        let days = self.days_before.filter(|_| self.hours_before.is_none() && self.counted.is_calendar())?;
        Some(self.days_before_the_date(days))
    }

    /// The deadline that lies hours before a slot's time of day.
    pub(super) fn hours_before_the_time(&self, hours: u16, time: TimeOfDay) -> Option<Deadline> {
        let (day, boundary) = (TimeOfDay::DAY_MINUTES, self.boundary);
        let minutes = time.seconds().checked_div(60)?.checked_sub(i64::from(hours).checked_mul(60)?)?;
        if minutes >= day {
            return Some(Deadline { days_before: 0, at: TimeOfDay::END, boundary });
        }
        let days_before = u16::try_from(minutes.checked_div_euclid(day)?.checked_neg()?).ok()?;
        Some(Deadline { days_before, at: TimeOfDay::from_minutes(minutes.checked_rem_euclid(day)?)?, boundary })
    }

    /// The deadline that lies this number of calendar days before.
    pub(super) fn days_before_the_date(&self, days_before: u16) -> Deadline {
        let (at, boundary) = self.time();
        Deadline { days_before, at, boundary }
    }

    /// The time of day, and whether its own instant is still in time.
    pub(super) fn time(&self) -> (TimeOfDay, Boundary) {
        match (self.at, self.boundary) {
            (Some(at), boundary) => (at, boundary),
            (None, Boundary::Exclusive) => (TimeOfDay::default(), Boundary::Exclusive),
            // The whole day is in time, and no instant after it.
            (None, Boundary::Inclusive) => (TimeOfDay::END, Boundary::Exclusive),
        }
    }
}

/// Which days are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DaysCounted {
    /// Days of the calendar.
    #[default]
    CalendarDays,
    /// Business days, by the document's `calendar`: one business day before a Monday is the Friday.
    BusinessDays,
}

impl DaysCounted {
    /// Whether days of the calendar are counted.
    pub fn is_calendar(&self) -> bool {
        *self == Self::CalendarDays
    }
}

/// How the places left are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlacesShown {
    /// As a number, or as a mark.
    #[serde(default, rename = "as")]
    pub style: PlacesStyle,
    /// The most places that are shown as few (△).
    #[serde(default = "few")]
    pub few: u16,
}

fn few() -> u16 {
    3
}

impl Default for PlacesShown {
    fn default() -> Self {
        Self { style: PlacesStyle::Number, few: few() }
    }
}

/// As a number, or as a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlacesStyle {
    /// 残り10名
    #[default]
    Number,
    /// ○ △ ×
    Mark,
}

/// What is sent, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticeTerms {
    /// The rule for what is mailed.
    #[serde(default)]
    pub mails: RuleId,
    /// Calendar days before the date on which the reminder is mailed; absent for no reminder.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub reminder_days_before: Option<u16>,
    /// The rule for what is posted.
    #[serde(default)]
    pub posts: RuleId,
    /// Calendar days before the date between which the kit is posted.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub kit_days_before: Option<DayRange>,
    /// Calendar days after the date between which the results arrive.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub results_days_after: Option<DayRange>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A range of calendar days, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayRange {
    /// The fewer days, 0 to 366.
    pub at_least: u16,
    /// The more days, `at_least` to 366.
    pub at_most: u16,
}
