//! Batches: many records at once, where rules have few tiers and share their caps.
//!
//! A batch takes three passes. What steps are worth, and the reason that is answered, depend on no other record, so that the first
//! and the last pass compute four records at a time. Only what is paid goes from record to record: that is the second pass.
//!
//! Over 300 lines: the passes share one set of columns, whose layout is what makes them quick, and are read together.

use core::array;

use super::{
    month::{MonthDays, SegmentCap},
    outcome::{Answer, Credits, Outcomes, above},
    rows::{StepCredit, StepDay},
    segment::{Segment, SegmentRule},
};
use crate::{
    base::{Internal, Reason},
    programme::Earns,
    rules::points::accumulators::{Grid, OUTSIDE, Series},
};

/// The most records of a batch.
pub(super) const BATCH: usize = 128;

/// Records computed at a time.
const WIDTH: usize = 4;

/// A rule of a few tiers, for steps and points of 31 bits.
#[derive(Clone, Copy)]
struct TierSteps<R> {
    /// For more steps than these, so much more than before.
    tiers: [(i32, i32); 4],
    plausible: i32,
    nothing: R,
    rule: u32,
    best: Series,
}

impl<R: From<Reason>> TierSteps<R> {
    /// A rule, where it is one of these.
    fn of(rule: &SegmentRule<'_>) -> Option<Self> {
        let given = match rule.earns {
            Earns::Tiers(tiers) => tiers.as_slice(),
            _ => return None,
        };
        let mut tiers = [(i32::MAX, 0); 4];
        if let [few] = given {
            let mut before = 0;
            for (tier, (at_least, points)) in tiers.iter_mut().zip(few) {
                // Tiers that no steps reach stand last.
                let Ok(over) = i32::try_from(at_least.wrapping_sub(1)) else { break };
                let points = i32::try_from(*points).ok()?;
                *tier = (over, points.wrapping_sub(before));
                before = points;
            }
        } else if !given.is_empty() {
            return None;
        }
        let plausible = i32::try_from(rule.plausible).unwrap_or(i32::MAX);
        Some(Self { tiers, plausible, nothing: rule.nothing.into(), rule: rule.rule, best: rule.best })
    }
}

impl<R> TierSteps<R> {
    /// What steps are worth; less than nothing where they are implausible.
    #[inline(always)]
    fn worth(&self, steps: [i32; WIDTH]) -> [i32; WIDTH] {
        let mut worth = [0_i32; WIDTH];
        for (over, more) in self.tiers {
            for (worth, steps) in worth.iter_mut().zip(steps) {
                *worth = worth.wrapping_add(if steps > over { more } else { 0 });
            }
        }
        for (worth, steps) in worth.iter_mut().zip(steps) {
            *worth = if steps > self.plausible { -1 } else { *worth };
        }
        worth
    }
}

/// What a segment asks of its days: its rules, and the caps that count them all.
pub(super) struct BatchTerms<'a, R, const RULES: usize, const TODAY: usize> {
    rules: [TierSteps<R>; RULES],
    /// A cap by the day.
    today: [SegmentCap; TODAY],
    /// All caps.
    caps: &'a [SegmentCap],
    /// What all credits of a rule have in common.
    credits: [StepCredit; RULES],
}

impl<'a, R: Copy + From<Reason>, const RULES: usize, const TODAY: usize> BatchTerms<'a, R, RULES, TODAY> {
    /// The terms of a segment of `RULES` rules and `TODAY` caps by the day; `None` for another segment, or where a rule has more
    /// than a few tiers.
    pub(super) fn of(segment: &'a Segment<'_>, synced: i32) -> Option<Self> {
        let first = segment.rules().first()?;
        let mut rules = [TierSteps::of(first)?; RULES];
        for (tiers, rule) in rules.iter_mut().zip(segment.rules()) {
            *tiers = TierSteps::of(rule)?;
        }
        let caps = segment.caps_of(first);
        let mut today = [SegmentCap::NONE; TODAY];
        let by_day = || caps.iter().filter(|cap| cap.series.is_by_day());
        if segment.rules().len() != RULES || by_day().count() != TODAY {
            return None;
        }
        today.iter_mut().zip(by_day()).for_each(|(slot, cap)| *slot = *cap);
        let credits = rules.map(|rule| StepCredit { synced, rule: rule.rule, ..StepCredit::default() });
        Some(Self { rules, today, caps, credits })
    }

    /// The caps of more than a day. They fall together as points are paid.
    fn longer(&self) -> impl Iterator<Item = &SegmentCap> {
        self.caps.iter().filter(|cap| !cap.series.is_by_day())
    }
}

/// Under one rule, what records are worth, what they newly earn, and what is paid for them.
#[derive(Clone, Copy)]
struct RuleColumns {
    worth: [i32; BATCH],
    earned: [i32; BATCH],
    points: [i32; BATCH],
}

/// A batch of records, under each rule.
pub(super) struct Batch<const RULES: usize>([RuleColumns; RULES]);

impl<const RULES: usize> Batch<RULES> {
    pub(super) fn none() -> Self {
        Self([RuleColumns { worth: [0; BATCH], earned: [0; BATCH], points: [0; BATCH] }; RULES])
    }

    /// Takes the first of some records, which it gives.
    #[inline(always)]
    pub(super) fn take<'d, R, const TODAY: usize>(
        &mut self,
        terms: &BatchTerms<'_, R, RULES, TODAY>,
        days: &'d [StepDay],
    ) -> &'d [StepDay] {
        let days = days.get(..BATCH).unwrap_or(days);
        let (many, few) = days.as_chunks();
        for (rule, columns) in terms.rules.iter().zip(&mut self.0) {
            let (worth, _) = columns.worth.as_chunks_mut();
            for (worth, days) in worth.iter_mut().zip(many) {
                *worth = rule.worth(steps(days));
            }
            if let Some(worth) = worth.get_mut(many.len())
                && !few.is_empty()
            {
                let mut last = [StepDay::new(0, 0); WIDTH];
                last.iter_mut().zip(few).for_each(|(slot, day)| *slot = *day);
                *worth = rule.worth(steps(&last));
            }
        }
        days
    }

    /// Pays for the days that were taken as long as they are of the segment, and gives how many that were.
    #[inline(never)]
    pub(super) fn pay<R: Copy + From<Reason>, const TODAY: usize, const ROWS: usize>(
        &mut self,
        terms: &BatchTerms<'_, R, RULES, TODAY>,
        segment: &Segment<'_>,
        grid: &mut Grid<'_>,
        days: &[StepDay],
        credits: &mut Credits<'_>,
    ) -> Result<usize, Internal> {
        const { assert!(ROWS == RULES.wrapping_add(TODAY)) };
        // The sums by day: the best under each rule, and last those of a cap by the day.
        let rules = terms.rules.iter().map(|rule| rule.best);
        let mut series = rules.chain(terms.today.iter().map(|cap| cap.series));
        let series = array::from_fn::<_, ROWS, _>(|_| series.next().unwrap_or(Series::NONE));
        let mut run = Run {
            credits: &terms.credits,
            most_today: terms.today.first().map_or(0, |cap| cap.most),
            days,
            columns: &mut self.0,
            rows: credits.rows,
            len: credits.len,
            at: 0,
            left: 0,
        };
        while let Some(day) = run.days.get(run.at).filter(|day| segment.contains(day.walked)) {
            let month = segment.month_of(day.walked, grid);
            let place = |cap: &SegmentCap| month.longer_sum(cap.series);
            let mut most = i64::MAX;
            for cap in terms.longer() {
                let paid = Internal::unless(grid.sums.get(place(cap)), OUTSIDE)?;
                most = most.min(cap.room(*paid));
            }
            let from = run.at;
            run.left = most;
            run.pay(DaySums::<RULES, TODAY>::of(&month, series, grid)?)?;
            let paid = most.wrapping_sub(run.left);
            for cap in terms.longer() {
                let sum = Internal::unless(grid.sums.get_mut(place(cap)), OUTSIDE)?;
                // No more than the cap where that is more than before: within 2^53 − 1.
                *sum = sum.wrapping_add(paid);
            }
            if run.at == from {
                break;
            }
        }
        credits.len = run.len;
        Ok(run.at)
    }

    /// Writes what became of the first records, one reason for each.
    #[inline(always)]
    pub(super) fn tell<R: Copy + From<Reason>, const TODAY: usize>(
        &self,
        terms: &BatchTerms<'_, R, RULES, TODAY>,
        outcomes: &Outcomes<R>,
        reasons: &mut [R],
    ) {
        for (at, reason) in reasons.iter_mut().enumerate().take(BATCH) {
            let mut answer = Answer::none();
            for (rule, RuleColumns { worth, earned, points }) in terms.rules.iter().zip(&self.0) {
                if let (Some(worth), Some(earned), Some(points)) = (worth.get(at), earned.get(at), points.get(at)) {
                    answer.take(outcomes.of(*worth, *earned, *points, rule.nothing), *points > 0);
                }
            }
            if let Some(said) = answer.said {
                *reason = said;
            }
        }
    }
}

/// The sums of days of a month, from the first on: the best that each rule has earned and what a cap by the day has let through.
struct DaySums<'s, const RULES: usize, const TODAY: usize> {
    first: i32,
    bests: [&'s mut [i64]; RULES],
    today: [&'s mut [i64]; TODAY],
}

impl<'s, const RULES: usize, const TODAY: usize> DaySums<'s, RULES, TODAY> {
    #[inline]
    fn of<const ROWS: usize>(
        month: &MonthDays,
        series: [Series; ROWS],
        grid: &'s mut Grid<'_>,
    ) -> Result<Self, Internal> {
        let rows = grid.sums.get_disjoint_mut(series.map(|series| month.sums(series)));
        let mut rows = Internal::unless(rows.ok(), OUTSIDE)?.into_iter();
        // There are as many rows as both have, by the assertion of who asks.
        Ok(Self {
            first: month.first(),
            bests: array::from_fn(|_| rows.next().unwrap_or_default()),
            today: array::from_fn(|_| rows.next().unwrap_or_default()),
        })
    }
}

/// Records being paid, in turn.
struct Run<'a, const RULES: usize> {
    credits: &'a [StepCredit; RULES],
    most_today: i64,
    days: &'a [StepDay],
    columns: &'a mut [RuleColumns; RULES],
    rows: &'a mut [StepCredit],
    /// How many credits there are.
    len: usize,
    /// How many records were paid for.
    at: usize,
    /// What the caps of more than a day leave.
    left: i64,
}

impl<const RULES: usize> Run<'_, RULES> {
    /// Pays as long as the days are of the month.
    #[inline(never)]
    fn pay<const TODAY: usize>(&mut self, sums: DaySums<'_, RULES, TODAY>) -> Result<(), Internal> {
        let DaySums { first, mut bests, mut today } = sums;
        let Self { most_today, days, left, len, at, .. } = *self;
        let credits = *self.credits;
        let (columns, rows) = (&mut *self.columns, &mut *self.rows);
        let (mut left, mut len, mut at) = (left, len, at);
        // No more than that are taken: so the compiler knows that each place is there.
        let until = BATCH.min(days.len());
        'days: while at < until {
            let Some(StepDay { walked, .. }) = days.get(at) else { break };
            let day = usize::try_from(walked.wrapping_sub(first).cast_unsigned()).unwrap_or(usize::MAX);
            // Read and written once for all rules: what waits for memory is the next record of the day. It is missing where no cap is by
            // the day, or where the day is past those of the month, for which the first rule stops.
            let sum_today = today.first_mut().and_then(|sums| sums.get_mut(day));
            let paid_today = sum_today.as_deref().copied().unwrap_or(0);
            let room_today = above(most_today, paid_today);
            let mut left_today = room_today;
            for ((columns, credit), best) in columns.iter_mut().zip(&credits).zip(&mut bests) {
                let RuleColumns { worth, earned: new, points: paid } = columns;
                // The day is past those of the month: another one begins.
                let Some(best) = best.get_mut(day) else { break 'days };
                let (Some(worth), Some(new), Some(paid)) = (worth.get(at), new.get_mut(at), paid.get_mut(at)) else {
                    return Err(Internal::because("a record is past its batch"));
                };
                let earned = above(i64::from(*worth), *best);
                // Becomes the worth: within 2^53 − 1.
                *best = best.wrapping_add(earned);
                let points =
                    if TODAY > 0 { earned.min(left).min(left_today) } else { left.wrapping_sub(above(left, earned)) };
                left_today = left_today.wrapping_sub(points);
                left = left.wrapping_sub(points);
                (*new, *paid) = (low(earned), low(points));
                // A credit of nothing is written over by the next.
                let row = Internal::unless(rows.get_mut(len), "there are too few places for credits")?;
                *row = *credit;
                (row.walked, row.earned, row.points) = (*walked, earned, points);
                len = len.wrapping_add(usize::from(earned != 0));
            }
            if let Some(sum) = sum_today {
                *sum = paid_today.wrapping_add(room_today.wrapping_sub(left_today));
            }
            at = at.wrapping_add(1);
        }
        (self.left, self.len, self.at) = (left, len, at);
        Ok(())
    }
}

/// Steps of 31 bits.
#[inline]
fn steps(days: &[StepDay; WIDTH]) -> [i32; WIDTH] {
    days.map(|day| low(day.steps))
}

/// A number that has no more than 31 bits.
#[inline]
fn low(number: i64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}
