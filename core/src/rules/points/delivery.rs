//! A delivery of records: what is the same for all of them, the gates it sets, and what can stop it.

use super::day::Day;
use crate::{
    base::{Error, ErrorCode, Internal, Reason},
    civil::{Date, DateRange, LeapBirthday, birthday_ymd},
    programme::{AgeRange, EachYear, PlanRule},
};

/// What holds for every record of a delivery.
#[derive(Clone, Copy)]
pub(super) struct Delivery {
    /// The day on which it arrived.
    pub(super) synced: Day,
    /// Days up to this one are closed.
    pub(super) closed_through: Option<Day>,
    /// The first day that earns.
    pub(super) enrolled: Option<Day>,
    /// The day on which the app was last opened.
    pub(super) opened: Option<Day>,
    /// The date of birth.
    pub(super) born: Option<Day>,
    /// The balance of the programme's own points before it.
    pub(super) balance: i64,
}

/// A gate that a day must pass before any rule.
#[derive(Clone, Copy)]
pub(super) struct DayGate {
    /// The days walked that pass it.
    pub(super) days: DateRange,
    /// Why another day earns nothing.
    pub(super) reason: Reason,
    /// The day that sets it, and the name under which checks show that.
    pub(super) limit: Day,
    pub(super) name: &'static str,
}

impl Delivery {
    /// The gates before any rule, in the order in which they answer.
    pub(super) fn gates(&self) -> impl Iterator<Item = DayGate> + use<> {
        let Self { synced, enrolled, closed_through, .. } = *self;
        let past = DayGate {
            days: DateRange::until(synced.ymd),
            reason: Reason::InTheFuture,
            limit: synced,
            name: "synced_on",
        };
        let enrolled = enrolled.map(|limit| DayGate {
            days: DateRange::from(limit.ymd),
            reason: Reason::BeforeEnrolment,
            limit,
            name: "enrolled_on",
        });
        let open = closed_through.map(|limit| DayGate {
            days: DateRange::after(limit.ymd),
            reason: Reason::DayClosed,
            limit,
            name: "closed_through",
        });
        [Some(past), enrolled, open].into_iter().flatten()
    }
}

/// The gates of a rule for one delivery: of each, the days walked that pass it.
#[derive(Clone, Copy)]
pub(super) struct RuleGates {
    /// The rule's period, and its time of each year.
    period: DateRange,
    every: Option<EachYear>,
    /// The person is of its ages; `None` where it asks for an age, and the date of birth was not given.
    ages: Option<DateRange>,
    /// The delivery is within its days of grace.
    pub(super) in_time: DateRange,
    /// The app was opened in time; `None` where it asks, and the day of opening was not given.
    opened: Option<DateRange>,
}

impl RuleGates {
    /// The gates of a rule.
    pub(super) fn of(rule: &PlanRule, delivery: &Delivery) -> Self {
        let Delivery { synced, opened, born, .. } = *delivery;
        Self {
            period: rule.days,
            every: rule.every,
            ages: match rule.ages {
                None => Some(DateRange::ALL),
                Some(ages) => born.map(|born| of_ages(ages, born)),
            },
            in_time: rule.grace_days.map_or(DateRange::ALL, |days| DateRange::from(earlier(synced, days))),
            opened: match rule.opened_within_days {
                None => Some(DateRange::ALL),
                Some(days) => opened.map(|opened| DateRange::inclusive(earlier(opened, days), opened.ymd)),
            },
        }
    }

    /// The days on which the person is of the rule's ages.
    ///
    /// # Errors
    /// [`Missing::Born`] where the rule asks for an age, and the date of birth was not given.
    #[inline]
    pub(super) fn ages(&self) -> Result<DateRange, Missing> {
        self.ages.ok_or(Missing::Born)
    }

    /// The days for which the app was opened in time.
    ///
    /// # Errors
    /// [`Missing::Opened`] where the rule asks, and the day of opening was not given.
    #[inline]
    pub(super) fn opened(&self) -> Result<DateRange, Missing> {
        self.opened.ok_or(Missing::Opened)
    }

    /// Whether the rule is in effect on a day walked: in its period, and for the person's age.
    ///
    /// # Errors
    /// As [`Self::ages`], on days of the period alone.
    #[inline]
    pub(super) fn in_effect(&self, day: Day) -> Result<bool, Missing> {
        let in_time = self.period.contains(day.ymd) && self.every.is_none_or(|every| every.side_of(day.ymd).0);
        Ok(in_time && self.ages()?.contains(day.ymd))
    }
}

/// The days on which a person is of the ages. A birthday counts from its first moment; one on 29 February falls on 1 March in a
/// common year.
fn of_ages(AgeRange { at_least, below }: AgeRange, born: Day) -> DateRange {
    let reached = |age| birthday_ymd(born.ymd, age, LeapBirthday::default());
    DateRange::half_open(at_least.map_or(i32::MIN, reached), below.map_or(i32::MAX, reached))
}

/// The day a number of days earlier, YYYYMMDD; `i32::MIN` before the year 1.
fn earlier(day: Day, days: u16) -> i32 {
    let earlier = Date::from_yyyymmdd(day.ymd).and_then(|date| date.plus_days(i64::from(days).wrapping_neg()));
    earlier.map_or(i32::MIN, Date::yyyymmdd)
}

/// What a rule asks for, and was not given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Missing {
    /// The date of birth, of the request.
    Born,
    /// The day on which the app was opened, of the request.
    Opened,
    /// The source, of the record.
    Source,
    /// Which revision of its day it is, of the record.
    Revision,
    /// The measured value, of the event.
    Value,
    /// The day of joining, of the request.
    Enrolled,
    /// The person, of the request.
    Person,
}

impl Missing {
    /// Whether it is one record that lacks it, and not the request.
    pub(super) fn of_record(self) -> bool {
        matches!(self, Self::Source | Self::Revision)
    }
}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        let path = match missing {
            Missing::Born => "/born",
            Missing::Opened => "/opened_on",
            Missing::Source => "/source",
            Missing::Revision => "/revision",
            Missing::Value => "/value",
            Missing::Enrolled => "/enrolled_on",
            Missing::Person => "/person",
        };
        Self::new(ErrorCode::MissingValue, path)
    }
}

/// Why a record could not be paid for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// A rule asks for something that was not given.
    Missing(Missing),
    /// A sum left ±(2^53 − 1).
    SumOutOfRange,
    /// The library contradicts itself.
    Internal,
}

impl Fault {
    /// The error, a sum being out of range at a path.
    pub(super) fn at(self, path: &str) -> Error {
        match self {
            Self::Missing(missing) => missing.into(),
            Self::SumOutOfRange => Error::new(ErrorCode::SumOutOfRange, path),
            Self::Internal => Error::new(ErrorCode::Internal, ""),
        }
    }
}

impl From<Missing> for Fault {
    fn from(missing: Missing) -> Self {
        Self::Missing(missing)
    }
}

impl From<Internal> for Fault {
    fn from(_: Internal) -> Self {
        Self::Internal
    }
}
