//! Paying for days of steps, stretch by stretch: what the meter pays, without looking terms up for each day.
//!
//! Days follow no pattern, so what differs between them is chosen and not branched on.

use core::{array, hint::select_unpredictable as select};

use super::{
    meter::Delivery,
    plan::{Earns, Tiers, worth_by},
    stretch::{Asked, Counted, Stretch},
    sums::{Day, Grid, Sum},
    typed::{StepCredit, StepDay},
};
use crate::{Programme, Reason};

/// So many records are paid before sums are brought forward: what two rules may pay for them without a cap is within an `i64`.
const AT_ONCE: usize = 512;

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

    /// What became of points earned, or of steps of such worth.
    #[inline]
    fn of(&self, worth: i64, earned: i64, points: i64, nothing: R) -> R {
        let said = select(points == 0, self.cap_reached, self.in_part);
        let said = select(points == earned, self.paid, said);
        let said = select(earned == 0, self.nothing_new, said);
        select(worth == 0, nothing, said)
    }
}

/// What a day is answered: the first rule that paid, or else the first rule.
struct Answer<R> {
    said: Option<R>,
    is_paid: bool,
}

impl<R: Copy> Answer<R> {
    fn none() -> Self {
        Self { said: None, is_paid: false }
    }

    #[inline]
    fn take(&mut self, said: R, points: i64) {
        let pays = points > 0;
        self.said = Some(self.said.map_or(said, |first| select(pays & !self.is_paid, said, first)));
        self.is_paid |= pays;
    }
}

/// The credits of a delivery, so far.
#[derive(Default)]
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

/// A rule of a few tiers.
#[derive(Clone, Copy)]
struct FewTiers<R> {
    tiers: Tiers,
    plausible: i64,
    nothing: R,
    rule: u32,
    best: Sum,
}

impl<R: From<Reason>> FewTiers<R> {
    fn of(asked: &Asked<'_>) -> Option<Self> {
        let tiers = match asked.earns {
            Earns::Tiers(tiers) => match tiers.as_slice() {
                [] => [(i64::MAX, 0); 4],
                [tiers] => *tiers,
                _ => return None,
            },
            _ => return None,
        };
        let Asked { plausible, nothing, rule, best, .. } = *asked;
        Some(Self { tiers, plausible, nothing: nothing.into(), rule, best })
    }
}

/// Caps that count all rules of a stretch alike.
struct Shared<'a> {
    counted: &'a [Counted],
    /// Room under those that are of no day: they fall together as points are paid, and so are one.
    left: i64,
    by_day: Option<Counted>,
}

impl<'a> Shared<'a> {
    fn of(stretch: &'a Stretch<'_>, sums: &[i64]) -> Option<Self> {
        let (first, others) = stretch.rules().split_first()?;
        let mut shared = Self { counted: stretch.counted(first), left: i64::MAX, by_day: None };
        for cap in shared.counted {
            if !cap.sum.is_by_day() {
                shared.left = shared.left.min(room(cap, sums.get(cap.sum.of_day(0))));
            } else if shared.by_day.replace(*cap).is_some() {
                return None;
            }
        }
        others.iter().all(|other| stretch.counted(other) == shared.counted).then_some(shared)
    }
}

/// How much is above what was before. Told apart by the operands: the sign of the difference would be taken for a maximum, and branched on.
#[inline]
fn above(value: i64, before: i64) -> i64 {
    select(value > before, value.wrapping_sub(before), 0)
}

/// The lesser of two amounts. Told apart by the difference, for the same reason.
#[inline]
fn lesser(one: i64, other: i64) -> i64 {
    select(one.wrapping_sub(other) > 0, other, one)
}

/// The room that a cap leaves above a sum.
#[inline]
fn room(cap: &Counted, sum: Option<&i64>) -> i64 {
    above(cap.most, sum.copied().unwrap_or(0))
}

/// Pays the days of one delivery.
pub(super) struct Payer<'p, 's> {
    pub(super) programme: &'p Programme,
    pub(super) delivery: Delivery,
    pub(super) grid: Grid<'s>,
}

impl Payer<'_, '_> {
    /// Pays for days in turn: writes a reason for each, and gives the number of credits.
    pub(super) fn pay<R: Copy + From<Reason>>(
        &mut self,
        mut days: &[StepDay],
        credits: &mut [StepCredit],
        mut reasons: &mut [R],
    ) -> usize {
        let mut credits = Credits { rows: credits, len: 0 };
        let mut stretch = Stretch::none();
        while let Some(day) = days.first().and_then(|day| Day::from_yyyymmdd(day.walked)) {
            stretch.look_up(day, self.programme, &self.delivery, &self.grid);
            let shared = Shared::of(&stretch, self.grid.sums);
            let paid = match (stretch.rules(), shared) {
                ([], _) => Some(turn_away(&stretch, days, reasons)),
                ([_], Some(shared)) if shared.by_day.is_none() => {
                    self.pay_few::<_, 1, 1>(&stretch, &shared, days, &mut credits, reasons)
                }
                ([_], Some(shared)) => self.pay_few::<_, 1, 2>(&stretch, &shared, days, &mut credits, reasons),
                ([_, _], Some(shared)) if shared.by_day.is_none() => {
                    self.pay_few::<_, 2, 2>(&stretch, &shared, days, &mut credits, reasons)
                }
                ([_, _], Some(shared)) => self.pay_few::<_, 2, 3>(&stretch, &shared, days, &mut credits, reasons),
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

    /// Pays for days as long as they are in the stretch, and gives how many that were; `None` where a rule has more than a few tiers.
    fn pay_few<R: Copy + From<Reason>, const RULES: usize, const ROWS: usize>(
        &mut self,
        stretch: &Stretch<'_>,
        shared: &Shared<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> Option<usize> {
        let mut rules = [FewTiers::of(stretch.rules().first()?)?; RULES];
        for (rule, asked) in rules.iter_mut().zip(stretch.rules()).skip(1) {
            *rule = FewTiers::of(asked)?;
        }
        let (said, synced) = (Said::<R>::new(), self.delivery.synced.ymd);
        // The sums of the stretch's days: the best under each rule, and last those of a cap by the day.
        let by_day = shared.by_day.map_or(0..0, |cap| stretch.days(cap.sum));
        let days_of = |row| rules.get(row).map_or(by_day.clone(), |rule: &FewTiers<R>| stretch.days(rule.best));
        let mut sums = self.grid.sums.get_disjoint_mut(array::from_fn::<_, ROWS, _>(days_of)).ok()?;
        let (bests, today) = sums.split_at_mut_checked(RULES)?;
        let most_today = shared.by_day.map_or(0, |cap| cap.most);
        let mut left = shared.left;
        let mut paid_for = 0_usize;
        let Credits { rows, mut len } = core::mem::take(credits);
        'days: for (StepDay { walked, steps }, reason) in days.get(..AT_ONCE).unwrap_or(days).iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            let day = stretch.offset(walked);
            let mut answer = Answer::none();
            for (rule, best) in rules.iter().zip(bests.iter_mut()) {
                // No sum of the stretch: another one begins.
                let Some(best) = best.get_mut(day) else { break 'days };
                let beyond = steps > rule.plausible;
                let nothing = select(beyond, said.implausible, rule.nothing);
                let worth = select(beyond, 0, worth_by(&rule.tiers, steps, 0));
                let earned = above(worth, *best);
                *best = best.wrapping_add(earned);
                let mut points = lesser(earned, left);
                if let Some(sum) = today.first_mut().and_then(|sums| sums.get_mut(day)) {
                    points = lesser(points, above(most_today, *sum));
                    *sum = sum.wrapping_add(points);
                }
                left = left.wrapping_sub(points);
                answer.take(said.of(worth, earned, points, nothing), points);
                if let Some(row) = rows.get_mut(len) {
                    *row = StepCredit { walked, synced, rule: rule.rule, reserved: 0, earned, points };
                }
                len = len.wrapping_add(usize::from(earned > 0));
            }
            *reason = answer.said.unwrap_or(said.nothing_new);
            paid_for = paid_for.wrapping_add(1);
        }
        *credits = Credits { rows, len };
        for cap in shared.counted.iter().filter(|cap| !cap.sum.is_by_day()) {
            self.grid.add_at(cap.sum.of_day(0), shared.left.wrapping_sub(left));
        }
        Some(paid_for)
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
        let sums = &mut *self.grid.sums;
        let mut paid_for = 0_usize;
        for (StepDay { walked, steps }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !stretch.has(walked) {
                break;
            }
            let day = stretch.place(walked);
            let mut answer = Answer::none();
            for asked in stretch.rules() {
                let beyond = steps > asked.plausible;
                let nothing = select(beyond, said.implausible, asked.nothing.into());
                let worth = select(beyond, 0, asked.earns.worth(steps).unwrap_or(0));
                let Some(best) = sums.get_mut(asked.best.of_day(day)) else { continue };
                let earned = above(worth, *best);
                *best = best.wrapping_add(earned);
                let mut points = earned;
                if earned > 0 {
                    let counted = stretch.counted(asked);
                    for cap in counted {
                        points = points.min(room(cap, sums.get(cap.sum.of_day(day))));
                    }
                    for cap in counted {
                        if let Some(sum) = sums.get_mut(cap.sum.of_day(day)) {
                            *sum = sum.wrapping_add(points);
                        }
                    }
                }
                answer.take(said.of(worth, earned, points, nothing), points);
                credits.push(StepCredit { walked, synced, rule: asked.rule, reserved: 0, earned, points });
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
