//! Sums by day, month, fiscal year or for ever, for each rule and each cap: a dense grid where the days lie close together, else a map.

use alloc::collections::BTreeMap;

use crate::{
    base::value::MAX_SAFE,
    civil::{Date, is_leap_year},
    programme::{
        Window,
        plan::{Lane, Lanes},
    },
};

/// A civil day, taken apart once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Day {
    /// YYYYMMDD: as integers, days compare as the dates do.
    pub(super) ymd: i32,
    /// Months since the year 0.
    pub(super) month: i32,
    /// The calendar year in which its fiscal year begins.
    pub(super) fiscal_year: i32,
}

impl Day {
    /// The day of a date.
    pub(super) fn of(date: Date) -> Self {
        Self::split(date.yyyymmdd())
    }

    /// The day written YYYYMMDD; `None` where the calendar has no such day in the years 1 to 9999.
    #[inline]
    pub(super) fn from_yyyymmdd(ymd: i32) -> Option<Self> {
        Some(Self::split(ymd)).filter(|day| day.is_within(day.days_of_month()))
    }

    /// Whether the calendar has the day, in the years 1 to 9999 and a month of so many days.
    #[inline]
    pub(super) fn is_within(self, days_of_month: u32) -> bool {
        let in_years = (10_000..100_000_000).contains(&self.ymd);
        in_years & (self.of_month().wrapping_sub(1).cast_unsigned() < days_of_month)
    }

    /// The day written YYYYMMDD, whether the calendar has it or not.
    #[inline]
    pub(super) fn split(ymd: i32) -> Self {
        let (year, month, _) = parted(ymd);
        Self {
            ymd,
            month: year.wrapping_mul(12).wrapping_add(month).wrapping_sub(1),
            fiscal_year: year.wrapping_sub(i32::from(month < 4)),
        }
    }

    /// No day of the calendar, and long before it.
    pub(super) fn none() -> Self {
        Self { ymd: 0, month: 0, fiscal_year: 0 }
    }

    /// The day before the first of its month, which the calendar does not have: YYYYMM00.
    #[inline]
    pub(super) fn zeroth(self) -> i32 {
        self.ymd.wrapping_sub(self.of_month())
    }

    /// The days of its month; none where a year has no such month.
    #[inline]
    pub(super) fn days_of_month(self) -> u32 {
        let (year, month, _) = parted(self.ymd);
        days_of(year, month)
    }

    #[inline]
    fn of_month(self) -> i32 {
        parted(self.ymd).2
    }
}

/// Year, month and day of what is written YYYYMMDD. Unsigned numbers are the quicker to divide.
#[inline]
fn parted(ymd: i32) -> (i32, i32, i32) {
    let ymd = ymd.cast_unsigned();
    let months = ymd.wrapping_div(100);
    let year = months.wrapping_div(100);
    let (month, day) = (months.wrapping_sub(year.wrapping_mul(100)), ymd.wrapping_sub(months.wrapping_mul(100)));
    (year.cast_signed(), month.cast_signed(), day.cast_signed())
}

/// The days of a month; none where a year has no such month.
#[inline]
fn days_of(year: i32, month: i32) -> u32 {
    const DAYS: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let days = usize::try_from(month).ok().and_then(|month| DAYS.get(month)).copied().unwrap_or(0);
    days.wrapping_add(u32::from(month == 2 && is_leap_year(year)))
}

/// Sums that can be read and added to.
pub(super) trait Sums {
    /// The sum of a lane in the window that holds a day.
    fn sum(&mut self, lane: Lane, day: Day) -> i64;
    /// Adds to it. Sums stay within the range of safe integers: past it, nothing more is ever paid.
    fn add(&mut self, lane: Lane, day: Day, more: i64);
}

#[inline]
fn added(sum: i64, more: i64) -> i64 {
    // Two safe integers cannot overflow.
    sum.wrapping_add(more).clamp(-MAX_SAFE, MAX_SAFE)
}

/// Sums in a map, for days however far apart.
#[derive(Default)]
pub(super) struct Sparse(BTreeMap<(Window, u16, i32), i64>);

impl Sums for Sparse {
    fn sum(&mut self, lane: Lane, day: Day) -> i64 {
        self.0.get(&key(lane, day)).copied().unwrap_or(0)
    }

    fn add(&mut self, lane: Lane, day: Day, more: i64) {
        let sum = self.0.entry(key(lane, day)).or_insert(0);
        *sum = added(*sum, more);
    }
}

fn key(lane: Lane, day: Day) -> (Window, u16, i32) {
    let window = match lane.window {
        Window::Day => day.ymd,
        Window::Month => day.month,
        Window::FiscalYear => day.fiscal_year,
        Window::Ever => 0,
    };
    (lane.window, lane.place, window)
}

/// The months that a grid covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Months {
    first: i32,
    last: i32,
}

/// A grid covers at most so many months.
const MOST_MONTHS: usize = 40;

/// A month has a row of so many days, the first unused.
const DAYS: usize = 32;

impl Months {
    /// The months of days; `None` where they lie too far apart for a grid, or there are none.
    pub(super) fn of(mut days: impl Iterator<Item = Day>) -> Option<Self> {
        let mut months = Self::around(days.next()?);
        days.for_each(|day| months.include(day));
        months.if_near()
    }

    /// The month of a day.
    pub(super) fn around(day: Day) -> Self {
        Self { first: day.month, last: day.month }
    }

    /// With the month of another day.
    #[inline]
    pub(super) fn include(&mut self, day: Day) {
        self.first = self.first.min(day.month);
        self.last = self.last.max(day.month);
    }

    /// These months, where a grid covers them.
    pub(super) fn if_near(self) -> Option<Self> {
        (self.count() <= MOST_MONTHS).then_some(self)
    }

    fn count(self) -> usize {
        usize::try_from(self.last.saturating_sub(self.first).saturating_add(1)).unwrap_or(0)
    }

    fn fiscal_years(self) -> usize {
        self.count().wrapping_div(12).saturating_add(2)
    }

    /// How many sums a grid of these months needs.
    pub(super) fn size(self, lanes: Lanes) -> usize {
        let size = |count: u16, windows: usize| usize::from(count).saturating_mul(windows);
        size(lanes.day, self.count().saturating_mul(DAYS))
            .saturating_add(size(lanes.month, self.count()))
            .saturating_add(size(lanes.fiscal_year, self.fiscal_years()))
            .saturating_add(lanes.ever.into())
    }
}

/// Where a lane's sums stand in a grid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Series {
    first: usize,
    by_month: usize,
    by_year: usize,
    /// All ones where each day has a sum of its own, else 0.
    by_day: usize,
}

impl Series {
    pub(super) const NONE: Self = Self { first: 0, by_month: 0, by_year: 0, by_day: 0 };

    pub(super) fn is_by_day(self) -> bool {
        self.by_day != 0
    }

    /// Where the sum of a day of a month stands.
    #[inline]
    pub(super) fn of(self, month: GridMonth, day: usize) -> usize {
        let months = self.by_month.wrapping_mul(month.month);
        let years = self.by_year.wrapping_mul(month.year);
        self.first.wrapping_add(months).wrapping_add(years).wrapping_add(day & self.by_day)
    }

    /// Where the sums by day of a month begin.
    #[inline]
    pub(super) fn of_month(self, month: GridMonth) -> usize {
        self.first.wrapping_add(self.by_month.wrapping_mul(month.month))
    }

    /// The sum of one month, whichever is asked for; not for sums by day.
    pub(super) fn only(self, month: GridMonth) -> Self {
        Self { first: self.of(month, 0), ..Self::NONE }
    }
}

/// A month of a grid, and its fiscal year, each counted from the first.
#[derive(Clone, Copy)]
pub(super) struct GridMonth {
    month: usize,
    year: usize,
}

/// Sums in a grid, for days within a few months. Nothing is allocated.
pub(super) struct Grid<'s> {
    pub(super) sums: &'s mut [i64],
    first_month: i32,
    first_year: i32,
    months: usize,
    years: usize,
    /// Where the lanes of each window begin.
    at_month: usize,
    at_year: usize,
    at_ever: usize,
}

impl<'s> Grid<'s> {
    /// A grid over sums that are all zero; `None` where there are too few.
    pub(super) fn new(months: Months, lanes: Lanes, sums: &'s mut [i64]) -> Option<Self> {
        if sums.len() < months.size(lanes) {
            return None;
        }
        let (count, years) = (months.count(), months.fiscal_years());
        let at_month = usize::from(lanes.day).checked_mul(count)?.checked_mul(DAYS)?;
        let at_year = at_month.checked_add(usize::from(lanes.month).checked_mul(count)?)?;
        let at_ever = at_year.checked_add(usize::from(lanes.fiscal_year).checked_mul(years)?)?;
        Some(Self {
            sums,
            first_month: months.first,
            first_year: months.first.saturating_sub(3).div_euclid(12),
            months: count,
            years,
            at_month,
            at_year,
            at_ever,
        })
    }
}

impl Grid<'_> {
    /// The month of a day.
    #[inline]
    pub(super) fn month_of(&self, day: Day) -> GridMonth {
        let since = |value: i32, first: i32| usize::try_from(value.wrapping_sub(first)).unwrap_or(usize::MAX);
        GridMonth { month: since(day.month, self.first_month), year: since(day.fiscal_year, self.first_year) }
    }

    /// Where a lane's sums stand.
    #[inline]
    pub(super) fn series(&self, lane: Lane) -> Series {
        let place = usize::from(lane.place);
        let (at, by_day, by_month, by_year) = match lane.window {
            Window::Day => (place.wrapping_mul(self.months).wrapping_mul(DAYS), usize::MAX, DAYS, 0),
            Window::Month => (self.at_month.wrapping_add(place.wrapping_mul(self.months)), 0, 1, 0),
            Window::FiscalYear => (self.at_year.wrapping_add(place.wrapping_mul(self.years)), 0, 0, 1),
            Window::Ever => (self.at_ever.wrapping_add(place), 0, 0, 0),
        };
        Series { first: at, by_month, by_year, by_day }
    }

    #[inline]
    fn index(&self, lane: Lane, day: Day) -> usize {
        let place = usize::try_from(day.of_month()).unwrap_or(0);
        self.series(lane).of(self.month_of(day), place)
    }

    /// Adds to the sum that stands there.
    #[inline]
    pub(super) fn add_at(&mut self, index: usize, more: i64) {
        if let Some(sum) = self.sums.get_mut(index) {
            *sum = added(*sum, more);
        }
    }
}

impl Sums for Grid<'_> {
    #[inline]
    fn sum(&mut self, lane: Lane, day: Day) -> i64 {
        self.sums.get(self.index(lane, day)).copied().unwrap_or(0)
    }

    #[inline]
    fn add(&mut self, lane: Lane, day: Day, more: i64) {
        self.add_at(self.index(lane, day), more);
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use proptest::{collection::vec as many, prelude::*};

    use super::*;

    fn lanes() -> (Lanes, [Lane; 8]) {
        let windows = [Window::Day, Window::Month, Window::FiscalYear, Window::Ever];
        let mut lanes = Lanes::default();
        let all = [0, 1, 2, 3, 0, 1, 2, 3].map(|at: usize| lanes.add(windows[at]));
        (lanes, all)
    }

    proptest! {
        #[test]
        fn the_grid_is_the_map(first in -40_000_i64..2_000_000, rows in many((0_i64..1_100, 0_usize..8, -50_i64..50), 1..80)) {
            let date = |offset| Date::from_days_since_epoch(first + offset).unwrap();
            let days: std::vec::Vec<Day> = rows.iter().map(|(offset, ..)| Day::of(date(*offset))).collect();
            let (lanes, all) = lanes();
            let months = Months::of(days.iter().copied()).unwrap();
            let mut room = vec![0; months.size(lanes)];
            let mut grid = Grid::new(months, lanes, &mut room).unwrap();
            let mut map = Sparse::default();
            for ((_, lane, more), day) in rows.iter().zip(&days) {
                grid.add(all[*lane], *day, *more);
                map.add(all[*lane], *day, *more);
            }
            for day in days {
                for lane in all {
                    prop_assert_eq!(grid.sum(lane, day), map.sum(lane, day));
                }
            }
        }

        #[test]
        fn a_day_is_one_of_the_calendar(ymd in 0_i32..100_000_000) {
            prop_assert_eq!(Day::from_yyyymmdd(ymd), Date::from_yyyymmdd(ymd).map(Day::of));
            if let Some(day) = Day::from_yyyymmdd(ymd) {
                let exists = |of_month: u32| Date::from_yyyymmdd(day.zeroth() + of_month as i32).is_some();
                prop_assert!(exists(day.days_of_month()) && !exists(day.days_of_month() + 1));
            }
        }
    }
}
