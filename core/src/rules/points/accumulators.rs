//! Sums by day, month, fiscal year or for ever, for each rule and each cap: a dense grid where the days lie close together, else a map.
//!
//! Over 300 lines: the property test beside it holds the grid equal to the map.

use alloc::collections::BTreeMap;

use crate::{
    base::{Internal, value::MAX_SAFE},
    civil::Date,
    programme::{Accumulator, AccumulatorCounts, Window},
    rules::points::{day::Day, delivery::Fault},
};

/// Sums that can be read and added to.
pub(super) trait Accumulators {
    /// The sum of the window that holds a day, within ±(2^53 − 1).
    ///
    /// # Errors
    /// [`Fault::Internal`] for a window that was not provided for.
    fn sum(&self, accumulator: Accumulator, day: Day) -> Result<i64, Fault>;

    /// Adds to that sum a number within ±(2^53 − 1).
    ///
    /// # Errors
    /// [`Fault::SumOutOfRange`] where the sum leaves ±(2^53 − 1); [`Fault::Internal`] as for [`Self::sum`].
    fn add(&mut self, accumulator: Accumulator, day: Day, more: i64) -> Result<(), Fault>;
}

/// The sum of two numbers within ±(2^53 − 1).
///
/// # Errors
/// [`Fault::SumOutOfRange`] where the sum is not within it.
#[inline]
pub(super) fn added(one: i64, other: i64) -> Result<i64, Fault> {
    // Numbers of 54 bits: the sum has 55.
    let sum = one.wrapping_add(other);
    if (-MAX_SAFE..=MAX_SAFE).contains(&sum) { Ok(sum) } else { Err(Fault::SumOutOfRange) }
}

/// Sums in a map, for days however far apart.
#[derive(Default)]
pub(super) struct Sparse(BTreeMap<(Window, u16, i32), i64>);

impl Accumulators for Sparse {
    fn sum(&self, accumulator: Accumulator, day: Day) -> Result<i64, Fault> {
        // Nothing was added to a window that is not there.
        Ok(self.0.get(&key(accumulator, day)).copied().unwrap_or(0))
    }

    fn add(&mut self, accumulator: Accumulator, day: Day, more: i64) -> Result<(), Fault> {
        let sum = self.0.entry(key(accumulator, day)).or_insert(0);
        *sum = added(*sum, more)?;
        Ok(())
    }
}

fn key(accumulator: Accumulator, day: Day) -> (Window, u16, i32) {
    let window = match accumulator.window {
        Window::Day => day.ymd,
        Window::Month => day.month,
        Window::FiscalYear => day.fiscal_year,
        Window::Quarter => day.month.div_euclid(3),
        Window::CalendarYear => day.month.div_euclid(12),
        // Weeks of days within four million fit.
        Window::Week => {
            Date::from_yyyymmdd(day.ymd).map_or(0, |date| Window::Week.number(date)).try_into().unwrap_or(0)
        }
        Window::Ever | Window::Period => 0,
    };
    (accumulator.window, accumulator.place, window)
}

/// The months that a grid covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Months {
    first: i32,
    last: i32,
}

/// The most months that a grid covers.
const MOST_MONTHS: usize = 40;

/// The places of a month's row: 0, which is not used, to 31.
const DAYS: usize = 32;

impl Months {
    /// The months of days; `None` where they lie too far apart for a grid, or there is no day.
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

    /// With other months, and those between.
    pub(super) fn and(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// These months, where a grid covers them.
    pub(super) fn if_near(self) -> Option<Self> {
        (self.count() <= MOST_MONTHS).then_some(self)
    }

    fn count(self) -> usize {
        // More than memory can hold are more than a grid covers.
        usize::try_from(self.last.abs_diff(self.first)).unwrap_or(usize::MAX).saturating_add(1)
    }

    fn fiscal_years(self) -> usize {
        self.count().wrapping_div(12).saturating_add(2)
    }

    /// As many months as a grid covers at most.
    pub(super) fn most() -> Self {
        Self { first: 0, last: i32::try_from(MOST_MONTHS).unwrap_or(i32::MAX).saturating_sub(1) }
    }

    /// How many sums a grid of these months needs.
    pub(super) fn size(self, accumulators: AccumulatorCounts) -> usize {
        let size = |count: u16, windows: usize| usize::from(count).saturating_mul(windows);
        size(accumulators.day, self.count().saturating_mul(DAYS))
            .saturating_add(size(accumulators.month, self.count()))
            .saturating_add(size(accumulators.fiscal_year, self.fiscal_years()))
            .saturating_add(accumulators.ever.into())
    }
}

/// Where an accumulator's sums stand in a grid.
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
    pub(super) fn index(self, month: GridMonth, day: usize) -> usize {
        let months = self.by_month.wrapping_mul(month.month);
        let years = self.by_year.wrapping_mul(month.year);
        self.first.wrapping_add(months).wrapping_add(years).wrapping_add(day & self.by_day)
    }

    /// Where the sums by day of a month begin.
    #[inline]
    pub(super) fn of_month(self, month: GridMonth) -> usize {
        self.first.wrapping_add(self.by_month.wrapping_mul(month.month))
    }

    /// The sum of one month for every month; not for sums by day.
    pub(super) fn only(self, month: GridMonth) -> Self {
        Self { first: self.index(month, 0), ..Self::NONE }
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
    /// Where the accumulators of each window begin.
    at_month: usize,
    at_year: usize,
    at_ever: usize,
}

impl<'s> Grid<'s> {
    /// A grid over sums that are all zero; `None` where there are too few.
    pub(super) fn new(months: Months, accumulators: AccumulatorCounts, sums: &'s mut [i64]) -> Option<Self> {
        // A grid has no place for weeks, quarters and calendar years.
        if sums.len() < months.size(accumulators) || accumulators.others > 0 {
            return None;
        }
        let (count, years) = (months.count(), months.fiscal_years());
        let at_month = usize::from(accumulators.day).checked_mul(count)?.checked_mul(DAYS)?;
        let at_year = at_month.checked_add(usize::from(accumulators.month).checked_mul(count)?)?;
        let at_ever = at_year.checked_add(usize::from(accumulators.fiscal_year).checked_mul(years)?)?;
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

    /// Where an accumulator's sums stand.
    #[inline]
    pub(super) fn series(&self, accumulator: Accumulator) -> Series {
        let place = usize::from(accumulator.place);
        let (at, by_day, by_month, by_year) = match accumulator.window {
            Window::Day => (place.wrapping_mul(self.months).wrapping_mul(DAYS), usize::MAX, DAYS, 0),
            Window::Month => (self.at_month.wrapping_add(place.wrapping_mul(self.months)), 0, 1, 0),
            Window::FiscalYear => (self.at_year.wrapping_add(place.wrapping_mul(self.years)), 0, 0, 1),
            // The others have no place in a grid, which is not made where there are any.
            _ => (self.at_ever.wrapping_add(place), 0, 0, 0),
        };
        Series { first: at, by_month, by_year, by_day }
    }

    #[inline]
    fn index(&self, accumulator: Accumulator, day: Day) -> usize {
        // A day of a month is 1 to 31: no grid has any other place.
        let place = usize::try_from(day.of_month()).unwrap_or(usize::MAX);
        self.series(accumulator).index(self.month_of(day), place)
    }

    /// Adds to the sum at a place.
    ///
    /// # Errors
    /// As [`Accumulators::add`].
    #[inline]
    pub(super) fn add_at(&mut self, index: usize, more: i64) -> Result<(), Fault> {
        let sum = Internal::unless(self.sums.get_mut(index), OUTSIDE)?;
        *sum = added(*sum, more)?;
        Ok(())
    }
}

/// A grid is made for the months of all days that are asked for.
pub(super) const OUTSIDE: &str = "a day is outside the grid of its delivery";

impl Accumulators for Grid<'_> {
    #[inline]
    fn sum(&self, accumulator: Accumulator, day: Day) -> Result<i64, Fault> {
        Ok(*Internal::unless(self.sums.get(self.index(accumulator, day)), OUTSIDE)?)
    }

    #[inline]
    fn add(&mut self, accumulator: Accumulator, day: Day, more: i64) -> Result<(), Fault> {
        self.add_at(self.index(accumulator, day), more)
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use proptest::{collection::vec as many, prelude::*};

    use super::*;

    fn accumulators() -> (AccumulatorCounts, [Accumulator; 8]) {
        let windows = [Window::Day, Window::Month, Window::FiscalYear, Window::Ever];
        let mut accumulators = AccumulatorCounts::default();
        let all = [0, 1, 2, 3, 0, 1, 2, 3].map(|at: usize| accumulators.add(windows[at]));
        (accumulators, all)
    }

    proptest! {
        #[test]
        fn the_grid_is_the_map(first in -40_000_i64..2_000_000, rows in many((0_i64..1_100, 0_usize..8, -50_i64..50), 1..80)) {
            let date = |offset| Date::from_days_since_epoch(first + offset).unwrap();
            let days: std::vec::Vec<Day> = rows.iter().map(|(offset, ..)| Day::of(date(*offset))).collect();
            let (accumulators, all) = accumulators();
            let months = Months::of(days.iter().copied()).unwrap();
            let mut room = vec![0; months.size(accumulators)];
            let mut grid = Grid::new(months, accumulators, &mut room).unwrap();
            let mut map = Sparse::default();
            for ((_, accumulator, more), day) in rows.iter().zip(&days) {
                grid.add(all[*accumulator], *day, *more).unwrap();
                map.add(all[*accumulator], *day, *more).unwrap();
            }
            for day in days {
                for accumulator in all {
                    prop_assert_eq!(grid.sum(accumulator, day), map.sum(accumulator, day));
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
