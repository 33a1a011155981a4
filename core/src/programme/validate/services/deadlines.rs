//! Deadlines of bookings: they lie after the opening, and business days are known for every date.

use alloc::vec::Vec;

use super::super::faults::Faults;
use crate::{
    base::ErrorCode,
    civil::{Date, Instant, TimeOfDay},
    programme::{BookingTerms, BusinessCalendar, BusinessDays, DaysBefore, DaysCounted, DeadlineTerms, Document},
};

/// The most days that a deadline or a notice lies from a date.
pub(super) const MOST_DAYS: u16 = 366;

/// The most hours that a deadline lies before a slot's time.
const MOST_HOURS: u16 = MOST_DAYS * 24;

/// The last minute of the day at which a slot begins.
const LAST_MINUTE: i64 = TimeOfDay::DAY_MINUTES - 1;

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
        let DaysBefore { days_before, hours_before, counted, at, .. } = limit.deadline;
        faults.under("deadline", |faults| {
            if let Some(hours) = hours_before {
                faults.within("hours_before", hours, 0..=MOST_HOURS);
                for (key, stands) in [("counted", !counted.is_calendar()), ("at", at.is_some())] {
                    if stands {
                        faults.conflict(key, "hours_before");
                    }
                }
            }
            faults.one_way(&[("days_before", days_before.is_some()), ("hours_before", hours_before.is_some())]);
        });
        let Some(before) = days_before.filter(|_| hours_before.is_none()) else { return };
        match counted {
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
    let hours = || limit.hours_before_the_time(limit.hours_before?, TimeOfDay::from_minutes(LAST_MINUTE)?);
    let deadline = limit.in_calendar_days().or_else(hours).or_else(|| {
        let day = days.before(date, limit.days_before?)?;
        let apart = date.days_since_epoch().checked_sub(day.days_since_epoch())?;
        Some(limit.days_before_the_date(u16::try_from(apart).ok()?))
    });
    deadline.is_some_and(|deadline| deadline.has_passed(date, now))
}

/// Whether an opening is earlier than a deadline, for every date of the terms.
fn is_earlier(opens: &DaysBefore, limit: &DaysBefore, terms: &BookingTerms, days: &BusinessDays) -> bool {
    let earlier = |least: i64, most: i64| least > most || (least == most && opens.time().0 < limit.time().0);
    if let (Some(opens), Some(limit)) = (opens.hours_before, limit.hours_before) {
        return opens > limit;
    }
    if opens.hours_before.is_some() || limit.hours_before.is_some() {
        // Whatever the time of day of a slot: the opening at its latest, the deadline at its earliest.
        let opening = minutes(opens, opens.days_before, TimeOfDay::DAY_MINUTES);
        let least = match (limit.counted, terms.period.from.zip(terms.period.until)) {
            (DaysCounted::CalendarDays, _) => limit.days_before.map(i64::from),
            (DaysCounted::BusinessDays, period) => {
                period.zip(limit.days_before).and_then(|((from, until), before)| farthest(days, from, until, before))
            }
        };
        let closing = minutes(limit, least, 0);
        return opening.zip(closing).is_some_and(|(opening, closing)| opening < closing);
    }
    let (Some(open_before), Some(limit_before)) = (opens.days_before, limit.days_before) else { return true };
    match (opens.counted, limit.counted) {
        (DaysCounted::CalendarDays, DaysCounted::BusinessDays) => {
            let (Some(from), Some(until)) = (terms.period.from, terms.period.until) else { return false };
            let most = farthest(days, from, until, limit_before);
            most.is_some_and(|most| earlier(open_before.into(), most))
        }
        // A business day is no shorter than a day of the calendar.
        _ => earlier(open_before.into(), limit_before.into()),
    }
}

/// Minutes from the start of a date to a limit: of hours, before a slot at a minute of the day.
fn minutes(limit: &DaysBefore, days: Option<impl Into<i64>>, slot: i64) -> Option<i64> {
    match limit.hours_before {
        Some(hours) => slot.checked_sub(i64::from(hours).checked_mul(60)?),
        None => {
            limit.time().0.seconds().checked_div(60)?.checked_sub(days?.into().checked_mul(TimeOfDay::DAY_MINUTES)?)
        }
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
