//! Caps begin and end with their windows, and nest. Only then is what a window pays the same for every order of deliveries.

use alloc::{
    string::{String, ToString as _},
    vec::Vec,
};

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
        each_year::MonthDay,
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
    let whole = |faults: &mut Faults, key: &str, is_cut: bool, meant: Option<String>| {
        if is_cut {
            let other = faults.path("window");
            let fault = faults.add(key, ErrorCode::WindowCut);
            (fault.other, fault.meant) = (Some(other), meant);
        }
    };
    if let Some(every) = cap.every {
        let (from, until) = (every.from.in_year(YEAR), every.until.in_year(YEAR));
        let of_year = |day: Option<Date>| month_day(day.filter(|_| cap.window != Window::Week)?);
        let begins =
            |first: Option<Date>| is_cut(cap.window, first.and_then(Date::pred), first) || cap.window == Window::Week;
        whole(faults, "every/from", begins(from), of_year(nearest_first(cap.window, from)));
        let after = until.and_then(Date::succ);
        whole(faults, "every/until", begins(after), of_year(nearest_last(cap.window, until)));
    }
    let Period { from, until } = cap.period;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    whole(
        faults,
        "period/from",
        is_cut(cap.window, from.and_then(Date::pred), from),
        day(nearest_first(cap.window, from)),
    );
    whole(
        faults,
        "period/until",
        is_cut(cap.window, until, until.and_then(Date::succ)),
        day(nearest_last(cap.window, until)),
    );
}

/// A day as one of each year.
fn month_day(day: Date) -> Option<String> {
    Some(MonthDay::parse(day.to_string().get(5..)?)?.to_string())
}

/// The first day of a window that lies nearest to a day.
fn nearest_first(window: Window, day: Option<Date>) -> Option<Date> {
    let day = day?;
    let days = [window.first_day(day, 0), window.first_day(day, 1)];
    let apart = |one: &Date| one.days_since_epoch().saturating_sub(day.days_since_epoch()).unsigned_abs();
    days.into_iter().flatten().min_by_key(apart)
}

/// The last day of a window that lies nearest to a day.
fn nearest_last(window: Window, day: Option<Date>) -> Option<Date> {
    nearest_first(window, day?.succ())?.pred()
}

/// A period that is a window has both ends.
pub(super) fn both_ends(period: Period, faults: &mut Faults) {
    for (key, end) in [("period/from", period.from), ("period/until", period.until)] {
        if end.is_none() {
            faults.add(key, ErrorCode::MissingValue).kind("date");
        }
    }
}
