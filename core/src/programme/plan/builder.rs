//! A plan is made of a document's terms: ids are looked up, each once.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use super::{
    Accumulator, AccumulatorCounts, CapIndex, Earns, IdIndex, Plan, PlanCampaign, PlanCap, PlanId, PlanRule,
    StepsSupport, days_of, worth::Bonus,
};
use crate::{
    base::{Internal, value::Code},
    programme::{
        earning::EarningRule,
        ledger::PointsExpiry,
        points::{Campaign, Cap, PointsTerms},
        window::Window,
    },
};

impl Plan {
    /// Compiles the terms of a document that was validated.
    ///
    /// # Errors
    /// [`Internal`] where they contradict what validation holds.
    pub(crate) fn of(terms: &PointsTerms) -> Result<Self, Internal> {
        let mut builder = Builder::of(terms);
        for cap in &terms.caps {
            builder.add_cap(cap);
        }
        for (place, rule) in terms.rules.iter().enumerate() {
            builder.add_rule(place, rule)?;
        }
        for campaign in &terms.campaigns {
            builder.add_campaign(campaign)?;
        }
        let mut plan = builder.plan;
        plan.steps = plan.support(terms);
        Ok(plan)
    }
}

/// A plan that is being made, and where what it refers to stands. Each id is looked up, so that the time is that of the document's length.
struct Builder<'t> {
    plan: Plan,
    ids: BTreeMap<&'t Code, IdIndex>,
    /// What holds of each id in every period.
    kept: BTreeMap<&'t Code, Kept>,
    /// The caps that count each id.
    counting: BTreeMap<&'t Code, Vec<PlanCap>>,
    /// A cap of one id in several periods is one cap.
    caps: BTreeMap<(&'t Code, Window), Accumulator>,
    expiry: Expiry,
}

/// How points expire, under all terms of a document.
#[derive(Clone, Copy)]
struct Expiry {
    /// Whether the programme's own do by the day of the grant alone.
    is_plain: bool,
    /// Whether any can be refused for their last day.
    may_be_refused: bool,
}

/// What becomes of the points of an id.
#[derive(Clone, Copy)]
struct Kept {
    own: bool,
    at_once: bool,
}

impl<'t> Builder<'t> {
    fn of(terms: &'t PointsTerms) -> Self {
        let mut kept: BTreeMap<&Code, Kept> = BTreeMap::new();
        let rules = terms.rules.iter().map(|rule| (&rule.id, &rule.purse, rule.final_after));
        let campaigns = terms.campaigns.iter().map(|bonus| (&bonus.id, &bonus.purse, bonus.final_after));
        for (id, purse, after) in rules.chain(campaigns) {
            let kept = kept.entry(id).or_insert(Kept { own: true, at_once: true });
            kept.own &= purse.is_none();
            kept.at_once &= after.is_none();
        }
        let plan = Plan {
            ids: Vec::new(),
            rules: Vec::new(),
            campaigns: Vec::new(),
            caps: Vec::new(),
            accumulators: AccumulatorCounts::default(),
            takes_back: terms.rules.iter().any(|rule| !rule.downward.is_keep()),
            steps: StepsSupport::default(),
        };
        let expiry = Expiry {
            is_plain: terms.expiry.iter().all(|expiry| expiry.purse.is_some() || expiry.is_plain()),
            may_be_refused: terms.expiry.iter().any(PointsExpiry::may_refuse),
        };
        Self { plan, ids: BTreeMap::new(), kept, counting: BTreeMap::new(), caps: BTreeMap::new(), expiry }
    }

    fn add_cap(&mut self, cap: &'t Cap) {
        let accumulators = &mut self.plan.accumulators;
        let accumulator = match cap.window {
            // Each has a sum of its own.
            Window::Period => accumulators.add(Window::Ever),
            window => *self.caps.entry((&cap.id, window)).or_insert_with(|| accumulators.add(window)),
        };
        let cap_of_plan = PlanCap {
            index: CapIndex(self.plan.caps.len()),
            days: days_of(cap.period),
            every: cap.every,
            accumulator,
            by_arrival: cap.is_by_arrival(),
            points: cap.points.get(),
        };
        for id in &cap.counts {
            let counting = self.counting.entry(id).or_default();
            // An id may be listed twice.
            if counting.last().is_none_or(|last| last.index != cap_of_plan.index) {
                counting.push(cap_of_plan);
            }
        }
        self.plan.caps.push(cap_of_plan);
    }

    fn add_rule(&mut self, place: usize, rule: &'t EarningRule) -> Result<(), Internal> {
        let window = match (rule.settled(), &rule.activity) {
            (Some(window), _) => window,
            (_, Some(_)) => rule.once().unwrap_or(Window::Ever),
            _ => Window::Day,
        };
        let id = self.add_id(&rule.id, window, u32::try_from(place).ok());
        if window == Window::Period {
            let of_period = (days_of(rule.period), self.plan.accumulators.add(Window::Ever));
            Internal::unless(self.plan.ids.get_mut(id.0), "an id that was added is missing")?.by_period.push(of_period);
        }
        self.plan.rules.push(PlanRule {
            id,
            days: days_of(rule.period),
            earns: Earns::of(rule)?,
            ages: rule.ages,
            every: rule.every,
            arrives_by: rule.arrives_by,
            arrives_within: rule.arrives_within,
            grace_days: rule.grace_days,
            opened_within_days: rule.opened_within_days,
            plausible_steps: rule.plausible_steps.map(|most| most.get()),
            takes_back: !rule.downward.is_keep(),
        });
        Ok(())
    }

    fn add_campaign(&mut self, campaign: &'t Campaign) -> Result<(), Internal> {
        let id = self.add_id(&campaign.id, Window::Day, None);
        let raises: BTreeSet<IdIndex> = campaign.raises.iter().filter_map(|id| self.ids.get(id).copied()).collect();
        let raises =
            raises.into_iter().map(|id| self.plan.id(id).map(|id| id.accumulator)).collect::<Result<_, _>>()?;
        let by = match (campaign.points, campaign.basis_points) {
            (Some(points), _) => Bonus::Points(points.get()),
            (None, Some(share)) => Bonus::BasisPoints(share.into()),
            (None, None) => return Err(Internal::because("a campaign raises by nothing")),
        };
        let (days, every) = (days_of(campaign.period), campaign.every);
        self.plan.campaigns.push(PlanCampaign { id, days, every, raises, by });
        Ok(())
    }

    fn add_id(&mut self, code: &'t Code, window: Window, first_rule: Option<u32>) -> IdIndex {
        if let Some(known) = self.ids.get(code) {
            return *known;
        }
        let plan = &mut self.plan;
        let index = IdIndex(plan.ids.len());
        let accumulator = plan.accumulators.add(if window == Window::Period { Window::Ever } else { window });
        let Kept { own, at_once } = self.kept.get(code).copied().unwrap_or(Kept { own: true, at_once: true });
        let caps = self.counting.remove(code).unwrap_or_default();
        let (plain, may_be_refused) = (own && at_once && self.expiry.is_plain, self.expiry.may_be_refused);
        let (code_of_plan, by_period) = (code.clone(), Vec::new());
        plan.ids.push(PlanId {
            index,
            code: code_of_plan,
            first_rule,
            own,
            plain,
            may_be_refused,
            accumulator,
            by_period,
            caps,
        });
        self.ids.insert(code, index);
        index
    }
}
