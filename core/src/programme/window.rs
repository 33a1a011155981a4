use serde::{Deserialize, Serialize};

use crate::{answer::Period, civil::Date};

/// A span of days in Japan's calendar: over which a cap or a mean counts, or uses of a service, or in which something is earned once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// A day.
    Day,
    /// A week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months, beginning on 1 January, 1 April, 1 July and 1 October.
    Quarter,
    /// A fiscal year, 1 April to 31 March.
    FiscalYear,
    /// A calendar year.
    CalendarYear,
    /// All time.
    Ever,
    /// The setting's own `period`, of which both ends are given.
    Period,
}

impl Window {
    /// The windows in which uses of services are counted: days and weeks are too short for what is booked, and a service has no period of its own.
    pub(super) const OF_USES: [Self; 5] =
        [Self::Month, Self::Quarter, Self::FiscalYear, Self::CalendarYear, Self::Ever];

    /// A fiscal year, where a setting for services says nothing else.
    pub(super) fn fiscal_year() -> Self {
        Self::FiscalYear
    }

    /// Whether this is a fiscal year.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn is_fiscal_year(&self) -> bool {
        *self == Self::FiscalYear
    }

    /// Its name in a document.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::FiscalYear => "fiscal_year",
            Self::CalendarYear => "calendar_year",
            Self::Ever => "ever",
            Self::Period => "period",
        }
    }

    /// Whether this is a year.
    pub fn is_year(self) -> bool {
        matches!(self, Self::FiscalYear | Self::CalendarYear)
    }

    /// Whether each window lies in one window of the other, in the calendar. What a setting's own period lies in is for its days to say.
    pub(crate) fn fits_in(self, outer: Self) -> bool {
        match (self, outer) {
            (_, Self::Ever) | (Self::Day, _) => true,
            (Self::Month, Self::Quarter | Self::FiscalYear | Self::CalendarYear) => true,
            (Self::Quarter, Self::FiscalYear | Self::CalendarYear) => true,
            _ => self == outer,
        }
    }

    /// A number that all days of one window have in common, and no other day. All time, and a setting's own period, are one window.
    pub(crate) fn number(self, date: Date) -> i64 {
        match (self, self.months()) {
            (Self::Day, _) => date.yyyymmdd().into(),
            // 1970-01-01 was a Thursday.
            (Self::Week, _) => date.days_since_epoch().saturating_add(3).div_euclid(7),
            (_, Some((length, first))) => month_number(date).saturating_sub(first).div_euclid(length),
            _ => 0,
        }
    }

    /// The first day of the window that begins a number of windows after the one that holds a day; `None` for all time and for a setting's own
    /// period, and outside the years 1 to 9999.
    pub(crate) fn first_day(self, date: Date, later: u16) -> Option<Date> {
        let (number, later) = (self.number(date), i64::from(later));
        match (self, self.months()) {
            (Self::Day, _) => date.plus_days(later),
            (Self::Week, _) => Date::from_days_since_epoch(number.checked_add(later)?.checked_mul(7)?.checked_sub(3)?),
            (_, Some((length, first))) => {
                let month = number.checked_add(later)?.checked_mul(length)?.checked_add(first)?;
                let (year, month) = (month.div_euclid(12), month.rem_euclid(12).checked_add(1)?);
                Date::from_ymd(i32::try_from(year).ok()?, u32::try_from(month).ok()?, 1)
            }
            _ => None,
        }
    }

    /// The last day of that window; `None` as for the first.
    pub(crate) fn last_day(self, date: Date, later: u16) -> Option<Date> {
        self.first_day(date, later.checked_add(1)?)?.pred()
    }

    /// The most months by which the first day of a window can lie before the month of a day in it: 0 of a day or a month, 1 of a week, 2 of
    /// a quarter, 11 of a year. `period` is the setting's own; `None` where that is its window and has an open end, and for all time.
    pub fn months_back(self, period: Period) -> Option<u32> {
        let months = match (self, self.months()) {
            (Self::Day, _) => 0,
            (Self::Week, _) => 1,
            (_, Some((length, _))) => length.saturating_sub(1),
            (Self::Period, _) => {
                let (from, until) = period.from.zip(period.until)?;
                month_number(until).saturating_sub(month_number(from))
            }
            _ => return None,
        };
        u32::try_from(months).ok()
    }

    /// Of a window of whole months: how many, and which month of a year is its first, from 0 for January.
    fn months(self) -> Option<(i64, i64)> {
        match self {
            Self::Month => Some((1, 0)),
            Self::Quarter => Some((3, 0)),
            Self::FiscalYear => Some((12, 3)),
            Self::CalendarYear => Some((12, 0)),
            Self::Day | Self::Week | Self::Ever | Self::Period => None,
        }
    }
}

/// Whether each window of a cap that shares a day with a window of another lies in it.
pub(super) fn windows_nest((inner, within): (Window, Period), (outer, around): (Window, Period)) -> bool {
    match (inner, outer) {
        (Window::Period, Window::Period) => around.from <= within.from && within.until <= around.until,
        (Window::Period, window) => within.from.zip(within.until).is_some_and(|(from, until)| {
            let is_in = around.contains(from) && around.contains(until);
            is_in && window.number(from) == window.number(until)
        }),
        (window, Window::Period) => {
            let Period { from, until } = around;
            let holds = |day: &Date| within.contains(*day);
            let (first, last) = (from.filter(holds), until.filter(holds));
            let before = from.and_then(Date::pred).filter(holds);
            let after = until.and_then(Date::succ).filter(holds);
            !is_cut(window, before, first) && !is_cut(window, last, after)
        }
        (window, other) => window.fits_in(other),
    }
}

/// Whether two days next to each other are of one window.
pub(super) fn is_cut(window: Window, before: Option<Date>, after: Option<Date>) -> bool {
    before.zip(after).is_some_and(|(before, after)| window.number(before) == window.number(after))
}

/// Months since January of the year 0.
fn month_number(date: Date) -> i64 {
    i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month())).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALENDAR: [Window; 6] =
        [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::FiscalYear, Window::CalendarYear];

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn windows_of_the_calendar() {
        for (window, day, first, last) in [
            (Window::Week, "2024-12-30", "2024-12-30", "2025-01-05"),
            (Window::Week, "2025-01-05", "2024-12-30", "2025-01-05"),
            (Window::Month, "2024-02-10", "2024-02-01", "2024-02-29"),
            (Window::Quarter, "2024-03-31", "2024-01-01", "2024-03-31"),
            (Window::Quarter, "2024-04-01", "2024-04-01", "2024-06-30"),
            (Window::FiscalYear, "2024-03-31", "2023-04-01", "2024-03-31"),
            (Window::FiscalYear, "2024-04-01", "2024-04-01", "2025-03-31"),
            (Window::CalendarYear, "2024-12-31", "2024-01-01", "2024-12-31"),
        ] {
            let span = (window.first_day(date(day), 0), window.last_day(date(day), 0));
            assert_eq!(span, (Some(date(first)), Some(date(last))), "{window:?} of {day}");
        }
        assert_eq!(Window::FiscalYear.last_day(date("2024-03-31"), 1), Some(date("2025-03-31")));
        assert_eq!(Window::Quarter.first_day(date("2024-12-31"), 1), Some(date("2025-01-01")));
        assert_eq!(Window::CalendarYear.last_day(date("9999-06-01"), 0), None);
        assert_eq!(Window::Ever.first_day(date("2024-03-31"), 0), None);
        assert_eq!(Window::Ever.months_back(Period::default()), None);
        assert_eq!(Window::Period.months_back(Period::default()), None);
        let rally = Period { from: Some(date("2024-10-31")), until: Some(date("2025-02-01")) };
        assert_eq!(Window::Period.months_back(rally), Some(4));
        assert_eq!(Window::Period.last_day(date("2024-03-31"), 0), None);
    }

    /// Twelve months and four quarters are a year of either kind, and no day is between them.
    #[test]
    fn months_and_quarters_fill_a_year() {
        for year in [Window::FiscalYear, Window::CalendarYear] {
            for start in 1999..2101 {
                let first = year.first_day(Date::from_ymd(start, 6, 15).unwrap(), 0).unwrap();
                for (window, many) in [(Window::Month, 12), (Window::Quarter, 4)] {
                    let mut next = first;
                    for number in 0..many {
                        let (begins, ends) =
                            (window.first_day(first, number).unwrap(), window.last_day(first, number).unwrap());
                        assert_eq!(
                            (begins, year.number(begins), year.number(ends)),
                            (next, year.number(first), year.number(first))
                        );
                        next = ends.succ().unwrap();
                    }
                    assert_eq!(year.first_day(first, 1), Some(next));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn days_of_one_window_share_its_number(first in 0_i64..40_000, more in 0_i64..800) {
            let (one, other) = (Date::from_days_since_epoch(first).unwrap(), Date::from_days_since_epoch(first + more).unwrap());
            for window in CALENDAR {
                let (begins, ends) = (window.first_day(one, 0).unwrap(), window.last_day(one, 0).unwrap());
                prop_assert!(begins <= one && one <= ends);
                let back = window.months_back(Period::default()).map(i64::from).unwrap();
                prop_assert!(month_number(one) - month_number(begins) <= back, "{:?}", window);
                prop_assert_eq!(window.number(one) == window.number(other), other <= ends, "{:?}", window);
                prop_assert_eq!(window.first_day(one, 1), ends.succ());
                for outer in CALENDAR.into_iter().filter(|outer| window.fits_in(*outer)) {
                    prop_assert_eq!(outer.number(begins), outer.number(ends), "{:?} in {:?}", window, outer);
                }
            }
        }
    }
}
