use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::steps::StepTier;
use crate::{
    base::value::{Amount, Code, Count, present},
    programme::window::Window,
};

/// An activity other than steps, and what it earns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivityPoints {
    /// The activity: a health check taken, a questionnaire, a log-in. Either this or `kinds`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub kind: Option<Code>,
    /// Several activities, each of which earns for itself: `once` is once for each. Rows of such a rule say which it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Code>,
    /// Points for it, at least 1. Either this, `per_value` or `value_tiers`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub points: Option<Count>,
    /// Points for each unit of a measured value.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub per_value: Option<PerValue>,
    /// Points by bands of a measured value, ascending: the last that it reaches counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_tiers: Vec<ValueTier>,
    /// Once in each such window; every event by itself where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub once: Option<Window>,
    /// In how many years that follow one another it earns once, 1 to 100, where `once` is a year; absent for 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub years: Option<u16>,
    /// Other rules for activities with the same `once`, by id: a window in which one of them has earned is used up for this one too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub once_with: Vec<Code>,
    /// Points in place of `points` where it was earned in windows of `once` that follow one another, by how many these are, this one counted; ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_a_row: Vec<StepTier>,
    /// The year over whose months the points are spread: who joins during it earns the part from the month of joining on, rounded down.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub pro_rata: Option<Year>,
}

impl ActivityPoints {
    /// Whether it is for an activity.
    pub fn is_for(&self, activity: &Code) -> bool {
        self.kind.as_ref() == Some(activity) || self.kinds.contains(activity)
    }

    /// Whether what it earns depends on a measured value.
    pub fn is_by_value(&self) -> bool {
        self.points.is_none()
    }

    /// What an event of a measured value is worth; 0 is the value where it is for any.
    pub(crate) fn worth(&self, value: i64) -> i64 {
        let by_unit = self.per_value.map_or(0, |terms| terms.worth(value));
        let reached = self.value_tiers.iter().rev().find(|tier| tier.at_least.get() <= value);
        self.points.map_or(0, Count::get).max(by_unit).max(reached.map_or(0, |tier| tier.points.get()))
    }

    /// What an event is worth with which a number of windows follow one another; `None` where none of the tiers is reached.
    pub(crate) fn worth_in_a_row(&self, windows: i64) -> Option<i64> {
        let reached = self.in_a_row.iter().rev().find(|tier| tier.at_least.get() <= windows);
        reached.map(|tier| tier.points.get())
    }
}

/// Points for each unit of a measured value, such as 1,000 yen spent, ten minutes, or a tenth of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PerValue {
    /// The unit, at least 1 ...
    pub each: Count,
    /// ... for which it earns this number of points, each time it is complete; at least 1.
    pub points: Count,
    /// The value from which it earns; absent for 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_least: Option<Count>,
    /// The most points for one event; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub max_points: Option<Count>,
}

impl PerValue {
    /// What a value is worth.
    fn worth(self, value: i64) -> i64 {
        if value < self.at_least.unwrap_or_default().get() {
            return 0;
        }
        // A unit is at least 1. A product past every `i64` is past what can be paid.
        let units = value.checked_div(self.each.get()).unwrap_or(0);
        units.saturating_mul(self.points.get()).min(self.max_points.map_or(i64::MAX, Count::get))
    }
}

/// A band of a measured value, up to but not including the next one's `at_least`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueTier {
    /// The value from which the band holds; it may be negative.
    pub at_least: Amount,
    /// Points in it; they may be fewer than in the band before, and 0.
    pub points: Count,
}

/// A year of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Year {
    /// 1 April to 31 March.
    FiscalYear,
    /// 1 January to 31 December.
    CalendarYear,
}

impl Year {
    /// The year as a window.
    pub(crate) fn window(self) -> Window {
        match self {
            Self::FiscalYear => Window::FiscalYear,
            Self::CalendarYear => Window::CalendarYear,
        }
    }
}
