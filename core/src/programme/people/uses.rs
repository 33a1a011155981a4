use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Clause, Code, RuleId, present},
    programme::Window,
};

/// How often: once a fiscal year of the day of the service, where nothing else is said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OnceTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Services that count together, this one among them; where empty, a service counts for itself alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Code>,
    /// How many times, at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub times: u16,
    /// In how many years that follow each other, at least 1; more than 1 only where the window is a year.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub years: u16,
    /// In which span of days uses are counted: a month, a quarter, a fiscal or a calendar year, or all time.
    #[serde(default = "Window::fiscal_year", skip_serializing_if = "Window::is_fiscal_year")]
    pub window: Window,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

fn one() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(number: &u16) -> bool {
    *number == 1
}

impl OnceTerms {
    /// Once a fiscal year, the services counting together.
    pub fn new(rule: RuleId, services: Vec<Code>) -> Self {
        Self { rule, services, times: 1, years: 1, window: Window::FiscalYear, clause: None }
    }

    /// Whether they say no more than once a fiscal year.
    pub(crate) fn is_once_a_fiscal_year(&self) -> bool {
        (self.times, self.years, self.window) == (1, 1, Window::FiscalYear)
    }

    /// How many windows before a day's own count together with it.
    pub(crate) fn further_windows(&self) -> i64 {
        i64::from(self.years).saturating_sub(1)
    }
}
