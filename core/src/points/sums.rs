//! Sums by day, month, fiscal year or for ever, for each rule and each cap: a dense grid where the days lie close together, else a map.

use alloc::collections::BTreeMap;

use crate::{
    civil::{Date, is_leap_year},
    programme::Window,
    value::MAX_SAFE,
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
        let (year, month, day) =
            (ymd.wrapping_div(10_000), ymd.wrapping_div(100).wrapping_rem(100), ymd.wrapping_rem(100));
        let in_year = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        // Every month has 28 days; only the end of the month needs the calendar.
        let exists = in_year && (day <= 28 || Date::from_yyyymmdd(ymd).is_some());
        exists.then(|| Self::split(ymd))
    }

    #[inline]
    fn split(ymd: i32) -> Self {
        let (year, month) = (ymd.wrapping_div(10_000), ymd.wrapping_div(100).wrapping_rem(100));
        Self {
            ymd,
            month: year.wrapping_mul(12).wrapping_add(month).wrapping_sub(1),
            fiscal_year: if month >= 4 { year } else { year.wrapping_sub(1) },
        }
    }

    /// No day of the calendar, and long before it.
    pub(super) fn none() -> Self {
        Self { ymd: 0, month: 0, fiscal_year: 0 }
    }

    /// The day before the first of its month, which the calendar does not have: YYYYMM00.
    pub(super) fn zeroth(self) -> Self {
        Self { ymd: self.ymd.wrapping_sub(self.of_month()), ..self }
    }

    /// The days of its month.
    pub(super) fn days_of_month(self) -> u32 {
        let (year, month) = (self.month.wrapping_div(12), self.month.wrapping_rem(12).wrapping_add(1));
        match month {
            2 if is_leap_year(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn of_month(self) -> i32 {
        self.ymd.wrapping_rem(100)
    }
}

/// The sum that a rule or a cap keeps for each window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Lane {
    pub(super) window: Window,
    /// Its place among the lanes of the same window.
    pub(super) place: u16,
}

impl Lane {
    /// No lane in particular.
    pub(super) const NONE: Self = Self { window: Window::Ever, place: 0 };
}

/// How many lanes there are of each window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Lanes {
    day: u16,
    month: u16,
    fiscal_year: u16,
    ever: u16,
}

impl Lanes {
    /// A lane more.
    pub(super) fn add(&mut self, window: Window) -> Lane {
        let count = match window {
            Window::Day => &mut self.day,
            Window::Month => &mut self.month,
            Window::FiscalYear => &mut self.fiscal_year,
            Window::Ever => &mut self.ever,
        };
        let place = *count;
        *count = count.saturating_add(1);
        Lane { window, place }
    }
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

/// Where a lane's sums of a month stand in a grid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    at: usize,
    /// All ones where each day of the month has a sum of its own, else 0.
    by_day: usize,
}

impl Sum {
    pub(super) const NONE: Self = Self { at: 0, by_day: 0 };

    /// Where the sum of a day stands, by its place in the month.
    #[inline]
    pub(super) fn of_day(self, place: usize) -> usize {
        self.at.wrapping_add(place & self.by_day)
    }

    pub(super) fn is_by_day(self) -> bool {
        self.by_day != 0
    }
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

    #[inline]
    fn index(&self, lane: Lane, day: Day) -> usize {
        let place = usize::from(lane.place);
        let since = |value: i32, first: i32| usize::try_from(value.wrapping_sub(first)).unwrap_or(usize::MAX);
        match lane.window {
            Window::Day => {
                let row = place.wrapping_mul(self.months).wrapping_add(since(day.month, self.first_month));
                row.wrapping_mul(DAYS).wrapping_add(since(day.of_month(), 0))
            }
            Window::Month => self
                .at_month
                .wrapping_add(place.wrapping_mul(self.months))
                .wrapping_add(since(day.month, self.first_month)),
            Window::FiscalYear => self
                .at_year
                .wrapping_add(place.wrapping_mul(self.years))
                .wrapping_add(since(day.fiscal_year, self.first_year)),
            Window::Ever => self.at_ever.wrapping_add(place),
        }
    }
}

impl Grid<'_> {
    /// Where a lane's sums of a day's month stand.
    pub(super) fn sum_of(&self, lane: Lane, day: Day) -> Sum {
        let by_day = if lane.window == Window::Day { usize::MAX } else { 0 };
        Sum { at: self.index(lane, day.zeroth()), by_day }
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
                let exists = |of_month: u32| Date::from_yyyymmdd(day.zeroth().ymd + of_month as i32).is_some();
                prop_assert!(exists(day.days_of_month()) && !exists(day.days_of_month() + 1));
            }
        }
    }
}
