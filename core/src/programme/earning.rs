use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::window::Window;
use crate::{
    answer::Period,
    base::value::{Clause, Code, Count, RuleId, present},
};

/// A rule that earns points: by tiers of a day's steps, by so much per further steps, by the mean of a period, or once for an activity.
/// Exactly one of `step_tiers`, `per_steps`, `mean` and `activity` says how.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarningRule {
    /// The rule's id in credits.
    pub id: Code,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the activity for which the rule is in effect.
    #[serde(default)]
    pub period: Period,
    /// Steps a day and what they earn, ascending; the highest tier reached counts for the whole day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_tiers: Vec<StepTier>,
    /// A threshold of a day's steps, and points for further steps.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub per_steps: Option<PerSteps>,
    /// The mean of a period's daily steps, and what it earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub mean: Option<MeanSteps>,
    /// An activity other than steps, and what it earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub activity: Option<ActivityPoints>,
    /// Ages on the day of the activity for which the rule is in effect.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub ages: Option<AgeRange>,
    /// The sources (health stores) whose records count; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Code>,
    /// Steps a day beyond which a record is held implausible and earns nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub plausible_steps: Option<Count>,
    /// A record that arrives more than this number of days after its day earns nothing; absent for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub grace_days: Option<u16>,
    /// The app must have been opened on the day of the activity, or within this number of days after it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opened_within_days: Option<u16>,
    /// What becomes of a day's points when a later record has fewer steps; for rules that earn by a day's steps.
    #[serde(default, skip_serializing_if = "Downward::is_keep")]
    pub downward: Downward,
    /// The purse that the points go to; absent for the programme's own points. Rules of one id share it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// From when the points can be spent; absent for at once.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub final_after: Option<FinalAfter>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

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
    /// The most points for a day.
    pub max_points: Count,
}

/// The mean of a period's daily steps, rounded down, and what it earns. It is settled once, when the period's late records are in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeanSteps {
    /// The period: a month or a fiscal year.
    pub window: Window,
    /// The mean from which a tier holds, up to but not including the next one's, ascending.
    pub tiers: Vec<StepTier>,
    /// Days with steps that the period must have, at least 1; the mean is over these days.
    pub min_days: u16,
}

/// An activity other than steps, and what it earns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivityPoints {
    /// The activity: a health check taken, a questionnaire, a log-in.
    pub kind: Code,
    /// Points for it, at least 1.
    pub points: Count,
    /// Once in each such window; every event by itself where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub once: Option<Window>,
}

/// Ages, in whole years from the birthday; an absent end is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeRange {
    /// The lowest age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_least: Option<u8>,
    /// The first age that is too old.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub below: Option<u8>,
}

/// What becomes of a day's points when a later record has fewer steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Downward {
    /// The best record stands.
    #[default]
    Keep,
    /// The latest record stands, and what it is not worth is taken back. Records must be numbered.
    TakeBack,
}

impl Downward {
    /// Whether the best record stands.
    pub fn is_keep(&self) -> bool {
        *self == Self::Keep
    }
}

/// The day from which points can be spent: in the month that lies `months` after that of the activity. Until then they are pending.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FinalAfter {
    /// Months, 0 to 1,200.
    pub months: u16,
    /// The day of that month, 1 to 28.
    pub day: u8,
}

/// Steps a day, and the points for the whole day from there on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepTier {
    /// Steps from which the tier holds.
    pub at_least: Count,
    /// Points for the day.
    pub points: Count,
}
