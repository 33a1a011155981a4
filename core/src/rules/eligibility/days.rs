//! The days of a fiscal year on which terms admit a person, as far as the day matters.

use alloc::vec::Vec;

use super::{
    entitled::fact_days,
    find::days_for,
    judge::{Facts, first_after},
    span,
};
use crate::{
    answer::Period,
    civil::{Date, DateRange, FiscalYear},
    member::Person,
    programme::EligibilityTerms,
};

/// The days of a fiscal year on which terms, insured period, age and the days of facts admit the person, in order.
pub(super) fn days_in(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> Vec<Period> {
    let facts = Facts::of(person);
    let mut days = DateRange::ALL;
    if terms.insured.is_some() {
        days = days.intersect(DateRange::half_open(facts.insured.from, facts.insured.end));
    }
    if let Some(age) = &terms.age {
        let span = span::of_ages(age, facts.born);
        days = days.intersect(DateRange::half_open(span.from, span.end));
    }
    if let Some(insured) = terms.insured.as_ref().filter(|insured| insured.at_least_months.is_some()) {
        days = days.intersect(DateRange::from(first_after(insured, facts.insured.from)));
    }
    days = terms.facts.iter().fold(days, |days, wanted| days.intersect(fact_days(wanted, person)));
    if let (Some(age), Some(first), Some(last)) = (&terms.age, year.first_day(), year.last_day()) {
        days = days.intersect(span::listed_days(age, facts.born, first.yyyymmdd(), last.yyyymmdd()));
    }
    within(terms, person, year, days)
}

/// The days of a fiscal year on which terms are in effect for a person, in order.
pub(super) fn covered(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> Vec<Period> {
    within(terms, person, year, DateRange::ALL)
}

/// Whether terms are in effect on a day of a fiscal year, for whomever.
pub(super) fn is_covered(terms: &EligibilityTerms, year: FiscalYear) -> bool {
    !runs(terms, year, DateRange::ALL).is_empty()
}

/// The days of a fiscal year among `days` on which terms are in effect for a person: at most three runs, where their time of each year is over
/// and begins again in it.
fn within(terms: &EligibilityTerms, person: &Person, year: FiscalYear, days: DateRange) -> Vec<Period> {
    runs(terms, year, terms.whom.as_ref().map_or(days, |whom| days.intersect(days_for(whom, person))))
}

fn runs(terms: &EligibilityTerms, year: FiscalYear, days: DateRange) -> Vec<Period> {
    let mut runs = Vec::new();
    let (Some(first), Some(last)) = (year.first_day(), year.last_day()) else { return runs };
    let day = |end: Option<Date>, open| end.map_or(open, Date::yyyymmdd);
    let period = DateRange::inclusive(day(terms.period.from, i32::MIN), day(terms.period.until, i32::MAX));
    let days = DateRange::inclusive(first.yyyymmdd(), last.yyyymmdd()).intersect(period).intersect(days);
    let mut next = Date::from_yyyymmdd(days.first());
    while let Some(first) = next.filter(|first| first.yyyymmdd() <= days.last()) {
        let (within, side) = terms.every.map_or((true, DateRange::ALL), |time| time.side_of(first.yyyymmdd()));
        let Some(last) = last_date(side.intersect(days).last()) else { break };
        if within {
            runs.push(Period { from: Some(first), until: Some(last) });
        }
        next = last.succ();
    }
    runs
}

/// The last day of the calendar until an end, which is one or the eve of one.
fn last_date(end: i32) -> Option<Date> {
    Date::from_yyyymmdd(end).or_else(|| Date::from_yyyymmdd(end.checked_add(1)?)?.pred())
}
