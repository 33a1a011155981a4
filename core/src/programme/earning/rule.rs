use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    activity::ActivityPoints,
    steps::{GoalDays, MeanSteps, PerSteps, StepTier},
};
use crate::{
    answer::Period,
    base::value::{Clause, Code, Count, RuleId, present},
    civil::{Date, month_end},
    programme::{
        each_year::{EachYear, MonthDay},
        window::Window,
    },
};

/// A rule that earns points: by tiers of a day's steps, by so much per further steps, by the mean of a period, by the days
/// on which a goal is reached, or for an activity. Exactly one of `step_tiers`, `per_steps`, `mean`, `goal_days` and `activity` says how.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarningRule {
    /// The rule's id in credits.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the activity for which the rule is in effect.
    #[serde(default)]
    pub period: Period,
    /// The time of each year for which it is in effect; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// The service of `eligibility` that says who earns; absent for everyone. Requests then have the person.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub service: Option<Code>,
    /// The days on which the service must admit the person.
    #[serde(default, skip_serializing_if = "AdmittedOn::is_activity")]
    pub admitted_on: AdmittedOn,
    /// Steps a day and what they earn, ascending; the highest tier reached counts for the whole day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_tiers: Vec<StepTier>,
    /// A threshold of a day's steps, and points for further steps.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub per_steps: Option<PerSteps>,
    /// The mean of a period's daily steps, and what it earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub mean: Option<MeanSteps>,
    /// The days of a period on which a goal is reached, and what their number earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub goal_days: Option<GoalDays>,
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
    /// The last day of arrival for all records of a period: the first such day that is not before the end of the period that holds the day of the
    /// activity, of its time of the year where `every` is given. A later record earns nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub arrives_by: Option<MonthDay>,
    /// The last day of arrival for the records of a month, in place of `arrives_by`: a day of that many months later.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub arrives_within: Option<MonthsAfter>,
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

/// A day of the month that lies a number of months after another day's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MonthsAfter {
    /// Months, 0 to 1,200; 0 for the same month.
    pub months: u16,
    /// The day of that month, 1 to 31; its last day where it has fewer.
    pub day: u8,
}

impl MonthsAfter {
    /// The day for another one; `None` past the year 9999.
    pub(crate) fn last_day(self, date: Date) -> Option<Date> {
        let last = month_end(date, self.months.into())?;
        Date::from_ymd(last.year(), last.month(), u32::from(self.day).min(last.day()))
    }
}

/// The days on which the service of a rule must admit the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AdmittedOn {
    /// The day of the activity; of what is settled, its period's last day.
    #[default]
    Activity,
    /// That day, and the day on which the points are granted.
    ActivityAndGrant,
}

impl AdmittedOn {
    /// Whether it is the day of the activity alone.
    pub fn is_activity(&self) -> bool {
        *self == Self::Activity
    }
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

impl EarningRule {
    /// The days around one on which it is in effect, as checks show them.
    pub(crate) fn period_on(&self, day: Date) -> Period {
        EachYear::period_on(self.every, self.period, day.yyyymmdd())
    }

    /// The window of a rule that is settled when its period is over.
    pub(crate) fn settled(&self) -> Option<Window> {
        self.mean.as_ref().map(|mean| mean.window).or(self.goal_days.as_ref().map(|days| days.window))
    }

    /// The window in which an activity earns once. A period that comes back each year is the year that holds it.
    pub(crate) fn once(&self) -> Option<Window> {
        let window = self.activity.as_ref()?.once?;
        let of_year = self.every.and_then(|every| every.year()).filter(|_| window == Window::Period);
        Some(of_year.unwrap_or(window))
    }
}

impl Downward {
    /// Whether the best record stands.
    pub fn is_keep(&self) -> bool {
        *self == Self::Keep
    }
}

/// The day from which points can be spent: `day` of the month that lies `months` after that of the activity, 1 April of the fiscal year that lies
/// `fiscal_years` after its own, or the first day of the quarter that lies `quarters` after its own. Until then they are pending.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FinalAfter {
    /// Months, 0 to 1,200; together with `day`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub months: Option<u16>,
    /// The day of that month, 1 to 28.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub day: Option<u8>,
    /// Fiscal years, 1 to 100, in place of both.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub fiscal_years: Option<u16>,
    /// Quarters, 1 to 400, in place of both.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub quarters: Option<u16>,
}
