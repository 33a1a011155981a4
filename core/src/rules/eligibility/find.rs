//! Which terms of a service are for a person on a day.

use super::{
    span::{self, Ages},
    true_facts::TrueFacts,
};
use crate::{
    base::value::Code,
    civil::{Date, DateRange},
    member::Person,
    programme::{EligibilityTerms, Programme, Whom},
};

/// What a service has for a person on a day.
pub(crate) enum Found<'p> {
    Terms(&'p EligibilityTerms),
    /// Terms for other people.
    OfOthers,
    /// No terms are in effect.
    Nothing,
}

/// The terms of a service that are for a person on a day.
pub(crate) fn find<'p>(programme: &'p Programme, service: &Code, person: &Person, on: Date) -> Found<'p> {
    let mut found = Found::Nothing;
    for terms in programme.document().eligibility.iter().filter(|terms| terms.is_of(service.as_str())) {
        if terms.in_effect(on) {
            if is_for(terms.whom.as_ref(), person, on) {
                return Found::Terms(terms);
            }
            found = Found::OfOthers;
        }
    }
    found
}

/// Whether terms are for a person on a day.
pub(crate) fn is_for(whom: Option<&Whom>, person: &Person, on: Date) -> bool {
    whom.is_none_or(|whom| days_for(whom, person).contains(on.yyyymmdd()))
}

/// The days on which terms are for a person.
pub(super) fn days_for(whom: &Whom, person: &Person) -> DateRange {
    let sex = whom.sex.is_none_or(|sex| person.sex == Some(sex));
    if !sex || !(whom.relations.is_empty() || whom.relations.contains(&person.relation)) {
        return DateRange::NONE;
    }
    let mut days = DateRange::ALL;
    if let Some(band) = &whom.ages {
        let (ages, born) = (Ages::of_band(band), person.born.yyyymmdd());
        // Nobody is younger than 0.
        let from = band.at_least.map_or(i32::MIN, |age| ages.reached(born, age));
        let end = band.below.map_or(span::NEVER, |age| ages.reached(born, age));
        days = days.intersect(DateRange::half_open(from, end));
    }
    if !(whom.facts.is_empty() && whom.without.is_empty()) {
        let known = TrueFacts::of(person);
        for wanted in &whom.facts {
            days = days.intersect(known.since(wanted, None).map_or(DateRange::NONE, DateRange::from));
        }
        for absent in &whom.without {
            days = days.intersect(known.since(absent, None).map_or(DateRange::ALL, DateRange::before));
        }
    }
    days
}
