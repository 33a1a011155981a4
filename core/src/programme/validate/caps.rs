//! Caps begin and end with their windows, and nest. Only then is what a window pays the same for every order of deliveries.

use alloc::vec::Vec;

use super::{
    crossing::crossing,
    faults::{Faults, ids},
};
use crate::{
    answer::Period,
    base::ErrorCode,
    civil::Date,
    programme::{
        points::{Cap, PointsTerms},
        window::Window,
    },
};

pub(super) fn validate(terms: &PointsTerms, faults: &mut Faults) {
    let PointsTerms { caps, rules, campaigns, .. } = terms;
    let known = ids(rules.iter().map(|rule| &rule.id).chain(campaigns.iter().map(|campaign| &campaign.id)));
    let mut counted = Vec::with_capacity(caps.len());
    faults.settings(
        "caps",
        caps,
        |cap| (Some(&cap.id), cap.period),
        |faults, cap| {
            faults.filled("counts", &cap.counts);
            let mut places = Vec::with_capacity(cap.counts.len());
            faults.each("counts", &cap.counts, |faults, id| match known.get(id.as_str()) {
                Some(place) => places.push(*place),
                None => faults.unknown("", id, &known, &["/points/rules", "/points/campaigns"]),
            });
            counted.push(places);
            whole_windows(cap, faults);
        },
    );
    for (place, other) in crossing(caps, counted) {
        faults.under("caps", |faults| {
            faults.at(place, |faults| {
                faults.add("", ErrorCode::CapsCross).contradicts("/points/caps", other);
            });
        });
    }
}

/// A cap holds for a whole window or not at all: in one that is cut, days in which another cap counts would share its room.
fn whole_windows(cap: &Cap, faults: &mut Faults) {
    let Period { from, until } = cap.period;
    let cuts = |before: Option<Date>, after: Option<Date>| {
        before.zip(after).is_some_and(|(before, after)| match cap.window {
            Window::Day => false,
            Window::Month => before.calendar_month() == after.calendar_month(),
            Window::FiscalYear => before.fiscal_year() == after.fiscal_year(),
            Window::Ever => true,
        })
    };
    if cuts(from.and_then(Date::pred), from) {
        faults.add("period/from", ErrorCode::WindowCut);
    }
    if cuts(until, until.and_then(Date::succ)) {
        faults.add("period/until", ErrorCode::WindowCut);
    }
}
