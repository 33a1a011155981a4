use serde::{Deserialize, Serialize};

use crate::{
    base::value::{HostId, present},
    civil::Instant,
};

/// The row of attempts under an ID as entered. It is kept whether or not the ID is anyone's, so that nobody can tell from a lock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// The host's key of the ID as entered.
    pub key: HostId,
    /// Failures in a row.
    pub failures: u16,
    /// The first instant after the lock, where they locked it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub locked_until: Option<Instant>,
}

impl Attempts {
    /// Failures that still count: none once the lock has ended.
    pub(super) fn failures_at(&self, now: Instant) -> u16 {
        if self.locked_until.is_some_and(|end| end <= now) { 0 } else { self.failures }
    }

    /// The end of the lock, while it holds.
    pub(super) fn lock_at(&self, now: Instant) -> Option<Instant> {
        self.locked_until.filter(|end| now < *end)
    }
}

/// What must still hold when the row of attempts is written, so that of two failures at once both count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttemptsExpect {
    /// The key.
    pub key: HostId,
    /// Failures as stored; 0 where there is no row.
    pub failures: u16,
    /// The lock's end as stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Instant>,
}
