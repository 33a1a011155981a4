//! What a decision reports: each check it made, from the same code path as the verdict.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::Value,
    base::{
        Reason,
        value::{Clause, is_false},
    },
    civil::Date,
};

/// Which checks a decision reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Explain {
    /// None: the verdict alone.
    #[default]
    None,
    /// Those that failed, and warnings.
    Failed,
    /// All of them.
    All,
}

impl Explain {
    /// Whether no checks are asked for.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// How a check came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The check holds.
    Pass,
    /// The check does not hold.
    Fail,
    /// The check was not made, because an earlier one left nothing to check.
    NotEvaluated,
    /// The check does not hold, and the verdict is the same all the same. The verdict's `warnings` has its code.
    Warn,
}

/// The days on which a setting is in effect; an absent end is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day in effect.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::base::value::present")]
    pub from: Option<Date>,
    /// Last day in effect.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::base::value::present")]
    pub until: Option<Date>,
}

impl Period {
    /// Whether the period holds the day.
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }

    /// Finds the period that runs backwards.
    ///
    /// # Errors
    /// `period_upside_down` where it ends before it begins.
    pub(crate) fn validate(&self) -> Result<(), crate::base::Error> {
        match self.is_forward() {
            true => Ok(()),
            false => Err(crate::base::Error::new(crate::base::ErrorCode::PeriodUpsideDown, "/period")),
        }
    }

    /// Whether it does not end before it begins.
    pub(crate) fn is_forward(&self) -> bool {
        self.from.zip(self.until).is_none_or(|(from, until)| from <= until)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

/// A value that a check read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueRead {
    /// The value's name.
    pub name: &'static str,
    /// The value as text; integers in decimal.
    pub value: Value,
}

/// One check of a decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// The id of the rule that was checked, as the programme names it.
    pub rule: String,
    /// What the check looks for: the reason it gives when it fails.
    pub code: Reason,
    /// How it came out.
    pub outcome: Outcome,
    /// The values it read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueRead>,
    /// The period of the setting it read.
    #[serde(skip_serializing_if = "Period::is_open")]
    pub period: Period,
    /// The clause the rule rests on, where the programme cites one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub clause: Option<Clause>,
}

impl Check {
    /// A check of a rule, passed or failed.
    pub fn new(rule: &str, code: Reason, passed: bool) -> Self {
        let outcome = if passed { Outcome::Pass } else { Outcome::Fail };
        Self { rule: rule.into(), code, outcome, values: Vec::new(), period: Period::default(), clause: None }
    }

    /// With a value it read.
    #[must_use]
    pub fn read(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push(ValueRead { name, value: value.into() });
        self
    }

    /// With the period and clause of the setting it read.
    #[must_use]
    pub fn under(mut self, period: Period, clause: Option<&Clause>) -> Self {
        self.period = period;
        self.clause = clause.cloned();
        self
    }

    /// Bytes that it takes in an answer at least.
    pub(super) fn least_written(&self) -> usize {
        let names = self.values.iter().map(|value| value.name.len().saturating_add(r#"{"name":"","value":0},"#.len()));
        let check = self.rule.len().saturating_add(r#"{"rule":"","code":"paid","outcome":"pass"},"#.len());
        names.fold(check, usize::saturating_add)
    }

    /// As a check that was not made.
    #[must_use]
    pub fn not_evaluated(mut self) -> Self {
        self.outcome = Outcome::NotEvaluated;
        self
    }
}

/// An answer that changes nothing: its verdict, and the checks that were asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{V}Decision"))]
pub struct Decision<V> {
    /// What was decided.
    pub verdict: V,
    /// The checks, as asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// An answer whose rows the host writes: all of them or none, and only while `expect` still holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{V}Posting"))]
pub struct Posting<V, S, E = Expect> {
    /// What was decided.
    pub verdict: V,
    /// The checks, as asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Rows to write.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub store: Vec<S>,
    /// What must still hold when they are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<E>,
    /// True where the request key had been used for this very request: the answer is the earlier one, and nothing is to be written.
    #[serde(skip_serializing_if = "is_false")]
    pub replayed: bool,
}

impl<V, S, E> Posting<V, S, E> {
    /// An answer that has nothing written.
    pub(crate) fn unchanged(verdict: V) -> Self {
        Self { verdict, checks: Vec::new(), store: Vec::new(), expect: None, replayed: false }
    }

    /// The same posting with another verdict.
    pub fn map<W>(self, verdict: impl FnOnce(V) -> W) -> Posting<W, S, E> {
        let Self { verdict: old, checks, store, expect, replayed } = self;
        Posting { verdict: verdict(old), checks, store, expect, replayed }
    }
}

/// What must still hold when the host commits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Expect {
    /// The sequence number of the last ledger row that was read; 0 for an empty ledger.
    pub sequence: crate::base::value::Count,
}
