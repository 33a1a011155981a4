use alloc::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    base::{Reason, value::Count},
    civil::Date,
    rules::points::ledger::Ledger,
};

/// The latest revision of a day that the host has seen taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KnownRevision {
    /// The day walked.
    pub date: Date,
    /// The highest `revision` answered for it.
    pub revision: Count,
}

/// The latest revision of each day, by the rows and by what the host knows beside them.
pub(super) struct Revisions(BTreeMap<Date, Count>);

impl Revisions {
    pub(super) fn of(ledger: &Ledger, known: &[KnownRevision]) -> Self {
        let mut revisions = Self(BTreeMap::new());
        for entry in &ledger.entries {
            if let (Some(date), Some(revision)) = (entry.date, entry.revision) {
                revisions.take_in(date, revision);
            }
        }
        for KnownRevision { date, revision } in known {
            revisions.take_in(*date, *revision);
        }
        revisions
    }

    pub(super) fn latest(&self, date: Date) -> Option<Count> {
        self.0.get(&date).copied()
    }

    pub(super) fn take_in(&mut self, date: Date, revision: Count) {
        let latest = self.0.entry(date).or_insert(revision);
        *latest = revision.max(*latest);
    }
}

/// Whether a rule has looked at a record's steps: one that does not count under it says nothing of the day.
pub(super) fn counted(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Paid
            | Reason::PaidInPart
            | Reason::CapReached
            | Reason::BelowLowestTier
            | Reason::NothingNew
            | Reason::TakenBack
            | Reason::TakenBackInPart
    )
}
