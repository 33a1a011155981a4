use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    Error, ErrorCode,
    civil::{Date, Instant},
    value::{Amount, Code, Count, HostId, MAX_SAFE, present},
};

/// A person's points ledger as the host stored it: entries in order, or a snapshot and the entries after it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// What stands for the entries that are not given.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opening: Option<Opening>,
    /// Entries, strictly ascending by sequence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// Totals that stand for earlier entries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The sequence number of the last entry they stand for.
    pub sequence: Count,
    /// The balance after it, in points.
    pub points: Count,
    /// Days up to and including this one are closed: late records for them earn nothing, since what they earned before is not known.
    pub closed_through: Date,
    /// What had been paid in windows still open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CapTotal>,
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

/// One row of the ledger. Rows are only ever added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LedgerEntry"))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Position in the person's ledger, from 1, without repetition.
    pub sequence: Count,
    /// When it was written.
    pub at: Instant,
    /// What it is.
    pub kind: EntryKind,
    /// What it adds to the balance, in points; negative for an exchange.
    pub points: Amount,
    /// Of a credit: the earning rule's id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub rule: Option<Code>,
    /// Of a credit: the day of the activity.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub date: Option<Date>,
    /// Of a credit: the day on which the record arrived.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub synced_on: Option<Date>,
    /// Of a credit: what the rule earned before caps.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub earned: Option<Count>,
    /// Of an exchange: the goods' id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub goods: Option<Code>,
    /// Of an exchange: how many.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub quantity: Option<Count>,
    /// Of a reversal: the sequence number of the entry it reverses.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub reverses: Option<Count>,
    /// Of an exchange or reversal: the balance after it, in points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub balance: Option<Count>,
    /// The request key it was made under; unique per person.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub request_key: Option<HostId>,
}

/// What a ledger entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Points earned.
    Credit,
    /// Points spent on goods.
    Exchange,
    /// An earlier entry undone.
    Reversal,
}

impl Entry {
    /// A bare entry; the kind's own fields are still to be set.
    pub(crate) fn new(sequence: Count, at: Instant, kind: EntryKind, points: Amount) -> Self {
        Self {
            sequence,
            at,
            kind,
            points,
            rule: None,
            date: None,
            synced_on: None,
            earned: None,
            goods: None,
            quantity: None,
            reverses: None,
            balance: None,
            request_key: None,
        }
    }

    fn missing(&self) -> Option<&'static str> {
        let needed: &[(&str, bool)] = match self.kind {
            EntryKind::Credit => &[
                ("/rule", self.rule.is_some()),
                ("/date", self.date.is_some()),
                ("/synced_on", self.synced_on.is_some()),
                ("/earned", self.earned.is_some()),
            ],
            EntryKind::Exchange => &[
                ("/goods", self.goods.is_some()),
                ("/quantity", self.quantity.is_some()),
                ("/balance", self.balance.is_some()),
            ],
            EntryKind::Reversal => &[("/reverses", self.reverses.is_some()), ("/balance", self.balance.is_some())],
        };
        needed.iter().find(|(_, present)| !present).map(|(path, _)| *path)
    }
}

/// Where a ledger stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    /// The last sequence number; 0 for an empty ledger.
    pub(crate) sequence: Count,
    /// The sum of everything.
    pub(crate) balance: Count,
}

impl Standing {
    /// The next sequence number.
    ///
    /// # Errors
    /// `sum_out_of_range` where there is none.
    pub(crate) fn next_sequence(&mut self) -> Result<Count, Error> {
        let next = self.sequence.get().checked_add(1).and_then(Count::new);
        self.sequence = next.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))?;
        Ok(self.sequence)
    }
}

impl Ledger {
    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.opening.is_none() && self.entries.is_empty()
    }

    /// Reads the ledger through: sequence, fields each kind needs, and a balance that never falls below zero.
    pub(crate) fn standing(&self) -> Result<Standing, Error> {
        let opening = self.opening.as_ref();
        let mut sequence = opening.map_or(0, |o| o.sequence.get());
        let mut balance = opening.map_or(0, |o| o.points.get());
        for (index, entry) in self.entries.iter().enumerate() {
            let fault = |code, path| Err(Error::new(code, path).within(index).within("entries").within("ledger"));
            if entry.sequence.get() <= sequence {
                return fault(ErrorCode::SequenceUnordered, "/sequence");
            }
            if let Some(path) = entry.missing() {
                return fault(ErrorCode::MissingValue, path);
            }
            sequence = entry.sequence.get();
            // Two numbers within ±2^53 cannot overflow an i64.
            balance = balance.saturating_add(entry.points.get());
            if balance < 0 {
                return fault(ErrorCode::BalanceNegative, "/points");
            }
            if balance > MAX_SAFE {
                return fault(ErrorCode::SumOutOfRange, "/points");
            }
        }
        let in_range = |value| Count::new(value).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"));
        Ok(Standing { sequence: in_range(sequence)?, balance: in_range(balance)? })
    }

    /// The entry made under a request key.
    pub(crate) fn made_under(&self, key: &HostId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.request_key.as_ref() == Some(key))
    }
}
