//! What terms of exchange ask for beside points: an hour, a least quantity, an activity, a limit, a stock.

use alloc::{collections::BTreeMap, vec::Vec};

use crate::{
    answer::{Check, Sink},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count},
    },
    civil::{Date, Instant},
    programme::{EachYear, Exchange, Window},
    rules::points::{
        accumulators::added,
        ledger::{Entry, EntryKind, Ledger},
    },
};

/// An exchange that a request asks for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) now: Instant,
    pub(super) ledger: &'a Ledger,
    pub(super) goods: &'a Code,
    pub(super) quantity: Count,
    pub(super) taken: Option<Count>,
}

/// Every reason against an exchange other than the balance, in order.
///
/// # Errors
/// `missing_value` at `/taken` where the goods have a stock; `sum_out_of_range` where the ledger holds more of the goods than 2^53 − 1.
pub(super) fn limits(terms: &Exchange, request: Asked<'_>, sink: &mut impl Sink) -> Result<Vec<Reason>, Error> {
    let (today, quantity) = (request.now.date(), request.quantity);
    let period = EachYear::period_on(terms.every, terms.period, today.yyyymmdd());
    let about =
        |reason| Check::new(terms.rule.as_str(), reason, true).under(period, terms.clause()).read("quantity", quantity);
    let mut against = Vec::new();
    let mut hold = |holds, reason, describe: &dyn Fn() -> Check| {
        if !sink.holds(holds, describe) && !against.contains(&reason) {
            against.push(reason);
        }
    };
    if let Some(closes) = terms.closes_at {
        let closes_today = terms.period.until == Some(today) || terms.every.is_some_and(|time| time.ends_on(today));
        // Seconds of a day: no sum leaves an `i64`.
        let since_midnight = request.now.unix().saturating_sub(Instant::start_of(today).unix());
        let open = !closes_today || since_midnight < closes.seconds();
        hold(open, Reason::ExchangeClosed, &|| about(Reason::ExchangeClosed));
    }
    if let Some(least) = terms.min_quantity {
        let reason = Reason::QuantityTooLow;
        hold(least <= quantity, reason, &|| about(reason).read("min_quantity", least));
    }
    let is_in = |window: Window| {
        move |day: Date| match window {
            Window::Period => {
                let same_time = |time: EachYear| time.side_of(today.yyyymmdd()).1.contains(day.yyyymmdd());
                terms.period.contains(day) && terms.every.is_none_or(same_time)
            }
            window => window.number(day) == window.number(today),
        }
    };
    if let Some(required) = &terms.requires {
        let earned = has_earned(request.ledger, &required.earned, is_in(required.window));
        hold(earned, Reason::ActivityRequired, &|| about(Reason::ActivityRequired));
    }
    for limit in terms.limit.iter().chain(&terms.limits) {
        let before = exchanged(request.ledger, request.goods, is_in(limit.window))?;
        // Both are at most 2^53 − 1.
        let fits = before.wrapping_add(quantity.get()) <= limit.quantity.get();
        let reason = Reason::ExchangeLimitReached;
        hold(fits, reason, &|| about(reason).read("exchanged_before", before).read("limit", limit.quantity));
    }
    if let Some(stock) = terms.stock {
        let taken = request.taken.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/taken"))?;
        let fits = taken.get().wrapping_add(quantity.get()) <= stock.get();
        let reason = Reason::OutOfStock;
        hold(fits, reason, &|| about(reason).read("taken", taken).read("stock", stock));
    }
    Ok(against)
}

/// Whether one of some rules has earned anything on a day that counts, and not lost it again.
fn has_earned(ledger: &Ledger, rules: &[Code], counts: impl Fn(Date) -> bool) -> bool {
    let rows = ledger.entries.iter().filter_map(|entry| {
        let earned = entry.earned?.get();
        let earned = match entry.kind {
            EntryKind::Credit => earned,
            EntryKind::Correction => earned.saturating_neg(),
            _ => return None,
        };
        Some((entry.rule.as_ref()?, entry.date?, earned))
    });
    let opened = ledger.opening.iter().flat_map(|opening| &opening.earned);
    let opened = opened.map(|total| (&total.rule, total.date, total.points.get()));
    // By rule and day; the ledger's invariants were held, so that none is below 0.
    let mut sums: BTreeMap<(&Code, Date), i64> = BTreeMap::new();
    for (rule, date, earned) in rows.chain(opened).filter(|(rule, date, _)| rules.contains(rule) && counts(*date)) {
        let sum = sums.entry((rule, date)).or_default();
        *sum = sum.saturating_add(earned);
    }
    sums.values().any(|earned| *earned > 0)
}

/// How many of the goods were exchanged on days that count, and not reversed.
fn exchanged(ledger: &Ledger, goods: &Code, counts: impl Fn(Date) -> bool) -> Result<i64, Error> {
    let mut back: BTreeMap<Count, i64> = BTreeMap::new();
    for (exchange, part) in ledger.entries.iter().filter_map(|entry| Some((entry.reverses?, entry.quantity))) {
        let sum = back.entry(exchange).or_default();
        // Without a number it is the whole exchange.
        *sum = sum.saturating_add(part.map_or(i64::MAX, Count::get));
    }
    let bought = ledger.entries.iter();
    let bought = bought.filter(|entry| entry.goods.as_ref() == Some(goods) && counts(entry.at.date()));
    let left = |entry: &Entry| {
        let back = back.get(&entry.sequence).copied().unwrap_or(0);
        Some(entry.quantity?.get().saturating_sub(back).max(0))
    };
    let opened = ledger.opening.iter().flat_map(|opening| &opening.exchanged);
    let opened = opened.filter(|total| total.goods == *goods && counts(total.date));
    let mut sum = 0;
    for quantity in bought.filter_map(left).chain(opened.map(|total| total.quantity.get())) {
        sum = added(sum, quantity).map_err(|fault| fault.at("/ledger"))?;
    }
    Ok(sum)
}
