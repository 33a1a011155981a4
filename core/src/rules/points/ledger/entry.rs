//! A row of the ledger, and which fields each kind of row has.
//!
//! Over 300 lines: each field stands in the row, among the names and bits of all, and in the test beside it.

#[cfg(feature = "schema")]
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Amount, Code, Count, HostId, present},
    civil::{Date, Instant},
};

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
    /// Of a credit or a correction: the source that numbers the record.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
    /// Of a credit or a correction: the steps of a record that its source numbers.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub steps: Option<Count>,
    /// Of a credit: the kind of the activity, where its rule is for several.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub activity: Option<Code>,
    /// Of points granted: the first day on which they can be spent; absent where that is at once. Of a correction: that of the points
    /// it takes first, before those that can be spent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub final_on: Option<Date>,
    /// Of points granted: the last day on which they can be spent; absent where they never expire.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expires_on: Option<Date>,
    /// Of a credit or an exchange: the last day to which it puts off that of all points in its purse that can be spent and would expire before;
    /// absent where it puts off none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub renewed_until: Option<Date>,
    /// Of an adjustment: why it was made.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub cause: Option<Code>,
    /// Of an exchange: the goods' id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub goods: Option<Code>,
    /// Of an exchange: how many. Of a reversal: how many of them it gives back; absent where it is the whole exchange.
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

/// The optional fields of an entry, apart from the purse, which each kind may have: a bit for each, and its name.
const FIELDS: [&str; 18] = [
    "/rule",
    "/date",
    "/synced_on",
    "/earned",
    "/revision",
    "/final_on",
    "/expires_on",
    "/cause",
    "/goods",
    "/quantity",
    "/reverses",
    "/expired",
    "/balance",
    "/request_key",
    "/activity",
    "/renewed_until",
    "/source",
    "/steps",
];
const RULE: u32 = 1;
const DATE: u32 = 1 << 1;
const SYNCED_ON: u32 = 1 << 2;
const EARNED: u32 = 1 << 3;
const REVISION: u32 = 1 << 4;
const FINAL_ON: u32 = 1 << 5;
const EXPIRES_ON: u32 = 1 << 6;
const CAUSE: u32 = 1 << 7;
const GOODS: u32 = 1 << 8;
const QUANTITY: u32 = 1 << 9;
const REVERSES: u32 = 1 << 10;
const EXPIRED: u32 = 1 << 11;
const BALANCE: u32 = 1 << 12;
const REQUEST_KEY: u32 = 1 << 13;
const ACTIVITY: u32 = 1 << 14;
const RENEWED_UNTIL: u32 = 1 << 15;
const SOURCE: u32 = 1 << 16;
const STEPS: u32 = 1 << 17;

/// The first of the fields in a set.
fn first_of(fields: u32) -> Option<&'static str> {
    FIELDS.get(usize::try_from(fields.trailing_zeros()).ok()?).copied()
}

impl EntryKind {
    /// Every kind.
    #[cfg(any(feature = "schema", test))]
    const ALL: [Self; 5] = [Self::Credit, Self::Exchange, Self::Reversal, Self::Adjustment, Self::Correction];

    /// The fields that its entries need beside those of all, and those that they may have.
    const fn fields(self) -> (u32, u32) {
        const EARNING: u32 = RULE | DATE | SYNCED_ON | EARNED;
        const NUMBER: u32 = REVISION | SOURCE | STEPS;
        match self {
            Self::Credit => (EARNING, NUMBER | FINAL_ON | EXPIRES_ON | REQUEST_KEY | ACTIVITY | RENEWED_UNTIL),
            Self::Correction => (EARNING, NUMBER | FINAL_ON),
            Self::Exchange => (GOODS | QUANTITY | BALANCE, REQUEST_KEY | RENEWED_UNTIL),
            Self::Reversal => (REVERSES | BALANCE, QUANTITY | EXPIRED | REQUEST_KEY),
            Self::Adjustment => (CAUSE | BALANCE | REQUEST_KEY, EXPIRES_ON),
        }
    }

    /// The names of the fields that its entries need.
    #[cfg(feature = "schema")]
    fn needs(self) -> Vec<&'static str> {
        let (needed, _) = self.fields();
        let names = FIELDS.iter().zip(0..).filter(|(_, bit)| needed >> bit & 1 == 1);
        names.filter_map(|(name, _)| name.strip_prefix('/')).collect()
    }

    /// Says in an entry's schema what each kind needs.
    #[cfg(feature = "schema")]
    fn describe(entry: &mut schemars::Schema) {
        let rules: Vec<schemars::Schema> = Self::ALL
            .iter()
            .map(|kind| {
                let is_kind = schemars::json_schema!({ "properties": { "kind": { "const": kind } } });
                schemars::json_schema!({ "if": is_kind, "then": { "required": kind.needs() } })
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
            source: None,
            steps: None,
            final_on: None,
            expires_on: None,
            activity: None,
            renewed_until: None,
            cause: None,
            goods: None,
            quantity: None,
            reverses: None,
            expired: None,
            balance: None,
            request_key: None,
        }
    }

    /// The optional fields that it has.
    fn fields(&self) -> u32 {
        let has = |is_some: bool, bit: u32| if is_some { bit } else { 0 };
        has(self.rule.is_some(), RULE)
            | has(self.date.is_some(), DATE)
            | has(self.synced_on.is_some(), SYNCED_ON)
            | has(self.earned.is_some(), EARNED)
            | has(self.revision.is_some(), REVISION)
            | has(self.final_on.is_some(), FINAL_ON)
            | has(self.expires_on.is_some(), EXPIRES_ON)
            | has(self.cause.is_some(), CAUSE)
            | has(self.goods.is_some(), GOODS)
            | has(self.quantity.is_some(), QUANTITY)
            | has(self.reverses.is_some(), REVERSES)
            | has(self.expired.is_some(), EXPIRED)
            | has(self.balance.is_some(), BALANCE)
            | has(self.request_key.is_some(), REQUEST_KEY)
            | has(self.activity.is_some(), ACTIVITY)
            | has(self.renewed_until.is_some(), RENEWED_UNTIL)
            | has(self.source.is_some(), SOURCE)
            | has(self.steps.is_some(), STEPS)
    }

    /// A field that its kind needs and that it lacks: a JSON Pointer from the entry.
    pub(super) fn missing_field(&self) -> Option<&'static str> {
        let (needed, _) = self.kind.fields();
        first_of(needed & !self.fields())
    }

    /// A field that it has and that its kind does not have.
    pub(super) fn foreign_field(&self) -> Option<&'static str> {
        let (needed, optional) = self.kind.fields();
        first_of(self.fields() & !(needed | optional))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_the_fields_that_are_listed_for_it() {
        type Set<'a> = (&'a str, &'a dyn Fn(&mut Entry));

        let (at, date) = (Instant::from_unix(1_655_251_200).unwrap(), Date::from_ymd(2022, 6, 14).unwrap());
        let code = || Code::new("code").unwrap();
        let set: [Set<'_>; 18] = [
            ("/rule", &|entry| entry.rule = Some(code())),
            ("/date", &|entry| entry.date = Some(date)),
            ("/synced_on", &|entry| entry.synced_on = Some(date)),
            ("/earned", &|entry| entry.earned = Some(Count::ZERO)),
            ("/revision", &|entry| entry.revision = Some(Count::ZERO)),
            ("/final_on", &|entry| entry.final_on = Some(date)),
            ("/expires_on", &|entry| entry.expires_on = Some(date)),
            ("/cause", &|entry| entry.cause = Some(code())),
            ("/goods", &|entry| entry.goods = Some(code())),
            ("/quantity", &|entry| entry.quantity = Some(Count::ZERO)),
            ("/reverses", &|entry| entry.reverses = Some(Count::ZERO)),
            ("/expired", &|entry| entry.expired = Some(Count::ZERO)),
            ("/balance", &|entry| entry.balance = Some(Count::ZERO)),
            ("/request_key", &|entry| entry.request_key = Some(HostId::new("key").unwrap())),
            ("/activity", &|entry| entry.activity = Some(code())),
            ("/renewed_until", &|entry| entry.renewed_until = Some(date)),
            ("/source", &|entry| entry.source = Some(code())),
            ("/steps", &|entry| entry.steps = Some(Count::ZERO)),
        ];
        assert_eq!(set.map(|(name, _)| name), FIELDS);
        for kind in EntryKind::ALL {
            let bare = Entry::new(Count::ZERO, at, kind, Amount::ZERO);
            let (needs, optional) = kind.fields();
            let names = |fields: u32| FIELDS.iter().zip(0..).filter(move |(_, bit)| fields >> bit & 1 == 1);
            let mut full = bare.clone();
            for (name, _) in names(needs) {
                assert_eq!(full.missing_field(), Some(*name), "{kind:?}");
                set.iter().filter(|(field, _)| field == name).for_each(|(_, set)| set(&mut full));
            }
            assert_eq!((full.missing_field(), full.foreign_field()), (None, None), "{kind:?}");
            for ((name, set), bit) in set.iter().zip(0..) {
                let mut more = full.clone();
                set(&mut more);
                let allowed = (needs | optional) >> bit & 1 == 1;
                assert_eq!(more.foreign_field(), (!allowed).then_some(*name), "{kind:?} with {name}");
            }
        }
    }
}
