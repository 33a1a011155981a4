//! The days of one month under the same terms, and where their sums stand.

use core::ops::Range;

use crate::{
    programme::{Days, MOST_COUNTED, Plan},
    rules::points::{
        accumulators::{Grid, GridMonth, Series},
        day::Day,
    },
};

/// Days of which the same is to be said, around one of them.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) day: Day,
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Around {
    /// All days.
    pub(super) fn all(day: Day) -> Self {
        Self { day, first: 0, last: i32::MAX }
    }

    /// No day of the calendar.
    pub(super) fn none() -> Self {
        Self { day: Day::none(), first: 0, last: 0 }
    }

    #[inline]
    pub(super) fn has(&self, ymd: i32) -> bool {
        let span = self.last.wrapping_sub(self.first).cast_unsigned();
        ymd.wrapping_sub(self.first).cast_unsigned() <= span
    }

    /// Whether the day is one of those given. What it is around is cut to the days of which the same is to be said.
    pub(super) fn is_in(&mut self, days: Days) -> bool {
        if self.day.ymd < days.first {
            self.last = self.last.min(days.first.wrapping_sub(1));
        } else if days.last < self.day.ymd {
            self.first = self.first.max(days.last.wrapping_add(1));
        } else {
            self.first = self.first.max(days.first);
            self.last = self.last.min(days.last);
        }
        days.hold(self.day.ymd)
    }
}

/// Days of one month for which the same terms hold.
#[derive(Clone, Copy)]
pub(super) struct MonthDays {
    month: GridMonth,
    /// The day before the month's first, YYYYMM00.
    zeroth: i32,
    pub(super) first: i32,
    pub(super) last: i32,
}

impl MonthDays {
    pub(super) fn of(terms: &Around, day: Day, grid: &Grid<'_>) -> Self {
        let zeroth = day.zeroth();
        let last = terms.last.min(zeroth.wrapping_add(31));
        Self { month: grid.month_of(day), zeroth, first: terms.first.max(zeroth), last }
    }

    #[inline]
    pub(super) fn has(&self, ymd: i32) -> bool {
        let span = self.last.wrapping_sub(self.first).cast_unsigned();
        ymd.wrapping_sub(self.first).cast_unsigned() <= span
    }

    /// The first of the days.
    pub(super) fn first(&self) -> i32 {
        self.first
    }

    /// Where the sum of one of the days stands.
    #[inline]
    pub(super) fn sum(&self, series: Series, ymd: i32) -> usize {
        series.of(self.month, self.place(ymd))
    }

    /// Where a sum stands that is not by day.
    #[inline]
    pub(super) fn longer_sum(&self, series: Series) -> usize {
        series.of(self.month, 0)
    }

    /// Where the sums by day of all of them stand.
    #[inline]
    pub(super) fn sums(&self, series: Series) -> Range<usize> {
        let zeroth = series.of_month(self.month);
        let at = |ymd| zeroth.wrapping_add(self.place(ymd));
        at(self.first)..at(self.last).wrapping_add(1)
    }

    /// The place of a day in the month, 0 to 31.
    #[inline]
    pub(super) fn place(&self, ymd: i32) -> usize {
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

    /// The room that is left above a sum.
    #[inline]
    pub(super) fn room(&self, sum: Option<&i64>) -> i64 {
        self.most.wrapping_sub(sum.copied().unwrap_or(0)).max(0)
    }
}

/// The caps that count rules, rule after rule.
pub(super) struct SegmentCaps {
    pub(super) counted: [SegmentCap; MOST_COUNTED],
    pub(super) len: usize,
}

impl SegmentCaps {
    pub(super) fn new() -> Self {
        Self { counted: [SegmentCap::NONE; MOST_COUNTED], len: 0 }
    }

    /// Takes those that count an id on a day walked and a day of arrival.
    pub(super) fn take(&mut self, plan: &Plan, id: usize, walked: &mut Around, synced: &mut Around, grid: &Grid<'_>) {
        for cap in plan.caps_of(id).iter().filter_map(|place| plan.caps.get(*place)) {
            let around = if cap.by_arrival { &mut *synced } else { &mut *walked };
            if around.is_in(cap.days)
                && let Some(slot) = self.counted.get_mut(self.len)
            {
                let series = grid.series(cap.accumulator);
                let series = if cap.by_arrival { series.only(grid.month_of(synced.day)) } else { series };
                *slot = SegmentCap { most: cap.points, series };
                self.len = self.len.wrapping_add(1);
            }
        }
    }
}
