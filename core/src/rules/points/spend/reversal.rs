use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Expect, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Count, HostId, present},
    },
    civil::Instant,
    programme::{EachYear, Programme},
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
    /// How many of its goods to give back, at least 1; all that are left where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub quantity: Option<Count>,
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

/// Undoes an exchange or some of its goods, where the programme allows it; points go back to the
/// lots they came from. The terms are those of the day it was made, and points keep their last day.
/// Of several lots, those that were spent last come back first.
///
/// # Errors
/// A ledger that contradicts itself; `out_of_range` for a quantity of 0.
pub fn reverse(programme: &Programme, request: &ReverseRequest) -> Result<Posting<ReverseVerdict, Entry>, Error> {
    if request.quantity == Some(Count::ZERO) {
        return Err(Error::new(ErrorCode::OutOfRange, "/quantity"));
    }
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
        Judged::Reversed(Back { points, part }) => {
            let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
            let expect = Some(Expect { sequence: standing.sequence });
            let amount = Amount::new(points.get()).ok_or_else(internal)?;
            let expired = lots.expired_of(request.sequence, points.get());
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
            entry.quantity = part;
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
    /// What is to be given back.
    Reversed(Back),
}

/// What a reversal gives back.
struct Back {
    points: Count,
    /// How many goods; `None` where it is the whole exchange at once.
    part: Option<Count>,
}

/// How many goods of an exchange were not given back before a row; 0 after a reversal of the whole.
fn left_before(entries: &[Entry], exchange: &Entry, row: Option<Count>) -> i64 {
    let earlier = entries.iter().filter(|entry| row.is_none_or(|row| entry.sequence < row));
    let reversals = earlier.filter(|entry| entry.reverses == Some(exchange.sequence));
    let all = exchange.quantity.map_or(0, Count::get);
    // The ledger's invariants were held: parts are within the whole.
    reversals.fold(all, |left, entry| left.saturating_sub(entry.quantity.map_or(all, Count::get)))
}

/// What is given back for a number of an exchange's goods, where that is a whole number of points.
fn points_of(exchange: &Entry, goods: i64) -> Option<Count> {
    let taken = i128::from(exchange.points.get()).checked_abs()?;
    let (taken, all) = (taken.checked_mul(goods.into())?, i128::from(exchange.quantity?.get()));
    let points = taken.checked_div(all).filter(|points| points.checked_mul(all) == Some(taken))?;
    Count::new(i64::try_from(points).ok()?)
}

/// The points that a reversal gave back.
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
        let left = found.map(|exchange| left_before(entries, exchange, Some(earlier.sequence)));
        // Without a number, a request and a row are about all that was left.
        let goods = |quantity: Option<Count>| quantity.map(Count::get).or(left);
        let same = earlier.kind == EntryKind::Reversal
            && earlier.reverses == Some(request.sequence)
            // Where the exchange is from before the opening, nobody can say how many were left.
            && ((left.is_none() && request.quantity.is_none()) || goods(earlier.quantity) == goods(request.quantity));
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
    let left = left_before(entries, entry, None);
    if !sink.holds(left > 0, || about(Reason::AlreadyReversed, left > 0)) {
        return Judged::Refused(Reason::AlreadyReversed);
    }
    let goods = request.quantity.map_or(left, Count::get);
    if !sink.holds(goods <= left, || {
        about(Reason::MoreThanExchanged, goods <= left).read("quantity", goods).read("left", left)
    }) {
        return Judged::Refused(Reason::MoreThanExchanged);
    }
    let terms = entry.goods.as_ref().and_then(|goods| programme.exchange(goods.as_str(), entry.at.date()));
    sink.holds(terms.is_some(), || about(Reason::NotInEffect, terms.is_some()));
    let Some(terms) = terms else { return Judged::Refused(Reason::NotInEffect) };
    if let Some(rule) = &terms.irrevocable {
        sink.holds(false, || {
            Check::new(rule.as_str(), Reason::ExchangeIrrevocable, false)
                .under(EachYear::period_on(terms.every, terms.period, entry.at.date().yyyymmdd()), terms.clause())
                .read("sequence", request.sequence)
        });
        return Judged::Refused(Reason::ExchangeIrrevocable);
    }
    let points = points_of(entry, goods);
    sink.holds(points.is_some(), || about(Reason::NotReversible, points.is_some()).read("quantity", goods));
    let Some(points) = points else { return Judged::Refused(Reason::NotReversible) };
    let is_whole = entry.quantity.map(Count::get) == Some(goods);
    Judged::Reversed(Back { points, part: Count::new(goods).filter(|_| !is_whole) })
}
