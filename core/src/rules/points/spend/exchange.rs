use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::limits::{Asked, limits};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Code, Count, HostId, present},
    },
    civil::{Date, Instant},
    programme::{EachYear, Exchange, Programme},
    rules::points::ledger::{Entry, EntryKind, Ledger, Standing, of_entry},
};

/// The request of `points.exchange`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRequest {
    /// The instant of the exchange; its civil day selects the terms.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The entry that the host finds under the request key, where the ledger given here does not reach back to it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub earlier: Option<Entry>,
    /// The goods' id.
    pub goods: Code,
    /// How many, at least 1.
    pub quantity: Count,
    /// How many of the goods are taken, by all people together; needed where the terms have a stock.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub taken: Option<Count>,
    /// Names this request: asked again under the same key, it is answered again and done once.
    pub request_key: HostId,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `points.exchange` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExchangeVerdict {
    /// `exchanged`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// How many were exchanged; 0 for a refusal.
    pub quantity: Count,
    /// Points spent.
    pub points: Count,
    /// What can be spent afterwards, in points.
    pub balance: Count,
    /// How many more the balance would buy.
    pub affordable: Count,
    /// What was exchanged is worth, in yen; absent for a refusal, and where the terms do not say what one is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_yen: Option<Count>,
}

/// What must still hold when an exchange is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExchangeExpect {
    /// The last sequence number in the person's ledger; 0 for an empty one.
    pub sequence: Count,
    /// How many of the goods are taken by all people together, where they have a stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Count>,
}

/// Exchanges points for goods, such as a ticket of a draw; what does not make a whole one stays.
///
/// # Errors
/// A ledger, or an `earlier` entry, that contradicts itself; `out_of_range` for a quantity of 0; `sum_out_of_range` where there is no
/// further sequence number, and for a value above 2^53 − 1 yen; `missing_value` for `taken` where the goods have a stock.
pub fn exchange(
    programme: &Programme,
    request: &ExchangeRequest,
) -> Result<Posting<ExchangeVerdict, Entry, ExchangeExpect>, Error> {
    if request.quantity == Count::ZERO {
        return Err(Error::new(ErrorCode::OutOfRange, "/quantity"));
    }
    if let Some(earlier) = &request.earlier {
        of_entry(earlier).map_err(|(code, path)| Error::new(code, path).within("earlier"))?;
    }
    let key = &request.request_key;
    let earlier = request.earlier.as_ref().filter(|entry| entry.request_key.as_ref() == Some(key));
    let made = request.ledger.made_under(key).or(earlier);
    // Asked again, it is answered under the terms of the day it was made.
    let today = made.map_or(request.now, |entry| entry.at).date();
    let terms = programme.exchange(request.goods.as_str(), today);
    let standing = request.ledger.standing(request.now, terms.and_then(|terms| terms.purse.as_ref()))?;
    let renewed_until = programme.renewal_by_exchange(terms.and_then(|terms| terms.purse.as_ref()), today);
    let (posting, checks) =
        decide!(request.explain, |sink| judge((terms, made), request, standing, renewed_until, sink));
    Ok(Posting { checks, ..posting? })
}

fn judge(
    (terms, made): (Option<&Exchange>, Option<&Entry>),
    request: &ExchangeRequest,
    mut standing: Standing,
    renewed_until: Option<Date>,
    sink: &mut impl Sink,
) -> Result<Posting<ExchangeVerdict, Entry, ExchangeExpect>, Error> {
    let available = standing.available;
    let answer = |reasons: Vec<Reason>, quantity: Count, points, balance: Count| {
        let reason = reasons.first().copied().unwrap_or(Reason::Exchanged);
        // Terms cost at least 1 point, so the quotient is no greater than the balance.
        let affordable = match terms {
            Some(terms) => balance.get().checked_div(terms.points.get()).and_then(Count::new).ok_or_else(internal)?,
            None => Count::ZERO,
        };
        // A refusal is of none.
        let value_yen = match terms.and_then(|terms| terms.value_yen).filter(|_| quantity != Count::ZERO) {
            Some(value) => {
                let value = value.get().checked_mul(quantity.get()).and_then(Count::new);
                Some(value.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/quantity"))?)
            }
            None => None,
        };
        Ok::<_, Error>(ExchangeVerdict { reason, reasons, quantity, points, balance, affordable, value_yen })
    };
    let refused = |reasons| Ok(Posting::unchanged(answer(reasons, Count::ZERO, Count::ZERO, available)?));

    if let Some(entry) = made {
        let same = entry.kind == EntryKind::Exchange
            && entry.goods.as_ref() == Some(&request.goods)
            && entry.quantity == Some(request.quantity);
        let rule = terms.map_or("points.exchange", |terms| terms.rule.as_str());
        if !sink.holds(same, || Check::new(rule, Reason::RequestKeyReused, same).read("sequence", entry.sequence)) {
            return refused([Reason::RequestKeyReused].into());
        }
        // An exchange has negative points and says the balance after it.
        let spent = entry.points.get().checked_neg().and_then(Count::new).ok_or_else(internal)?;
        let after = entry.balance.ok_or_else(internal)?;
        let verdict = answer(Vec::new(), request.quantity, spent, after)?;
        return Ok(Posting { replayed: true, ..Posting::unchanged(verdict) });
    }

    let Some(terms) = terms else {
        sink.holds(false, || Check::new("points.exchange", Reason::NotInEffect, false).read("goods", &request.goods));
        return refused([Reason::NotInEffect].into());
    };
    let ExchangeRequest { now, ledger, goods, quantity, taken, .. } = request;
    let asked = Asked { now: *now, ledger, goods, quantity: *quantity, taken: *taken };
    let mut against = limits(terms, asked, sink)?;
    let price = terms.points.get().checked_mul(request.quantity.get());
    let after = price.and_then(|price| available.get().checked_sub(price)).and_then(Count::new);
    let enough = after.is_some();
    let describe = || {
        Check::new(terms.rule.as_str(), Reason::BalanceTooLow, enough)
            .under(EachYear::period_on(terms.every, terms.period, now.date().yyyymmdd()), terms.clause())
            .read("balance", available)
            .read("quantity", request.quantity)
            .read("points_each", terms.points)
    };
    if !sink.holds(enough, describe) {
        against.push(Reason::BalanceTooLow);
    }
    let (true, Some(price), Some(after)) = (against.is_empty(), price, after) else {
        return refused(against);
    };

    let taken = request.taken.filter(|_| terms.stock.is_some());
    let expect = Some(ExchangeExpect { sequence: standing.sequence, taken });
    // A price is at most what is available.
    let points = Count::new(price).ok_or_else(internal)?;
    let debit = price.checked_neg().and_then(Amount::new).ok_or_else(internal)?;
    let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Exchange, debit);
    entry.purse = terms.purse.clone();
    entry.renewed_until = renewed_until;
    entry.goods = Some(request.goods.clone());
    entry.quantity = Some(request.quantity);
    entry.balance = Some(after);
    entry.request_key = Some(request.request_key.clone());
    let verdict = answer(Vec::new(), request.quantity, points, after)?;
    Ok(Posting { store: [entry].into(), expect, ..Posting::unchanged(verdict) })
}

/// An arithmetic fault of kenpo's own.
fn internal() -> Error {
    Error::new(ErrorCode::Internal, "")
}
