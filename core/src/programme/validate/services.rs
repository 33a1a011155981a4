//! Services: how they are booked, what is paid back.

use super::faults::Faults;
use crate::{
    base::ErrorCode,
    programme::{
        booking::{BookingTerms, DayRange, DeadlineTerms},
        subsidy::{SubsidyBand, SubsidyTerms, VoucherTerms},
    },
};

/// The most calendar days that a deadline or a notice lies from a date.
const MOST_DAYS: u16 = 366;

/// The longest grace after a booking, in minutes: 31 days.
const MOST_GRACE: u16 = 44_640;

pub(super) fn bookings(all: &[BookingTerms], faults: &mut Faults) {
    faults.settings("bookings", all, |terms| (Some(&terms.id), terms.period), booking);
}

fn booking(faults: &mut Faults, terms: &BookingTerms) {
    let days = |faults: &mut Faults, terms: &DeadlineTerms| {
        faults.within("deadline/days_before", terms.deadline.days_before, 0..=MOST_DAYS);
    };
    if let Some(opens) = &terms.opens {
        faults.under("opens", |faults| days(faults, opens));
    }
    // A season opens at one instant, or each date by itself.
    if terms.opens.is_some() && terms.opens_at.is_some() {
        faults.add("opens_at", ErrorCode::WaysConflict).keys(&["opens", "opens_at"]);
    }
    if let Some(grace) = &terms.grace {
        faults.under("grace", |faults| faults.within("minutes", grace.minutes, 1..=MOST_GRACE));
    }
    for (key, limit) in [("closes", &terms.closes), ("change", &terms.change), ("cancel", &terms.cancel)] {
        faults.under(key, |faults| {
            days(faults, limit);
            if let (Some(opening), Some(last)) = (&terms.opens_at, terms.period.until)
                && limit.deadline.has_passed(last, opening.at)
            {
                faults.add("", ErrorCode::DeadlinesContradict);
            }
            let (Some(opens), limit) = (&terms.opens, limit.deadline) else { return };
            let opens = opens.deadline;
            let earlier = opens.days_before > limit.days_before
                || (opens.days_before == limit.days_before && opens.at < limit.at);
            if !earlier {
                faults.add("", ErrorCode::DeadlinesContradict);
            }
        });
    }
    let Some(notices) = &terms.notices else { return };
    faults.under("notices", |faults| {
        faults.within("reminder_days_before", notices.reminder_days_before.unwrap_or(0), 0..=MOST_DAYS);
        for (key, range) in
            [("kit_days_before", notices.kit_days_before), ("results_days_after", notices.results_days_after)]
        {
            let DayRange { at_least, at_most } = range.unwrap_or(DayRange { at_least: 0, at_most: 0 });
            faults.within(key, at_most, 0..=MOST_DAYS);
            if at_most < at_least {
                faults.add(key, ErrorCode::PeriodUpsideDown);
            }
        }
    });
}

pub(super) fn subsidies(all: &[SubsidyTerms], faults: &mut Faults) {
    faults.settings(
        "subsidies",
        all,
        |terms| (Some(&terms.id), terms.period),
        |faults, terms| {
            faults.filled("bands", &terms.bands);
            faults.list("bands", &terms.bands, |faults, bands| {
                faults.elements(bands, band);
                faults.ascending(bands, |lower, upper| lower.at_least < upper.at_least);
            });
        },
    );
}

fn band(faults: &mut Faults, band: &SubsidyBand) {
    faults.at_least_one("at_least", band.at_least);
    match band {
        // Nobody is paid more than it cost.
        SubsidyBand { at_least, yen: Some(yen), basis_points: None } if yen > at_least => {
            faults.add("yen", ErrorCode::OutOfRange).range(0..=at_least.get());
        }
        SubsidyBand { yen: None, basis_points: Some(share), .. } => faults.within("basis_points", *share, 0..=10_000),
        SubsidyBand { yen, basis_points, .. } => {
            faults.one_way(&[("basis_points", basis_points.is_some()), ("yen", yen.is_some())]);
        }
    }
}

pub(super) fn vouchers(all: &[VoucherTerms], faults: &mut Faults) {
    faults.settings(
        "vouchers",
        all,
        |terms| (Some(&terms.id), terms.period),
        |faults, terms| faults.within("from_month", terms.from_month, 1..=12),
    );
}
