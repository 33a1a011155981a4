//! Caps begin and end with their windows, and nest. Only then is what a window pays the same for every order of deliveries.

use alloc::vec::Vec;

use super::{
    crossing::crossing,
    faults::{Faults, ids},
    people::settings_of_each_year,
};
use crate::{
    answer::Period,
    base::ErrorCode,
    civil::Date,
    programme::{
        points::{Cap, PointsTerms},
        window::{Window, is_cut},
    },
};

pub(super) fn validate(terms: &PointsTerms, faults: &mut Faults) {
    let PointsTerms { caps, rules, campaigns, .. } = terms;
    let known = ids(rules.iter().map(|rule| &rule.id).chain(campaigns.iter().map(|campaign| &campaign.id)));
    let mut counted = Vec::with_capacity(caps.len());
    settings_of_each_year(
        ("caps", "/points/caps"),
        caps,
        |cap| (&cap.id, cap.period, cap.every),
        faults,
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

/// A year that shows whether a day of each year is the first of a window. That of a week is another in each year.
const YEAR: i32 = 2024;

/// A cap holds for a whole window or not at all: in one that is cut, days in which another cap counts would share its room.
fn whole_windows(cap: &Cap, faults: &mut Faults) {
    if cap.window == Window::Period {
        both_ends(cap.period, faults);
        if cap.every.is_some() {
            faults.conflict("every", "window");
        }
        return;
    }
    if let Some(every) = cap.every {
        for (key, first) in
            [("every/from", every.from.in_year(YEAR)), ("every/until", every.until.in_year(YEAR).and_then(Date::succ))]
        {
            if is_cut(cap.window, first.and_then(Date::pred), first) || cap.window == Window::Week {
                faults.add(key, ErrorCode::WindowCut);
            }
        }
    }
    let Period { from, until } = cap.period;
    if is_cut(cap.window, from.and_then(Date::pred), from) {
        faults.add("period/from", ErrorCode::WindowCut);
    }
    if is_cut(cap.window, until, until.and_then(Date::succ)) {
        faults.add("period/until", ErrorCode::WindowCut);
    }
}

/// A period that is a window has both ends.
pub(super) fn both_ends(period: Period, faults: &mut Faults) {
    for (key, end) in [("period/from", period.from), ("period/until", period.until)] {
        if end.is_none() {
            faults.add(key, ErrorCode::MissingValue).kind("date");
        }
    }
}
