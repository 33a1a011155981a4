use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Count, is_false, present},
    programme::window::Window,
};

/// A threshold of a day's steps, and points for further steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PerSteps {
    /// Steps from which the rule earns.
    pub at_least: Count,
    /// Points at the threshold.
    pub points: Count,
    /// Further steps, at least 1 ...
    pub each: Count,
    /// ... for this number of points more, each time they are complete.
    pub each_points: Count,
    /// The most points for a day, at least `points`; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub max_points: Option<Count>,
}

/// The mean of a period's daily steps, rounded down, and what it earns. It is settled once, when the period's late records are in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeanSteps {
    /// The period: any window but a day and all time.
    pub window: Window,
    /// The mean from which a tier holds, up to but not including the next one's, ascending.
    pub tiers: Vec<StepTier>,
    /// Days with steps that the period must have, 1 to 366; of a team each member. Absent for 1.
    #[serde(default = "one_day")]
    pub min_days: u16,
    /// The days over which the mean is taken.
    #[serde(default, skip_serializing_if = "MeanOver::is_given")]
    pub over: MeanOver,
    /// Of a team: how many members it may have. The mean is then that of all members' days.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub team: Option<TeamTerms>,
}

fn one_day() -> u16 {
    1
}

/// The days over which a mean is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeanOver {
    /// The days that are given.
    #[default]
    Given,
    /// All days of the period: one that is not given counts as 0 steps.
    Period,
}

impl MeanOver {
    /// Whether it is the days that are given.
    pub fn is_given(&self) -> bool {
        *self == Self::Given
    }
}

/// How many members a team may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TeamTerms {
    /// Members at least, 1 or more.
    pub at_least: u16,
    /// Members at most; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_most: Option<u16>,
}

/// Days of a period on which a goal is reached, and what their number earns. It is settled as a mean is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalDays {
    /// The period: any window but a day and all time.
    pub window: Window,
    /// The goal of a day: steps, at least 1. Either this or `steps_by_age`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub steps: Option<Count>,
    /// The goal of a day by the age on that day, ascending: that of the last age reached. A day before the first age does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps_by_age: Vec<AgeSteps>,
    /// The number of days from which a tier holds, up to but not including the next one's, ascending.
    pub tiers: Vec<StepTier>,
    /// Whether the days count that follow one another, in the longest such row, and not all of them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_a_row: bool,
}

impl GoalDays {
    /// The goal of a day, for the age on that day; `None` where it has none.
    pub(crate) fn goal_at(&self, age: Option<u32>) -> Option<Count> {
        let reached = |goal: &&AgeSteps| age.is_some_and(|age| u32::from(goal.at_least) <= age);
        self.steps.or_else(|| self.steps_by_age.iter().rev().find(reached).map(|goal| goal.steps))
    }
}

/// The goal of a day from an age on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeSteps {
    /// The age in years, from the birthday.
    pub at_least: u8,
    /// Steps, at least 1.
    pub steps: Count,
}

/// Steps a day, their mean or a number of days, and the points from there on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepTier {
    /// From which the tier holds.
    pub at_least: Count,
    /// Points in it.
    pub points: Count,
}
