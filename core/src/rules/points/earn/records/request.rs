//! What arrives, and what the host stored.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Explain,
    base::value::{Code, Count, present},
    civil::{Date, Instant},
    member::Person,
    rules::points::ledger::{KnownRevision, Ledger},
};

/// The request of `points.accrue`: what the host stored, and what arrived.
///
/// The ledger must hold every credit for the days that arrived and for every cap window those days fall in,
/// or opening totals in their place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AccrueRequest"))]
#[serde(deny_unknown_fields)]
pub struct AccrueRequest<L = Vec<Arrival>> {
    /// When the records arrived.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The records, in the order in which they arrived.
    pub arrivals: L,
    /// The date of birth; needed where a rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// The person; needed where a rule names a service that says who earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Person>,
    /// The day on which the person joined; days before it earn nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub enrolled_on: Option<Date>,
    /// The day on which the app was last opened; needed where a rule asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opened_on: Option<Date>,
    /// The latest revisions of the days that arrive, where the ledger's rows do not tell them. Several of one source and day: the highest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownRevision>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// As of the other requests about a person.
impl<L> fmt::Debug for AccrueRequest<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccrueRequest").field("now", &self.now).field("explain", &self.explain).finish_non_exhaustive()
    }
}

impl<L> AccrueRequest<L> {
    /// Records that arrived, under a programme that asks nothing of the person.
    pub fn new(now: Instant, ledger: Ledger, arrivals: L) -> Self {
        let known = Vec::new();
        Self {
            now,
            ledger,
            arrivals,
            born: None,
            person: None,
            enrolled_on: None,
            opened_on: None,
            known,
            explain: Explain::None,
        }
    }
}

/// A day's steps as a phone reports them. A later record for the same day revises an earlier one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The day walked, in Japan.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
    /// The health store it came from; needed where the rule lists sources. Its records have numbers of their own, unless the programme numbers the day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
    /// Which revision of the day it is, of those of its source: one that is not higher than the latest is stale. Absent where records are not numbered.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub revision: Option<Count>,
}
