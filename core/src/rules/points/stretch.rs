//! The terms of a day's steps, looked up once for all days for which they are the same.

use core::ops::Range;

use super::{
    meter::Delivery,
    sums::{Day, Grid, GridMonth, Series},
};
use crate::{
    base::Reason,
    civil::{Date, LeapBirthday, birthday_ymd},
    programme::{
        Programme,
        plan::{Days, Earns, MOST_COUNTED, MOST_RULES, Plan, PlanRule},
    },
};

/// Days of which the same is to be said, around one of them.
#[derive(Clone, Copy)]
struct Around {
    day: Day,
    first: i32,
    last: i32,
}

impl Around {
    /// All days.
    fn all(day: Day) -> Self {
        Self { day, first: 0, last: i32::MAX }
    }

    /// No day of the calendar.
    fn none() -> Self {
        Self { day: Day::none(), first: 0, last: 0 }
    }

    #[inline]
    fn has(&self, ymd: i32) -> bool {
        let span = self.last.wrapping_sub(self.first).cast_unsigned();
        ymd.wrapping_sub(self.first).cast_unsigned() <= span
    }

    /// Whether the day is one of those given. What it is around is cut to the days of which the same is to be said.
    fn is_in(&mut self, days: Days) -> bool {
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
    first: i32,
    last: i32,
}

impl MonthDays {
    fn of(terms: &Around, day: Day, grid: &Grid<'_>) -> Self {
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
    fn place(&self, ymd: i32) -> usize {
        usize::try_from(ymd.wrapping_sub(self.zeroth) & 31).unwrap_or(0)
    }
}

/// A cap in effect, under one of the rules that it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) most: i64,
    pub(super) series: Series,
}

impl Counted {
    pub(super) const NONE: Self = Self { most: 0, series: Series::NONE };

    /// The room that is left above a sum.
    #[inline]
    pub(super) fn room(&self, sum: Option<&i64>) -> i64 {
        self.most.wrapping_sub(sum.copied().unwrap_or(0)).max(0)
    }
}

/// The caps that count rules, rule after rule.
struct Caps {
    counted: [Counted; MOST_COUNTED],
    len: usize,
}

impl Caps {
    fn new() -> Self {
        Self { counted: [Counted::NONE; MOST_COUNTED], len: 0 }
    }

    /// Takes those that count an id on a day walked and a day of arrival.
    fn take(&mut self, plan: &Plan, id: usize, walked: &mut Around, synced: &mut Around, grid: &Grid<'_>) {
        for cap in plan.caps_of(id).iter().filter_map(|place| plan.caps.get(*place)) {
            let around = if cap.by_arrival { &mut *synced } else { &mut *walked };
            if around.is_in(cap.days)
                && let Some(slot) = self.counted.get_mut(self.len)
            {
                let series = grid.series(cap.lane);
                let series = if cap.by_arrival { series.only(grid.month_of(synced.day)) } else { series };
                *slot = Counted { most: cap.points, series };
                self.len = self.len.wrapping_add(1);
            }
        }
    }
}

/// A rule that is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'p> {
    /// The place of the first rule of its id among the document's.
    pub(super) rule: u32,
    pub(super) earns: &'p Earns,
    pub(super) plausible: i64,
    /// What is said of steps that are worth nothing.
    pub(super) nothing: Reason,
    /// The best that has been earned.
    pub(super) best: Series,
    counted_from: usize,
    counted_until: usize,
}

/// What is worth nothing, whatever the steps.
static NOTHING: Earns = Earns::Tiers(alloc::vec::Vec::new());

/// Days for which the same terms hold, and these terms.
pub(super) struct Stretch<'p> {
    around: Around,
    /// What is said where no rule is asked.
    pub(super) reason: Reason,
    rules: [Asked<'p>; MOST_RULES],
    rules_len: usize,
    caps: Caps,
}

impl<'p> Stretch<'p> {
    /// A stretch of no days.
    pub(super) fn none() -> Self {
        let asked = Asked {
            rule: 0,
            earns: &NOTHING,
            plausible: i64::MAX,
            nothing: Reason::NoRuleInEffect,
            best: Series::NONE,
            counted_from: 0,
            counted_until: 0,
        };
        Self {
            around: Around::none(),
            reason: Reason::NoRuleInEffect,
            rules: [asked; MOST_RULES],
            rules_len: 0,
            caps: Caps::new(),
        }
    }

    /// Whether it has the day.
    #[inline]
    pub(super) fn has(&self, ymd: i32) -> bool {
        self.around.has(ymd)
    }

    /// Those of its days that are of the month of one of them.
    #[inline]
    pub(super) fn month_of(&self, ymd: i32, grid: &Grid<'_>) -> MonthDays {
        MonthDays::of(&self.around, Day::split(ymd), grid)
    }

    /// The rules that are asked, in turn.
    #[inline]
    pub(super) fn rules(&self) -> &[Asked<'p>] {
        self.rules.get(..self.rules_len).unwrap_or_default()
    }

    /// The caps that count a rule.
    #[inline]
    pub(super) fn counted(&self, asked: &Asked<'_>) -> &[Counted] {
        self.caps.counted.get(asked.counted_from..asked.counted_until).unwrap_or_default()
    }

    /// How many of the caps are by the day, where all rules are counted by the same caps.
    pub(super) fn shared_caps_of_days(&self) -> Option<usize> {
        let (first, others) = self.rules().split_first()?;
        let counted = self.counted(first);
        let shared = others.iter().all(|other| self.counted(other) == counted);
        shared.then(|| counted.iter().filter(|cap| cap.series.is_by_day()).count())
    }

    /// Becomes the terms of a day and of the days around it.
    pub(super) fn look_up(&mut self, day: Day, programme: &'p Programme, delivery: &Delivery, grid: &Grid<'_>) {
        self.around = Around::all(day);
        (self.rules_len, self.caps.len) = (0, 0);
        self.reason = match self.turned_away(delivery) {
            Some(reason) => reason,
            None => {
                self.ask(programme, delivery, grid);
                Reason::NoRuleInEffect
            }
        };
    }

    /// What turns a day away before any rule is asked.
    fn turned_away(&mut self, delivery: &Delivery) -> Option<Reason> {
        let Delivery { synced, closed_through, enrolled, .. } = *delivery;
        let after_closed = closed_through.map_or(i32::MIN, |closed| closed.ymd.wrapping_add(1));
        if !self.around.is_in(Days::until(synced.ymd)) {
            Some(Reason::InTheFuture)
        } else if !self.around.is_in(Days::from(enrolled.map_or(i32::MIN, |first| first.ymd))) {
            Some(Reason::BeforeEnrolment)
        } else if !self.around.is_in(Days::from(after_closed)) {
            Some(Reason::DayClosed)
        } else {
            None
        }
    }

    fn ask(&mut self, programme: &'p Programme, delivery: &Delivery, grid: &Grid<'_>) {
        let plan = programme.plan();
        for rule in plan.step_rules() {
            let in_effect = self.around.is_in(rule.days) && self.around.is_in(of_age(rule, delivery));
            let Some(id) = plan.ids.get(rule.id).filter(|_| in_effect) else { continue };
            let Some(terms) = programme.document().points.rules.get(rule.place) else { continue };
            let in_time = terms.grace_days.map_or(Days::ALL, |days| Days::from(earlier(delivery.synced, days)));
            let opened = match (terms.opened_within_days, delivery.opened) {
                (Some(days), Some(opened)) => Days { first: earlier(opened, days), last: opened.ymd },
                _ => Days::ALL,
            };
            let (earns, nothing) = if !self.around.is_in(in_time) {
                (&NOTHING, Reason::TooLate)
            } else if !self.around.is_in(opened) {
                (&NOTHING, Reason::AppNotOpened)
            } else {
                (&rule.earns, Reason::BelowLowestTier)
            };
            // Steps that are not counted are not judged either.
            let plausible = terms.plausible_steps.filter(|_| nothing == Reason::BelowLowestTier);
            let counted_from = self.caps.len;
            self.caps.take(plan, rule.id, &mut self.around, &mut Around::all(delivery.synced), grid);
            if let Some(slot) = self.rules.get_mut(self.rules_len) {
                *slot = Asked {
                    rule: plan.first_of(rule.id),
                    earns,
                    plausible: plausible.map_or(i64::MAX, |most| most.get()),
                    nothing,
                    best: grid.series(id.lane),
                    counted_from,
                    counted_until: self.caps.len,
                };
                self.rules_len = self.rules_len.wrapping_add(1);
            }
        }
    }
}

/// Where credits of one id are counted that were stored for days of one month and arrived in one month.
pub(super) struct Past {
    id: usize,
    walked: MonthDays,
    synced: MonthDays,
    best: Series,
    caps: Caps,
}

impl Past {
    /// Of no day.
    pub(super) fn none(grid: &Grid<'_>) -> Self {
        let none = MonthDays::of(&Around::none(), Day::none(), grid);
        Self { id: usize::MAX, walked: none, synced: none, best: Series::NONE, caps: Caps::new() }
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
        self.best = plan.ids.get(id).map_or(Series::NONE, |known| grid.series(known.lane));
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

/// The days on which a person is of a rule's ages.
fn of_age(rule: &PlanRule, delivery: &Delivery) -> Days {
    let (Some(ages), Some(born)) = (rule.ages, delivery.born) else { return Days::ALL };
    let reached = |age| birthday_ymd(born.ymd, age, LeapBirthday::default());
    Days {
        first: ages.least.map_or(i32::MIN, reached),
        last: ages.below.map_or(i32::MAX, |age| reached(age).wrapping_sub(1)),
    }
}

/// The day so many days earlier, YYYYMMDD; none before the year 1.
fn earlier(day: Day, days: u16) -> i32 {
    let earlier = Date::from_yyyymmdd(day.ymd).and_then(|date| date.plus_days(i64::from(days).wrapping_neg()));
    earlier.map_or(i32::MIN, Date::yyyymmdd)
}
