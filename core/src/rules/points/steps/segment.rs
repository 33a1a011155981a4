//! Segments: days next to each other on which the same rules and caps hold, with these looked up once.

use super::month::{Around, MonthDays, SegmentCap, SegmentCaps};
use crate::{
    base::{Internal, Reason},
    civil::DateRange,
    programme::{Earns, MOST_RULES, Programme},
    rules::points::{
        accumulators::{Grid, Series},
        day::Day,
        delivery::{Delivery, RuleGates},
    },
};

/// A rule in effect on the days of a segment.
#[derive(Clone, Copy)]
pub(super) struct SegmentRule<'p> {
    /// The place of the first rule of its id among the document's.
    pub(super) rule: u32,
    pub(super) earns: &'p Earns,
    /// The most steps a day that are plausible.
    pub(super) plausible: i64,
    /// What is answered to steps that are worth nothing.
    pub(super) nothing: Reason,
    /// The best that has been earned.
    pub(super) best: Series,
    caps_from: usize,
    caps_until: usize,
}

/// What is worth nothing, whatever the steps.
static NOTHING: Earns = Earns::Tiers(alloc::vec::Vec::new());

/// Days on which the same terms hold, and these terms.
pub(super) struct Segment<'p> {
    days: DateRange,
    /// What is answered where no rule is in effect.
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
            caps_from: 0,
            caps_until: 0,
        };
        Self {
            days: DateRange::NONE,
            reason: Reason::NoRuleInEffect,
            rules: [rule; MOST_RULES],
            rules_len: 0,
            caps: SegmentCaps::new(),
        }
    }

    /// Whether the day is one of its days.
    #[inline]
    pub(super) fn contains(&self, ymd: i32) -> bool {
        self.days.contains(ymd)
    }

    /// Those of its days that are of the month of one of them.
    #[inline]
    pub(super) fn month_of(&self, ymd: i32, grid: &Grid<'_>) -> MonthDays {
        MonthDays::of(self.days, Day::split(ymd), grid)
    }

    /// The rules in effect, in the order of the document.
    #[inline]
    pub(super) fn rules(&self) -> &[SegmentRule<'p>] {
        // Counted as they were written.
        self.rules.get(..self.rules_len).unwrap_or_default()
    }

    /// The caps that count a rule.
    #[inline]
    pub(super) fn caps_of(&self, rule: &SegmentRule<'_>) -> &[SegmentCap] {
        self.caps.get(rule.caps_from..rule.caps_until)
    }

    /// How many of the caps are by the day, where all rules are counted by the same caps.
    pub(super) fn shared_caps_of_days(&self) -> Option<usize> {
        let (first, others) = self.rules().split_first()?;
        let caps = self.caps_of(first);
        let shared = others.iter().all(|other| self.caps_of(other) == caps);
        shared.then(|| caps.iter().filter(|cap| cap.series.is_by_day()).count())
    }

    /// Becomes the terms of a day and of the days around it: each gate cuts the segment once.
    ///
    /// # Errors
    /// [`Internal`] where the plan is not supported, or asks for what was not given.
    pub(super) fn look_up(
        &mut self,
        day: Day,
        programme: &'p Programme,
        delivery: &Delivery,
        grid: &Grid<'_>,
    ) -> Result<(), Internal> {
        let mut around = Around::new(day);
        self.rules_len = 0;
        self.caps.clear();
        let shut = delivery.gates().find(|gate| !around.is_in(gate.days));
        self.reason = shut.map_or(Reason::NoRuleInEffect, |gate| gate.reason);
        if shut.is_none() {
            self.add_rules(&mut around, programme, delivery, grid)?;
        }
        self.days = around.days;
        Ok(())
    }

    fn add_rules(
        &mut self,
        around: &mut Around,
        programme: &'p Programme,
        delivery: &Delivery,
        grid: &Grid<'_>,
    ) -> Result<(), Internal> {
        let plan = programme.plan();
        let given = |_| Internal::because("a supported delivery lacks what a rule asks for");
        for rule in plan.step_rules() {
            if !around.is_in(rule.days) {
                continue;
            }
            let gates = RuleGates::of(rule, delivery);
            if !around.is_in(gates.ages().map_err(given)?) {
                continue;
            }
            let (earns, nothing) = if !around.is_in(gates.in_time) {
                (&NOTHING, Reason::TooLate)
            } else if !around.is_in(gates.opened().map_err(given)?) {
                (&NOTHING, Reason::AppNotOpened)
            } else {
                (&rule.earns, Reason::BelowLowestTier)
            };
            // Steps that are not counted are not judged either.
            let plausible = rule.plausible_steps.filter(|_| nothing == Reason::BelowLowestTier);
            let id = plan.id(rule.id)?;
            let caps_from = self.caps.len();
            self.caps.add(id, around, &mut Around::new(delivery.synced), grid)?;
            let slot = Internal::unless(self.rules.get_mut(self.rules_len), "a supported plan has too many rules")?;
            *slot = SegmentRule {
                rule: Internal::unless(id.first_rule, "steps earn under an id that no rule has")?,
                earns,
                plausible: plausible.unwrap_or(i64::MAX),
                nothing,
                best: grid.series(id.accumulator),
                caps_from,
                caps_until: self.caps.len(),
            };
            self.rules_len = self.rules_len.wrapping_add(1);
        }
        Ok(())
    }
}
