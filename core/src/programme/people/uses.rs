use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Clause, Code, RuleId, present},
    civil::Date,
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
    /// In how many years that follow each other, at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub years: u16,
    /// The years that count.
    #[serde(default, skip_serializing_if = "UseWindow::is_fiscal_year")]
    pub window: UseWindow,
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
        Self { rule, services, times: 1, years: 1, window: UseWindow::FiscalYear, clause: None }
    }

    /// Whether they say no more than once a fiscal year.
    pub(crate) fn is_once_a_fiscal_year(&self) -> bool {
        (self.times, self.years, self.window) == (1, 1, UseWindow::FiscalYear)
    }

    /// The first of the years that count together and end with a day's.
    pub(crate) fn first_year(&self, on: Date) -> i32 {
        self.window.year_of(on).saturating_sub(i32::from(self.years).saturating_sub(1))
    }
}

/// The years in which uses are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UseWindow {
    /// Fiscal years.
    #[default]
    FiscalYear,
    /// Calendar years.
    CalendarYear,
    /// All time.
    Ever,
}

impl UseWindow {
    /// Whether these are fiscal years.
    pub fn is_fiscal_year(&self) -> bool {
        *self == Self::FiscalYear
    }

    /// The number of a day's year; days of one year have the same.
    pub(crate) fn year_of(self, on: Date) -> i32 {
        match self {
            Self::FiscalYear => on.fiscal_year().start_year(),
            Self::CalendarYear => on.year(),
            Self::Ever => 0,
        }
    }
}
