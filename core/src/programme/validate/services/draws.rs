//! Draws: their days ascend, entry ends before the list is frozen, and the list is frozen a day before the draw.

use alloc::collections::BTreeMap;

use super::{
    super::faults::{Faults, ids},
    deadlines::MOST_DAYS,
};
use crate::{
    base::{ErrorCode, value::DrawId},
    civil::{Boundary, Date},
    programme::{Document, DrawDate, DrawTerms},
};

/// The least time between freeze and draw, in seconds, which the manifest asks for.
const LEAST_WAIT: i64 = 86_400;

pub(in crate::programme::validate) fn draws(document: &Document, faults: &mut Faults) {
    let exchanges = ids(document.points.exchanges.iter().map(|exchange| &exchange.id));
    let mut taken: BTreeMap<&DrawId, ()> = BTreeMap::new();
    faults.settings(
        "draws",
        &document.draws,
        |terms| (Some(&terms.id), terms.period),
        |faults, terms| {
            if let Some(exchange) = &terms.exchange {
                faults.known("exchange", exchange, &exchanges, &["/points/exchanges"]);
            }
            faults.filled("months", &terms.months);
            faults.list("months", &terms.months, |faults, months| {
                faults.elements(months, |faults, month| faults.within("", *month, 1..=12));
                ascending(faults, months, |month| Some(i64::from(*month)));
            });
            faults.list("dates", &terms.dates, |faults, dates| {
                faults.elements(dates, |faults, date| {
                    if taken.insert(&date.draw_id, ()).is_some() {
                        faults.add("draw_id", ErrorCode::IdTaken);
                    }
                    if !terms.period.contains(date.on) || !terms.is_month(date.on) {
                        faults.add("on", ErrorCode::OutOfRange);
                    }
                });
                ascending(faults, dates, |date: &DrawDate| Some(month_of(date.on)));
            });
            times(terms, faults);
            awards(terms, faults);
        },
    );
}

/// Each element lies above the one before.
fn ascending<T>(faults: &mut Faults, items: &[T], place_of: impl Fn(&T) -> Option<i64>) {
    for (place, (lower, upper)) in items.iter().zip(items.iter().skip(1)).enumerate() {
        if place_of(upper) <= place_of(lower) {
            faults.at(place.saturating_add(1), |faults| {
                faults.add("", ErrorCode::DatesUnordered);
            });
        }
    }
}

fn month_of(date: Date) -> i64 {
    i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month()))
}

fn times(terms: &DrawTerms, faults: &mut Faults) {
    faults.within("entry/days_before", terms.entry.days_before, 0..=MOST_DAYS);
    faults.within("freeze/days_before", terms.freeze.days_before, 0..=MOST_DAYS);
    // Days of the calendar in Japan have 24 hours each, so that one date shows how the times of all lie.
    let Some(date) = Date::from_ymd(2000, 1, 1) else { return };
    if let (Some(entry), Some(freeze)) = (terms.entry.instant(date), terms.freezes_at(date))
        && (freeze < entry || (terms.entry.bound() == Boundary::Inclusive && freeze == entry))
    {
        faults.add("freeze", ErrorCode::DeadlinesContradict);
    }
    if let (Some(freeze), Some(draw)) = (terms.freezes_at(date), terms.draws_at(date))
        && draw.unix().saturating_sub(freeze.unix()) < LEAST_WAIT
    {
        faults.add("freeze", ErrorCode::DrawTooSoon);
    }
    if let Some(days) = terms.pass_on_days {
        faults.within("pass_on_days", days, 1..=MOST_DAYS);
    }
}

fn awards(terms: &DrawTerms, faults: &mut Faults) {
    faults.filled("prizes", &terms.prizes);
    faults.each("prizes", &terms.prizes, |faults, prize| faults.within("quantity", prize.quantity, 1..=u32::MAX));
    faults.within("max_prizes_per_holder", terms.max_prizes_per_holder, 1..=u32::MAX);
    let mut codes = BTreeMap::new();
    faults.each("disqualifications", &terms.disqualifications, |faults, reason| {
        if codes.insert(&reason.code, ()).is_some() {
            faults.add("code", ErrorCode::IdTaken);
        }
    });
}
