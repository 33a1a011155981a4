//! The terms of a day's steps, looked up once for all days of the month for which they are the same.

use core::ops::Range;

use super::{
    meter::Delivery,
    plan::{Days, Earns, Plan, PlanRule},
    sums::{Day, Grid, Lane, Sum},
};
use crate::{
    Programme, Reason,
    civil::{Date, LeapBirthday},
    eligibility::birthday,
};

/// At most so many ids may earn by steps.
pub(super) const MOST_RULES: usize = 8;

/// At most so many caps may count them, each once for every id that it counts.
pub(super) const MOST_COUNTED: usize = 16;

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

    /// Those of a day's month.
    fn in_month(self, day: Day) -> Self {
        let zeroth = day.zeroth().ymd;
        Self { day, first: self.first.max(zeroth), last: self.last.min(zeroth.wrapping_add(31)) }
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

/// The place of a day in its month, 1 to 31.
#[inline]
fn place(ymd: i32, month: i32) -> usize {
    usize::try_from(ymd.wrapping_sub(month) & 31).unwrap_or(0)
}

/// A cap in effect, under one of the rules that it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) sum: Sum,
    pub(super) most: i64,
    lane: Lane,
    by_arrival: bool,
}

/// The caps that count rules, rule after rule.
struct Caps {
    counted: [Counted; MOST_COUNTED],
    len: usize,
}

impl Caps {
    fn new() -> Self {
        let none = Counted { sum: Sum::NONE, most: 0, lane: Lane::NONE, by_arrival: false };
        Self { counted: [none; MOST_COUNTED], len: 0 }
    }

    /// Takes those that count an id on a day walked and a day of arrival.
    fn take(&mut self, plan: &Plan, id: usize, walked: &mut Around, synced: &mut Around) {
        for cap in plan.caps_of(id).iter().filter_map(|place| plan.caps.get(*place)) {
            let around = if cap.by_arrival { &mut *synced } else { &mut *walked };
            if around.is_in(cap.days)
                && let Some(slot) = self.counted.get_mut(self.len)
            {
                *slot = Counted { sum: Sum::NONE, most: cap.points, lane: cap.lane, by_arrival: cap.by_arrival };
                self.len = self.len.wrapping_add(1);
            }
        }
    }

    /// Finds their sums for the month of a day walked.
    fn find(&mut self, walked: Day, synced: Day, grid: &Grid<'_>) {
        for counted in self.counted.get_mut(..self.len).unwrap_or_default() {
            counted.sum = grid.sum_of(counted.lane, if counted.by_arrival { synced } else { walked });
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
    pub(super) best: Sum,
    lane: Lane,
    counted_from: usize,
    counted_until: usize,
}

/// What is worth nothing, whatever the steps.
static NOTHING: Earns = Earns::Tiers(alloc::vec::Vec::new());

/// Days of one month for which the same terms hold, and these terms.
pub(super) struct Stretch<'p> {
    around: Around,
    /// The days of any month for which they hold.
    terms: Around,
    /// The day before the month's first, YYYYMM00.
    month: i32,
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
            best: Sum::NONE,
            lane: Lane::NONE,
            counted_from: 0,
            counted_until: 0,
        };
        Self {
            around: Around::none(),
            terms: Around::none(),
            month: 0,
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

    /// How far a day is after the first; more than it has days for one that it has not.
    #[inline]
    pub(super) fn offset(&self, ymd: i32) -> usize {
        usize::try_from(ymd.wrapping_sub(self.around.first).cast_unsigned()).unwrap_or(usize::MAX)
    }

    /// Where sums by day of its days stand.
    pub(super) fn days(&self, sum: Sum) -> Range<usize> {
        sum.of_day(self.place(self.around.first))..sum.of_day(self.place(self.around.last)).wrapping_add(1)
    }

    /// The place of one of its days in the month.
    #[inline]
    pub(super) fn place(&self, ymd: i32) -> usize {
        place(ymd, self.month)
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

    /// Becomes the terms of a day and of the days around it.
    pub(super) fn look_up(&mut self, day: Day, programme: &'p Programme, delivery: &Delivery, grid: &Grid<'_>) {
        if !self.terms.has(day.ymd) {
            self.terms = Around::all(day);
            (self.rules_len, self.caps.len) = (0, 0);
            self.reason = match self.turned_away(delivery) {
                Some(reason) => reason,
                None => {
                    self.ask(programme, delivery);
                    Reason::NoRuleInEffect
                }
            };
        }
        self.around = self.terms.in_month(day);
        self.month = day.zeroth().ymd;
        for asked in self.rules.get_mut(..self.rules_len).unwrap_or_default() {
            asked.best = grid.sum_of(asked.lane, day);
        }
        self.caps.find(day, delivery.synced, grid);
    }

    /// What turns a day away before any rule is asked.
    fn turned_away(&mut self, delivery: &Delivery) -> Option<Reason> {
        let Delivery { synced, closed_through, enrolled, .. } = *delivery;
        let after_closed = closed_through.map_or(i32::MIN, |closed| closed.ymd.wrapping_add(1));
        if !self.terms.is_in(Days::until(synced.ymd)) {
            Some(Reason::InTheFuture)
        } else if !self.terms.is_in(Days::from(enrolled.map_or(i32::MIN, |first| first.ymd))) {
            Some(Reason::BeforeEnrolment)
        } else if !self.terms.is_in(Days::from(after_closed)) {
            Some(Reason::DayClosed)
        } else {
            None
        }
    }

    fn ask(&mut self, programme: &'p Programme, delivery: &Delivery) {
        let plan = programme.plan();
        for rule in plan.step_rules() {
            let in_effect = self.terms.is_in(rule.days) && self.terms.is_in(of_age(rule, delivery));
            let Some(id) = plan.ids.get(rule.id).filter(|_| in_effect) else { continue };
            let Some(terms) = programme.document().points.rules.get(rule.place) else { continue };
            let in_time = terms.grace_days.map_or(Days::ALL, |days| Days::from(earlier(delivery.synced, days)));
            let opened = match (terms.opened_within_days, delivery.opened) {
                (Some(days), Some(opened)) => Days { first: earlier(opened, days), last: opened.ymd },
                _ => Days::ALL,
            };
            let (earns, nothing) = if !self.terms.is_in(in_time) {
                (&NOTHING, Reason::TooLate)
            } else if !self.terms.is_in(opened) {
                (&NOTHING, Reason::AppNotOpened)
            } else {
                (&rule.earns, Reason::BelowLowestTier)
            };
            // Steps that are not counted are not judged either.
            let plausible = terms.plausible_steps.filter(|_| nothing == Reason::BelowLowestTier);
            let counted_from = self.caps.len;
            self.caps.take(plan, rule.id, &mut self.terms, &mut Around::all(delivery.synced));
            if let Some(slot) = self.rules.get_mut(self.rules_len) {
                *slot = Asked {
                    rule: plan.first_of(rule.id),
                    earns,
                    plausible: plausible.map_or(i64::MAX, |most| most.get()),
                    nothing,
                    best: Sum::NONE,
                    lane: id.lane,
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
    walked: Around,
    synced: Around,
    month: i32,
    best: Sum,
    caps: Caps,
}

impl Past {
    /// Of no day.
    pub(super) fn none() -> Self {
        Self {
            id: usize::MAX,
            walked: Around::none(),
            synced: Around::none(),
            month: 0,
            best: Sum::NONE,
            caps: Caps::new(),
        }
    }

    /// Whether a credit is one of these.
    #[inline]
    pub(super) fn has(&self, id: usize, walked: i32, synced: i32) -> bool {
        self.id == id && self.walked.has(walked) && self.synced.has(synced)
    }

    /// Becomes those of an id and two days.
    pub(super) fn look_up(&mut self, plan: &Plan, id: usize, walked: Day, synced: Day, grid: &Grid<'_>) {
        (self.id, self.walked, self.synced) = (id, Around::all(walked), Around::all(synced));
        self.month = walked.zeroth().ymd;
        self.best = plan.ids.get(id).map_or(Sum::NONE, |known| grid.sum_of(known.lane, walked));
        self.caps.len = 0;
        self.caps.take(plan, id, &mut self.walked, &mut self.synced);
        self.caps.find(walked, synced, grid);
        (self.walked, self.synced) = (self.walked.in_month(walked), self.synced.in_month(synced));
    }

    /// Counts a credit.
    #[inline]
    pub(super) fn count(&self, walked: i32, earned: i64, points: i64, grid: &mut Grid<'_>) {
        let day = place(walked, self.month);
        grid.add_at(self.best.of_day(day), earned);
        for counted in self.caps.counted.get(..self.caps.len).unwrap_or_default() {
            grid.add_at(counted.sum.of_day(day), points);
        }
    }
}

/// The days on which a person is of a rule's ages.
fn of_age(rule: &PlanRule, delivery: &Delivery) -> Days {
    let (Some(ages), Some(born)) = (rule.ages, delivery.born) else { return Days::ALL };
    let reached = |age| birthday(born.ymd, age, LeapBirthday::default());
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
