//! Deadlines counted in calendar days before a date, at a time of day in Japan.

use serde::{Deserialize, Serialize};

use super::{
    Date, Instant, TimeOfDay,
    ymd::{DAY, JAPAN},
};

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
    /// The instant of the deadline for a date; `None` outside the years 1 to 9999.
    pub fn instant(&self, date: Date) -> Option<Instant> {
        Instant::from_unix(self.unix(date))
    }

    /// The same in Unix seconds, which may lie outside of the calendar.
    fn unix(&self, date: Date) -> i64 {
        let days = i64::from(self.days_before).saturating_mul(DAY);
        Instant::start_of(date).unix().saturating_sub(days).saturating_add(self.at.seconds())
    }

    /// Whether its own instant is in time. 24:00 is of the next day already, whose first instant nobody means by it.
    pub(crate) fn bound(&self) -> Boundary {
        if self.at == TimeOfDay::END { Boundary::Exclusive } else { self.boundary }
    }

    /// Whether it is too late at `now`. A deadline that would lie before the year 1 has passed, one after 9999 never does.
    pub fn has_passed(&self, date: Date, now: Instant) -> bool {
        match self.bound() {
            Boundary::Exclusive => self.unix(date) <= now.unix(),
            Boundary::Inclusive => self.unix(date) < now.unix(),
        }
    }

    /// The last date whose deadline has passed at `now`, written YYYYMMDD: the column's form of [`has_passed`](Self::has_passed).
    /// [`i32::MIN`] where no date of the calendar's has, [`i32::MAX`] where all have.
    pub(crate) fn last_passed(&self, now: Instant) -> i32 {
        self.last_reached(match self.bound() {
            Boundary::Exclusive => now.unix(),
            Boundary::Inclusive => now.unix().saturating_sub(1),
        })
    }

    /// Whether `now` is the deadline's instant or later, as for a time from which something is open.
    pub fn has_begun(&self, date: Date, now: Instant) -> bool {
        self.unix(date) <= now.unix()
    }

    /// The last date for which it has begun, as [`last_passed`](Self::last_passed) writes it: the column's form of [`has_begun`](Self::has_begun).
    pub(crate) fn last_begun(&self, now: Instant) -> i32 {
        self.last_reached(now.unix())
    }

    /// The last date whose instant is not after a second, which may lie before the year 1.
    fn last_reached(&self, unix: i64) -> i32 {
        let in_japan = unix.saturating_add(JAPAN).saturating_sub(self.at.seconds());
        let days = in_japan.div_euclid(DAY).saturating_add(self.days_before.into());
        let beyond = if days < 0 { i32::MIN } else { i32::MAX };
        Date::from_days_since_epoch(days).map_or(beyond, Date::yyyymmdd)
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
    use alloc::vec::Vec;

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

    /// At both ends of the calendar, where a deadline's own instant may lie outside of it.
    #[test]
    fn the_column_says_the_same_at_the_ends_of_the_calendar() {
        let (first, last) = (instant("0001-01-01T00:00:00+09:00"), instant("9999-12-31T23:59:59+09:00"));
        let days = |from: Date, by: i64| (0..20).map(move |day| from.plus_days(day * by).unwrap());
        let slots: Vec<Date> = days(first.date(), 1).chain(days(last.date(), -1)).collect();
        for at in ["00:00", "00:01", "17:00", "23:59", "24:00"] {
            for (days_before, boundary) in
                [0, 1, 13, 366].into_iter().flat_map(|days| [(days, Boundary::Exclusive), (days, Boundary::Inclusive)])
            {
                let deadline = before(days_before, at, boundary);
                for second in [0, 1, 59, 60, 61_199, 61_200, 61_201, DAY - 1, DAY, 12 * DAY, 13 * DAY, 14 * DAY] {
                    for now in [first.unix() + second, last.unix() - second] {
                        let now = Instant::from_unix(now).unwrap();
                        for slot in &slots {
                            let ymd = slot.yyyymmdd();
                            let of_each = (deadline.has_passed(*slot, now), deadline.has_begun(*slot, now));
                            assert_eq!(of_each, (ymd <= deadline.last_passed(now), ymd <= deadline.last_begun(now)));
                        }
                    }
                }
            }
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
                proptest::prop_assert_eq!(deadline.has_passed(slot, now), slot.yyyymmdd() <= deadline.last_passed(now));
                proptest::prop_assert_eq!(deadline.has_begun(slot, now), slot.yyyymmdd() <= deadline.last_begun(now));
                if !deadline.has_passed(slot, now) {
                    proptest::prop_assert!(now.date() <= deadline.last_day(slot).unwrap());
                }
            }
        }
    }
}
