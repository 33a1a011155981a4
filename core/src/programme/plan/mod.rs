//! The points terms of a programme, ready to pay by: ids resolved, dates as integers, each rule with its caps.

mod accumulator;
mod worth;

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use crate::{
    answer::Period,
    base::{Internal, value::Code},
    civil::{Date, DateRange},
    programme::{
        earning::{ActivityPoints, AgeRange, EarningRule},
        points::{Campaign, Cap, PointsTerms},
        window::Window,
    },
};

pub(crate) use accumulator::{Accumulator, AccumulatorCounts};
pub(crate) use worth::Earns;

use worth::Bonus;

/// The most ids of rules that earn by steps, for the typed way.
pub(crate) const MOST_RULES: usize = 8;

/// The most caps on them, each counted once for every id that it counts, for the typed way.
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
    pub(crate) steps: StepsSupport,
}

/// The place of an id in a plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct IdIndex(usize);

/// The place of a cap in a plan, and among the document's caps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CapIndex(usize);

/// Whether the typed way can pay for the rules that earn by steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct StepsSupport {
    /// Whether it can, if it is given what they ask for.
    pub(crate) is_supported: bool,
    /// Whether one asks for an age, and whether one asks when the app was opened.
    pub(crate) asks_born: bool,
    pub(crate) asks_opened: bool,
    /// How many ids they have.
    pub(crate) ids: usize,
}

/// An id under which points are credited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanId {
    pub(crate) index: IdIndex,
    pub(crate) code: Code,
    /// The place of the first rule of this id among the document's; `None` for a campaign.
    pub(crate) first_rule: Option<u32>,
    /// Whether its points are the programme's own, and not of another purse.
    pub(crate) own: bool,
    /// Whether they also can be spent at once, in every period.
    pub(crate) plain: bool,
    /// The best that was earned, by the window in which it is earned once.
    pub(crate) accumulator: Accumulator,
    /// The caps that count it.
    pub(crate) caps: Vec<PlanCap>,
}

/// A rule in one period. It stands at the same place as among the document's rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanRule {
    pub(crate) id: IdIndex,
    pub(crate) days: DateRange,
    pub(crate) earns: Earns,
    pub(crate) ages: Option<AgeRange>,
    /// A record that arrives more than this number of days after its day earns nothing.
    pub(crate) grace_days: Option<u16>,
    /// The app must have been opened on the day of the record, or within this number of days after it.
    pub(crate) opened_within_days: Option<u16>,
    /// Steps a day beyond which a record earns nothing, 0 to 2^53 − 1.
    pub(crate) plausible_steps: Option<i64>,
    /// Whether a later record with fewer steps takes points back.
    pub(crate) takes_back: bool,
}

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanCampaign {
    pub(crate) id: IdIndex,
    pub(crate) days: DateRange,
    /// The rules it raises.
    pub(crate) raises: Vec<Accumulator>,
    /// By basis points more, or by points.
    pub(crate) by: Bonus,
}

/// A cap in one period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PlanCap {
    pub(crate) index: CapIndex,
    pub(crate) days: DateRange,
    pub(crate) accumulator: Accumulator,
    /// Whether the day of arrival counts and not the day of the activity.
    pub(crate) by_arrival: bool,
    pub(crate) points: i64,
}

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

    fn support(&self, terms: &PointsTerms) -> StepsSupport {
        let ids_of_steps: BTreeSet<IdIndex> = self.step_rules().map(|rule| rule.id).collect();
        let of_steps = || self.ids.iter().filter(|id| ids_of_steps.contains(&id.index));
        let ids = ids_of_steps.len();
        // At most 256 ids of 256 caps.
        let counted = of_steps().map(|id| id.caps.len()).fold(0, usize::wrapping_add);
        let of_steps =
            || terms.rules.iter().zip(&self.rules).filter(|(_, rule)| !matches!(rule.earns, Earns::Otherwise));
        let is_plain =
            |rule: &EarningRule| rule.purse.is_none() && rule.final_after.is_none() && rule.downward.is_keep();
        let is_supported = terms.campaigns.is_empty()
            && terms.balance_cap.is_none()
            && of_steps().all(|(terms, _)| is_plain(terms))
            && ids <= MOST_RULES
            && counted <= MOST_COUNTED
            && self.ids.iter().all(|id| id.caps.len() <= MOST_COUNTED);
        StepsSupport {
            is_supported,
            asks_born: of_steps().any(|(_, rule)| rule.ages.is_some()),
            asks_opened: of_steps().any(|(_, rule)| rule.opened_within_days.is_some()),
            ids,
        }
    }

    /// Rules that earn by a day's steps.
    pub(crate) fn step_rules(&self) -> impl Iterator<Item = &PlanRule> {
        self.rules.iter().filter(|rule| !matches!(rule.earns, Earns::Otherwise))
    }

    /// An id by its place.
    ///
    /// # Errors
    /// [`Internal`] for a place of another plan.
    #[inline]
    pub(crate) fn id(&self, at: IdIndex) -> Result<&PlanId, Internal> {
        Internal::unless(self.ids.get(at.0), "an id's place is not one of the plan's")
    }

    /// The id of a code, where a rule or a campaign has it.
    pub(crate) fn find(&self, code: &Code) -> Option<&PlanId> {
        self.ids.iter().find(|known| known.code == *code)
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
        Self { plan, ids: BTreeMap::new(), kept, counting: BTreeMap::new(), caps: BTreeMap::new() }
    }

    fn add_cap(&mut self, cap: &'t Cap) {
        let accumulators = &mut self.plan.accumulators;
        let accumulator = *self.caps.entry((&cap.id, cap.window)).or_insert_with(|| accumulators.add(cap.window));
        let cap_of_plan = PlanCap {
            index: CapIndex(self.plan.caps.len()),
            days: days_of(cap.period),
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
        let window = match (&rule.mean, &rule.activity) {
            (Some(mean), _) => mean.window,
            (_, Some(ActivityPoints { once, .. })) => once.unwrap_or(Window::Ever),
            _ => Window::Day,
        };
        let id = self.add_id(&rule.id, window, u32::try_from(place).ok());
        self.plan.rules.push(PlanRule {
            id,
            days: days_of(rule.period),
            earns: Earns::of(rule)?,
            ages: rule.ages,
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
        self.plan.campaigns.push(PlanCampaign { id, days: days_of(campaign.period), raises, by });
        Ok(())
    }

    fn add_id(&mut self, code: &'t Code, window: Window, first_rule: Option<u32>) -> IdIndex {
        if let Some(known) = self.ids.get(code) {
            return *known;
        }
        let plan = &mut self.plan;
        let index = IdIndex(plan.ids.len());
        let accumulator = plan.accumulators.add(window);
        let Kept { own, at_once } = self.kept.get(code).copied().unwrap_or(Kept { own: true, at_once: true });
        let caps = self.counting.remove(code).unwrap_or_default();
        let plain = own && at_once;
        plan.ids.push(PlanId { index, code: code.clone(), first_rule, own, plain, accumulator, caps });
        self.ids.insert(code, index);
        index
    }
}

impl PointsTerms {
    /// A cap by its place.
    ///
    /// # Errors
    /// [`Internal`] for a place of another plan.
    #[inline]
    pub(crate) fn cap(&self, at: CapIndex) -> Result<&Cap, Internal> {
        Internal::unless(self.caps.get(at.0), "a cap's place is not one of the document's")
    }
}

/// The days of a period.
pub(super) fn days_of(period: Period) -> DateRange {
    let (first, last) = (period.from.map(Date::yyyymmdd), period.until.map(Date::yyyymmdd));
    DateRange::inclusive(first.unwrap_or(i32::MIN), last.unwrap_or(i32::MAX))
}
