//! Terms of a service that no person can meet: what they ask for excludes itself.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
};

use super::super::faults::Faults;
use crate::{
    member::Relation,
    programme::{AgeTerms, EligibilityTerms, FixedDay, Parity, Whom},
};

/// Whether an age is counted on one day for all: of other fiscal years it says nothing.
fn is_once(day: Option<FixedDay>) -> bool {
    matches!(day, Some(FixedDay::Once(_)))
}

/// The ages that are listed lie between the lowest and the highest, and are even or odd as wanted. An age that is counted in the fiscal
/// year is at most a year above that of a day in it.
pub(super) fn of_age(age: &AgeTerms, faults: &mut Faults) {
    if age.at.is_empty() || is_once(age.counted_on) || is_once(age.below_on) {
        return;
    }
    let even = |listed: u8| (listed.is_multiple_of(2)) == (age.parity == Some(Parity::Even));
    let against = |listed: u8| {
        if listed < age.at_least {
            Some("at_least")
        } else if age.below.is_some_and(|below| below < listed) {
            Some("below")
        } else {
            (age.parity.is_some() && !even(listed)).then_some("parity")
        }
    };
    let mut all = age.at.iter().map(|listed| against(*listed));
    if let Some(Some(first)) = all.next()
        && all.all(|other| other.is_some())
    {
        faults.conflict("at", first);
    }
}

/// Whom something is for, who are not these facts and their lack at once.
pub(super) fn among(whom: &Whom, faults: &mut Faults) {
    let wanted: BTreeSet<_> = whom.facts.iter().collect();
    if whom.without.iter().any(|fact| wanted.contains(fact)) {
        faults.conflict("without", "facts");
    }
}

/// Relations, sex, ages and facts of the terms, beside whom they are for.
pub(super) fn of_terms(terms: &EligibilityTerms, faults: &mut Faults) {
    relations(terms, faults);
    let whom = terms.whom.as_ref();
    let sexes = terms.sex.as_ref().zip(whom.and_then(|whom| whom.sex));
    if sexes.is_some_and(|(terms, of)| terms.admitted != of) {
        faults.conflict("sex/admitted", "for/sex");
    }
    if let Some((age, band)) = terms.age.as_ref().zip(whom.and_then(|whom| whom.ages))
        && (age.counted, age.counted_on, age.leap_birthday) == (band.counted, band.counted_on, band.leap_birthday)
        && !is_once(age.counted_on)
        && !is_once(age.below_on)
    {
        if band.below.is_some_and(|below| below <= age.at_least) {
            faults.conflict("age/at_least", "for/ages/below");
        }
        if age.below.is_some_and(|below| below < band.at_least.unwrap_or(0)) {
            faults.conflict("age/below", "for/ages/at_least");
        }
    }
    facts(terms, faults);
}

/// Of the relations whom terms are for, one is admitted.
fn relations(terms: &EligibilityTerms, faults: &mut Faults) {
    let Some(of) = terms.whom.as_ref().map(|whom| &whom.relations).filter(|of| !of.is_empty()) else { return };
    let is_of = Relation::ALL.map(|relation| of.contains(&relation));
    for (place, relations) in terms.relations.iter().enumerate() {
        let admitted =
            Relation::ALL.iter().zip(is_of).any(|(relation, is_of)| is_of && relations.admitted.contains(relation));
        // An empty list is a fault of its own.
        if !admitted && !relations.admitted.is_empty() {
            faults.conflict(&format!("relations/{place}/admitted"), "for/relations");
        }
    }
}

/// Facts of which one is needed are not all left out.
fn facts(terms: &EligibilityTerms, faults: &mut Faults) {
    let mut left_out = BTreeMap::new();
    for (place, wanted) in
        terms.facts.iter().enumerate().filter(|(_, wanted)| wanted.excluded && wanted.dates.is_none())
    {
        for fact in &wanted.any_of {
            left_out.entry(fact).or_insert_with(|| format!("facts/{place}"));
        }
    }
    let whom = terms.whom.as_ref();
    if let Some(place) = whom.and_then(|whom| whom.facts.iter().find_map(|fact| left_out.get(fact))) {
        faults.conflict(place, "for/facts");
    }
    for fact in whom.into_iter().flat_map(|whom| &whom.without) {
        left_out.entry(fact).or_insert_with(|| "for/without".into());
    }
    for (place, wanted) in terms.facts.iter().enumerate().filter(|(_, wanted)| !wanted.excluded) {
        let mut all = wanted.any_of.iter().map(|fact| left_out.get(fact));
        if let Some(Some(first)) = all.next()
            && all.all(|fact| fact.is_some())
        {
            faults.conflict(&format!("facts/{place}"), first);
        }
    }
}
