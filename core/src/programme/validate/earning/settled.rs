//! What is settled after the last day of its points is never paid, and neither is a number of days that its window never has.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use super::super::faults::Faults;
use crate::{
    answer::Period,
    base::{ErrorCode, value::Code},
    civil::Date,
    programme::{
        earning::EarningRule,
        ledger::{PointsExpiry, PointsExpiryPolicy},
        points::PointsTerms,
        window::Window,
    },
};

pub(in crate::programme::validate) fn validate(terms: &PointsTerms, faults: &mut Faults) {
    // Of a purse with one expiry, which holds at all times.
    let mut expiry: BTreeMap<Option<&Code>, Vec<(usize, &PointsExpiry)>> = BTreeMap::new();
    for (place, of) in terms.expiry.iter().enumerate() {
        expiry.entry(of.purse.as_ref()).or_default().push((place, of));
    }
    faults.list("rules", &terms.rules, |faults, rules| {
        faults.elements(rules, |faults, rule| {
            let Some(window) = rule.settled() else { return };
            if let Some([(place, of)]) = expiry.get(&rule.purse.as_ref()).map(Vec::as_slice)
                && is_counted_from_activity(of)
                && last_days(window, rule).is_some_and(|mut days| !days.any(|last| may_be_granted(rule, of, last)))
            {
                let key = if rule.mean.is_some() { "mean" } else { "goal_days" };
                faults.add(key, ErrorCode::SettingsConflict).contradicts("/points/expiry", *place);
            }
        });
    });
}

/// Whether what the terms say of a day is the same in each year, and counts from the activity.
fn is_counted_from_activity(terms: &PointsExpiry) -> bool {
    use PointsExpiryPolicy::{FiscalYearEnd, FixedTerm, MonthEnd, WindowEnd};
    let is_of_year = matches!(terms.policy, FiscalYearEnd | FixedTerm | MonthEnd | WindowEnd);
    is_of_year && terms.period == Period::default() && !terms.counted_from.is_grant()
}

/// The last days of a rule's periods: of one period, or over 28 years, after which weekdays and leap years come again.
fn last_days(window: Window, rule: &EarningRule) -> Option<Box<dyn Iterator<Item = Date> + '_>> {
    const YEARS: core::ops::Range<i32> = 2001..2029;
    Some(match (window, rule.every) {
        (Window::Day | Window::Ever, _) => return None,
        (Window::Period, Some(every)) => Box::new(YEARS.filter_map(move |year| every.until.in_year(year))),
        (Window::Period, None) => Box::new(core::iter::once(rule.period.until?)),
        (window, _) => {
            let first = window.last_day(Date::from_ymd(YEARS.start, 1, 1)?, 0);
            let next = move |last: &Date| window.last_day(last.succ()?, 0);
            Box::new(core::iter::successors(first, next).take_while(|last| last.year() < YEARS.end))
        }
    })
}

/// Whether points for a period with a last day are granted on the first day on which it can be settled. On any later one they are not
/// where they are not on that.
fn may_be_granted(rule: &EarningRule, terms: &PointsExpiry, last: Date) -> bool {
    let grace = i64::from(rule.grace_days.unwrap_or(0)).saturating_add(1);
    let Some(settled) = last.plus_days(grace) else { return true };
    let first = rule.final_after.and_then(|after| after.first_day(last));
    let granted = first.map_or(settled, |first| first.max(settled));
    terms.last_day(first.unwrap_or(last)).is_none_or(|day| granted <= day)
}

/// The most days that a period of what is settled can have; `None` where its window does not say it.
pub(super) fn most_days(window: Window, rule: &EarningRule) -> Option<i64> {
    match window {
        Window::Week => Some(7),
        Window::Month => Some(31),
        Window::Quarter => Some(92),
        Window::FiscalYear | Window::CalendarYear => Some(366),
        Window::Period if rule.every.is_some() => Some(366),
        Window::Period => {
            let (from, until) = rule.period.from.zip(rule.period.until)?;
            let days = until.days_since_epoch().saturating_sub(from.days_since_epoch()).saturating_add(1);
            Some(days).filter(|days| *days > 0)
        }
        Window::Day | Window::Ever => None,
    }
}
