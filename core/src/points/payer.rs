//! Paying for days of steps, stretch by stretch: what the meter pays, without looking terms up for each day.

use core::hint::select_unpredictable as select;

use super::{
    meter::Delivery,
    plan::Earns,
    stretch::{Asked, Counted, Stretch},
    sums::{Day, Grid},
    typed::{StepCredit, StepDay},
};
use crate::{Programme, Reason};

/// So many tiers are compared without a loop.
const FEW: usize = 4;

/// A month's sums by day, the first unused.
const DAYS: usize = 32;

/// What the days of a delivery are paid by.
pub(super) struct Payer<'p, 's> {
    pub(super) programme: &'p Programme,
    pub(super) delivery: Delivery,
    pub(super) grid: Grid<'s>,
}

/// What can be said of a day that is worth something, as the caller writes reasons.
#[derive(Clone, Copy)]
struct Said<R> {
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

    /// What became of points earned, or of steps of such worth: chosen without a branch, for days follow no pattern.
    #[inline]
    fn of(&self, worth: i64, earned: i64, points: i64, nothing: R) -> R {
        let said = select(points == 0, self.cap_reached, self.in_part);
        let said = select(points == earned, self.paid, said);
        let said = select(earned == 0, self.nothing_new, said);
        select(worth == 0, nothing, said)
    }
}

/// The credits of a delivery, so far.
struct Credits<'a> {
    rows: &'a mut [StepCredit],
    len: usize,
}

impl Credits<'_> {
    /// Writes a credit, and keeps it if anything was earned.
    #[inline]
    fn push(&mut self, credit: StepCredit) {
        if let Some(row) = self.rows.get_mut(self.len) {
            *row = credit;
        }
        self.len = self.len.wrapping_add(usize::from(credit.earned > 0));
    }
}

/// A stretch with at most one rule, of a few tiers, and at most one cap, which is of no day: what most programmes have.
struct One {
    tiers: [(i64, i64); FEW],
    plausible: i64,
    nothing: Reason,
    best: usize,
    cap: Option<Counted>,
}

impl One {
    fn of(stretch: &Stretch<'_>) -> Option<Self> {
        let mut one =
            Self { tiers: [(i64::MAX, 0); FEW], plausible: i64::MAX, nothing: stretch.reason, best: 0, cap: None };
        match stretch.rules() {
            [] => {}
            [asked] => {
                let Earns::Tiers(tiers) = asked.earns else { return None };
                one.tiers.get_mut(..tiers.len())?.copy_from_slice(tiers);
                (one.plausible, one.nothing, one.best) = (asked.plausible, asked.nothing, asked.best);
                one.cap = match stretch.counted(asked) {
                    [] => None,
                    [cap] if cap.by_day == 0 => Some(*cap),
                    _ => return None,
                };
            }
            _ => return None,
        }
        Some(one)
    }
}

impl<'p> Payer<'p, '_> {
    /// Pays for days in turn: writes a reason for each, and gives the number of credits.
    pub(super) fn pay<R: Copy + From<Reason>>(
        &mut self,
        mut days: &[StepDay],
        credits: &mut [StepCredit],
        mut reasons: &mut [R],
    ) -> usize {
        let mut credits = Credits { rows: credits, len: 0 };
        while let Some(day) = days.first().and_then(|day| Day::from_yyyymmdd(day.walked)) {
            let stretch = Stretch::around(day, self.programme, &self.delivery, &self.grid);
            let paid = match One::of(&stretch) {
                Some(one) => self.pay_one(&one, &stretch, days, &mut credits, reasons),
                None => self.pay_all(&stretch, days, &mut credits, reasons),
            };
            // At least the day that the stretch was made for is in it.
            let paid = paid.max(1);
            days = days.get(paid..).unwrap_or_default();
            reasons = reasons.get_mut(paid..).unwrap_or_default();
        }
        credits.len
    }

    /// Pays for days as long as they are in the stretch, and gives how many that were.
    fn pay_one<R: Copy + From<Reason>>(
        &mut self,
        one: &One,
        stretch: &Stretch<'p>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> usize {
        let synced = self.delivery.synced.ymd;
        let One { tiers, plausible, nothing, best, cap } = *one;
        let (said, nothing) = (Said::<R>::new(), nothing.into());
        let sums = &mut *self.grid.sums;
        let room = cap.map_or(i64::MAX, |cap| cap.most.wrapping_sub(sums.get(cap.at).copied().unwrap_or(0)).max(0));
        let mut left = room;
        let mut none = [0; DAYS];
        let row = sums.get_mut(best..).and_then(|sums| sums.first_chunk_mut::<DAYS>()).unwrap_or(&mut none);
        let mut paid = 0_usize;
        let mut credits_len = credits.len;
        for (StepDay { walked, steps }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !stretch.has(walked) {
                break;
            }
            let mut worth = 0;
            for (at_least, points) in tiers {
                worth = select(steps >= at_least, points, worth);
            }
            let nothing = select(steps > plausible, said.implausible, nothing);
            let worth = select(steps > plausible, 0, worth);
            let Some(best) = row.get_mut(stretch.place(walked)) else { break };
            let earned = worth.wrapping_sub(*best).max(0);
            *best = best.wrapping_add(earned);
            let points = earned.min(left);
            left = left.wrapping_sub(points);
            *reason = said.of(worth, earned, points, nothing);
            if let Some(row) = credits.rows.get_mut(credits_len) {
                *row = StepCredit { walked, synced, earned, points };
            }
            credits_len = credits_len.wrapping_add(usize::from(earned > 0));
            paid = paid.wrapping_add(1);
        }
        credits.len = credits_len;
        if let Some(sum) = cap.and_then(|cap| sums.get_mut(cap.at)) {
            *sum = sum.wrapping_add(room.wrapping_sub(left));
        }
        paid
    }

    /// The same with any number of rules and caps.
    fn pay_all<R: Copy + From<Reason>>(
        &mut self,
        stretch: &Stretch<'p>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> usize {
        let synced = self.delivery.synced.ymd;
        let said = Said::<R>::new();
        let sums = &mut *self.grid.sums;
        let mut paid = 0_usize;
        for (StepDay { walked, steps }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !stretch.has(walked) {
                break;
            }
            let day = stretch.place(walked);
            let mut answer = None;
            let mut favourable = false;
            for asked in stretch.rules() {
                let Asked { earns, plausible, nothing, best, .. } = *asked;
                let beyond = steps > plausible;
                let nothing = select(beyond, said.implausible, nothing.into());
                let worth = select(beyond, 0, earns.worth(steps).unwrap_or(0));
                let Some(best) = sums.get_mut(best.wrapping_add(day)) else { continue };
                let earned = worth.wrapping_sub(*best).max(0);
                *best = best.wrapping_add(earned);
                let counted = stretch.counted(asked);
                let mut points = earned;
                for cap in counted {
                    let sum = sums.get(cap.at.wrapping_add(day & cap.by_day)).copied().unwrap_or(0);
                    points = points.min(cap.most.wrapping_sub(sum).max(0));
                }
                for cap in counted {
                    if let Some(sum) = sums.get_mut(cap.at.wrapping_add(day & cap.by_day)) {
                        *sum = sum.wrapping_add(points);
                    }
                }
                let this = said.of(worth, earned, points, nothing);
                let pays = points > 0;
                answer = Some(answer.map_or(this, |answer| select(pays & !favourable, this, answer)));
                favourable |= pays;
                credits.push(StepCredit { walked, synced, earned, points });
            }
            *reason = answer.unwrap_or(stretch.reason.into());
            paid = paid.wrapping_add(1);
        }
        paid
    }
}
