//! What an activity earns, and how often.

use alloc::collections::BTreeSet;

use super::super::{
    faults::{Faults, Ids},
    people::MOST_USES,
};
use crate::{
    base::{ErrorCode, value::MAX_SAFE},
    programme::{
        earning::{ActivityPoints, EarningRule},
        window::Window,
    },
};

/// An activity of one kind or of several earns a number of points, or by a measured value.
pub(super) fn activity(terms: &ActivityPoints, faults: &mut Faults) {
    faults.one_way(&[("kind", terms.kind.is_some()), ("kinds", !terms.kinds.is_empty())]);
    faults.one_way(&[
        ("points", terms.points.is_some()),
        ("per_value", terms.per_value.is_some()),
        ("value_tiers", !terms.value_tiers.is_empty()),
    ]);
    let mut seen = BTreeSet::new();
    faults.each("kinds", &terms.kinds, |faults, kind| {
        if !seen.insert(kind) {
            faults.add("", ErrorCode::IdTaken);
        }
    });
    if let Some(points) = terms.points {
        faults.at_least_one("points", points);
    }
    if !terms.in_a_row.is_empty() {
        if terms.points.is_none() {
            faults.add("points", ErrorCode::MissingValue).kind("integer");
        }
        if matches!(terms.once, None | Some(Window::Ever | Window::Period)) {
            let following = ["day", "week", "month", "quarter", "fiscal_year", "calendar_year"];
            faults.add("once", ErrorCode::WindowUnsuitable).choices(&following);
        }
        faults.list("in_a_row", &terms.in_a_row, |faults, tiers| {
            faults.elements(tiers, |faults, tier| faults.within("at_least", tier.at_least.get(), 2..=MAX_SAFE));
            faults.elements(tiers, |faults, tier| faults.at_least_one("points", tier.points));
            faults.ascending(tiers, |lower, upper| lower.at_least < upper.at_least);
        });
    }
    if let Some(years) = terms.years {
        faults.within("years", years, 1..=MOST_USES);
        if !matches!(terms.once, Some(Window::FiscalYear | Window::CalendarYear)) {
            faults.add("once", ErrorCode::WindowUnsuitable).choices(&["fiscal_year", "calendar_year"]);
        }
        // What earns in years that follow one another, or under another rule too, is not once in several.
        for (key, is_given) in [("in_a_row", !terms.in_a_row.is_empty()), ("once_with", !terms.once_with.is_empty())] {
            if is_given {
                faults.conflict("years", key);
            }
        }
    }
    if let Some(per) = terms.per_value {
        faults.at_least_one("per_value/each", per.each);
        faults.at_least_one("per_value/points", per.points);
        faults.at_least_one("per_value/max_points", per.max_points.unwrap_or(per.points));
    }
    faults.list("value_tiers", &terms.value_tiers, |faults, tiers| {
        faults.ascending(tiers, |lower, upper| lower.at_least < upper.at_least);
    });
}

/// What is earned once together with other rules is earned by activities, once in the same window.
pub(super) fn once_with(
    terms: &ActivityPoints,
    once: Option<Window>,
    (rules, known): (&[EarningRule], &Ids<'_>),
    faults: &mut Faults,
) {
    if terms.once_with.is_empty() {
        return;
    }
    if matches!(terms.once, None | Some(Window::Period)) {
        let same = ["day", "week", "month", "quarter", "fiscal_year", "calendar_year", "ever"];
        faults.add("once", ErrorCode::WindowUnsuitable).choices(&same);
    }
    faults.each("once_with", &terms.once_with, |faults, id| match known.get(id.as_str()) {
        None => faults.unknown("", id, known, &["/points/rules"]),
        Some(place) => {
            let other = rules.get(*place).filter(|other| other.activity.is_some());
            if other.is_none_or(|other| other.once() != once) {
                faults.add("", ErrorCode::SettingsConflict).contradicts("/points/rules", *place);
            }
        }
    });
}
