//! The days of a fiscal year on which terms admit a person, as far as the day matters.

use alloc::vec::Vec;

use super::{
    find::days_for,
    judge::{Facts, first_after},
    span,
    true_facts::TrueFacts,
};
use crate::{
    answer::Period,
    civil::{Date, DateRange, FiscalYear},
    member::Person,
    programme::EligibilityTerms,
};

/// Of the days of a fiscal year on which terms, insured period, age and the days of facts admit the person, the run that holds a day, or
/// else the first.
pub(super) fn days_about(terms: &EligibilityTerms, person: &Person, year: FiscalYear, on: Date) -> Option<Period> {
    let mut first = None;
    let mut runs = within(terms, person, year, admitted(terms, person, year));
    runs.find(|run| {
        first = first.or(Some(*run));
        run.contains(on)
    })
    .or(first)
}

/// The days of a fiscal year on which terms, insured period, age and the days of facts admit the person, in order.
pub(super) fn days_in(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> Vec<Period> {
    within(terms, person, year, admitted(terms, person, year)).collect()
}

/// The days on which insured period, age and the days of facts admit the person: of a listed age, those of a fiscal year.
fn admitted(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> DateRange {
    let facts = Facts::of(person);
    let mut days = DateRange::ALL;
    if terms.insured.is_some() {
        days = days.intersect(DateRange::half_open(facts.insured.from, facts.insured.end));
    }
    if let Some(age) = &terms.age {
        let span = span::of_ages::<false>(age, facts.born);
        days = days.intersect(DateRange::half_open(span.from, span.end));
    }
    if let Some(insured) = terms.insured.as_ref().filter(|insured| insured.at_least_months.is_some()) {
        days = days.intersect(DateRange::from(first_after(insured, facts.insured.from)));
    }
    if !terms.facts.is_empty() {
        let known = TrueFacts::of(person);
        days = terms.facts.iter().fold(days, |days, wanted| days.intersect(known.days(wanted)));
    }
    if let Some(age) = terms.age.as_ref().filter(|age| age.lists())
        && let (Some(first), Some(last)) = (year.first_day(), year.last_day())
    {
        days = days.intersect(span::listed_days(age, facts.born, first.yyyymmdd(), last.yyyymmdd()));
    }
    days
}

/// The days of a fiscal year on which terms are in effect for a person, in order.
pub(super) fn covered(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> Vec<Period> {
    within(terms, person, year, DateRange::ALL).collect()
}

/// Whether terms are in effect on a day of a fiscal year, for whomever.
pub(super) fn is_covered(terms: &EligibilityTerms, year: FiscalYear) -> bool {
    runs(terms, year, DateRange::ALL).next().is_some()
}

/// The days of a fiscal year among `days` on which terms are in effect for a person: at most three runs, where their time of each year is over
/// and begins again in it.
fn within(
    terms: &EligibilityTerms,
    person: &Person,
    year: FiscalYear,
    days: DateRange,
) -> impl Iterator<Item = Period> {
    runs(terms, year, terms.whom.as_ref().map_or(days, |whom| days.intersect(days_for(whom, person))))
}

fn runs(terms: &EligibilityTerms, year: FiscalYear, days: DateRange) -> impl Iterator<Item = Period> + use<> {
    let day = |end: Option<Date>, open| end.map_or(open, Date::yyyymmdd);
    let period = DateRange::inclusive(day(terms.period.from, i32::MIN), day(terms.period.until, i32::MAX));
    let of_year = match (year.first_day(), year.last_day()) {
        (Some(first), Some(last)) => DateRange::inclusive(first.yyyymmdd(), last.yyyymmdd()),
        _ => DateRange::NONE,
    };
    let (days, every) = (of_year.intersect(period).intersect(days), terms.every);
    let mut next = Date::from_yyyymmdd(days.first());
    core::iter::from_fn(move || {
        while let Some(first) = next.filter(|first| first.yyyymmdd() <= days.last()) {
            let (within, side) = every.map_or((true, DateRange::ALL), |time| time.side_of(first.yyyymmdd()));
            let last = last_date(side.intersect(days).last())?;
            // Without a time of each year there is one run.
            next = if every.is_some() { last.succ() } else { None };
            if within {
                return Some(Period { from: Some(first), until: Some(last) });
            }
        }
        None
    })
}

/// The last day of the calendar until an end, which is one or the eve of one.
fn last_date(end: i32) -> Option<Date> {
    Date::from_yyyymmdd(end).or_else(|| Date::from_yyyymmdd(end.checked_add(1)?)?.pred())
}
