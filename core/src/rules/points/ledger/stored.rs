//! A ledger as the host gives it: entries, or totals and the entries after them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{entry::Entry, known::KnownRevision};
use crate::{
    base::value::{Code, Count, HostId, present},
    civil::{Date, Instant},
};

/// A person's points ledger as the host stored it: entries in order, or a snapshot and the entries after it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Totals in place of the entries that are not given.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opening: Option<Opening>,
    /// Entries, strictly ascending by sequence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.opening.is_none() && self.entries.is_empty()
    }

    /// The entries that a ledger had at an instant.
    pub(crate) fn entries_as_of(&self, as_of: Instant) -> &[Entry] {
        let until = self.entries.iter().position(|entry| entry.at > as_of).unwrap_or(self.entries.len());
        self.entries.get(..until).unwrap_or_default()
    }

    /// The entry made under a request key.
    pub(crate) fn made_under(&self, key: &HostId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.request_key.as_ref() == Some(key))
    }
}

/// Totals in place of earlier entries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The sequence number of the last entry that they hold.
    pub sequence: Count,
    /// The balance after it, in points, all purses together.
    pub points: Count,
    /// The lots it is made of, adding up to `points`, in the order in which they were granted; absent where it is one lot of the
    /// programme's own points that never expires.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<PointsLot>,
    /// Days up to and including this one are closed: late records for them earn nothing, since what they earned before is not known.
    pub closed_through: Date,
    /// What had been paid in windows still open. Several of one window add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CapTotal>,
    /// What had been earned in windows still open: on days that are not closed, and by what is earned once in a longer window.
    /// Several of one window add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earned: Vec<EarnedTotal>,
    /// What had been exchanged in windows still open, and not reversed. Several of one window add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanged: Vec<ExchangedTotal>,
    /// The latest numbered records of days that are not closed, as in `known` of a request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownRevision>,
}

/// Goods of one kind exchanged in one window of their limit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangedTotal {
    /// The goods' id.
    pub goods: Code,
    /// Any day of the window.
    pub date: Date,
    /// How many.
    pub quantity: Count,
}

/// Points that expire together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PointsLot {
    /// How many.
    pub points: Count,
    /// The last day on which they can be spent; absent where they never expire.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expires_on: Option<Date>,
    /// The first day on which they can be spent; absent where they can be already.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub final_on: Option<Date>,
    /// The purse they lie in; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
}

/// Points paid in one window of a cap.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CapTotal {
    /// The cap's id.
    pub cap: Code,
    /// Any day of the window.
    pub date: Date,
    /// Points paid in it.
    pub points: Count,
}

/// Points earned under one rule in one window: a day's steps, or that in which an activity or a mean is earned once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarnedTotal {
    /// The id of the earning rule, or of the campaign. One that the programme no longer has is passed over, as its credits are.
    pub rule: Code,
    /// Any day of the window.
    pub date: Date,
    /// The kind of the activity, where the rule is for several.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub activity: Option<Code>,
    /// Points earned in it before caps, without what was taken back; 0 for a mean that was settled without any.
    pub points: Count,
    /// What was paid of it, where that is less and the rule takes back; absent where it is all.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub paid: Option<Count>,
}
