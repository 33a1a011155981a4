//! Counting the credits that a host stored.

use super::month::{Around, MonthDays, SegmentCaps};
use crate::{
    programme::Plan,
    rules::points::{
        accumulators::{Grid, Series},
        day::Day,
    },
};

/// Where credits of one id are counted that were stored for days of one month and arrived in one month.
pub(super) struct CreditedMonth {
    id: usize,
    walked: MonthDays,
    synced: MonthDays,
    best: Series,
    caps: SegmentCaps,
}

impl CreditedMonth {
    /// Of no day.
    pub(super) fn none(grid: &Grid<'_>) -> Self {
        let none = MonthDays::of(&Around::none(), Day::none(), grid);
        Self { id: usize::MAX, walked: none, synced: none, best: Series::NONE, caps: SegmentCaps::new() }
    }

    /// Whether a credit is one of these.
    #[inline]
    pub(super) fn has(&self, id: usize, walked: i32, synced: i32) -> bool {
        self.id == id && self.walked.has(walked) && self.synced.has(synced)
    }

    /// Becomes those of an id and two days.
    pub(super) fn look_up(&mut self, plan: &Plan, id: usize, walked: Day, synced: Day, grid: &Grid<'_>) {
        let (mut around_walked, mut around_synced) = (Around::all(walked), Around::all(synced));
        self.id = id;
        self.best = plan.ids.get(id).map_or(Series::NONE, |known| grid.series(known.accumulator));
        self.caps.len = 0;
        self.caps.take(plan, id, &mut around_walked, &mut around_synced, grid);
        self.walked = MonthDays::of(&around_walked, walked, grid);
        self.synced = MonthDays::of(&around_synced, synced, grid);
    }

    /// Counts a credit.
    #[inline]
    pub(super) fn count(&self, walked: i32, earned: i64, points: i64, grid: &mut Grid<'_>) {
        grid.add_at(self.walked.sum(self.best, walked), earned);
        for counted in self.caps.counted.get(..self.caps.len).unwrap_or_default() {
            grid.add_at(self.walked.sum(counted.series, walked), points);
        }
    }
}
