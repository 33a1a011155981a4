//! The points terms of a programme, ready to pay by: ids resolved, dates as integers, each rule with its caps.

mod accumulator;
mod builder;
mod worth;

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

use crate::{
    answer::Period,
    base::{Internal, value::Code},
    civil::{Date, DateRange, parts},
    programme::{
        each_year::{EachYear, MonthDay},
        earning::{AgeRange, EarningRule, MonthsAfter},
        points::{Cap, PointsTerms},
    },
};

pub(crate) use accumulator::{Accumulator, AccumulatorCounts};
pub(crate) use worth::Earns;

use worth::Bonus;

/// The most ids of rules that earn by steps, for the typed way.
pub(crate) const MOST_RULES: usize = 8;

/// The most caps on them, each counted once for every id that it counts, for the typed way.
pub(crate) const MOST_COUNTED: usize = 16;

/// What a rule by steps itself checks of a record: its source, its lateness, the app, what is plausible, what is paid already, its tiers.
const CHECKS_OF_A_RULE: usize = 6;

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
    /// Whether they also can be spent at once, in every period, and expire by the day of the grant alone.
    pub(crate) plain: bool,
    /// Whether points under it can be refused for their last day.
    pub(crate) may_be_refused: bool,
    /// The best that was earned, by the window in which it is earned once.
    pub(crate) accumulator: Accumulator,
    /// The same for each of the periods of its rules, where it is earned once in them.
    by_period: Vec<(DateRange, Accumulator)>,
    /// The caps that count it.
    pub(crate) caps: Vec<PlanCap>,
}

impl PlanId {
    /// The best that was earned, in the window that holds a day, YYYYMMDD.
    #[inline]
    pub(crate) fn accumulator_on(&self, ymd: i32) -> Accumulator {
        let of_period = self.by_period.iter().find(|(days, _)| days.contains(ymd));
        of_period.map_or(self.accumulator, |(_, accumulator)| *accumulator)
    }
}

/// A rule in one period. It stands at the same place as among the document's rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanRule {
    pub(crate) id: IdIndex,
    pub(crate) days: DateRange,
    pub(crate) earns: Earns,
    pub(crate) ages: Option<AgeRange>,
    /// The time of each year for which it is in effect.
    pub(crate) every: Option<EachYear>,
    /// The last day of arrival for the records of its period, or of a month.
    pub(crate) arrives_by: Option<MonthDay>,
    pub(crate) arrives_within: Option<MonthsAfter>,
    /// A record that arrives more than this number of days after its day earns nothing.
    pub(crate) grace_days: Option<u16>,
    /// The app must have been opened on the day of the record, or within this number of days after it.
    pub(crate) opened_within_days: Option<u16>,
    /// Steps a day beyond which a record earns nothing, 0 to 2^53 − 1.
    pub(crate) plausible_steps: Option<i64>,
    /// Whether a later record with fewer steps takes points back.
    pub(crate) takes_back: bool,
}

impl PlanRule {
    /// Whether it earns by a day's steps.
    pub(crate) fn is_by_steps(&self) -> bool {
        !matches!(self.earns, Earns::Otherwise)
    }

    /// The last day on which a record of a day may arrive, both YYYYMMDD; `None` for any.
    pub(crate) fn last_arrival(&self, ymd: i32) -> Option<i32> {
        if let Some(within) = self.arrives_within {
            return Some(within.last_day(Date::from_yyyymmdd(ymd)?).map_or(i32::MAX, Date::yyyymmdd));
        }
        let by = self.arrives_by?;
        let of_year = self.every.map_or(self.days, |every| self.days.intersect(every.side_of(ymd).1));
        // Of a period without an end each day is one by itself.
        let end = if of_year.last() == i32::MAX { ymd } else { of_year.last() };
        let (year, _) = parts(end);
        let in_year = by.ymd(year);
        Some(if end <= in_year { in_year } else { by.ymd(year.wrapping_add(1)) })
    }
}

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PlanCampaign {
    pub(crate) id: IdIndex,
    days: DateRange,
    /// The time of each year in which it holds.
    every: Option<EachYear>,
    /// The rules it raises.
    pub(crate) raises: Vec<Accumulator>,
    /// By basis points more, or by points.
    pub(crate) by: Bonus,
}

impl PlanCampaign {
    /// Whether it holds on a day, YYYYMMDD.
    pub(crate) fn in_effect(&self, ymd: i32) -> bool {
        self.days.contains(ymd) && self.every.is_none_or(|every| every.side_of(ymd).0)
    }
}

/// A cap in one period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PlanCap {
    pub(crate) index: CapIndex,
    pub(crate) days: DateRange,
    /// The time of each year in which it is in effect.
    every: Option<EachYear>,
    pub(crate) accumulator: Accumulator,
    /// Whether the day of arrival counts and not the day of the activity.
    pub(crate) by_arrival: bool,
    pub(crate) points: i64,
}

impl PlanCap {
    /// Whether it is in effect on a day that it counts, YYYYMMDD.
    #[inline]
    pub(crate) fn in_effect(&self, ymd: i32) -> bool {
        self.days.contains(ymd) && self.every.is_none_or(|every| every.side_of(ymd).0)
    }
}

impl Plan {
    fn support(&self, terms: &PointsTerms) -> StepsSupport {
        let of_steps =
            || terms.rules.iter().zip(&self.rules).filter(|(_, rule)| !matches!(rule.earns, Earns::Otherwise));
        StepsSupport {
            is_supported: self.beyond_typed(terms).next().is_none(),
            asks_born: of_steps().any(|(_, rule)| rule.ages.is_some()),
            asks_opened: of_steps().any(|(_, rule)| rule.opened_within_days.is_some()),
            ids: self.ids_of_steps().len(),
        }
    }

    fn ids_of_steps(&self) -> BTreeSet<IdIndex> {
        self.step_rules().map(|rule| rule.id).collect()
    }

    /// The settings that the typed way does not reach, by their places in the document; none where it can pay.
    pub(crate) fn beyond_typed<'a>(&'a self, terms: &'a PointsTerms) -> impl Iterator<Item = String> + 'a {
        let ids_of_steps = self.ids_of_steps();
        let of_steps = self.ids.iter().filter(|id| ids_of_steps.contains(&id.index));
        // At most 256 ids of 256 caps.
        let counted = of_steps.map(|id| id.caps.len()).fold(0, usize::wrapping_add);
        let too_many_caps = counted > MOST_COUNTED || self.ids.iter().any(|id| id.caps.len() > MOST_COUNTED);
        let whole = [
            (!terms.campaigns.is_empty(), "/points/campaigns"),
            (terms.balance_cap.is_some(), "/points/balance_cap"),
            (ids_of_steps.len() > MOST_RULES, "/points/rules"),
            (too_many_caps, "/points/caps"),
        ];
        let whole = whole.into_iter().filter(|(beyond, _)| *beyond).map(|(_, path)| String::from(path));
        let beyond = |cap: &Cap| match AccumulatorCounts::in_grid(cap.window) {
            true => cap.every.map(|_| "every"),
            false => Some("window"),
        };
        let caps = terms.caps.iter().enumerate().filter_map(move |(index, cap)| Some((index, beyond(cap)?)));
        let caps = caps.map(|(index, setting)| format!("/points/caps/{index}/{setting}"));
        let rules = terms.rules.iter().zip(&self.rules).enumerate();
        let rules = rules.filter_map(|(index, (rule, planned))| Some((index, self.beyond_in_rule(rule, planned)?)));
        let rules = rules.map(|(index, setting)| format!("/points/rules/{index}{setting}"));
        let expiry = terms.expiry.iter().enumerate().filter(|(_, expiry)| !expiry.is_plain());
        let expiry = expiry.map(|(index, _)| format!("/points/expiry/{index}"));
        whole.chain(caps).chain(rules).chain(expiry)
    }

    /// What in a rule the typed way does not reach: the setting's path in the rule, empty where it is all of it.
    fn beyond_in_rule(&self, rule: &EarningRule, planned: &PlanRule) -> Option<&'static str> {
        let window = self.ids.get(planned.id.0).map(|id| id.accumulator.window);
        if window.is_some_and(|window| !AccumulatorCounts::in_grid(window)) {
            return Some("");
        }
        if matches!(planned.earns, Earns::Otherwise) {
            return None;
        }
        let asked = [
            (rule.purse.is_some(), "/purse"),
            (rule.final_after.is_some(), "/final_after"),
            (!rule.downward.is_keep(), "/downward"),
            (rule.service.is_some(), "/service"),
            (rule.every.is_some(), "/every"),
            (rule.arrives_by.is_some(), "/arrives_by"),
            (rule.arrives_within.is_some(), "/arrives_within"),
        ];
        asked.into_iter().find_map(|(beyond, setting)| beyond.then_some(setting))
    }

    /// The most terms that one record of steps is held against: of each rule by steps its own checks and its caps, of each campaign the
    /// rules that it raises and its caps.
    pub(crate) fn terms_per_record(&self) -> Result<usize, Internal> {
        let rules = self.step_rules().map(|rule| (rule.id, CHECKS_OF_A_RULE));
        let campaigns = self.campaigns.iter().map(|campaign| (campaign.id, campaign.raises.len()));
        // At most 512 times 256 + 256.
        rules
            .chain(campaigns)
            .try_fold(0_usize, |sum, (id, own)| Ok(sum.wrapping_add(own).wrapping_add(self.id(id)?.caps.len())))
    }

    /// Rules that earn by a day's steps.
    pub(crate) fn step_rules(&self) -> impl Iterator<Item = &PlanRule> {
        self.rules.iter().filter(|rule| rule.is_by_steps())
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
