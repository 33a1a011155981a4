//! `points.accrue` of many records: items and rows are made as they are written, and a record that cannot be used has its error.

use kenpo_core::{
    Check, Error, ErrorCode, Expect, Programme,
    points::{self, AccrueRequest, AccrueVerdict, Arrival},
};
use serde::{Serialize, Serializer, ser::SerializeSeq};

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
    let accrued = points::accrue_each_within(programme, &request, out.room(), Attempt::value);
    let accrued = &accrued.map_err(|error| match (error.code(), error.path()) {
        // The answer would be too long, which has no place in the request.
        (ErrorCode::TooLarge, "") => Failure::of(ErrorCode::TooLarge),
        _ => part.place(error),
    })?;
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
        let mut items = serializer.serialize_seq(Some(self.arrivals.len()))?;
        for (index, attempt) in self.arrivals.iter().enumerate() {
            let item = self.accrued.item(index);
            // Written from where it was made: what is passed on is copied with every step.
            items.serialize_element(&match &item {
                Some(Ok(verdict)) => Item::Answer(verdict),
                Some(Err(error)) => self.unpaid(index, attempt, Some(error)),
                None => self.unpaid(index, attempt, None),
            })?;
        }
        items.end()
    }
}

impl Items<'_> {
    /// Of a record that cannot be used, what is wrong with it.
    fn unpaid<A>(&self, index: usize, attempt: &Attempt<'_, Arrival>, error: Option<&Error>) -> Item<A> {
        let Part { source, path, .. } = self.part;
        // Places are asked for in order, once for each.
        let ((start, end), path) = (attempt.span(source.text), format_args!("{path}/arrivals/{index}"));
        Item::Error(match error {
            // A fault the core found, with a path inside the record.
            Some(error) => place(error.clone(), source, start, &path),
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
        serializer.collect_seq(self.0.rows())
    }
}
