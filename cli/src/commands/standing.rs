//! Where a ledger stands: the balance of each purse by last day, what it buys, and coupons.

use std::{collections::BTreeSet, io::Write as _};

use kenpo::{
    Explain, Programme, Reason,
    civil::{Date, Instant},
    coupon::{self, CouponRequest},
    points::{self, BalanceRequest, BalanceVerdict, ExchangeRequest, ExchangeVerdict, Ledger},
    programme::Exchange,
    value::{Code, Count, HostId},
};
use serde_json::json;

use crate::{
    catalogue::Reader,
    desk::Desk,
    stop::{Outcome, Stop},
    words::{self, phrases},
};

/// Shows a ledger as it stands at an instant, and the last days of all that could be spent at the end of some days before.
pub(crate) fn show(
    desk: &mut Desk,
    programme: &Programme,
    ledger: &Ledger,
    now: Instant,
    before: &[Date],
) -> Outcome<()> {
    let terms = &programme.document().points;
    let purses = std::iter::once(None).chain(terms.purses.iter().map(|purse| Some(purse.id.clone())));
    let balances =
        purses.map(|purse| Ok((purse.clone(), balance(ledger, purse, now)?))).collect::<Outcome<Vec<_>>>()?;
    balance_table(desk, &balances, now)?;
    last_days(desk, ledger, &balances, now, before)?;
    exchange_table(desk, programme, ledger, &balances, now)?;
    coupon_table(desk, programme, now.date())
}

/// A balance at the end of a day.
fn at_end(ledger: &Ledger, purse: Option<Code>, day: Date) -> Outcome<BalanceVerdict> {
    let next = day.succ().ok_or_else(|| Stop::fault("there is no day after the last"))?;
    let last = Instant::from_unix(Instant::start_of(next).unix() - 1);
    balance(ledger, purse, last.ok_or_else(|| Stop::fault("there is no such day"))?)
}

/// The balance of the programme's own points at the end of a day.
pub(crate) fn balance_at_end(ledger: &Ledger, day: Date) -> Outcome<i64> {
    Ok(at_end(ledger, None, day)?.balance.get())
}

type Balances = [(Option<Code>, BalanceVerdict)];

fn balance(ledger: &Ledger, purse: Option<Code>, as_of: Instant) -> Outcome<BalanceVerdict> {
    let request = BalanceRequest { as_of, ledger: ledger.clone(), purse };
    Ok(points::balance(&request).map_err(Stop::fault)?.verdict)
}

/// A purse's name: the programme's own points have none.
fn name(desk: &Desk, purse: Option<&Code>) -> String {
    purse.map_or_else(|| phrases::own_points(desk.lang), Code::to_string)
}

fn balance_table(desk: &mut Desk, balances: &Balances, now: Instant) -> Outcome<()> {
    if desk.json {
        return balances
            .iter()
            .try_for_each(|(purse, verdict)| desk.line(&json!({ "purse": purse, "as_of": now, "balance": verdict })));
    }
    let rows = balances.iter().map(|(purse, verdict)| {
        let BalanceVerdict { balance, available, pending, expired, .. } = verdict;
        let [balance, available, pending, expired] = [balance, available, pending, expired].map(Count::to_string);
        [name(desk, purse.as_ref()), now.date().to_string(), balance, available, pending, expired]
    });
    let rows = rows.collect();
    apart(desk, phrases::balances(desk.lang), rows)
}

/// Points by the last day on which they can be spent, or could be.
fn last_days(desk: &mut Desk, ledger: &Ledger, balances: &Balances, now: Instant, before: &[Date]) -> Outcome<()> {
    let mut rows = Vec::new();
    for (purse, verdict) in balances {
        let mut days: BTreeSet<Option<Date>> = verdict.lots.iter().map(|lot| lot.expires_on).collect();
        for day in before.iter().filter(|day| **day < now.date()) {
            days.extend(at_end(ledger, purse.clone(), *day)?.lots.iter().map(|lot| lot.expires_on));
        }
        for day in days {
            let over = day.filter(|day| *day < now.date());
            let at = over.map(|day| at_end(ledger, purse.clone(), day)).transpose()?;
            let lots = at.as_ref().map_or(&verdict.lots, |verdict| &verdict.lots).iter();
            let points: i64 = lots.filter(|lot| lot.expires_on == day).map(|lot| lot.points.get()).sum();
            if desk.json {
                desk.line(&json!({ "last_day": day, "purse": purse, "points": points, "expired": over.is_some() }))?;
                continue;
            }
            let lang = desk.lang;
            let last = day.map_or_else(|| phrases::no_end(lang), |day| day.to_string());
            let expired = over.map_or_else(String::new, |_| phrases::expired(lang));
            rows.push([last, name(desk, purse.as_ref()), points.to_string(), expired]);
        }
    }
    apart(desk, phrases::last_days(desk.lang), rows)
}

/// What each of the goods would cost: as many as the balance buys.
fn exchange_table(
    desk: &mut Desk,
    programme: &Programme,
    ledger: &Ledger,
    balances: &Balances,
    now: Instant,
) -> Outcome<()> {
    let exchanges = programme.document().points.exchanges.iter();
    let mut rows = Vec::new();
    for terms in exchanges.filter(|terms| terms.period.contains(now.date())) {
        let verdict = exchanged(programme, ledger, balances, terms, now)?;
        let ExchangeVerdict { reason, quantity, points, balance, value_yen, .. } = &verdict;
        if desk.json {
            desk.line(&json!({ "exchange": terms.id, "points_each": terms.points, "verdict": verdict }))?;
            continue;
        }
        let yen = value_yen.map_or_else(String::new, |yen| yen.to_string());
        let [each, quantity, points, left] = [&terms.points, quantity, points, balance].map(Count::to_string);
        rows.push([
            terms.id.to_string(),
            each,
            quantity,
            points,
            yen,
            left,
            words::code(desk.lang, reason.name(), Reader::Line),
        ]);
    }
    apart(desk, phrases::exchanges(desk.lang), rows)
}

/// An exchange for as many as the balance buys and one person may have; for one where the balance buys nothing, so that the answer says why.
fn exchanged(
    programme: &Programme,
    ledger: &Ledger,
    balances: &Balances,
    terms: &Exchange,
    now: Instant,
) -> Outcome<ExchangeVerdict> {
    let purse = balances.iter().find(|(purse, _)| *purse == terms.purse);
    let affordable = purse.and_then(|(_, verdict)| verdict.available.get().checked_div(terms.points.get()));
    let most = terms.limit.map_or(i64::MAX, |limit| limit.quantity.get());
    let most = terms.stock.map_or(most, |stock| most.min(stock.get()));
    let quantity = affordable.unwrap_or(0).min(most).max(1);
    let request = ExchangeRequest {
        now,
        ledger: ledger.clone(),
        earlier: None,
        goods: terms.id.clone(),
        quantity: Count::new(quantity).unwrap_or_default(),
        taken: terms.stock.map(|_| Count::ZERO),
        request_key: HostId::new("year").map_err(|code| Stop::fault(code.name()))?,
        explain: Explain::None,
    };
    Ok(points::exchange(programme, &request).map_err(Stop::fault)?.verdict)
}

/// Coupons as if they were drawn and issued on a day.
fn coupon_table(desk: &mut Desk, programme: &Programme, on: Date) -> Outcome<()> {
    let mut rows = Vec::new();
    for terms in programme.document().coupons.iter().filter(|terms| terms.period.contains(on)) {
        let request = CouponRequest {
            coupon: terms.id.clone(),
            issued_on: on,
            drawn_on: Some(on),
            code: None,
            explain: Explain::None,
        };
        let verdict = coupon::issue(programme, &request).map_err(Stop::fault)?.verdict;
        if desk.json {
            desk.line(&json!({ "coupon": terms.id, "issued_on": on, "verdict": verdict }))?;
            continue;
        }
        let result = match verdict.reason {
            Reason::Accepted => String::new(),
            reason => words::code(desk.lang, reason.name(), Reader::Line),
        };
        let yen = verdict.value_yen.map_or_else(String::new, |yen| yen.to_string());
        let last = verdict.last_day.map_or(result, |day| day.to_string());
        rows.push([terms.id.to_string(), on.to_string(), yen, last]);
    }
    apart(desk, phrases::coupons(desk.lang), rows)
}

/// A table after an empty line.
pub(crate) fn apart<const N: usize>(desk: &mut Desk, head: [&str; N], rows: Vec<[String; N]>) -> Outcome<()> {
    if !rows.is_empty() {
        writeln!(desk.out)?;
    }
    desk.table(head, rows)
}
