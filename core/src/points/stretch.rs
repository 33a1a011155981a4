//! The terms of a day's steps, looked up once for all days of the month for which they are the same.

use super::{
    meter::Delivery,
    plan::{Days, Earns, Plan, PlanRule},
    sums::{Day, Grid},
};
use crate::{
    Programme, Reason,
    civil::{Date, LeapBirthday},
    eligibility::birthday,
    programme::Window,
};

/// At most so many ids may earn by steps.
pub(super) const MOST_RULES: usize = 8;

/// At most so many caps may count them, each once for every id that it counts.
pub(super) const MOST_COUNTED: usize = 16;

/// Days of one month for which the same terms hold, and these terms.
pub(super) struct Stretch<'p> {
    /// The day before the month's first, YYYYMM00: what a day is more than this is its place in the month.
    month: i32,
    first: i32,
    last: i32,
    /// What is said where no rule is asked.
    pub(super) reason: Reason,
    rules: [Asked<'p>; MOST_RULES],
    rules_len: usize,
    counted: [Counted; MOST_COUNTED],
    counted_len: usize,
}

/// A rule that is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'p> {
    /// The place of its id in the plan.
    pub(super) id: usize,
    pub(super) earns: &'p Earns,
    pub(super) plausible: i64,
    /// What is said of steps that are worth nothing.
    pub(super) nothing: Reason,
    /// Where the best that has been earned stands, by the day of the month.
    pub(super) best: usize,
    counted_from: usize,
    counted_until: usize,
}

/// A cap in effect, under one of the rules that it counts.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    /// Where its sum stands.
    pub(super) at: usize,
    /// All ones where each day of the month has a sum of its own, else 0.
    pub(super) by_day: usize,
    pub(super) most: i64,
}

/// What is worth nothing, whatever the steps.
static NOTHING: Earns = Earns::Tiers(alloc::vec::Vec::new());

impl<'p> Stretch<'p> {
    /// The terms of a day and of the days around it.
    pub(super) fn around(day: Day, programme: &'p Programme, delivery: &Delivery, grid: &Grid<'_>) -> Self {
        let month = day.zeroth();
        let asked = Asked {
            id: 0,
            earns: &NOTHING,
            plausible: i64::MAX,
            nothing: Reason::NoRuleInEffect,
            best: 0,
            counted_from: 0,
            counted_until: 0,
        };
        let mut stretch = Self {
            month: month.ymd,
            first: month.ymd,
            last: month.ymd.wrapping_add(31),
            reason: Reason::NoRuleInEffect,
            rules: [asked; MOST_RULES],
            rules_len: 0,
            counted: [Counted { at: 0, by_day: 0, most: 0 }; MOST_COUNTED],
            counted_len: 0,
        };
        match stretch.turned_away(day, delivery) {
            Some(reason) => stretch.reason = reason,
            None => stretch.ask(day, programme, delivery, grid),
        }
        stretch
    }

    /// Whether it has the day.
    #[inline]
    pub(super) fn has(&self, ymd: i32) -> bool {
        let span = self.last.wrapping_sub(self.first).cast_unsigned();
        ymd.wrapping_sub(self.first).cast_unsigned() <= span
    }

    /// The place of one of its days in the month, 1 to 31.
    #[inline]
    pub(super) fn place(&self, ymd: i32) -> usize {
        usize::try_from(ymd.wrapping_sub(self.month) & 31).unwrap_or(0)
    }

    /// The rules that are asked, in turn.
    #[inline]
    pub(super) fn rules(&self) -> &[Asked<'p>] {
        self.rules.get(..self.rules_len).unwrap_or_default()
    }

    /// The caps that count a rule.
    #[inline]
    pub(super) fn counted(&self, asked: &Asked<'_>) -> &[Counted] {
        self.counted.get(asked.counted_from..asked.counted_until).unwrap_or_default()
    }

    /// Whether the day lies within. The stretch is cut to the days of which the same is to be said.
    fn within(&mut self, day: Day, days: Days) -> bool {
        if day.ymd < days.first {
            self.last = self.last.min(days.first.wrapping_sub(1));
        } else if days.last < day.ymd {
            self.first = self.first.max(days.last.wrapping_add(1));
        } else {
            self.first = self.first.max(days.first);
            self.last = self.last.min(days.last);
        }
        days.hold(day.ymd)
    }

    /// What turns a day away before any rule is asked.
    fn turned_away(&mut self, day: Day, delivery: &Delivery) -> Option<Reason> {
        let Delivery { synced, closed_through, enrolled, .. } = *delivery;
        let after_closed = closed_through.map_or(i32::MIN, |closed| closed.ymd.wrapping_add(1));
        if !self.within(day, Days::until(synced.ymd)) {
            Some(Reason::InTheFuture)
        } else if !self.within(day, Days::from(enrolled.map_or(i32::MIN, |first| first.ymd))) {
            Some(Reason::BeforeEnrolment)
        } else if !self.within(day, Days::from(after_closed)) {
            Some(Reason::DayClosed)
        } else {
            None
        }
    }

    fn ask(&mut self, day: Day, programme: &'p Programme, delivery: &Delivery, grid: &Grid<'_>) {
        let plan = programme.plan();
        for rule in plan.rules.iter().filter(|rule| !matches!(rule.earns, Earns::Otherwise)) {
            let in_effect = self.within(day, rule.days) && self.within(day, of_age(rule, delivery));
            let Some(id) = plan.ids.get(rule.id).filter(|_| in_effect) else { continue };
            let Some(terms) = programme.document().points.rules.get(rule.place) else { continue };
            let in_time = terms.grace_days.map_or(Days::ALL, |days| Days::from(earlier(delivery.synced, days)));
            let opened = match (terms.opened_within_days, delivery.opened) {
                (Some(days), Some(opened)) => Days { first: earlier(opened, days), last: opened.ymd },
                _ => Days::ALL,
            };
            let (earns, nothing) = if !self.within(day, in_time) {
                (&NOTHING, Reason::TooLate)
            } else if !self.within(day, opened) {
                (&NOTHING, Reason::AppNotOpened)
            } else {
                (&rule.earns, Reason::BelowLowestTier)
            };
            // Steps that are not counted are not judged either.
            let plausible = terms.plausible_steps.filter(|_| nothing == Reason::BelowLowestTier);
            let counted_from = self.counted_len;
            self.count(day, plan, rule.id, delivery, grid);
            let asked = Asked {
                id: rule.id,
                earns,
                plausible: plausible.map_or(i64::MAX, |most| most.get()),
                nothing,
                best: grid.index(id.lane, day.zeroth()),
                counted_from,
                counted_until: self.counted_len,
            };
            if let Some(slot) = self.rules.get_mut(self.rules_len) {
                *slot = asked;
                self.rules_len = self.rules_len.wrapping_add(1);
            }
        }
    }

    /// Takes the caps that count an id.
    fn count(&mut self, day: Day, plan: &Plan, id: usize, delivery: &Delivery, grid: &Grid<'_>) {
        for cap in plan.caps_of(id).iter().filter_map(|place| plan.caps.get(*place)) {
            let counts = if cap.by_arrival { cap.days.hold(delivery.synced.ymd) } else { self.within(day, cap.days) };
            let by_day = cap.lane.window == Window::Day;
            let counted = if cap.by_arrival { delivery.synced } else { day.zeroth() };
            if counts && let Some(slot) = self.counted.get_mut(self.counted_len) {
                let by_day = if by_day { usize::MAX } else { 0 };
                *slot = Counted { at: grid.index(cap.lane, counted), by_day, most: cap.points };
                self.counted_len = self.counted_len.wrapping_add(1);
            }
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
