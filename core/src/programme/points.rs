use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    each_year::EachYear,
    earning::{EarningRule, FinalAfter},
    ledger::{PointsExpiry, PurseTerms},
    window::Window,
};
use crate::{
    answer::Period,
    base::value::{Clause, Code, Count, RuleId, present},
    civil::TimeOfDay,
};

/// Earning, capping and exchanging points.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PointsTerms {
    /// Rules that earn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<EarningRule>,
    /// Bonuses for a while.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<Campaign>,
    /// Caps on what is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    /// The highest balance; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub balance_cap: Option<BalanceCap>,
    /// Goals of a day's steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_goals: Vec<StepGoal>,
    /// Whose numbers the revisions of records are.
    #[serde(default, skip_serializing_if = "RevisionsOf::is_source")]
    pub revisions_of: RevisionsOf,
    /// Whose steps count where several sources counted the same hour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_sources: Vec<StepSources>,
    /// Goods that points buy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Exchange>,
    /// When points expire.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expiry: Vec<PointsExpiry>,
    /// Purses beside the programme's own points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purses: Vec<PurseTerms>,
}

impl PointsTerms {
    /// Whether there is such a purse; the programme's own points are always one.
    pub(crate) fn has_purse(&self, purse: Option<&Code>) -> bool {
        purse.is_none_or(|purse| self.purses.iter().any(|terms| terms.id == *purse))
    }
}

/// A bonus for a while, on top of what rules have earned for a day. A cap counts it where the cap lists it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// The campaign's id in credits; no rule has the same.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the activity, both ends in.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which it holds; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// The rules, by id, whose points of a day it raises. They earn by the day.
    pub raises: Vec<Code>,
    /// By basis points more: 5,000 pays half as much again, rounded down. Either this or `points`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub basis_points: Option<u16>,
    /// By points, where the rules have earned any.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub points: Option<Count>,
    /// The purse that the points go to; absent for the programme's own points. Campaigns of one id share it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// From when the points can be spent; absent for at once.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub final_after: Option<FinalAfter>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A limit on the points paid within a window. The part that fits is paid; the rest is lost, and not carried over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The cap's id in answers and opening totals.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days counted on which the cap is in effect. It begins and ends with its windows; a cap for ever has none.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which it is in effect, which begins and ends with its windows too; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// Earning rules and campaigns whose points count, by id.
    pub counts: Vec<Code>,
    /// The window.
    pub window: Window,
    /// The most points paid within a window.
    pub points: Count,
    /// Whose window a late record counts in. A day's window is always the day walked.
    #[serde(default)]
    pub month_of: CapMonth,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl Cap {
    /// Whether a record counts on the day of its arrival, and not on the day walked.
    pub(super) fn is_by_arrival(&self) -> bool {
        self.month_of == CapMonth::Synced && self.window != Window::Day
    }
}

/// The highest balance: what would pass it is lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BalanceCap {
    /// The rule that checks cite. Answers report what was lost to it without the id of a cap.
    #[serde(default)]
    pub rule: RuleId,
    /// The most points.
    pub points: Count,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A goal of a day's steps, against which the achievement is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepGoal {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days walked for which it holds.
    #[serde(default)]
    pub period: Period,
    /// Steps a day, at least 1.
    pub steps: Count,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The sources of steps whose intervals are collected, the first first: in an hour that several counted, the first with any steps counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepSources {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days walked for which it holds.
    #[serde(default)]
    pub period: Period,
    /// Sources, at least one, none twice. Intervals of other sources are not counted.
    pub order: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// Whose numbers the revisions of a day's records are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevisionsOf {
    /// Each source numbers its own, and a day is worth the best of its sources' latest records. Records without a source are of the day.
    #[default]
    Source,
    /// One list of numbers for the day, whatever the source.
    Day,
}

impl RevisionsOf {
    /// Whether each source numbers its own.
    pub fn is_source(&self) -> bool {
        *self == Self::Source
    }
}

/// Whose window a late record counts in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CapMonth {
    /// The window of the day walked.
    #[default]
    Walked,
    /// The window in which the record arrived.
    Synced,
}

/// Goods of the programme that points buy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The goods' id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of exchange on which the terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// Points for one, at least 1.
    pub points: Count,
    /// What one is worth, in yen, at least 1; absent where that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value_yen: Option<Count>,
    /// The purse that pays; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// How many at a time at least; absent for 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub min_quantity: Option<Count>,
    /// How many one person may have in a window; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub limit: Option<ExchangeLimit>,
    /// The same in several windows, all of which hold. Either this or `limit`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<ExchangeLimit>,
    /// What must have earned before; absent for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub requires: Option<RequiredActivity>,
    /// The hour at which the exchange closes on the last day of `period`, and of each time of `every`, exclusive; absent for the end of that day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub closes_at: Option<TimeOfDay>,
    /// How many there are for all people together; absent for any number. Requests then say how many are taken.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub stock: Option<Count>,
    /// The rule under which an exchange cannot be undone; absent where it can.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub irrevocable: Option<RuleId>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The most goods of one kind that one person exchanges for within a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeLimit {
    /// How many, at least 1. What was reversed does not count.
    pub quantity: Count,
    /// The window of the days of exchange.
    pub window: Window,
}

/// What must have earned before an exchange.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredActivity {
    /// Earning rules and campaigns, by id, of which one must have earned, whatever its caps let through.
    pub earned: Vec<Code>,
    /// The window that holds both the day of exchange and the day of the activity.
    pub window: Window,
}
