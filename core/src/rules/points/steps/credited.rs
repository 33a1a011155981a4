//! Counting the credits that a host stored.

use super::month::{Around, MonthDays, SegmentCaps};
use crate::{
    base::Internal,
    civil::DateRange,
    programme::PlanId,
    rules::points::{
        accumulators::{Grid, Series},
        day::Day,
        delivery::Fault,
    },
};

/// Where credits of one id are counted that were stored for days of one month and arrived in one month.
pub(super) struct CreditedMonth {
    walked: MonthDays,
    synced: MonthDays,
    best: Series,
    caps: SegmentCaps,
}

impl CreditedMonth {
    /// Of no day.
    pub(super) fn none(grid: &Grid<'_>) -> Self {
        let none = MonthDays::of(DateRange::NONE, Day::none(), grid);
        Self { walked: none, synced: none, best: Series::NONE, caps: SegmentCaps::new() }
    }

    /// Whether a credit of the same id is one of these.
    #[inline]
    pub(super) fn contains(&self, walked: i32, synced: i32) -> bool {
        self.walked.contains(walked) && self.synced.contains(synced)
    }

    /// Becomes those of an id and two days.
    ///
    /// # Errors
    /// [`Internal`] where the plan is not supported.
    pub(super) fn look_up(&mut self, id: &PlanId, walked: Day, synced: Day, grid: &Grid<'_>) -> Result<(), Internal> {
        let (mut around_walked, mut around_synced) = (Around::new(walked), Around::new(synced));
        self.best = grid.series(id.accumulator);
        self.caps.clear();
        self.caps.add(id, &mut around_walked, &mut around_synced, grid)?;
        self.walked = MonthDays::of(around_walked.days, walked, grid);
        self.synced = MonthDays::of(around_synced.days, synced, grid);
        Ok(())
    }

    /// Counts a credit.
    ///
    /// # Errors
    /// [`Fault::SumOutOfRange`] where credits of one window leave the range.
    #[inline]
    pub(super) fn count(&self, walked: i32, earned: i64, points: i64, grid: &mut Grid<'_>) -> Result<(), Fault> {
        grid.add_at(self.walked.sum(self.best, walked), earned)?;
        for cap in self.caps.all() {
            grid.add_at(self.walked.sum(cap.series, walked), points)?;
        }
        Ok(())
    }
}
