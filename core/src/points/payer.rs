//! Paying for days of steps, stretch by stretch: what the meter pays, without looking terms up for each day.
//!
//! Days follow no pattern, so what differs between them is chosen and not branched on.

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
struct FewTiers<'p> {
    tiers: [(i64, i64); FEW],
    asked: Asked<'p>,
}

impl<'p> FewTiers<'p> {
    fn of(asked: &Asked<'p>) -> Option<Self> {
        let Earns::Tiers(given) = asked.earns else { return None };
        let mut tiers = [(i64::MAX, 0); FEW];
        tiers.get_mut(..given.len())?.copy_from_slice(given);
        Some(Self { tiers, asked: *asked })
    }
}

/// Caps that count all rules of a stretch alike.
struct Shared<'a> {
    counted: &'a [Counted],
    /// Room under those that are of no day: they fall together as points are paid, and so are one.
    left: i64,
    /// All ones where there are such, else 0.
    falls: i64,
    by_day: Option<Counted>,
}

impl<'a> Shared<'a> {
    fn of(stretch: &'a Stretch<'_>, sums: &[i64]) -> Option<Self> {
        let (first, others) = stretch.rules().split_first()?;
        let counted = stretch.counted(first);
        let mut days = counted.iter().filter(|cap| cap.sum.is_by_day());
        let by_day = days.next().copied();
        if days.next().is_some() || others.iter().any(|other| stretch.counted(other) != counted) {
            return None;
        }
        let others = counted.iter().filter(|cap| !cap.sum.is_by_day());
        let left = others.map(|cap| room(cap, sums.get(cap.sum.of_day(0)))).min();
        Some(Self { counted, left: left.unwrap_or(i64::MAX), falls: if left.is_some() { -1 } else { 0 }, by_day })
    }
}

/// The room that a cap leaves above a sum.
#[inline]
fn room(cap: &Counted, sum: Option<&i64>) -> i64 {
    cap.most.wrapping_sub(sum.copied().unwrap_or(0)).max(0)
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
                ([_], Some(shared)) => self.pay_few::<_, 1>(&stretch, &shared, days, &mut credits, reasons),
                ([_, _], Some(shared)) => self.pay_few::<_, 2>(&stretch, &shared, days, &mut credits, reasons),
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
    fn pay_few<R: Copy + From<Reason>, const RULES: usize>(
        &mut self,
        stretch: &Stretch<'_>,
        shared: &Shared<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
        reasons: &mut [R],
    ) -> Option<usize> {
        let mut rules = [FewTiers::of(stretch.rules().first()?)?; RULES];
        for (rule, asked) in rules.iter_mut().zip(stretch.rules()) {
            *rule = FewTiers::of(asked)?;
        }
        let (said, synced) = (Said::<R>::new(), self.delivery.synced.ymd);
        let nothings = rules.map(|rule| R::from(rule.asked.nothing));
        let sums = &mut *self.grid.sums;
        let mut left = shared.left;
        let mut paid_for = 0_usize;
        // Kept in registers.
        let Credits { rows, mut len } = core::mem::take(credits);
        for (StepDay { walked, steps }, reason) in days.iter().zip(reasons) {
            let (walked, steps) = (*walked, *steps);
            if !stretch.has(walked) {
                break;
            }
            let day = stretch.place(walked);
            let today = shared.by_day.map(|cap| (cap.sum.of_day(day), room(&cap, sums.get(cap.sum.of_day(day)))));
            let mut left_today = today.map_or(i64::MAX, |(_, left)| left);
            let mut paid_today = 0_i64;
            let mut answer = Answer::none();
            for (FewTiers { tiers, asked }, nothing) in rules.iter().zip(nothings) {
                let beyond = steps > asked.plausible;
                let nothing = select(beyond, said.implausible, nothing);
                let worth = select(beyond, 0, worth(tiers, steps));
                let Some(best) = sums.get_mut(asked.best.of_day(day)) else { continue };
                let earned = worth.wrapping_sub(*best).max(0);
                *best = best.wrapping_add(earned);
                let points = earned.min(left).min(left_today);
                left = left.wrapping_sub(points & shared.falls);
                left_today = left_today.wrapping_sub(points);
                paid_today = paid_today.wrapping_add(points);
                answer.take(said.of(worth, earned, points, nothing), points);
                if let Some(row) = rows.get_mut(len) {
                    *row = StepCredit { walked, synced, rule: asked.rule, reserved: 0, earned, points };
                }
                len = len.wrapping_add(usize::from(earned > 0));
            }
            if let Some(sum) = today.and_then(|(at, _)| sums.get_mut(at)) {
                *sum = sum.wrapping_add(paid_today);
            }
            *reason = answer.said.unwrap_or(said.nothing_new);
            paid_for = paid_for.wrapping_add(1);
        }
        *credits = Credits { rows, len };
        for cap in shared.counted.iter().filter(|cap| !cap.sum.is_by_day()) {
            if let Some(sum) = sums.get_mut(cap.sum.of_day(0)) {
                *sum = sum.wrapping_add(shared.left.wrapping_sub(left));
            }
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
                let earned = worth.wrapping_sub(*best).max(0);
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

/// The worth of a day's steps by a few tiers.
#[inline]
fn worth(tiers: &[(i64, i64); FEW], steps: i64) -> i64 {
    tiers.iter().fold(0, |worth, (at_least, points)| select(steps >= *at_least, *points, worth))
}

/// Answers days as long as they are in a stretch without rules, and gives how many that were.
fn turn_away<R: Copy + From<Reason>>(stretch: &Stretch<'_>, days: &[StepDay], reasons: &mut [R]) -> usize {
    let said = stretch.reason.into();
    let answered = days.iter().take_while(|day| stretch.has(day.walked)).zip(reasons);
    answered.map(|(_, reason)| *reason = said).count()
}
