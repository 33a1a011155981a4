//! Caps begin and end with their windows, and nest. Only then is what a window pays the same for every order of deliveries.

use super::elements::{each, one_at_a_time};
use crate::{
    answer::Period,
    base::{Error, ErrorCode},
    civil::Date,
    programme::{
        points::{Cap, CapMonth, PointsTerms},
        window::Window,
    },
};

pub(super) fn validate(terms: &PointsTerms) -> Result<(), Error> {
    let PointsTerms { caps, rules, campaigns, .. } = terms;
    one_at_a_time(caps, |cap| (Some(&cap.id), cap.period))?;
    each(caps, |cap| {
        if cap.counts.is_empty() {
            return Err(Error::new(ErrorCode::ListEmpty, "/counts"));
        }
        each(&cap.counts, |id| {
            let mut known = rules.iter().map(|rule| &rule.id).chain(campaigns.iter().map(|campaign| &campaign.id));
            if known.any(|known| known == id) { Ok(()) } else { Err(Error::new(ErrorCode::IdUnknown, "")) }
        })
        .map_err(|e| e.within("counts"))?;
        whole_windows(cap)
    })?;
    for (index, cap) in caps.iter().enumerate() {
        if caps.iter().take(index).any(|earlier| together(cap, earlier) && cross(cap, earlier)) {
            return Err(Error::new(ErrorCode::CapsCross, "").within(index));
        }
    }
    Ok(())
}

/// A cap holds for a whole window or not at all: in one that is cut, days in which another cap counts would share its room.
fn whole_windows(cap: &Cap) -> Result<(), Error> {
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
        return Err(Error::new(ErrorCode::WindowCut, "/period/from"));
    }
    if cuts(until, until.and_then(Date::succ)) {
        return Err(Error::new(ErrorCode::WindowCut, "/period/until"));
    }
    Ok(())
}

/// Whether both caps can count one record, the one by the day walked and the other by that of arrival, which is the same day or later.
fn together(a: &Cap, b: &Cap) -> bool {
    let before_the_end = |walked: &Cap, arrived: &Cap| {
        walked.period.from.zip(arrived.period.until).is_none_or(|(from, until)| from <= until)
    };
    match (by_arrival(a), by_arrival(b)) {
        (false, true) => before_the_end(a, b),
        (true, false) => before_the_end(b, a),
        _ => a.period.overlaps(&b.period),
    }
}

fn by_arrival(cap: &Cap) -> bool {
    cap.month_of == CapMonth::Synced && cap.window != Window::Day
}

/// Caps nest: one that counts more rules must not have a narrower window, sets that meet must hold one another, and both count by
/// the same day. Records of one day may arrive in two months: what the first leaves of the day's room would follow their order.
fn cross(a: &Cap, b: &Cap) -> bool {
    let part_of = |x: &Cap, y: &Cap| x.counts.iter().all(|id| y.counts.contains(id));
    let meet = a.counts.iter().any(|id| b.counts.contains(id));
    let nests = |inner: &Cap, outer: &Cap| {
        part_of(inner, outer) && inner.window <= outer.window && by_arrival(inner) == by_arrival(outer)
    };
    meet && !nests(a, b) && !nests(b, a)
}
