use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::ledger::{Entry, EntryKind, Ledger};
use crate::{
    Check, Error, ErrorCode, Expect, Explain, Posting, Programme, Reason, Sink,
    check::decide,
    civil::Instant,
    value::{Amount, Count, HostId},
};

/// What `points.reverse` is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReverseRequest {
    /// When it is asked.
    pub now: Instant,
    /// The person's ledger, reaching back to the entry.
    pub ledger: Ledger,
    /// The sequence number of the entry to undo.
    pub sequence: Count,
    /// Names this request: asked again under the same key, it is answered again and done once.
    pub request_key: HostId,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `points.reverse` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseVerdict {
    /// `reversed`, or the reason against it.
    pub reason: Reason,
    /// Points given back; 0 for a refusal.
    pub points: Count,
    /// The balance afterwards, in points.
    pub balance: Count,
}

/// Undoes an exchange, where the programme lets it be undone: under the terms of the day it was made.
///
/// # Errors
/// A ledger that contradicts itself.
pub fn reverse(programme: &Programme, request: &ReverseRequest) -> Result<Posting<ReverseVerdict, Entry>, Error> {
    let mut standing = request.ledger.standing()?;
    let (judged, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    let balance = standing.balance;
    let unchanged = |reason, points, balance, replayed| {
        Ok(Posting {
            verdict: ReverseVerdict { reason, points, balance },
            checks: Vec::new(),
            store: Vec::new(),
            expect: None,
            replayed,
        })
    };
    let posting = match judged {
        Judged::Refused(reason) => unchanged(reason, Count::ZERO, balance, false),
        Judged::Replayed(points, after) => unchanged(Reason::Reversed, points, after.unwrap_or(balance), true),
        Judged::Reversed(points) => {
            let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
            let expect = Some(Expect { sequence: standing.sequence });
            let amount = Amount::new(points.get()).ok_or_else(overflow)?;
            let balance = balance.get().checked_add(points.get()).and_then(Count::new).ok_or_else(overflow)?;
            let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Reversal, amount);
            entry.reverses = Some(request.sequence);
            entry.balance = Some(balance);
            entry.request_key = Some(request.request_key.clone());
            let verdict = ReverseVerdict { reason: Reason::Reversed, points, balance };
            Ok(Posting { verdict, checks: Vec::new(), store: [entry].into(), expect, replayed: false })
        }
    };
    posting.map(|posting: Posting<_, _>| Posting { checks, ..posting })
}

enum Judged {
    Refused(Reason),
    Replayed(Count, Option<Count>),
    Reversed(Count),
}

fn judge(programme: &Programme, request: &ReverseRequest, sink: &mut impl Sink) -> Judged {
    let entries = &request.ledger.entries;
    let about = |reason, holds| Check::new("points.reverse", reason, holds).read("sequence", request.sequence);
    let given_back = |points: Amount| Count::new(points.get().saturating_abs()).unwrap_or(Count::ZERO);

    if let Some(earlier) = request.ledger.made_under(&request.request_key) {
        let same = earlier.kind == EntryKind::Reversal && earlier.reverses == Some(request.sequence);
        return if sink.holds(same, || about(Reason::RequestKeyReused, same)) {
            Judged::Replayed(given_back(earlier.points), earlier.balance)
        } else {
            Judged::Refused(Reason::RequestKeyReused)
        };
    }
    let found = entries.iter().find(|entry| entry.sequence == request.sequence);
    sink.holds(found.is_some(), || about(Reason::EntryNotFound, found.is_some()));
    let Some(entry) = found else { return Judged::Refused(Reason::EntryNotFound) };

    let is_exchange = entry.kind == EntryKind::Exchange;
    if !sink.holds(is_exchange, || about(Reason::NotReversible, is_exchange)) {
        return Judged::Refused(Reason::NotReversible);
    }
    let before = entries.iter().any(|other| other.reverses == Some(entry.sequence));
    if !sink.holds(!before, || about(Reason::AlreadyReversed, !before)) {
        return Judged::Refused(Reason::AlreadyReversed);
    }
    let terms = entry.goods.as_ref().and_then(|goods| programme.exchange(goods.as_str(), entry.at.date()));
    sink.holds(terms.is_some(), || about(Reason::NotInEffect, terms.is_some()));
    let Some(terms) = terms else { return Judged::Refused(Reason::NotInEffect) };
    if let Some(rule) = &terms.irrevocable {
        sink.holds(false, || {
            Check::new(rule.as_str(), Reason::ExchangeIrrevocable, false)
                .under(terms.period, terms.clause())
                .read("sequence", request.sequence)
        });
        return Judged::Refused(Reason::ExchangeIrrevocable);
    }
    Judged::Reversed(given_back(entry.points))
}
