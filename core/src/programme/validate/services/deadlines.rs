//! Deadlines of bookings: they lie after the opening, and business days are known for every date.

use alloc::vec::Vec;

use super::super::faults::Faults;
use crate::{
    base::ErrorCode,
    civil::{Date, Instant},
    programme::{BookingTerms, BusinessCalendar, BusinessDays, DaysBefore, DaysCounted, DeadlineTerms, Document},
};

/// The most days that a deadline or a notice lies from a date.
pub(super) const MOST_DAYS: u16 = 366;

/// The most days of a calendar.
const MOST_CALENDAR_DAYS: i64 = 3_660;

/// A calendar runs forward, and so do its closed days.
pub(super) fn calendar(document: &Document, faults: &mut Faults) {
    let Some(calendar) = &document.calendar else { return };
    faults.under("calendar", |faults| {
        let days = calendar.until.days_since_epoch().saturating_sub(calendar.from.days_since_epoch());
        if days < 0 {
            faults.add("until", ErrorCode::PeriodUpsideDown);
        } else if days > MOST_CALENDAR_DAYS {
            faults.add("until", ErrorCode::OutOfRange);
        }
        // One weekday is left on which there can be a business day.
        if calendar.closed_weekdays.len() > 6 {
            faults.add("closed_weekdays", ErrorCode::ListTooLong).at_most(6);
        }
        let mut seen = Vec::with_capacity(7);
        faults.each("closed_weekdays", &calendar.closed_weekdays, |faults, day| {
            if seen.contains(&day) {
                faults.add("", ErrorCode::IdTaken);
            }
            seen.push(day);
        });
        faults.each("closed", &calendar.closed, |faults, closed| {
            if closed.until.is_some_and(|until| until < closed.from) {
                faults.add("", ErrorCode::PeriodUpsideDown);
            } else if closed.until.unwrap_or(closed.from) < calendar.from || calendar.until < closed.from {
                faults.add("", ErrorCode::OutOfRange).kind("date");
            }
        });
    });
}

/// The business days of a calendar that is not too long.
pub(super) fn business_days(document: &Document) -> BusinessDays {
    let short = |calendar: &&BusinessCalendar| {
        calendar.until.days_since_epoch().saturating_sub(calendar.from.days_since_epoch()) <= MOST_CALENDAR_DAYS
    };
    document.calendar.as_ref().filter(short).map(BusinessDays::of).unwrap_or_default()
}

/// The deadlines of terms, each after the opening where there is one.
pub(super) fn deadlines(terms: &BookingTerms, until: Option<Date>, days: &BusinessDays, faults: &mut Faults) {
    let examine = |faults: &mut Faults, limit: &DeadlineTerms| {
        let before = limit.deadline.days_before;
        match limit.deadline.counted {
            DaysCounted::CalendarDays => faults.within("deadline/days_before", before, 0..=MOST_DAYS),
            DaysCounted::BusinessDays => {
                faults.within("deadline/days_before", before, 1..=MOST_DAYS);
                // The calendar knows them before every date of the terms.
                let known = until.zip(terms.period.until).is_some_and(|(known, last)| last <= known)
                    && terms.period.from.is_some_and(|from| before == 0 || days.before(from, before).is_some());
                if !known {
                    faults.add("deadline/counted", ErrorCode::CalendarTooShort);
                }
            }
        }
    };
    if let Some(opens) = &terms.opens {
        faults.under("opens", |faults| examine(faults, opens));
    }
    let limits =
        [("closes", terms.closes.as_ref()), ("change", terms.change.as_ref()), ("cancel", terms.cancel.as_ref())];
    for (key, limit) in limits {
        let Some(limit) = limit else { continue };
        faults.under(key, |faults| {
            examine(faults, limit);
            if let (Some(opening), Some(last)) = (&terms.opens_at, terms.period.until)
                && closes_before(&limit.deadline, last, opening.at, days)
            {
                faults.add("", ErrorCode::DeadlinesContradict);
            }
            if terms.opens.as_ref().is_some_and(|opens| !is_earlier(&opens.deadline, &limit.deadline, terms, days)) {
                faults.add("", ErrorCode::DeadlinesContradict);
            }
        });
    }
}

/// Whether a date's deadline has passed at an instant.
fn closes_before(limit: &DaysBefore, date: Date, now: Instant, days: &BusinessDays) -> bool {
    let deadline = limit.in_calendar_days().or_else(|| {
        let day = days.before(date, limit.days_before)?;
        let apart = date.days_since_epoch().checked_sub(day.days_since_epoch())?;
        Some(limit.days_before_the_date(u16::try_from(apart).ok()?))
    });
    deadline.is_some_and(|deadline| deadline.has_passed(date, now))
}

/// Whether an opening is earlier than a deadline, for every date of the terms.
fn is_earlier(opens: &DaysBefore, limit: &DaysBefore, terms: &BookingTerms, days: &BusinessDays) -> bool {
    let earlier = |least: i64, most: i64| least > most || (least == most && opens.time().0 < limit.time().0);
    match (opens.counted, limit.counted) {
        (DaysCounted::CalendarDays, DaysCounted::BusinessDays) => {
            let (Some(from), Some(until)) = (terms.period.from, terms.period.until) else { return false };
            let most = farthest(days, from, until, limit.days_before);
            most.is_some_and(|most| earlier(opens.days_before.into(), most))
        }
        // A business day is no shorter than a day of the calendar.
        _ => earlier(opens.days_before.into(), limit.days_before.into()),
    }
}

/// The most calendar days between a date and the business day that lies this number before it.
fn farthest(days: &BusinessDays, from: Date, until: Date, before: u16) -> Option<i64> {
    let dates = (from.days_since_epoch()..=until.days_since_epoch()).map(Date::from_days_since_epoch);
    let apart = |date: Option<Date>| {
        let date = date?;
        date.days_since_epoch().checked_sub(days.before(date, before)?.days_since_epoch())
    };
    dates.map(apart).try_fold(0, |most, apart| Some(apart?.max(most)))
}
