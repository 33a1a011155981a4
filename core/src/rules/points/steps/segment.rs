//! The terms of a day's steps, looked up once for all days for which they are the same.

use super::month::{Around, MonthDays, SegmentCap, SegmentCaps};
use crate::{
    base::Reason,
    civil::{Date, LeapBirthday, birthday_ymd},
    programme::{Days, Earns, MOST_RULES, PlanRule, Programme},
    rules::points::{
        accumulators::{Grid, Series},
        day::Day,
        delivery::Delivery,
    },
};

/// A rule of a segment.
#[derive(Clone, Copy)]
pub(super) struct SegmentRule<'p> {
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
pub(super) struct Segment<'p> {
    around: Around,
    /// What is said where no rule is in effect.
    pub(super) reason: Reason,
    rules: [SegmentRule<'p>; MOST_RULES],
    rules_len: usize,
    caps: SegmentCaps,
}

impl<'p> Segment<'p> {
    /// A segment of no days.
    pub(super) fn none() -> Self {
        let rule = SegmentRule {
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
            rules: [rule; MOST_RULES],
            rules_len: 0,
            caps: SegmentCaps::new(),
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

    /// The rules in effect, in the order of the document.
    #[inline]
    pub(super) fn rules(&self) -> &[SegmentRule<'p>] {
        self.rules.get(..self.rules_len).unwrap_or_default()
    }

    /// The caps that count a rule.
    #[inline]
    pub(super) fn counted(&self, rule: &SegmentRule<'_>) -> &[SegmentCap] {
        self.caps.counted.get(rule.counted_from..rule.counted_until).unwrap_or_default()
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
                *slot = SegmentRule {
                    rule: plan.first_of(rule.id),
                    earns,
                    plausible: plausible.map_or(i64::MAX, |most| most.get()),
                    nothing,
                    best: grid.series(id.accumulator),
                    counted_from,
                    counted_until: self.caps.len,
                };
                self.rules_len = self.rules_len.wrapping_add(1);
            }
        }
    }
}

/// The days on which a person is of a rule's ages.
fn of_age(rule: &PlanRule, delivery: &Delivery) -> Days {
    let (Some(ages), Some(born)) = (rule.ages, delivery.born) else { return Days::ALL };
    let reached = |age| birthday_ymd(born.ymd, age, LeapBirthday::default());
    Days {
        first: ages.at_least.map_or(i32::MIN, reached),
        last: ages.below.map_or(i32::MAX, |age| reached(age).wrapping_sub(1)),
    }
}

/// The day so many days earlier, YYYYMMDD; none before the year 1.
fn earlier(day: Day, days: u16) -> i32 {
    let earlier = Date::from_yyyymmdd(day.ymd).and_then(|date| date.plus_days(i64::from(days).wrapping_neg()));
    earlier.map_or(i32::MIN, Date::yyyymmdd)
}
