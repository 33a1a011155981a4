//! Deadlines counted in calendar days before a date, at a time of day in Japan.

use serde::{Deserialize, Serialize};

use super::{Date, Instant, TimeOfDay, ymd::DAY};

/// A deadline: a number of calendar days before a date, at a time of day in Japan.
///
/// Days are those of the calendar and not spans of 24 hours: 13 days before 2024-02-18 at 00:00 is 2024-02-05T00:00:00+09:00.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Calendar days before the date, 0 to 366.
    pub days_before: u16,
    /// The time of day; midnight at the start of the day where absent.
    #[serde(default)]
    pub at: TimeOfDay,
    /// Whether the deadline's own instant is still in time; `exclusive` where absent. With the time 24:00 both are the end of the day.
    #[serde(default)]
    pub boundary: Boundary,
}

/// Whether a deadline's own instant is still in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// It is late already: the last second in time is the one before.
    #[default]
    Exclusive,
    /// It is in time, and the next second is late.
    Inclusive,
}

impl Deadline {
    /// The instant of the deadline for a date; `None` before the year 1.
    pub fn instant(&self, date: Date) -> Option<Instant> {
        let before = i64::from(self.days_before).checked_mul(DAY)?.checked_sub(self.at.seconds())?;
        Instant::from_unix(Instant::start_of(date).unix().checked_sub(before)?)
    }

    /// Whether its own instant is in time. 24:00 is of the next day already, whose first instant nobody means by it.
    pub(crate) fn bound(&self) -> Boundary {
        if self.at == TimeOfDay::END { Boundary::Exclusive } else { self.boundary }
    }

    /// Whether it is too late at `now`. A deadline that would lie before the year 1 has passed.
    pub fn has_passed(&self, date: Date, now: Instant) -> bool {
        self.instant(date).is_none_or(|instant| match self.bound() {
            Boundary::Exclusive => instant <= now,
            Boundary::Inclusive => instant < now,
        })
    }

    /// The last date whose deadline has passed at `now`: the column's form of [`has_passed`](Self::has_passed).
    pub fn last_passed(&self, now: Instant) -> Option<Date> {
        match self.bound() {
            Boundary::Exclusive => self.last_begun(now),
            Boundary::Inclusive => self.last_begun(Instant::from_unix(now.unix().checked_sub(1)?)?),
        }
    }

    /// Whether `now` is the deadline's instant or later, as for a time from which something is open.
    pub fn has_begun(&self, date: Date, now: Instant) -> bool {
        self.instant(date).is_none_or(|instant| instant <= now)
    }

    /// The last date for which it has begun: the column's form of [`has_begun`](Self::has_begun).
    pub fn last_begun(&self, now: Instant) -> Option<Date> {
        let day = Instant::from_unix(now.unix().checked_sub(self.at.seconds())?)?.date();
        day.plus_days(self.days_before.into())
    }

    /// The last day a display should name: the day before where only its first instant would be left.
    pub fn last_day(&self, date: Date) -> Option<Date> {
        let day = self.instant(date)?.date();
        let starts_day = self.at == TimeOfDay::default() || self.at == TimeOfDay::END;
        if starts_day && self.bound() == Boundary::Exclusive { day.pred() } else { Some(day) }
    }

    /// What an answer shows of it.
    pub fn shown(&self, date: Date) -> Option<DeadlineShown> {
        Some(DeadlineShown { at: self.instant(date)?, boundary: self.bound(), last_day: self.last_day(date)? })
    }
}

/// A deadline for a date, as an answer shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadlineShown {
    /// The instant.
    pub at: Instant,
    /// Whether that instant is still in time.
    pub boundary: Boundary,
    /// The last day that a display should name.
    pub last_day: Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn before(days_before: u16, at: &str, boundary: Boundary) -> Deadline {
        Deadline { days_before, at: TimeOfDay::parse(at).unwrap(), boundary }
    }

    #[test]
    fn thirteen_days_before_at_midnight() {
        let deadline = before(13, "00:00", Boundary::Exclusive);
        let slot = date("2024-02-18");
        assert_eq!(deadline.instant(slot), Some(instant("2024-02-05T00:00:00+09:00")));
        assert_eq!(deadline.last_day(slot), Some(date("2024-02-04")));
        assert!(!deadline.has_passed(slot, instant("2024-02-04T23:59:59+09:00")));
        assert!(deadline.has_passed(slot, instant("2024-02-05T00:00:00+09:00")));
    }

    #[test]
    fn its_own_instant_can_be_in_time() {
        let deadline = before(2, "17:00", Boundary::Inclusive);
        let slot = date("2024-03-01");
        assert_eq!(deadline.last_day(slot), Some(date("2024-02-28")));
        assert!(!deadline.has_passed(slot, instant("2024-02-28T17:00:00+09:00")));
        assert!(deadline.has_passed(slot, instant("2024-02-28T17:00:01+09:00")));
    }

    #[test]
    fn the_end_of_a_day_is_no_instant_of_the_next() {
        let slot = date("2024-03-01");
        for boundary in [Boundary::Exclusive, Boundary::Inclusive] {
            let deadline = before(2, "24:00", boundary);
            assert_eq!(deadline.last_day(slot), Some(date("2024-02-28")));
            assert!(!deadline.has_passed(slot, instant("2024-02-28T23:59:59+09:00")));
            assert!(deadline.has_passed(slot, instant("2024-02-29T00:00:00+09:00")));
        }
    }

    proptest::proptest! {
        #[test]
        fn the_column_says_the_same(
            days_before in 0_u16..=366, minutes in 0_i64..=1440, inclusive: bool, day in -30_000_i64..60_000, off in -90_000_i64..90_000,
        ) {
            let at = std::format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let boundary = if inclusive { Boundary::Inclusive } else { Boundary::Exclusive };
            let deadline = before(days_before, &at, boundary);
            let slot = Date::from_days_since_epoch(day).unwrap();
            let around = deadline.instant(slot).unwrap().unix();
            for now in [around - 1, around, around + 1, around + off] {
                let now = Instant::from_unix(now).unwrap();
                let last_passed = deadline.last_passed(now).unwrap();
                proptest::prop_assert_eq!(deadline.has_passed(slot, now), slot <= last_passed);
                let last_begun = deadline.last_begun(now).unwrap();
                proptest::prop_assert_eq!(deadline.has_begun(slot, now), slot <= last_begun);
                if !deadline.has_passed(slot, now) {
                    proptest::prop_assert!(now.date() <= deadline.last_day(slot).unwrap());
                }
            }
        }
    }
}
