//! Who may use a service: the facts that terms ask for are declared, and what they admit does not contradict itself.

use alloc::collections::BTreeSet;

use super::elements::{bounded, each, filled};
use crate::{
    base::{Error, ErrorCode, value::Code},
    programme::{Document, EligibilityTerms, FactDeclaration, FactTerms},
};

pub(super) fn facts(declared: &[FactDeclaration]) -> Result<(), Error> {
    bounded(declared)?;
    let mut seen = BTreeSet::new();
    match declared.iter().position(|fact| !seen.insert(&fact.id)) {
        Some(index) => Err(Error::new(ErrorCode::ValueInvalid, "/id").within(index)),
        None => Ok(()),
    }
}

pub(super) fn eligibility(document: &Document) -> Result<(), Error> {
    let all = &document.eligibility;
    one_at_a_time(all)?;
    each(all, |terms| {
        if let Some(age) = &terms.age
            && age.below.is_some_and(|below| below <= age.at_least)
        {
            return Err(Error::new(ErrorCode::AgesUpsideDown, "/age/below"));
        }
        if let Some(circumstances) = &terms.circumstances {
            filled(&circumstances.left_out, "/circumstances/left_out")?;
        }
        each(&terms.facts, |wanted| fact_terms(wanted, &document.facts)).map_err(|e| e.within("facts"))?;
        each(&terms.relations, |relations| filled(&relations.admitted, "/admitted"))
            .map_err(|e| e.within("relations"))?;
        once(terms, all)
    })
}

/// Periods run forward, and one of the terms of a service is in effect at a time.
fn one_at_a_time(all: &[EligibilityTerms]) -> Result<(), Error> {
    each(all, |terms| terms.period.validate())?;
    for (index, terms) in all.iter().enumerate() {
        let both = |other: &EligibilityTerms| {
            other.id == terms.id
                && other.period.overlaps(&terms.period)
                && other.every.zip(terms.every).is_none_or(|(one, another)| one.overlaps(&another))
        };
        if all.iter().take(index).any(both) {
            return Err(Error::new(ErrorCode::PeriodsOverlap, "/period").within(index));
        }
    }
    Ok(())
}

/// Facts are declared, and days are asked of dated ones alone.
fn fact_terms(wanted: &FactTerms, declared: &[FactDeclaration]) -> Result<(), Error> {
    filled(&wanted.any_of, "/any_of")?;
    each(&wanted.any_of, |id| match declared.iter().find(|fact| fact.id == *id) {
        None => Err(Error::new(ErrorCode::IdUnknown, "")),
        Some(fact) if wanted.dates.is_some() && !fact.dated => Err(Error::new(ErrorCode::ValueInvalid, "")),
        Some(_) => Ok(()),
    })
    .map_err(|e| e.within("any_of"))?;
    match wanted.dates {
        Some(dates) if dates.validate().is_err() => Err(Error::new(ErrorCode::PeriodUpsideDown, "/dates")),
        _ => Ok(()),
    }
}

fn once(terms: &EligibilityTerms, all: &[EligibilityTerms]) -> Result<(), Error> {
    let Some(once) = &terms.once else { return Ok(()) };
    if !once.services.contains(&terms.id) {
        return Err(Error::new(ErrorCode::IdUnknown, "/once/services"));
    }
    let known = |id: &Code| {
        if all.iter().any(|terms| terms.id == *id) { Ok(()) } else { Err(Error::new(ErrorCode::IdUnknown, "")) }
    };
    each(&once.services, known).map_err(|e| e.within("services").within("once"))
}
