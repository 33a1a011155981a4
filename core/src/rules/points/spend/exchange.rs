use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Expect, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Code, Count, HostId, present},
    },
    civil::Instant,
    programme::{Exchange, Programme},
    rules::points::ledger::{Entry, EntryKind, Ledger, Standing},
};

/// What `points.exchange` is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRequest {
    /// When it is asked; the civil day selects the terms.
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
}

/// Exchanges points for goods. What does not make a whole one stays.
///
/// # Errors
/// A ledger that contradicts itself, or a quantity of 0.
pub fn exchange(programme: &Programme, request: &ExchangeRequest) -> Result<Posting<ExchangeVerdict, Entry>, Error> {
    if request.quantity == Count::ZERO {
        return Err(Error::new(ErrorCode::OutOfRange, "/quantity"));
    }
    let terms = programme.exchange(request.goods.as_str(), request.now.date());
    let standing = request.ledger.standing(request.now, terms.and_then(|terms| terms.purse.as_ref()))?;
    let (posting, checks) = decide!(request.explain, |sink| judge(terms, request, standing, sink));
    Ok(Posting { checks, ..posting? })
}

fn judge(
    terms: Option<&Exchange>,
    request: &ExchangeRequest,
    mut standing: Standing,
    sink: &mut impl Sink,
) -> Result<Posting<ExchangeVerdict, Entry>, Error> {
    let balance = standing.available.get();
    let affordable = |balance: i64| {
        let count = terms.and_then(|terms| balance.checked_div(terms.points.get())).and_then(Count::new);
        count.unwrap_or(Count::ZERO)
    };
    let answer = |reason, quantity, points, balance: i64| ExchangeVerdict {
        reason,
        reasons: if reason == Reason::Exchanged { Vec::new() } else { [reason].into() },
        quantity,
        points,
        balance: Count::new(balance).unwrap_or(Count::ZERO),
        affordable: affordable(balance),
    };
    let unchanged =
        |verdict, replayed| Ok(Posting { verdict, checks: Vec::new(), store: Vec::new(), expect: None, replayed });

    let key = &request.request_key;
    let earlier = request.earlier.as_ref().filter(|entry| entry.request_key.as_ref() == Some(key));
    if let Some(entry) = request.ledger.made_under(key).or(earlier) {
        let same = entry.kind == EntryKind::Exchange
            && entry.goods.as_ref() == Some(&request.goods)
            && entry.quantity == Some(request.quantity);
        let rule = terms.map_or("points.exchange", |terms| terms.rule.as_str());
        if !sink.holds(same, || Check::new(rule, Reason::RequestKeyReused, same).read("sequence", entry.sequence)) {
            return unchanged(answer(Reason::RequestKeyReused, Count::ZERO, Count::ZERO, balance), false);
        }
        let spent = entry.points.get().checked_neg().and_then(Count::new).unwrap_or(Count::ZERO);
        let after = entry.balance.map_or(balance, Count::get);
        return unchanged(answer(Reason::Exchanged, request.quantity, spent, after), true);
    }

    let Some(terms) = terms else {
        sink.holds(false, || Check::new("points.exchange", Reason::NotInEffect, false).read("goods", &request.goods));
        return unchanged(answer(Reason::NotInEffect, Count::ZERO, Count::ZERO, balance), false);
    };
    let price = terms.points.get().checked_mul(request.quantity.get());
    let enough = price.is_some_and(|price| price <= balance);
    let describe = || {
        Check::new(terms.rule.as_str(), Reason::BalanceTooLow, enough)
            .under(terms.period, terms.clause())
            .read("balance", standing.available)
            .read("quantity", request.quantity)
            .read("points_each", terms.points)
    };
    let (true, Some(price)) = (sink.holds(enough, describe), price) else {
        return unchanged(answer(Reason::BalanceTooLow, Count::ZERO, Count::ZERO, balance), false);
    };

    let expect = Some(Expect { sequence: standing.sequence });
    let overflow = || Error::new(ErrorCode::SumOutOfRange, "/quantity");
    let points = Count::new(price).ok_or_else(overflow)?;
    let debit = price.checked_neg().and_then(Amount::new).ok_or_else(overflow)?;
    let after = balance.saturating_sub(price);
    let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Exchange, debit);
    entry.purse = terms.purse.clone();
    entry.goods = Some(request.goods.clone());
    entry.quantity = Some(request.quantity);
    entry.balance = Count::new(after);
    entry.request_key = Some(key.clone());
    Ok(Posting {
        verdict: answer(Reason::Exchanged, request.quantity, points, after),
        checks: Vec::new(),
        store: [entry].into(),
        expect,
        replayed: false,
    })
}
