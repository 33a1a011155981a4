//! Who may use a service: the facts that terms ask for are declared, and what they admit does not contradict itself.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use super::{
    faults::{Faults, Ids, ids},
    taken::Taken,
};
use crate::{
    base::ErrorCode,
    programme::{Document, EligibilityTerms, FactDeclaration, FactTerms, plan::days_of},
};

pub(super) fn facts(declared: &[FactDeclaration], faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    faults.each("facts", declared, |faults, fact| {
        if !seen.insert(&fact.id) {
            faults.add("id", ErrorCode::IdTaken);
        }
    });
}

pub(super) fn eligibility(document: &Document, faults: &mut Faults) {
    let all = &document.eligibility;
    let services = ids(all.iter().map(|terms| &terms.id));
    let declared = ids(document.facts.iter().map(|fact| &fact.id));
    faults.list("eligibility", all, |faults, all| {
        one_at_a_time(all, faults);
        faults.elements(all, |faults, terms| {
            if let Some(age) = &terms.age
                && age.below.is_some_and(|below| below <= age.at_least)
            {
                faults.add("age/below", ErrorCode::AgesUpsideDown).at_least(i64::from(age.at_least).saturating_add(1));
            }
            if let Some(circumstances) = &terms.circumstances {
                faults.under("circumstances", |faults| {
                    faults.filled("left_out", &circumstances.left_out);
                    faults.each("left_out", &circumstances.left_out, |_, _| ());
                });
            }
            faults.each("facts", &terms.facts, |faults, wanted| {
                fact_terms(wanted, &declared, &document.facts, faults);
            });
            faults.each("relations", &terms.relations, |faults, terms| faults.filled("admitted", &terms.admitted));
            once(terms, &services, faults);
        });
    });
}

/// Periods run forward, and one of the terms of a service is in effect at a time.
fn one_at_a_time(all: &[EligibilityTerms], faults: &mut Faults) {
    faults.elements(all, |faults, terms| {
        faults.forward(terms.period);
    });
    // Terms that hold in each year may share a period, as long as they share no day of a year.
    let mut taken = Taken::new();
    let mut each_year: BTreeMap<&str, Vec<(usize, &EligibilityTerms)>> = BTreeMap::new();
    for (place, terms) in all.iter().enumerate().filter(|(_, terms)| terms.period.is_forward()) {
        let (id, days) = (terms.id.as_str(), days_of(terms.period));
        let earlier = each_year.entry(id).or_default();
        let both = |(_, other): &&(usize, &EligibilityTerms)| {
            other.period.overlaps(&terms.period)
                && other.every.zip(terms.every).is_none_or(|(one, another)| one.overlaps(&another))
        };
        let other = taken.by(id, days).or_else(|| earlier.iter().find(both).map(|(place, _)| *place));
        if let Some(other) = other {
            faults.at(place, |faults| {
                faults.add("period", ErrorCode::PeriodsOverlap).contradicts("/eligibility", other);
            });
        }
        match terms.every {
            Some(_) => earlier.push((place, terms)),
            None => taken.take(id, days, place),
        }
    }
}

/// Facts are declared, and days are asked of dated ones alone.
fn fact_terms(wanted: &FactTerms, declared: &Ids<'_>, facts: &[FactDeclaration], faults: &mut Faults) {
    faults.filled("any_of", &wanted.any_of);
    faults.each("any_of", &wanted.any_of, |faults, id| {
        faults.known("", id, declared, &["/facts"]);
        let fact = declared.get(id.as_str()).and_then(|place| facts.get(*place));
        if wanted.dates.is_some() && fact.is_some_and(|fact| !fact.dated) {
            faults.add("", ErrorCode::ValueInvalid);
        }
    });
    if wanted.dates.is_some_and(|dates| !dates.is_forward()) {
        faults.add("dates", ErrorCode::PeriodUpsideDown);
    }
}

fn once(terms: &EligibilityTerms, services: &Ids<'_>, faults: &mut Faults) {
    let Some(once) = &terms.once else { return };
    faults.under("once", |faults| {
        if !once.services.contains(&terms.id) {
            faults.add("services", ErrorCode::IdUnknown).ids_of(&["/eligibility"]);
        }
        faults.each("services", &once.services, |faults, id| faults.known("", id, services, &["/eligibility"]));
    });
}
