//! `points.accrue` of many records: items and rows are made as they are written, and a record that cannot be used has its error.

use kenpo_core::{
    Check, ErrorCode, Expect, Programme,
    points::{self, AccrueRequest, AccrueVerdict, Arrival},
};
use serde::{Serialize, Serializer, ser::Error as _};

use crate::{
    Failure,
    envelope::Item,
    part::Part,
    read::{Attempt, Attempts, from_part, place},
    write::Text,
};

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

pub(crate) fn accrue(programme: &Programme, part: &Part<'_>, out: &mut Text) -> Result<(), Failure> {
    let request: AccrueRequest<Attempts<'_, Arrival>> = part.read()?;
    let accrued = &points::accrue_each(programme, &request, Attempt::value).map_err(|error| part.place(error))?;
    let items = Items { accrued, part, arrivals: &request.arrivals };
    let AccrueVerdict { points, lost, taken_back, balance, ref details, items: () } = accrued.verdict;
    let verdict = AccrueVerdict { points, lost, taken_back, balance, details: details.clone(), items };
    let store = accrued.has_rows().then_some(Rows(accrued));
    Ok(out.append(&Posting { verdict, checks: &accrued.checks, store, expect: accrued.expect })?)
}

/// An item for each record.
struct Items<'a> {
    accrued: &'a points::Accrued<'a>,
    part: &'a Part<'a>,
    arrivals: &'a [Attempt<'a, Arrival>],
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.arrivals.iter().enumerate().map(|(index, attempt)| self.item(index, attempt)))
    }
}

impl Items<'_> {
    fn item(&self, index: usize, attempt: &Attempt<'_, Arrival>) -> Item<points::ArrivalVerdict> {
        let Self { accrued, part: Part { source, path, .. }, .. } = self;
        let error = match accrued.item(index) {
            Some(Ok(verdict)) => return Item::Answer(verdict),
            Some(Err(error)) => Some(error),
            None => None,
        };
        // Places are asked for in order, once for each.
        let ((start, end), path) = (attempt.span(source.text), format_args!("{path}/arrivals/{index}"));
        Item::Error(match error {
            // A fault the core found, with a path inside the record.
            Some(error) => place(error, source, start, &path),
            // Read again for its fault.
            None => {
                let read = from_part::<Arrival>(source, start, end, &path);
                read.err().unwrap_or_else(|| Failure::of(ErrorCode::ValueInvalid))
            }
        })
    }
}

/// The rows to write.
struct Rows<'a>(&'a points::Accrued<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows().map(Row))
    }
}

/// A row to write.
struct Row<'a>(points::AccruedRow<'a>);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.entry() {
            Ok(entry) => entry.serialize(serializer),
            Err(error) => Err(S::Error::custom(error)),
        }
    }
}
