//! Pays a member's days in the typed way: what the engine pays, without looking terms up for each day.
//!
//! Days follow no pattern, so what differs between them is chosen and not branched on.

use core::hint::select_unpredictable as select;

use super::{
    batch::{BATCH, Batch, BatchTerms},
    outcome::{Answer, Credits, IMPLAUSIBLE, Said, above},
    rows::{StepCredit, StepDay},
    segment::Segment,
};
use crate::{
    base::Reason,
    programme::Programme,
    rules::points::{accumulators::Grid, day::Day, delivery::Delivery},
};

/// Pays the days of one delivery.
pub(super) struct StepsEngine<'p, 's> {
    pub(super) programme: &'p Programme,
    pub(super) delivery: Delivery,
    pub(super) grid: Grid<'s>,
    /// Whether all steps are numbers of 31 bits.
    pub(super) few_steps: bool,
}

impl StepsEngine<'_, '_> {
    /// Pays for days in turn: writes a reason for each, and gives the number of credits.
    // In line, with what is computed abreast: so it has the features of the processor that its caller is compiled for.
    #[inline(always)]
    pub(super) fn pay<R: Copy + From<Reason>>(
        &mut self,
        mut days: &[StepDay],
        credits: &mut [StepCredit],
        mut reasons: &mut [R],
    ) -> usize {
        let mut credits = Credits { rows: credits, len: 0 };
        let mut segment = Segment::none();
        while let Some(day) = days.first() {
            segment.look_up(Day::split(day.walked), self.programme, &self.delivery, &self.grid);
            let shared = segment.shared_caps_of_days().filter(|_| self.few_steps);
            let paid = match (segment.rules().len(), shared) {
                (0, _) => Some(turn_away(&segment, days, reasons)),
                (1, Some(0)) => self.pay_batches::<_, 1, 0, 1>(&segment, days, &mut credits, reasons),
                (1, Some(1)) => self.pay_batches::<_, 1, 1, 2>(&segment, days, &mut credits, reasons),
                (2, Some(0)) => self.pay_batches::<_, 2, 0, 2>(&segment, days, &mut credits, reasons),
                (2, Some(1)) => self.pay_batches::<_, 2, 1, 3>(&segment, days, &mut credits, reasons),
                _ => None,
            };
            let paid = paid.unwrap_or_else(|| self.pay_each(&segment, days, &mut credits, reasons));
            // A segment has at least the day that it was looked up for.
            let paid = paid.max(1);
            days = days.get(paid..).unwrap_or_default();
            reasons = reasons.get_mut(paid..).unwrap_or_default();
        }
        credits.len
    }

    /// Pays for days as long as the terms hold, and gives how many that were; `None` where a rule has more than a few tiers.
    #[inline(always)]
    fn pay_batches<R: Copy + From<Reason>, const RULES: usize, const TODAY: usize, const ROWS: usize>(
        &mut self,
        segment: &Segment<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> Option<usize> {
        let said = Said::new();
        let terms = BatchTerms::<_, RULES, TODAY>::of(segment, self.delivery.synced.ymd)?;
        let mut batch = Batch::none();
        let mut paid_for = 0_usize;
        loop {
            let (days, reasons) = (batch.take(&terms, days.get(paid_for..)?), reasons.get_mut(paid_for..)?);
            let paid = batch.pay::<_, TODAY, ROWS>(&terms, segment, &mut self.grid, days, credits)?;
            batch.tell(&terms, &said, reasons.get_mut(..paid)?);
            paid_for = paid_for.wrapping_add(paid);
            if paid < BATCH {
                return Some(paid_for);
            }
        }
    }

    /// The same with any rules and caps.
    fn pay_each<R: Copy + From<Reason>>(
        &mut self,
        segment: &Segment<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> usize {
        let (said, synced) = (Said::<R>::new(), self.delivery.synced.ymd);
        let mut month = match days.first() {
            Some(day) => segment.month_of(day.walked, &self.grid),
            None => return 0,
        };
        let mut paid_for = 0_usize;
        for (StepDay { walked, steps, .. }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !month.has(walked) {
                if !segment.has(walked) {
                    break;
                }
                month = segment.month_of(walked, &self.grid);
            }
            let sums = &mut *self.grid.sums;
            let mut answer = Answer::none();
            for rule in segment.rules() {
                let worth = select(steps > rule.plausible, IMPLAUSIBLE, rule.earns.worth(steps).unwrap_or(0));
                let Some(best) = sums.get_mut(month.sum(rule.best, walked)) else { continue };
                let earned = above(worth, *best);
                *best = best.wrapping_add(earned);
                let mut points = earned;
                if earned > 0 {
                    let counted = segment.counted(rule);
                    for cap in counted {
                        points = points.min(cap.room(sums.get(month.sum(cap.series, walked))));
                    }
                    for cap in counted {
                        if let Some(sum) = sums.get_mut(month.sum(cap.series, walked)) {
                            *sum = sum.wrapping_add(points);
                        }
                    }
                }
                answer.take(said.of(worth, earned, points, rule.nothing.into()), points > 0);
                if earned > 0
                    && let Some(row) = credits.rows.get_mut(credits.len)
                {
                    *row = StepCredit { walked, synced, rule: rule.rule, reserved: 0, earned, points };
                    credits.len = credits.len.wrapping_add(1);
                }
            }
            *reason = answer.said.unwrap_or(segment.reason.into());
            paid_for = paid_for.wrapping_add(1);
        }
        paid_for
    }
}

/// Answers days as long as they are in a segment without rules, and gives how many that were.
fn turn_away<R: Copy + From<Reason>>(segment: &Segment<'_>, days: &[StepDay], reasons: &mut [R]) -> usize {
    let said = segment.reason.into();
    let answered = days.iter().take_while(|day| segment.has(day.walked)).zip(reasons);
    answered.map(|(_, reason)| *reason = said).count()
}
