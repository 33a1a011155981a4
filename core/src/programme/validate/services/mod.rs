//! Services: how they are booked, and when vouchers are issued.

mod deadlines;
mod draws;
mod subsidies;

use alloc::vec::Vec;

pub(super) use draws::draws;
pub(super) use subsidies::subsidies;

use self::deadlines::MOST_DAYS;
use super::{
    faults::{Faults, ids},
    people::{for_whom, one_at_a_time},
};
use crate::{
    base::ErrorCode,
    programme::{BookingTerms, DayRange, Document, VoucherTerms, service::OfServices},
};

/// The longest grace after a booking, in minutes: 31 days.
const MOST_GRACE: u16 = 44_640;

pub(super) fn bookings(document: &Document, faults: &mut Faults) {
    deadlines::calendar(document, faults);
    let until = document.calendar.as_ref().map(|calendar| calendar.until);
    let days = deadlines::business_days(document);
    faults.list("bookings", &document.bookings, |faults, all| {
        one_at_a_time(&all.iter().map(BookingTerms::scope).collect::<Vec<_>>(), "/bookings", faults);
        faults.elements(all, |faults, terms| {
            faults.each("also", &terms.also, |_, _| ());
            deadlines::deadlines(terms, until, &days, faults);
            opening(faults, terms);
            faults.list("exempt", &terms.exempt, |_, _| {});
            notices(faults, terms);
        });
    });
}

fn opening(faults: &mut Faults, terms: &BookingTerms) {
    // A season opens at one instant, or each date by itself.
    if terms.opens.is_some() && terms.opens_at.is_some() {
        faults.add("opens_at", ErrorCode::WaysConflict).keys(&["opens", "opens_at"]);
    }
    if let Some(grace) = &terms.grace {
        faults.under("grace", |faults| faults.within("minutes", grace.minutes, 1..=MOST_GRACE));
    }
    if let Some(at_most) = terms.waiting.as_ref().and_then(|waiting| waiting.at_most) {
        faults.under("waiting", |faults| faults.within("at_most", at_most, 1..=u16::MAX));
    }
}

fn notices(faults: &mut Faults, terms: &BookingTerms) {
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

pub(super) fn vouchers(document: &Document, faults: &mut Faults) {
    let declared = ids(document.facts.iter().map(|fact| &fact.id));
    faults.list("vouchers", &document.vouchers, |faults, all| {
        one_at_a_time(&all.iter().map(VoucherTerms::scope).collect::<Vec<_>>(), "/vouchers", faults);
        faults.elements(all, |faults, terms| {
            faults.each("also", &terms.also, |_, _| ());
            if let Some(whom) = &terms.whom {
                for_whom(whom, &declared, faults);
            }
            faults.within("from_month", terms.from_month, 1..=12);
            faults.list("offices_without", &terms.offices_without, |_, _| {});
        });
    });
}
