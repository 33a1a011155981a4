//! What becomes of points: exchanges, purses, expiry, pending points.

use alloc::collections::BTreeSet;

use super::{
    caps::both_ends,
    faults::{Faults, Ids, ids},
    people::settings_of_each_year,
};
use crate::{
    base::{
        ErrorCode,
        value::{Code, Count, MAX_SAFE},
    },
    programme::{
        earning::FinalAfter,
        group::Group,
        ledger::{MOST_MONTHS, PointsExpiry, PointsExpiryPolicy, PurseTerms},
        points::{Exchange, PointsTerms},
        window::Window,
    },
};

pub(super) fn exchanges(all: &[Exchange], faults: &mut Faults) {
    settings_of_each_year(
        ("exchanges", "/points/exchanges"),
        all,
        |exchange| (&exchange.id, exchange.period, exchange.every),
        faults,
        |faults, exchange| {
            faults.at_least_one("points", exchange.points);
            if let Some(value) = exchange.value_yen {
                faults.at_least_one("value_yen", value);
            }
        },
    );
}

/// Terms of exchange under which nothing could ever be exchanged, and activities that no rule has.
fn limits(terms: &Exchange, known: &Ids<'_>, faults: &mut Faults) {
    if let Some(least) = terms.min_quantity {
        faults.at_least_one("min_quantity", least);
    }
    let least = terms.min_quantity.map_or(1, Count::get).max(1);
    if let Some(stock) = terms.stock {
        faults.within("stock", stock.get(), least..=MAX_SAFE);
    }
    if let Some(limit) = terms.limit {
        faults.within("limit/quantity", limit.quantity.get(), least..=MAX_SAFE);
        if !terms.limits.is_empty() {
            faults.conflict("limits", "limit");
        }
    }
    let mut seen = BTreeSet::new();
    faults.each("limits", &terms.limits, |faults, limit| {
        faults.within("quantity", limit.quantity.get(), least..=MAX_SAFE);
        if !seen.insert(limit.window) {
            faults.add("window", ErrorCode::IdTaken);
        }
    });
    if let Some(required) = &terms.requires {
        faults.under("requires", |faults| {
            faults.filled("earned", &required.earned);
            faults.each("earned", &required.earned, |faults, id| {
                faults.known("", id, known, &["/points/rules", "/points/campaigns"]);
            });
        });
    }
    let limits = terms.limit.iter().chain(&terms.limits).map(|limit| limit.window);
    let mut windows = limits.chain(terms.requires.as_ref().map(|required| required.window));
    if windows.any(|window| window == Window::Period) && terms.every.is_none() {
        both_ends(terms.period, faults);
    }
    if terms.closes_at.is_some() && terms.period.until.is_none() && terms.every.is_none() {
        faults.add("period/until", ErrorCode::MissingValue).kind("date");
    }
}

pub(super) fn purses(all: &[PurseTerms], groups: &[Group], faults: &mut Faults) {
    let known = ids(groups.iter().map(|group| &group.id));
    faults.settings(
        "purses",
        all,
        |purse| (Some(&purse.id), purse.period),
        |faults, purse| {
            faults.filled("groups", &purse.groups);
            faults.each("groups", &purse.groups, |faults, id| faults.known("", id, &known, &["/groups"]));
        },
    );
    // A group uses one purse at a time.
    faults.list("purses", all, |faults, all| {
        faults.one_at_a_time(all, |purse| purse.groups.iter().map(Some), |purse| purse.period);
    });
}

/// Purses that are named are known, and points that are granted have one.
pub(super) fn validate(terms: &PointsTerms, faults: &mut Faults) {
    let purses = ids(terms.purses.iter().map(|purse| &purse.id));
    let known_purse = |faults: &mut Faults, purse: &Option<Code>| {
        if let Some(purse) = purse {
            faults.known("purse", purse, &purses, &["/points/purses"]);
        }
    };
    faults.list("expiry", &terms.expiry, |faults, expiry| {
        faults.one_at_a_time(expiry, |terms| core::iter::once(terms.purse.as_ref()), |terms| terms.period);
        faults.elements(expiry, |faults, terms| {
            known_purse(faults, &terms.purse);
            expiry_of(terms, faults);
        });
    });
    let rules = terms.rules.iter().map(|rule| &rule.id).chain(terms.campaigns.iter().map(|bonus| &bonus.id));
    let rules = ids(rules);
    faults.each("exchanges", &terms.exchanges, |faults, exchange| {
        known_purse(faults, &exchange.purse);
        limits(exchange, &rules, faults);
    });
    let granting = |faults: &mut Faults, purse: &Option<Code>, after: Option<FinalAfter>| {
        known_purse(faults, purse);
        if let Some(after) = after {
            faults.under("final_after", |faults| first_day(after, faults));
        }
    };
    // Points of one id are sums of one purse.
    faults.list("rules", &terms.rules, |faults, rules| {
        faults.elements(rules, |faults, rule| granting(faults, &rule.purse, rule.final_after));
    });
    faults.list("campaigns", &terms.campaigns, |faults, campaigns| {
        faults.elements(campaigns, |faults, campaign| granting(faults, &campaign.purse, campaign.final_after));
    });
    faults.list("rules", &terms.rules, |faults, rules| {
        faults.alike(rules, "purse", |rule| (&rule.id, &rule.purse));
    });
    faults.list("campaigns", &terms.campaigns, |faults, campaigns| {
        faults.alike(campaigns, "purse", |campaign| (&campaign.id, &campaign.purse));
    });
}

/// A policy has the settings that it needs, and no others.
fn expiry_of(terms: &PointsExpiry, faults: &mut Faults) {
    use PointsExpiryPolicy::{Day, FixedTerm, MonthEnd, Never, WindowEnd};
    let PointsExpiry { policy, months, window, later, day, every_months, last_grant_months_before, .. } = *terms;
    let given = [
        (months.is_some(), "months", matches!(policy, FixedTerm | MonthEnd), Some("integer")),
        (window.is_some(), "window", policy == WindowEnd, Some("text")),
        (later.is_some(), "later", policy == WindowEnd, None),
        (day.is_some(), "day", policy == Day, Some("date")),
        (every_months.is_some(), "every_months", policy == Day, None),
        (last_grant_months_before.is_some(), "last_grant_months_before", policy == Day, None),
    ];
    for (is_given, key, is_of_policy, needed) in given {
        match (is_given, is_of_policy, needed) {
            (true, false, _) => {
                faults.conflict(key, "policy");
            }
            (false, true, Some(kind)) => {
                faults.add(key, ErrorCode::MissingValue).kind(kind);
            }
            _ => {}
        }
    }
    let least = if policy == FixedTerm { 1 } else { 0 };
    faults.within("months", months.unwrap_or(least), least..=MOST_MONTHS);
    faults.within("later", later.unwrap_or(0), 0..=MOST_MONTHS);
    faults.within("every_months", every_months.unwrap_or(1), 1..=MOST_MONTHS);
    // Nothing would ever be granted where the last day comes again before.
    let most = every_months.map_or(MOST_MONTHS, |every| every.saturating_sub(1).clamp(1, MOST_MONTHS));
    faults.within("last_grant_months_before", last_grant_months_before.unwrap_or(1), 1..=most);
    if let Some(Window::Day | Window::Ever | Window::Period) = window {
        let ending = ["week", "month", "quarter", "fiscal_year", "calendar_year"];
        faults.add("window", ErrorCode::WindowUnsuitable).choices(&ending);
    }
    // What is put off by a later day counts from that day, and what never ends is not put off.
    if !terms.renewed_by.is_empty() {
        for (is_unsuitable, key) in [(policy == Never, "policy"), (!terms.counted_from.is_grant(), "counted_from")] {
            if is_unsuitable {
                faults.conflict("renewed_by", key);
            }
        }
    }
    faults.each("renewed_by", &terms.renewed_by, |_, _| ());
}

/// The day from which points can be spent is one of a later month, or the first of a later fiscal year or quarter.
fn first_day(FinalAfter { months, day, fiscal_years, quarters }: FinalAfter, faults: &mut Faults) {
    faults.within("fiscal_years", fiscal_years.unwrap_or(1), 1..=100);
    faults.within("quarters", quarters.unwrap_or(1), 1..=400);
    if fiscal_years.is_some() || quarters.is_some() {
        let of_month = months.is_some() || day.is_some();
        let given = [("months", of_month), ("fiscal_years", fiscal_years.is_some()), ("quarters", quarters.is_some())];
        return faults.one_way(&given);
    }
    match months {
        Some(months) => faults.within("months", months, 0..=MOST_MONTHS),
        None => {
            faults.add("months", ErrorCode::MissingValue).kind("integer");
        }
    }
    match day {
        // A day that every month has.
        Some(day) => faults.within("day", day, 1..=28),
        None => {
            faults.add("day", ErrorCode::MissingValue).kind("integer");
        }
    }
}
