//! `points.accrue` of many records: items and rows are made as they are written, and those of one wording are one form filled in.

use kenpo_core::{
    Check, ErrorCode, Expect, Programme,
    points::{self, AccrueRequest, AccrueVerdict, Arrival},
};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeSeq},
};

use crate::{
    Failure, Item,
    form::{Blank, Forms},
    operation::write,
    part::Part,
    read::{Attempt, Attempts, place},
};

/// What an item leaves blank, of what it has: paid are the points of its only rule.
const ITEM: [Blank; 6] = [Blank::Date, Blank::Points, Blank::Revision, Blank::Earned, Blank::Paid, Blank::Lost];

/// What a row leaves blank, of what it has.
const ROW: [Blank; 5] = [Blank::Sequence, Blank::Points, Blank::Date, Blank::Earned, Blank::Revision];

/// [`kenpo_core::Posting`] of many records.
#[derive(Serialize)]
struct Posting<'a, I: Serialize> {
    verdict: AccrueVerdict<I>,
    #[serde(skip_serializing_if = "<[Check]>::is_empty")]
    checks: &'a [Check],
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<Rows<'a>>,
    expect: Expect,
}

pub(crate) fn accrue(programme: &Programme, part: &Part<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
    let request: AccrueRequest<Attempts<'_, Arrival>> = part.read()?;
    let accrued = &points::accrue_each(programme, &request, Attempt::value).map_err(|error| part.place(error))?;
    let items = Items { accrued, part, attempts: &request.arrivals };
    let AccrueVerdict { points, lost, taken_back, balance, items: () } = accrued.verdict;
    let verdict = AccrueVerdict { points, lost, taken_back, balance, items };
    let store = accrued.has_rows().then_some(Rows(accrued));
    write(&Posting { verdict, checks: &accrued.checks, store, expect: accrued.expect }, out)
}

/// An item for each record.
struct Items<'a> {
    accrued: &'a points::Accrued<'a>,
    part: &'a Part<'a>,
    attempts: &'a [Attempt<'a, Arrival>],
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        let mut forms = Forms::new();
        for (index, attempt) in self.attempts.iter().enumerate() {
            let whole = || AccruedItem { accrued: self.accrued, part: self.part, index, attempt };
            let short = self.accrued.item_in_short(index).and_then(|(wording, figures)| {
                let has = |blank: &Blank| match blank {
                    Blank::Revision => wording.has_revision(),
                    Blank::Earned | Blank::Paid => wording.has_rule(),
                    Blank::Lost => wording.has_lost(),
                    _ => true,
                };
                forms.fill(wording, ITEM.into_iter().filter(has), (0, figures), whole)
            });
            match short {
                Some(filled) => items.serialize_element(&filled)?,
                None => items.serialize_element(&whole())?,
            }
        }
        items.end()
    }
}

/// The item of a record.
struct AccruedItem<'a> {
    accrued: &'a points::Accrued<'a>,
    part: &'a Part<'a>,
    index: usize,
    attempt: &'a Attempt<'a, Arrival>,
}

impl Serialize for AccruedItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { accrued, part, index, attempt } = self;
        let path = format_args!("{}/arrivals/{index}", part.path);
        // Places are asked for in order, once for each.
        let failure = match (&accrued.item(*index), attempt) {
            (Some(Ok(verdict)), _) => return Item::Answer(verdict).serialize(serializer),
            // A fault the core found, with a path inside the record.
            (Some(Err(error)), _) => place(error.clone(), part.source, attempt.start(part.source.text), &path),
            // Read again for its fault.
            (None, Attempt::Unread(text)) => {
                text.read::<Arrival>(part.source, &path).err().unwrap_or_else(|| Failure::of(ErrorCode::ValueInvalid))
            }
            (None, _) => Failure::of(ErrorCode::ValueInvalid),
        };
        Item::<()>::Error(failure).serialize(serializer)
    }
}

/// The rows to write.
struct Rows<'a>(&'a points::Accrued<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        let mut forms = Forms::new();
        for row in self.0.rows() {
            let whole = || AccruedRow(row);
            let short = row.in_short().and_then(|(wording, figures)| {
                let has = |blank: &Blank| *blank != Blank::Revision || wording.has_revision();
                forms.fill(wording, ROW.into_iter().filter(has), (row.sequence(), figures), whole)
            });
            match short {
                Some(filled) => rows.serialize_element(&filled)?,
                None => rows.serialize_element(&whole())?,
            }
        }
        rows.end()
    }
}

/// A row to write.
struct AccruedRow<'a>(points::AccruedRow<'a>);

impl Serialize for AccruedRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.entry() {
            Ok(entry) => entry.serialize(serializer),
            Err(error) => Err(S::Error::custom(error)),
        }
    }
}
