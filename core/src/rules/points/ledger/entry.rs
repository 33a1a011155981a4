use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Amount, Code, Count, HostId, present},
    civil::{Date, Instant},
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
    /// Points earned in it before caps, without what was taken back; 0 for a mean that was settled without any.
    pub points: Count,
    /// What was paid of it, where that is less and the rule takes back; absent where it is all.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub paid: Option<Count>,
}

/// One row of the ledger. Rows are only ever added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "LedgerEntry", transform = EntryKind::describe)
)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Position in the person's ledger, from 1, without repetition.
    pub sequence: Count,
    /// When it was written.
    pub at: Instant,
    /// What it is.
    pub kind: EntryKind,
    /// What it adds to the balance, in points; negative where points were spent or taken away.
    pub points: Amount,
    /// The purse it is about; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// Of a credit or a correction: the earning rule's id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub rule: Option<Code>,
    /// Of a credit or a correction: the day of the activity.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub date: Option<Date>,
    /// Of a credit or a correction: the day on which the record arrived.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub synced_on: Option<Date>,
    /// Of a credit: what the rule earned before caps. Of a correction: by how much that fell.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub earned: Option<Count>,
    /// Of a credit or a correction: the revision of the record, where it is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub revision: Option<Count>,
    /// Of points granted: the first day on which they can be spent; absent where that is at once. Of a correction: that of the points
    /// it takes first, before those that can be spent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub final_on: Option<Date>,
    /// Of points granted: the last day on which they can be spent; absent where they never expire.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expires_on: Option<Date>,
    /// Of an adjustment: why it was made.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub cause: Option<Code>,
    /// Of an exchange: the goods' id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub goods: Option<Code>,
    /// Of an exchange: how many.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub quantity: Option<Count>,
    /// Of a reversal: the sequence number of the entry it reverses.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub reverses: Option<Count>,
    /// Of a reversal: how many of the points given back had expired by then; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expired: Option<Count>,
    /// Of an exchange, reversal or adjustment: what can be spent after it, in points.
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
    /// Points added or taken away by the operator.
    Adjustment,
    /// Points of a day taken back, since a later record has fewer steps.
    Correction,
}

impl EntryKind {
    /// Every kind, and the fields that its entries need beside those of all: what [`Entry::missing`] looks for.
    #[cfg(any(feature = "schema", test))]
    const NEEDS: [(Self, &'static [&'static str]); 5] = [
        (Self::Credit, &["rule", "date", "synced_on", "earned"]),
        (Self::Exchange, &["goods", "quantity", "balance"]),
        (Self::Reversal, &["reverses", "balance"]),
        (Self::Adjustment, &["cause", "balance", "request_key"]),
        (Self::Correction, &["rule", "date", "synced_on", "earned"]),
    ];

    /// Says in an entry's schema what each kind needs.
    #[cfg(feature = "schema")]
    fn describe(entry: &mut schemars::Schema) {
        let rules: Vec<schemars::Schema> = Self::NEEDS
            .iter()
            .map(|(kind, needs)| {
                let is_kind = schemars::json_schema!({ "properties": { "kind": { "const": kind } } });
                schemars::json_schema!({ "if": is_kind, "then": { "required": needs } })
            })
            .collect();
        entry.ensure_object().extend(schemars::json_schema!({ "allOf": rules }).ensure_object().clone());
    }
}

impl Entry {
    /// A bare entry; the kind's own fields are still to be set.
    #[inline]
    pub(crate) fn new(sequence: Count, at: Instant, kind: EntryKind, points: Amount) -> Self {
        Self {
            sequence,
            at,
            kind,
            points,
            purse: None,
            rule: None,
            date: None,
            synced_on: None,
            earned: None,
            revision: None,
            final_on: None,
            expires_on: None,
            cause: None,
            goods: None,
            quantity: None,
            reverses: None,
            expired: None,
            balance: None,
            request_key: None,
        }
    }

    /// The field of its kind that it lacks.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        let needed: &[(&str, bool)] = match self.kind {
            EntryKind::Credit | EntryKind::Correction => &[
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
            EntryKind::Adjustment => &[
                ("/cause", self.cause.is_some()),
                ("/balance", self.balance.is_some()),
                ("/request_key", self.request_key.is_some()),
            ],
        };
        needed.iter().find(|(_, present)| !present).map(|(path, _)| *path)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_needs_the_fields_that_are_listed_for_it() {
        let (at, date) = (Instant::from_unix(1_655_251_200).unwrap(), Date::from_ymd(2022, 6, 14).unwrap());
        let code = || Code::new("code").unwrap();
        for (kind, needs) in EntryKind::NEEDS {
            let full = Entry {
                rule: Some(code()),
                date: Some(date),
                synced_on: Some(date),
                earned: Some(Count::ZERO),
                cause: Some(code()),
                goods: Some(code()),
                quantity: Some(Count::ZERO),
                reverses: Some(Count::ZERO),
                balance: Some(Count::ZERO),
                request_key: Some(HostId::new("key").unwrap()),
                ..Entry::new(Count::ZERO, at, kind, Amount::ZERO)
            };
            assert_eq!(full.missing(), None, "{kind:?}");
            let without: [(&str, fn(&mut Entry)); 10] = [
                ("rule", |entry| entry.rule = None),
                ("date", |entry| entry.date = None),
                ("synced_on", |entry| entry.synced_on = None),
                ("earned", |entry| entry.earned = None),
                ("cause", |entry| entry.cause = None),
                ("goods", |entry| entry.goods = None),
                ("quantity", |entry| entry.quantity = None),
                ("reverses", |entry| entry.reverses = None),
                ("balance", |entry| entry.balance = None),
                ("request_key", |entry| entry.request_key = None),
            ];
            for (field, remove) in without {
                let mut entry = full.clone();
                remove(&mut entry);
                let missing = entry.missing().map(|path| &path[1..]);
                assert_eq!(missing, needs.contains(&field).then_some(field), "{kind:?} without {field}");
            }
        }
    }
}
