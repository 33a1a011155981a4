//! Pays a member's days: what the engine pays, without looking terms up for each day.
//!
//! Days follow no pattern, so what differs between them is chosen and not branched on.

use core::hint::select_unpredictable as select;

use super::{
    batch::{BATCH, Batch, BatchTerms},
    outcome::{Answer, Credits, IMPLAUSIBLE, Outcomes, above},
    rows::{StepCredit, StepDay},
    segment::Segment,
};
use crate::{
    base::{Internal, Reason},
    programme::Programme,
    rules::points::{
        accumulators::{Grid, OUTSIDE},
        day::Day,
        delivery::Delivery,
    },
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
    ///
    /// # Errors
    /// [`Internal`] where the library contradicts itself.
    // In line, with the batches: so they have the features of the processor that the caller is compiled for.
    #[inline(always)]
    pub(super) fn pay<R: Copy + From<Reason>>(
        &mut self,
        mut days: &[StepDay],
        credits: &mut [StepCredit],
        mut reasons: &mut [R],
    ) -> Result<usize, Internal> {
        let mut credits = Credits { rows: credits, len: 0 };
        let mut segment = Segment::none();
        while let Some(day) = days.first() {
            segment.look_up(Day::split(day.walked), self.programme, &self.delivery, &self.grid)?;
            let shared = segment.shared_caps_of_days().filter(|_| self.few_steps);
            let paid = match (segment.rules().len(), shared) {
                (0, _) => Some(turn_away(&segment, days, reasons)),
                (1, Some(0)) => self.pay_batches::<_, 1, 0, 1>(&segment, days, &mut credits, reasons)?,
                (1, Some(1)) => self.pay_batches::<_, 1, 1, 2>(&segment, days, &mut credits, reasons)?,
                (2, Some(0)) => self.pay_batches::<_, 2, 0, 2>(&segment, days, &mut credits, reasons)?,
                (2, Some(1)) => self.pay_batches::<_, 2, 1, 3>(&segment, days, &mut credits, reasons)?,
                _ => None,
            };
            let paid = match paid {
                Some(paid) => paid,
                None => self.pay_each(&segment, days, &mut credits, reasons)?,
            };
            if paid == 0 {
                return Err(Internal::because("a segment lacks the day that it was looked up for"));
            }
            days = Internal::unless(days.get(paid..), "more days were paid for than there are")?;
            reasons = Internal::unless(reasons.get_mut(paid..), "there are fewer reasons than days")?;
        }
        Ok(credits.len)
    }

    /// Pays for days as long as the terms hold, and gives how many that were; `None` where a rule has more than a few tiers.
    #[inline(always)]
    fn pay_batches<R: Copy + From<Reason>, const RULES: usize, const TODAY: usize, const ROWS: usize>(
        &mut self,
        segment: &Segment<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> Result<Option<usize>, Internal> {
        const MORE: &str = "more days were paid for than there are";
        let outcomes = Outcomes::new();
        let Some(terms) = BatchTerms::<_, RULES, TODAY>::of(segment, self.delivery.synced.ymd) else { return Ok(None) };
        let mut batch = Batch::none();
        let mut paid_for = 0_usize;
        loop {
            let days = batch.take(&terms, Internal::unless(days.get(paid_for..), MORE)?);
            let reasons = Internal::unless(reasons.get_mut(paid_for..), MORE)?;
            let paid = batch.pay::<_, TODAY, ROWS>(&terms, segment, &mut self.grid, days, credits)?;
            batch.tell(&terms, &outcomes, Internal::unless(reasons.get_mut(..paid), MORE)?);
            paid_for = paid_for.wrapping_add(paid);
            if paid < BATCH {
                return Ok(Some(paid_for));
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
    ) -> Result<usize, Internal> {
        let (outcomes, synced) = (Outcomes::<R>::new(), self.delivery.synced.ymd);
        let mut month = match days.first() {
            Some(day) => segment.month_of(day.walked, &self.grid),
            None => return Ok(0),
        };
        let mut paid_for = 0_usize;
        for (StepDay { walked, steps, .. }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !month.contains(walked) {
                if !segment.contains(walked) {
                    break;
                }
                month = segment.month_of(walked, &self.grid);
            }
            let sums = &mut *self.grid.sums;
            let mut answer = Answer::none();
            for rule in segment.rules() {
                let worth = Internal::unless(rule.earns.worth(steps), "a rule that earns by steps does not")?;
                let worth = select(steps > rule.plausible, IMPLAUSIBLE, worth);
                let best = Internal::unless(sums.get_mut(month.sum(rule.best, walked)), OUTSIDE)?;
                let earned = above(worth, *best);
                // Becomes the worth: within 2^53 − 1.
                *best = best.wrapping_add(earned);
                let mut points = earned;
                if earned > 0 {
                    let caps = segment.caps_of(rule);
                    for cap in caps {
                        let paid = Internal::unless(sums.get(month.sum(cap.series, walked)), OUTSIDE)?;
                        points = points.min(cap.room(*paid));
                    }
                    for cap in caps {
                        let paid = Internal::unless(sums.get_mut(month.sum(cap.series, walked)), OUTSIDE)?;
                        // No more than the cap where that is more than before: within 2^53 − 1.
                        *paid = paid.wrapping_add(points);
                    }
                    let row =
                        Internal::unless(credits.rows.get_mut(credits.len), "there are too few places for credits")?;
                    *row = StepCredit { walked, synced, rule: rule.rule, reserved: 0, earned, points };
                    credits.len = credits.len.wrapping_add(1);
                }
                answer.take(outcomes.of(worth, earned, points, rule.nothing.into()), points > 0);
            }
            *reason = Internal::unless(answer.said, "a segment with rules has none")?;
            paid_for = paid_for.wrapping_add(1);
        }
        Ok(paid_for)
    }
}

/// Answers days as long as they are in a segment without rules, and gives how many that were.
fn turn_away<R: Copy + From<Reason>>(segment: &Segment<'_>, days: &[StepDay], reasons: &mut [R]) -> usize {
    let said = segment.reason.into();
    let answered = days.iter().take_while(|day| segment.contains(day.walked)).zip(reasons);
    answered.map(|(_, reason)| *reason = said).count()
}
