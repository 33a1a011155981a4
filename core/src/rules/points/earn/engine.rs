//! Paying for one record at a time: every rule in effect, then every campaign, each check explained.

use alloc::{collections::BTreeSet, vec::Vec};

use super::{
    clawback::ClawbackFunds,
    revision::Latest,
    totals::{Payment, Totals},
};
use crate::{
    answer::{Check, Details, Silent, Sink},
    base::{Internal, Reason, value::Code},
    civil::Ymd,
    member::Person,
    programme::{EachYear, EarningRule, PlanId, PlanRule, Programme},
    rules::points::{
        accumulators::{Accumulators, added},
        day::Day,
        delivery::{DayGate, Delivery, Fault, Missing, RuleGates},
    },
};

/// What pays for the records of one delivery.
pub(super) struct Engine<'p, S> {
    pub(super) terms: Terms<'p>,
    pub(super) totals: Totals<'p, S>,
    /// What there is to say of the reasons for which services of rules did not admit the person, each once.
    pub(super) details: Details,
}

/// The terms of a programme for one delivery.
pub(super) struct Terms<'p> {
    pub(super) programme: &'p Programme,
    pub(super) delivery: Delivery,
    day_gates: Vec<DayGate>,
    pub(super) rules: Vec<Rule<'p>>,
    /// The person, where the request has one.
    pub(super) person: Option<&'p Person>,
}

/// A rule, and its gates for one delivery.
#[derive(Clone, Copy)]
pub(super) struct Rule<'p> {
    pub(super) plan: &'p PlanRule,
    pub(super) terms: &'p EarningRule,
    pub(super) id: &'p PlanId,
    pub(super) gates: RuleGates,
}

impl<'p, S: Accumulators> Engine<'p, S> {
    /// An engine before any record.
    ///
    /// # Errors
    /// [`Fault::Internal`] where the plan contradicts itself.
    pub(super) fn new(
        programme: &'p Programme,
        person: Option<&'p Person>,
        delivery: Delivery,
        accumulators: S,
    ) -> Result<Self, Fault> {
        let plan = programme.plan();
        let of_rule = |(plan_rule, terms): (&'p PlanRule, &'p EarningRule)| {
            let (id, gates) = (plan.id(plan_rule.id)?, RuleGates::of(plan_rule, &delivery));
            Ok(Rule { plan: plan_rule, terms, id, gates })
        };
        let rules = plan.rules.iter().zip(&programme.document().points.rules).map(of_rule);
        let rules = rules.collect::<Result<_, Internal>>()?;
        let totals = Totals::new(programme, &delivery, accumulators);
        let day_gates = delivery.gates().collect();
        Ok(Self { terms: Terms { programme, delivery, day_gates, rules, person }, totals, details: Details::default() })
    }

    /// With what can be taken back, where a rule does that.
    pub(super) fn with(self, clawback: Option<ClawbackFunds>) -> Self {
        Self { totals: self.totals.with(clawback), ..self }
    }

    /// Pays for a day's steps under every rule in effect, then under every campaign.
    ///
    /// `beside` are the latest records of the day's other sources. The answer is the first rule that paid, or else what the first rule said.
    ///
    /// # Errors
    /// [`Missing`] where a rule in effect asks for what was not given; sums out of range.
    #[inline]
    pub(super) fn pay_steps<'r>(
        &mut self,
        day: Day,
        (steps, beside): (i64, impl Iterator<Item = &'r Latest> + Clone),
        source: Option<&Code>,
        sink: &mut impl Sink,
        paid: &mut impl FnMut(Payment),
    ) -> Result<Reason, Fault> {
        let Self { terms, totals, details } = self;
        if let Some(reason) = terms.turned_away(day, sink) {
            return Ok(reason);
        }
        // Before any rule has paid, since a record that cannot be used pays under none.
        if source.is_none() {
            for rule in terms.rules.iter().filter(|rule| rule.plan.earns.worth(steps).is_some()) {
                if !rule.terms.sources.is_empty() && rule.gates.in_effect(day)? {
                    return Err(Missing::Source.into());
                }
            }
        }
        let (mut first, mut back, mut favourable) = (None, None, None);
        let mut said = |payment: Payment| {
            first = first.or(Some(payment.reason));
            if payment.reason.is_favourable() {
                favourable = favourable.or(Some(payment.reason));
            }
            if payment.earned < 0 {
                back = back.or(Some(payment.reason));
            }
            paid(payment);
        };
        let mut fell = BTreeSet::new();
        for rule in &terms.rules {
            let Some(worth) = rule.plan.earns.worth(steps) else { continue };
            if !rule.gates.in_effect(day)? {
                continue;
            }
            let payment = match terms.not_counted(rule, day, source, details, sink)? {
                Some(reason) => Payment::nothing(rule.plan.id, reason),
                None => pay_under(rule, totals, day, (steps, worth), beside.clone(), sink)?,
            };
            if payment.earned < 0 {
                fell.insert(rule.id.accumulator);
            }
            said(payment);
        }
        let plan = terms.programme.plan();
        for campaign in plan.campaigns.iter().filter(|campaign| campaign.in_effect(day.ymd)) {
            let mut raised = 0;
            for accumulator in &campaign.raises {
                raised = added(raised, totals.earned(*accumulator, day)?)?;
            }
            let id = plan.id(campaign.id)?;
            let (bonus, before) = (campaign.by.on(raised), totals.earned(id.accumulator, day)?);
            if bonus > before {
                // A bonus is at most seven times 2^53, and the difference is looked at where it is added.
                said(totals.credit(id, day, bonus.wrapping_sub(before), sink)?);
            } else if bonus < before && campaign.raises.iter().any(|raised| fell.contains(raised)) {
                said(totals.claw_back(id, day, bonus)?);
            }
        }
        let reason = favourable.or(back).or(first).unwrap_or(Reason::NoRuleInEffect);
        sink.holds(reason != Reason::NoRuleInEffect, || {
            Check::new("points.accrue", Reason::NoRuleInEffect, true).read("date", day.shown())
        });
        Ok(reason)
    }
}

/// Pays for steps under a rule under which the record counts.
#[inline]
fn pay_under<'r, S: Accumulators>(
    rule: &Rule<'_>,
    totals: &mut Totals<'_, S>,
    day: Day,
    (steps, worth): (i64, i64),
    beside: impl Iterator<Item = &'r Latest>,
    sink: &mut impl Sink,
) -> Result<Payment, Fault> {
    let nothing = |reason| Ok(Payment::nothing(rule.plan.id, reason));
    if let Some(most) = rule.plan.plausible_steps
        && !sink.holds(steps <= most, || {
            rule.about(Reason::Implausible, day).read("steps", steps).read("plausible_steps", most)
        })
    {
        return nothing(Reason::Implausible);
    }
    let before = totals.earned(rule.id.accumulator, day)?;
    // The day is worth the best of its sources' latest records; what it has earned is not raised by another's.
    let worth = match rule.plan.takes_back && worth < before {
        true => rule.best_of(beside).max(worth).min(before),
        false => worth,
    };
    if rule.plan.takes_back
        && !sink.holds(worth >= before, || {
            rule.about(Reason::TakenBack, day).read("worth", worth).read("earned_before", before)
        })
    {
        return totals.claw_back(rule.id, day, worth);
    }
    if !sink.holds(worth > 0, || {
        let check = rule.about(Reason::BelowLowestTier, day).read("steps", steps);
        let lowest = rule.terms.step_tiers.iter().find(|tier| tier.points.get() > 0);
        lowest.map_or(check.clone(), |lowest| check.read("at_least", lowest.at_least))
    }) {
        return nothing(Reason::BelowLowestTier);
    }
    // Both are within ±(2^53 − 1).
    let earned = worth.wrapping_sub(before).max(0);
    if !sink
        .holds(earned > 0, || rule.about(Reason::NothingNew, day).read("worth", worth).read("earned_before", before))
    {
        return nothing(Reason::NothingNew);
    }
    totals.credit(rule.id, day, earned, sink)
}

impl Terms<'_> {
    /// Why a day earns nothing, whatever the rules are.
    #[inline]
    pub(super) fn turned_away(&self, day: Day, sink: &mut impl Sink) -> Option<Reason> {
        let shut = |gate: &&DayGate| {
            !sink.holds(gate.days.contains(day.ymd), || {
                let check = Check::new("points.accrue", gate.reason, true).read("date", day.shown());
                check.read(gate.name, gate.limit.shown())
            })
        };
        self.day_gates.iter().find(shut).map(|gate| gate.reason)
    }

    /// Why a record does not count under a rule, whatever it is worth: the person, its source, its lateness, the app. `details` takes in what
    /// there is to say of a reason of the rule's service.
    ///
    /// # Errors
    /// [`Missing`] where the rule asks for what was not given.
    #[inline]
    pub(super) fn not_counted(
        &self,
        rule: &Rule<'_>,
        day: Day,
        source: Option<&Code>,
        details: &mut Details,
        sink: &mut impl Sink,
    ) -> Result<Option<Reason>, Missing> {
        let Rule { terms, gates, .. } = rule;
        if let Some(reason) = self.not_admitted(rule, day, details, sink)? {
            return Ok(Some(reason));
        }
        if !terms.sources.is_empty() {
            let source = source.ok_or(Missing::Source)?;
            if !sink.holds(terms.sources.contains(source), || {
                rule.about(Reason::SourceNotLinked, day).read("source", source)
            }) {
                return Ok(Some(Reason::SourceNotLinked));
            }
        }
        if let Some(days) = terms.grace_days {
            let synced = self.delivery.synced;
            if !sink.holds(gates.in_time.contains(day.ymd), || {
                rule.about(Reason::TooLate, day).read("synced_on", synced.shown()).read("grace_days", days)
            }) {
                return Ok(Some(Reason::TooLate));
            }
        }
        if let Some(last) = rule.plan.last_arrival(day.ymd) {
            let synced = self.delivery.synced;
            if !sink.holds(synced.ymd <= last, || {
                let check = rule.about(Reason::ArrivedAfterLastDay, day).read("synced_on", synced.shown());
                check.read("last_day", Ymd(last))
            }) {
                return Ok(Some(Reason::ArrivedAfterLastDay));
            }
        }
        if terms.opened_within_days.is_some() {
            let opened = self.delivery.opened.ok_or(Missing::Opened)?;
            if !sink.holds(gates.opened()?.contains(day.ymd), || {
                rule.about(Reason::AppNotOpened, day).read("opened_on", opened.shown())
            }) {
                return Ok(Some(Reason::AppNotOpened));
            }
        }
        Ok(None)
    }

    /// Whether a rule in effect takes back, and so must be told which record is later.
    ///
    /// # Errors
    /// [`Missing::Born`] where such a rule asks for an age.
    pub(super) fn needs_revision(&self, day: Day) -> Result<bool, Missing> {
        if self.programme.plan().takes_back && self.turned_away(day, &mut Silent).is_none() {
            for rule in self.rules.iter().filter(|rule| rule.plan.takes_back) {
                if rule.gates.in_effect(day)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

impl Rule<'_> {
    /// The worth of the best of several sources' records, without those that do not count under the rule.
    fn best_of<'r>(&self, records: impl Iterator<Item = &'r Latest>) -> i64 {
        let linked = |record: &&Latest| self.terms.sources.is_empty() || self.terms.sources.contains(&record.source);
        let plausible = |steps: &i64| self.plan.plausible_steps.is_none_or(|most| *steps <= most);
        let steps = records.filter(linked).map(|record| record.steps.get()).filter(plausible);
        steps.filter_map(|steps| self.plan.earns.worth(steps)).max().unwrap_or(0)
    }

    /// A check of the rule for a day walked.
    fn about(&self, reason: Reason, day: Day) -> Check {
        let terms = self.terms;
        let period = EachYear::period_on(terms.every, terms.period, day.ymd);
        Check::new(terms.rule.as_str(), reason, true).under(period, terms.clause()).read("date", day.shown())
    }
}
