use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Expect, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Count, HostId},
    },
    civil::Instant,
    programme::Programme,
    rules::points::ledger::{Entry, EntryKind, Ledger},
};

/// The request of `points.reverse`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReverseRequest {
    /// The instant of the reversal.
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
    /// How many of them had expired by then, and are lost; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<Count>,
    /// What can be spent afterwards, in points.
    pub balance: Count,
}

/// Undoes an exchange, where the programme lets it be undone: under the terms of the day it was made. Points go back to the lots
/// they came from, and keep their last day.
///
/// # Errors
/// A ledger that contradicts itself.
pub fn reverse(programme: &Programme, request: &ReverseRequest) -> Result<Posting<ReverseVerdict, Entry>, Error> {
    let lots = request.ledger.lots(request.now)?;
    let reversed = request.ledger.entries.iter().find(|entry| entry.sequence == request.sequence);
    let purse = reversed.and_then(|entry| entry.purse.as_ref());
    let mut standing = lots.standing(purse)?;
    let (judged, checks) = decide!(request.explain, |sink| judge(programme, request, reversed, sink));
    let verdict = |reason, points, balance, expired| ReverseVerdict { reason, points, expired, balance };
    let posting = match judged {
        Judged::Refused(reason) => Posting::unchanged(verdict(reason, Count::ZERO, standing.available, None)),
        Judged::Replayed(entry) => {
            // A reversal says the balance after it.
            let balance = entry.balance.ok_or_else(internal)?;
            let verdict = verdict(Reason::Reversed, given_back(entry)?, balance, entry.expired);
            Posting { replayed: true, ..Posting::unchanged(verdict) }
        }
        Judged::Reversed(exchange) => {
            let points = given_back(exchange)?;
            let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
            let expect = Some(Expect { sequence: standing.sequence });
            let amount = Amount::new(points.get()).ok_or_else(internal)?;
            let expired = lots.expired_of(request.sequence);
            // All of it has to fit beside what is pending, so that the ledger can be read again.
            standing.balance.get().checked_add(points.get()).and_then(Count::new).ok_or_else(overflow)?;
            // Of the points, those that have expired are a part: all sums are within that one.
            let balance = standing.available.get().saturating_add(points.get()).saturating_sub(expired);
            let balance = Count::new(balance).ok_or_else(internal)?;
            let expired = Count::new(expired).ok_or_else(internal)?;
            let expired = Some(expired).filter(|expired| *expired > Count::ZERO);
            let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Reversal, amount);
            entry.purse = purse.cloned();
            entry.reverses = Some(request.sequence);
            entry.expired = expired;
            entry.balance = Some(balance);
            entry.request_key = Some(request.request_key.clone());
            let verdict = verdict(Reason::Reversed, points, balance, expired);
            Posting { store: [entry].into(), expect, ..Posting::unchanged(verdict) }
        }
    };
    Ok(Posting { checks, ..posting })
}

enum Judged<'a> {
    Refused(Reason),
    /// The entry made under the request key.
    Replayed(&'a Entry),
    /// The exchange whose points are to be given back.
    Reversed(&'a Entry),
}

/// The points that a reversal gave back, or an exchange took.
fn given_back(entry: &Entry) -> Result<Count, Error> {
    entry.points.get().checked_abs().and_then(Count::new).ok_or_else(internal)
}

/// An arithmetic fault of kenpo's own.
fn internal() -> Error {
    Error::new(ErrorCode::Internal, "")
}

fn judge<'a>(
    programme: &Programme,
    request: &'a ReverseRequest,
    found: Option<&'a Entry>,
    sink: &mut impl Sink,
) -> Judged<'a> {
    let entries = &request.ledger.entries;
    let about = |reason, holds| Check::new("points.reverse", reason, holds).read("sequence", request.sequence);

    if let Some(earlier) = request.ledger.made_under(&request.request_key) {
        let same = earlier.kind == EntryKind::Reversal && earlier.reverses == Some(request.sequence);
        return if sink.holds(same, || about(Reason::RequestKeyReused, same)) {
            Judged::Replayed(earlier)
        } else {
            Judged::Refused(Reason::RequestKeyReused)
        };
    }
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
    Judged::Reversed(entry)
}
