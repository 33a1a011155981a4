//! The points terms of a programme, ready to pay by: ids resolved, dates as integers, each rule with its caps.

mod accumulator;
mod worth;

use alloc::vec::Vec;

use crate::{
    answer::Period,
    base::value::Code,
    civil::Date,
    programme::{
        earning::AgeRange,
        points::{CapMonth, PointsTerms, Window},
    },
};

pub(crate) use accumulator::{Accumulator, AccumulatorCounts};
pub(crate) use worth::{Bonus, Earns};

/// The most ids that may earn by steps.
pub(crate) const MOST_RULES: usize = 8;

/// The most caps that may count them, each once for every id that it counts.
pub(crate) const MOST_COUNTED: usize = 16;

/// The points terms, ready to pay by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Plan {
    /// Rules of one id are one rule in several periods, and share its sums and caps. Campaigns stand after the rules.
    pub(crate) ids: Vec<PlanId>,
    pub(crate) rules: Vec<PlanRule>,
    pub(crate) campaigns: Vec<PlanCampaign>,
    pub(crate) caps: Vec<PlanCap>,
    pub(crate) accumulators: AccumulatorCounts,
    /// Whether any rule takes back.
    pub(crate) takes_back: bool,
    pub(crate) typed: Typed,
}

/// What the typed way makes of the rules that earn by steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Typed {
    /// Whether they, and all else, are within its reach.
    pub(crate) is_within_reach: bool,
    /// Whether one asks for an age, and whether one asks when the app was opened.
    pub(crate) asks_born: bool,
    pub(crate) asks_opened: bool,
    /// How many ids they have.
    pub(crate) ids: usize,
}

/// An id under which points are credited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanId {
    pub(crate) code: Code,
    /// Whether its points are the programme's own, and not of another purse.
    pub(crate) own: bool,
    /// Whether they also can be spent at once, in every period.
    pub(crate) plain: bool,
    /// The best that was earned, by the window in which it is earned once.
    pub(crate) accumulator: Accumulator,
    /// The caps that count it, by their place in [`Plan::caps`].
    pub(crate) caps: Vec<usize>,
}

/// A rule in one period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanRule {
    /// Its place among the document's rules.
    pub(crate) place: usize,
    /// Its place in [`Plan::ids`].
    pub(crate) id: usize,
    pub(crate) days: Days,
    pub(crate) earns: Earns,
    pub(crate) ages: Option<AgeRange>,
    /// Whether a later record with fewer steps takes points back.
    pub(crate) takes_back: bool,
}

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanCampaign {
    /// Its place among the document's campaigns.
    pub(crate) place: usize,
    /// Its place in [`Plan::ids`].
    pub(crate) id: usize,
    pub(crate) days: Days,
    /// The rules it raises.
    pub(crate) raises: Vec<Accumulator>,
    /// By basis points more, or by points.
    pub(crate) by: Bonus,
}

/// A cap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanCap {
    /// Its place among the document's caps.
    pub(crate) place: usize,
    pub(crate) days: Days,
    pub(crate) accumulator: Accumulator,
    /// Whether the day of arrival counts and not the day of the activity.
    pub(crate) by_arrival: bool,
    pub(crate) points: i64,
}

/// Days from the first to the last, both in, written YYYYMMDD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Days {
    pub(crate) first: i32,
    pub(crate) last: i32,
}

impl Days {
    pub(crate) const ALL: Self = Self { first: i32::MIN, last: i32::MAX };

    pub(crate) fn from(first: i32) -> Self {
        Self { first, ..Self::ALL }
    }

    pub(crate) fn until(last: i32) -> Self {
        Self { last, ..Self::ALL }
    }

    fn of(period: Period) -> Self {
        Self {
            first: period.from.map_or(i32::MIN, Date::yyyymmdd),
            last: period.until.map_or(i32::MAX, Date::yyyymmdd),
        }
    }

    #[inline]
    pub(crate) fn hold(self, ymd: i32) -> bool {
        self.first <= ymd && ymd <= self.last
    }
}

impl Plan {
    pub(crate) fn of(terms: &PointsTerms) -> Self {
        let mut accumulators = AccumulatorCounts::default();
        let mut cap_accumulators = Vec::new();
        for (place, cap) in terms.caps.iter().enumerate() {
            // A cap of one id in several periods is one cap.
            let earlier =
                terms.caps.iter().take(place).position(|other| other.id == cap.id && other.window == cap.window);
            let accumulator = earlier
                .and_then(|at| cap_accumulators.get(at).copied())
                .unwrap_or_else(|| accumulators.add(cap.window));
            cap_accumulators.push(accumulator);
        }
        let caps = terms.caps.iter().zip(cap_accumulators).enumerate().map(|(place, (cap, accumulator))| PlanCap {
            place,
            days: Days::of(cap.period),
            accumulator,
            by_arrival: cap.month_of == CapMonth::Synced && cap.window != Window::Day,
            points: cap.points.get(),
        });
        let takes_back = terms.rules.iter().any(|rule| !rule.downward.is_keep());
        let (ids, rules, campaigns, caps) = (Vec::new(), Vec::new(), Vec::new(), caps.collect());
        let typed = Typed::default();
        let mut plan = Self { ids, rules, campaigns, caps, accumulators, takes_back, typed };
        for (place, rule) in terms.rules.iter().enumerate() {
            let window = match (&rule.mean, &rule.activity) {
                (Some(mean), _) => mean.window,
                (_, Some(activity)) => activity.once.unwrap_or(Window::Ever),
                _ => Window::Day,
            };
            let id = plan.id(terms, &rule.id, window);
            let tiers = || {
                rule.step_tiers.chunks(4).map(|some| {
                    let mut few = [(i64::MAX, 0); 4];
                    few.iter_mut().zip(some).for_each(|(slot, tier)| *slot = (tier.at_least.get(), tier.points.get()));
                    few
                })
            };
            let earns = match rule.per_steps {
                Some(per_steps) => Earns::PerSteps(per_steps),
                None if rule.step_tiers.is_empty() => Earns::Otherwise,
                None => Earns::Tiers(tiers().collect()),
            };
            let takes_back = !rule.downward.is_keep();
            plan.rules.push(PlanRule { place, id, days: Days::of(rule.period), earns, ages: rule.ages, takes_back });
        }
        for (place, campaign) in terms.campaigns.iter().enumerate() {
            let id = plan.id(terms, &campaign.id, Window::Day);
            let raises =
                plan.ids.iter().filter(|known| campaign.raises.contains(&known.code)).map(|known| known.accumulator);
            let raises = raises.collect();
            let by = match campaign.points {
                Some(points) => Bonus::Points(points.get()),
                None => Bonus::BasisPoints(campaign.basis_points.unwrap_or(0).into()),
            };
            plan.campaigns.push(PlanCampaign { place, id, days: Days::of(campaign.period), raises, by });
        }
        plan.typed = plan.typed(terms);
        plan
    }

    fn typed(&self, terms: &PointsTerms) -> Typed {
        let ids = (0..self.ids.len()).filter(|id| self.step_rules().any(|rule| rule.id == *id));
        let counted = ids.clone().map(|id| self.caps_of(id).len()).fold(0, usize::saturating_add);
        let ids = ids.count();
        let of_steps = || self.step_rules().filter_map(|rule| terms.rules.get(rule.place));
        let is_within_reach = terms.campaigns.is_empty()
            && terms.balance_cap.is_none()
            && of_steps().all(|rule| rule.purse.is_none() && rule.final_after.is_none() && rule.downward.is_keep())
            && ids <= MOST_RULES
            && counted <= MOST_COUNTED
            && self.ids.iter().all(|id| id.caps.len() <= MOST_COUNTED);
        Typed {
            is_within_reach,
            asks_born: of_steps().any(|rule| rule.ages.is_some()),
            asks_opened: of_steps().any(|rule| rule.opened_within_days.is_some()),
            ids,
        }
    }

    fn id(&mut self, terms: &PointsTerms, code: &Code, window: Window) -> usize {
        if let Some(at) = self.find(code) {
            return at;
        }
        let accumulator = self.accumulators.add(window);
        let rules = terms.rules.iter().map(|rule| (&rule.id, &rule.purse));
        let mut purses = rules.chain(terms.campaigns.iter().map(|bonus| (&bonus.id, &bonus.purse)));
        let own = !purses.any(|(id, purse)| id == code && purse.is_some());
        let rules = terms.rules.iter().map(|rule| (&rule.id, rule.final_after));
        let mut waits = rules.chain(terms.campaigns.iter().map(|bonus| (&bonus.id, bonus.final_after)));
        let plain = own && !waits.any(|(id, after)| id == code && after.is_some());
        let caps = terms.caps.iter().enumerate().filter(|(_, cap)| cap.counts.contains(code)).map(|(place, _)| place);
        self.ids.push(PlanId { code: code.clone(), own, plain, accumulator, caps: caps.collect() });
        self.ids.len().saturating_sub(1)
    }

    /// Rules that earn by a day's steps.
    pub(crate) fn step_rules(&self) -> impl Iterator<Item = &PlanRule> {
        self.rules.iter().filter(|rule| !matches!(rule.earns, Earns::Otherwise))
    }

    /// The place of the first rule of an id among the document's.
    pub(crate) fn first_of(&self, id: usize) -> u32 {
        let first = self.rules.iter().position(|rule| rule.id == id);
        first.and_then(|place| u32::try_from(place).ok()).unwrap_or(0)
    }

    /// The caps that count an id's points, by their place in [`Plan::caps`].
    #[inline]
    pub(crate) fn caps_of(&self, id: usize) -> &[usize] {
        self.ids.get(id).map_or(&[], |known| &known.caps)
    }

    /// Whether an id's points are the programme's own.
    pub(crate) fn is_own(&self, id: usize) -> bool {
        self.ids.get(id).is_some_and(|known| known.own)
    }

    /// The place of an id in [`Plan::ids`].
    pub(crate) fn find(&self, code: &Code) -> Option<usize> {
        self.ids.iter().position(|known| known.code == *code)
    }
}
