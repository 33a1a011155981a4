//! Pays a member's days in the typed lane: what the meter pays, without looking terms up for each day.
//!
//! Days follow no pattern, so what differs between them is chosen and not branched on.

use core::hint::select_unpredictable as select;

use super::{
    few_tiers::{AT_ONCE, Asks, Together},
    meter::Delivery,
    stretch::Stretch,
    sums::{Day, Grid},
    typed::{StepCredit, StepDay},
};
use crate::{base::Reason, programme::Programme};

/// What implausible steps are worth: less than nothing.
const IMPLAUSIBLE: i64 = -1;

/// What can be said of a day that is worth something, as the caller writes reasons.
#[derive(Clone, Copy)]
pub(super) struct Said<R> {
    paid: R,
    in_part: R,
    cap_reached: R,
    nothing_new: R,
    implausible: R,
}

impl<R: Copy + From<Reason>> Said<R> {
    fn new() -> Self {
        Self {
            paid: Reason::Paid.into(),
            in_part: Reason::PaidInPart.into(),
            cap_reached: Reason::CapReached.into(),
            nothing_new: Reason::NothingNew.into(),
            implausible: Reason::Implausible.into(),
        }
    }

    /// What became of points earned, or of steps of such worth: implausible ones are worth less than nothing.
    #[inline]
    pub(super) fn of<N: Copy + Ord + Default>(&self, worth: N, earned: N, points: N, nothing: R) -> R {
        let none = N::default();
        let said = select(points == none, self.cap_reached, self.in_part);
        let said = select(points == earned, self.paid, said);
        let said = select(earned == none, self.nothing_new, said);
        let said = select(worth == none, nothing, said);
        select(worth < none, self.implausible, said)
    }
}

/// What a day is answered: the first rule that paid, or else the first rule.
pub(super) struct Answer<R> {
    pub(super) said: Option<R>,
    is_paid: bool,
}

impl<R: Copy> Answer<R> {
    pub(super) fn none() -> Self {
        Self { said: None, is_paid: false }
    }

    #[inline]
    pub(super) fn take(&mut self, said: R, pays: bool) {
        self.said = Some(self.said.map_or(said, |first| select(pays & !self.is_paid, said, first)));
        self.is_paid |= pays;
    }
}

/// The credits of a delivery, so far.
pub(super) struct Credits<'a> {
    pub(super) rows: &'a mut [StepCredit],
    pub(super) len: usize,
}

/// How much is above what was before. Told apart by the operands: the sign of the difference would be taken for a maximum, and branched on.
#[inline]
pub(super) fn above(value: i64, before: i64) -> i64 {
    select(value > before, value.wrapping_sub(before), 0)
}

/// Pays the days of one delivery.
pub(super) struct Payer<'p, 's> {
    pub(super) programme: &'p Programme,
    pub(super) delivery: Delivery,
    pub(super) grid: Grid<'s>,
    /// Whether all steps are numbers of 31 bits.
    pub(super) few_steps: bool,
}

impl Payer<'_, '_> {
    /// Pays for days in turn: writes a reason for each, and gives the number of credits.
    // In line, with what is reckoned abreast: so it has the features of the processor that its caller is compiled for.
    #[inline(always)]
    pub(super) fn pay<R: Copy + From<Reason>>(
        &mut self,
        mut days: &[StepDay],
        credits: &mut [StepCredit],
        mut reasons: &mut [R],
    ) -> usize {
        let mut credits = Credits { rows: credits, len: 0 };
        let mut stretch = Stretch::none();
        while let Some(day) = days.first() {
            stretch.look_up(Day::split(day.walked), self.programme, &self.delivery, &self.grid);
            let shared = stretch.shared_caps_of_days().filter(|_| self.few_steps);
            let paid = match (stretch.rules().len(), shared) {
                (0, _) => Some(turn_away(&stretch, days, reasons)),
                (1, Some(0)) => self.pay_few::<_, 1, 0, 1>(&stretch, days, &mut credits, reasons),
                (1, Some(1)) => self.pay_few::<_, 1, 1, 2>(&stretch, days, &mut credits, reasons),
                (2, Some(0)) => self.pay_few::<_, 2, 0, 2>(&stretch, days, &mut credits, reasons),
                (2, Some(1)) => self.pay_few::<_, 2, 1, 3>(&stretch, days, &mut credits, reasons),
                _ => None,
            };
            let paid = paid.unwrap_or_else(|| self.pay_any(&stretch, days, &mut credits, reasons));
            // A stretch has at least the day that it was looked up for.
            let paid = paid.max(1);
            days = days.get(paid..).unwrap_or_default();
            reasons = reasons.get_mut(paid..).unwrap_or_default();
        }
        credits.len
    }

    /// Pays for days as long as the terms hold, and gives how many that were; `None` where a rule has more than a few tiers.
    #[inline(always)]
    fn pay_few<R: Copy + From<Reason>, const RULES: usize, const TODAY: usize, const ROWS: usize>(
        &mut self,
        stretch: &Stretch<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> Option<usize> {
        let said = Said::new();
        let asks = Asks::<_, RULES, TODAY>::of(stretch, self.delivery.synced.ymd)?;
        let mut together = Together::none();
        let mut paid_for = 0_usize;
        loop {
            let (days, reasons) = (together.take(&asks, days.get(paid_for..)?), reasons.get_mut(paid_for..)?);
            let paid = together.pay::<_, TODAY, ROWS>(&asks, stretch, &mut self.grid, days, credits)?;
            together.tell(&asks, &said, reasons.get_mut(..paid)?);
            paid_for = paid_for.wrapping_add(paid);
            if paid < AT_ONCE {
                return Some(paid_for);
            }
        }
    }

    /// The same with any rules and caps.
    fn pay_any<R: Copy + From<Reason>>(
        &mut self,
        stretch: &Stretch<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> usize {
        let (said, synced) = (Said::<R>::new(), self.delivery.synced.ymd);
        let mut month = match days.first() {
            Some(day) => stretch.month_of(day.walked, &self.grid),
            None => return 0,
        };
        let mut paid_for = 0_usize;
        for (StepDay { walked, steps, .. }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !month.has(walked) {
                if !stretch.has(walked) {
                    break;
                }
                month = stretch.month_of(walked, &self.grid);
            }
            let sums = &mut *self.grid.sums;
            let mut answer = Answer::none();
            for asked in stretch.rules() {
                let worth = select(steps > asked.plausible, IMPLAUSIBLE, asked.earns.worth(steps).unwrap_or(0));
                let Some(best) = sums.get_mut(month.sum(asked.best, walked)) else { continue };
                let earned = above(worth, *best);
                *best = best.wrapping_add(earned);
                let mut points = earned;
                if earned > 0 {
                    let counted = stretch.counted(asked);
                    for cap in counted {
                        points = points.min(cap.room(sums.get(month.sum(cap.series, walked))));
                    }
                    for cap in counted {
                        if let Some(sum) = sums.get_mut(month.sum(cap.series, walked)) {
                            *sum = sum.wrapping_add(points);
                        }
                    }
                }
                answer.take(said.of(worth, earned, points, asked.nothing.into()), points > 0);
                if earned > 0
                    && let Some(row) = credits.rows.get_mut(credits.len)
                {
                    *row = StepCredit { walked, synced, rule: asked.rule, reserved: 0, earned, points };
                    credits.len = credits.len.wrapping_add(1);
                }
            }
            *reason = answer.said.unwrap_or(stretch.reason.into());
            paid_for = paid_for.wrapping_add(1);
        }
        paid_for
    }
}

/// Answers days as long as they are in a stretch without rules, and gives how many that were.
fn turn_away<R: Copy + From<Reason>>(stretch: &Stretch<'_>, days: &[StepDay], reasons: &mut [R]) -> usize {
    let said = stretch.reason.into();
    let answered = days.iter().take_while(|day| stretch.has(day.walked)).zip(reasons);
    answered.map(|(_, reason)| *reason = said).count()
}
