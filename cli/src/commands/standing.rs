//! Where a ledger stands: the balance of each purse by last day, what it buys, and coupons.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
};

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
    pay::opening::{self, Purses},
    stop::{Outcome, Stop},
    words::{self, heads, phrases},
};

/// Shows a ledger as it stands at an instant, and the last days of all that could be spent at the end of some days before.
pub(crate) fn show(
    desk: &mut Desk,
    programme: &Programme,
    ledger: &Ledger,
    now: Instant,
    before: &[Date],
) -> Outcome<()> {
    let balances = opening::purses(programme).into_iter();
    let balances =
        balances.map(|purse| Ok((purse.clone(), balance(ledger, purse, now)?))).collect::<Outcome<Vec<_>>>()?;
    balance_table(desk, &balances, now)?;
    last_days(desk, ledger, &balances, now, before)?;
    exchange_table(desk, programme, ledger, &balances, now, before.last().copied())?;
    coupon_table(desk, programme, now.date())
}

/// The balance of the programme's own points at the end of days that ascend.
pub(crate) fn balances_at_ends(ledger: &Ledger, days: &[Date]) -> Outcome<Vec<i64>> {
    let mut balances = Vec::new();
    opening::at_ends(ledger, &vec![None], days.iter().copied(), |_, held| {
        balances.extend(held.iter().map(|verdict| verdict.balance.get()));
    })?;
    Ok(balances)
}

type Balances = [(Option<Code>, BalanceVerdict)];

fn balance(ledger: &Ledger, purse: Option<Code>, as_of: Instant) -> Outcome<BalanceVerdict> {
    let request = BalanceRequest { as_of, ledger: ledger.clone(), purse };
    Ok(points::balance(&request).map_err(|error| Stop::library(&error))?.verdict)
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
    apart(desk, heads::balances(desk.lang), rows)
}

/// Points by the last day on which they can be spent, or could be.
fn last_days(desk: &mut Desk, ledger: &Ledger, balances: &Balances, now: Instant, before: &[Date]) -> Outcome<()> {
    let today = now.date();
    let purses: Purses = balances.iter().map(|(purse, _)| purse.clone()).collect();
    let days = |verdict: &BalanceVerdict| verdict.lots.iter().map(|lot| lot.expires_on).collect::<BTreeSet<_>>();
    let of_day = |verdict: &BalanceVerdict, day: Option<Date>| -> i64 {
        verdict.lots.iter().filter(|lot| lot.expires_on == day).map(|lot| lot.points.get()).sum()
    };
    // The last days of each purse, with what can be spent until then: first those of what is left, then those of what was.
    let mut found: Vec<BTreeMap<Option<Date>, i64>> = balances
        .iter()
        .map(|(_, verdict)| days(verdict).into_iter().map(|day| (day, of_day(verdict, day))).collect())
        .collect();
    let before = before.iter().copied().filter(|day| *day < today);
    opening::at_ends(ledger, &purses, before, |_, held| {
        for (found, verdict) in found.iter_mut().zip(held) {
            for day in days(verdict) {
                found.entry(day).or_insert(0);
            }
        }
    })?;
    let over: BTreeSet<Date> = found.iter().flat_map(|of_purse| of_purse.keys().flatten()).copied().collect();
    let over = over.into_iter().filter(|day| *day < today);
    opening::at_ends(ledger, &purses, over, |day, held| {
        for (found, verdict) in found.iter_mut().zip(held) {
            found.entry(Some(day)).and_modify(|points| *points = of_day(verdict, Some(day)));
        }
    })?;
    let mut rows = Vec::new();
    for (purse, of_purse) in purses.iter().zip(found) {
        for (day, points) in of_purse {
            let expired = day.is_some_and(|day| day < today);
            if desk.json {
                desk.line(&json!({ "last_day": day, "purse": purse, "points": points, "expired": expired }))?;
                continue;
            }
            let lang = desk.lang;
            let last = day.map_or_else(|| phrases::no_end(lang), |day| day.to_string());
            let expired = if expired { phrases::expired(lang) } else { String::new() };
            rows.push([last, name(desk, purse.as_ref()), points.to_string(), expired]);
        }
    }
    apart(desk, heads::last_days(desk.lang), rows)
}

/// What each of the goods would cost, as many as the balance buys: in the morning after the last day, and at the end of that day where points end with
/// it and nothing is left in the morning.
fn exchange_table(
    desk: &mut Desk,
    programme: &Programme,
    ledger: &Ledger,
    balances: &Balances,
    now: Instant,
    last: Option<Date>,
) -> Outcome<()> {
    let exchanges = programme.document().points.exchanges.iter();
    let mut rows = Vec::new();
    let evening = last.map(|last| Evening::of(ledger, balances, last)).transpose()?;
    let holds =
        |terms: &&Exchange| terms.period.contains(now.date()) || last.is_some_and(|last| terms.period.contains(last));
    for terms in exchanges.filter(holds) {
        let mut on = now.date();
        let mut verdict = exchanged(programme, ledger, balances, terms, now)?;
        if let Some(Evening { at, ledger, balances }) = evening.as_ref().filter(|_| verdict.reason != Reason::Exchanged)
        {
            let earlier = exchanged(programme, ledger, balances, terms, *at)?;
            if earlier.reason == Reason::Exchanged {
                (on, verdict) = (at.date(), earlier);
            }
        }
        let ExchangeVerdict { reason, quantity, points, balance, value_yen, .. } = &verdict;
        if desk.json {
            desk.line(&json!({ "exchange": terms.id, "on": on, "points_each": terms.points, "verdict": verdict }))?;
            continue;
        }
        let yen = value_yen.map_or_else(String::new, |yen| yen.to_string());
        let [each, quantity, points, left] = [&terms.points, quantity, points, balance].map(Count::to_string);
        rows.push([
            terms.id.to_string(),
            on.to_string(),
            each,
            quantity,
            points,
            yen,
            left,
            words::code(desk.lang, reason.name(), Reader::Line),
        ]);
    }
    apart(desk, heads::exchanges(desk.lang), rows)
}

/// A ledger as it stands at the end of a day.
struct Evening {
    at: Instant,
    ledger: Ledger,
    balances: Vec<(Option<Code>, BalanceVerdict)>,
}

impl Evening {
    fn of(ledger: &Ledger, balances: &Balances, day: Date) -> Outcome<Self> {
        let at = opening::end_of(day)?;
        let entries = ledger.entries.iter().filter(|entry| entry.at <= at).cloned().collect();
        let ledger = Ledger { opening: ledger.opening.clone(), entries };
        let purses = balances.iter().map(|(purse, _)| purse.clone());
        let balances = purses.map(|purse| Ok((purse.clone(), balance(&ledger, purse, at)?))).collect::<Outcome<_>>()?;
        Ok(Self { at, ledger, balances })
    }
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
    Ok(points::exchange(programme, &request).map_err(|error| Stop::library(&error))?.verdict)
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
        let verdict = coupon::issue(programme, &request).map_err(|error| Stop::library(&error))?.verdict;
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
    apart(desk, heads::coupons(desk.lang), rows)
}

/// A table after an empty line.
pub(crate) fn apart<const N: usize>(desk: &mut Desk, head: [&str; N], rows: Vec<[String; N]>) -> Outcome<()> {
    if !rows.is_empty() {
        writeln!(desk.out)?;
    }
    desk.table(head, rows)
}
