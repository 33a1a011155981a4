//! What a decision reports: each check it made, from the same code path as the verdict.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::Value,
    base::{
        Error, ErrorCode, Reason,
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
    fn least_written(&self) -> usize {
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

/// Where checks go. With [`Silent`] the whole reporting compiles away.
pub trait Sink {
    /// Takes a check of this outcome. `describe` runs only if someone listens.
    fn report(&mut self, outcome: Outcome, describe: impl FnOnce() -> Check);

    /// Reports whether something held, and returns it.
    fn holds(&mut self, passed: bool, describe: impl FnOnce() -> Check) -> bool {
        self.report(if passed { Outcome::Pass } else { Outcome::Fail }, describe);
        passed
    }

    /// Reports whether something held that changes no verdict, and notes in `warnings` what did not hold.
    fn warns(&mut self, passed: bool, reason: Reason, warnings: &mut Vec<Reason>, describe: impl FnOnce() -> Check) {
        self.report(if passed { Outcome::Pass } else { Outcome::Warn }, describe);
        if !passed {
            warnings.push(reason);
        }
    }
}

/// Nobody listens.
pub struct Silent;

impl Sink for Silent {
    #[inline(always)]
    fn report(&mut self, _: Outcome, _: impl FnOnce() -> Check) {}
}

/// Keeps the checks that were asked for.
pub struct Listener {
    explain: Explain,
    checks: Vec<Check>,
    /// Bytes that are left for checks in the answer.
    room: usize,
    is_full: bool,
}

impl Listener {
    /// A listener for what `explain` asks.
    pub fn new(explain: Explain) -> Self {
        Self::within(explain, usize::MAX)
    }

    /// A listener for what `explain` asks, of an answer that has room for so many bytes of checks. What would be longer is not kept.
    pub(crate) fn within(explain: Explain, room: usize) -> Self {
        Self { explain, checks: Vec::new(), room, is_full: false }
    }

    /// What it kept, in the order of the checks.
    ///
    /// # Errors
    /// `too_large` where there was no room for all.
    pub(crate) fn all_checks(self) -> Result<Vec<Check>, Error> {
        if self.is_full { Err(Error::new(ErrorCode::TooLarge, "")) } else { Ok(self.checks) }
    }

    /// What it kept, in the order of the checks.
    pub fn into_checks(self) -> Vec<Check> {
        self.checks
    }
}

impl Sink for Listener {
    fn report(&mut self, outcome: Outcome, describe: impl FnOnce() -> Check) {
        let wanted = match self.explain {
            Explain::None => false,
            Explain::Failed => matches!(outcome, Outcome::Fail | Outcome::Warn),
            Explain::All => true,
        };
        if wanted && !self.is_full {
            let mut check = describe();
            check.outcome = outcome;
            match self.room.checked_sub(check.least_written()) {
                Some(room) => {
                    self.room = room;
                    self.checks.push(check);
                }
                None => {
                    self.is_full = true;
                    self.checks = Vec::new();
                }
            }
        }
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

/// Decides with the sink that `explain` asks for. The silent one is a code path of its own, without reporting.
macro_rules! decide {
    ($explain:expr, |$sink:ident| $body:expr) => {
        match $explain {
            $crate::answer::Explain::None => {
                let $sink = &mut $crate::answer::Silent;
                ($body, alloc::vec::Vec::new())
            }
            explain => {
                let mut listener = $crate::answer::Listener::new(explain);
                let verdict = {
                    let $sink = &mut listener;
                    $body
                };
                (verdict, listener.into_checks())
            }
        }
    };
}
pub(crate) use decide;
