//! The days of one month under the same terms, and where their sums stand.

use core::ops::Range;

use crate::{
    base::Internal,
    civil::DateRange,
    programme::{MOST_COUNTED, PlanId},
    rules::points::{
        accumulators::{Grid, GridMonth, Series},
        day::Day,
    },
};

/// A day, and the days around it on which everything asked so far has the same answer.
#[derive(Clone, Copy)]
pub(super) struct Around {
    day: Day,
    pub(super) days: DateRange,
}

impl Around {
    /// A day of which nothing was asked.
    pub(super) fn new(day: Day) -> Self {
        Self { day, days: DateRange::ALL }
    }

    /// Whether the day lies in a range. The days around it are narrowed to those with the same answer.
    pub(super) fn is_in(&mut self, range: DateRange) -> bool {
        let (lies_in, side) = range.side_of(self.day.ymd);
        self.days = self.days.intersect(side);
        lies_in
    }
}

/// Days of one month for which the same terms hold.
#[derive(Clone, Copy)]
pub(super) struct MonthDays {
    month: GridMonth,
    /// The day before the month's first, YYYYMM00.
    zeroth: i32,
    days: DateRange,
}

impl MonthDays {
    /// Of some days, those of the month of a day.
    pub(super) fn of(days: DateRange, day: Day, grid: &Grid<'_>) -> Self {
        let zeroth = day.zeroth();
        let days = days.intersect(DateRange::inclusive(zeroth, zeroth.wrapping_add(31)));
        Self { month: grid.month_of(day), zeroth, days }
    }

    #[inline]
    pub(super) fn contains(&self, ymd: i32) -> bool {
        self.days.contains(ymd)
    }

    /// The first of the days.
    pub(super) fn first(&self) -> i32 {
        self.days.first()
    }

    /// Where the sum of one of the days stands.
    #[inline]
    pub(super) fn sum(&self, series: Series, ymd: i32) -> usize {
        series.index(self.month, self.place(ymd))
    }

    /// Where a sum stands that is not by day.
    #[inline]
    pub(super) fn longer_sum(&self, series: Series) -> usize {
        series.index(self.month, 0)
    }

    /// Where the sums by day of all of them stand.
    #[inline]
    pub(super) fn sums(&self, series: Series) -> Range<usize> {
        let zeroth = series.of_month(self.month);
        let at = |ymd| zeroth.wrapping_add(self.place(ymd));
        at(self.days.first())..at(self.days.last()).wrapping_add(1)
    }

    /// The place of a day in the month, 0 to 31.
    #[inline]
    fn place(&self, ymd: i32) -> usize {
        // Five bits: a number that any `usize` holds.
        usize::try_from(ymd.wrapping_sub(self.zeroth) & 31).unwrap_or(0)
    }
}

/// A cap in effect, under one of the rules that it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SegmentCap {
    pub(super) most: i64,
    pub(super) series: Series,
}

impl SegmentCap {
    pub(super) const NONE: Self = Self { most: 0, series: Series::NONE };

    /// The room that is left above a sum; both numbers are within ±(2^53 − 1).
    #[inline]
    pub(super) fn room(&self, sum: i64) -> i64 {
        self.most.wrapping_sub(sum).max(0)
    }
}

/// The caps that count rules, rule after rule.
pub(super) struct SegmentCaps {
    counted: [SegmentCap; MOST_COUNTED],
    len: usize,
}

impl SegmentCaps {
    pub(super) fn new() -> Self {
        Self { counted: [SegmentCap::NONE; MOST_COUNTED], len: 0 }
    }

    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The caps at some places.
    #[inline]
    pub(super) fn get(&self, places: Range<usize>) -> &[SegmentCap] {
        // Places are those that the caps had when they were added.
        self.counted.get(places).unwrap_or_default()
    }

    /// All of them.
    #[inline]
    pub(super) fn all(&self) -> &[SegmentCap] {
        self.get(0..self.len)
    }

    /// Adds those that count an id on a day walked and a day of arrival.
    ///
    /// # Errors
    /// [`Internal`] for more than [`MOST_COUNTED`]: then the plan is not supported.
    pub(super) fn add(
        &mut self,
        id: &PlanId,
        walked: &mut Around,
        synced: &mut Around,
        grid: &Grid<'_>,
    ) -> Result<(), Internal> {
        for cap in &id.caps {
            let around = if cap.by_arrival { &mut *synced } else { &mut *walked };
            if !around.is_in(cap.days) {
                continue;
            }
            let series = grid.series(cap.accumulator);
            let series = if cap.by_arrival { series.only(grid.month_of(synced.day)) } else { series };
            let slot = Internal::unless(self.counted.get_mut(self.len), "a supported plan has too many caps")?;
            *slot = SegmentCap { most: cap.points, series };
            self.len = self.len.wrapping_add(1);
        }
        Ok(())
    }
}
