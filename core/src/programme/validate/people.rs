//! Who may use a service: the facts that terms ask for are declared, and what they admit does not contradict itself.

mod nobody;
mod one_at_a_time;

use alloc::{collections::BTreeSet, vec::Vec};

pub(super) use one_at_a_time::one_at_a_time;

use super::faults::{Faults, Ids, ids};
use crate::{
    answer::Period,
    base::{ErrorCode, value::Code},
    programme::{
        AgeCounted, AgeTerms, Document, EachYear, EligibilityTerms, FactDeclaration, FactTerms, FixedDay, OnceTerms,
        Whom, Window,
        service::{OfServices, Scope},
    },
};

/// The most months for which somebody must have been insured.
const MOST_MONTHS: u16 = 1_200;

/// The oldest age that terms ask for: nobody has been older than 122.
pub(super) const OLDEST: u8 = 150;

/// The most times, and the most years, of uses.
pub(super) const MOST_USES: u16 = 100;

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
    let services = ids(all.iter().flat_map(EligibilityTerms::services));
    let declared = ids(document.facts.iter().map(|fact| &fact.id));
    faults.list("eligibility", all, |faults, all| {
        one_at_a_time(&all.iter().map(EligibilityTerms::scope).collect::<Vec<_>>(), "/eligibility", faults);
        faults.elements(all, |faults, terms| {
            faults.each("also", &terms.also, |_, _| ());
            if let Some(age) = &terms.age {
                faults.under("age", |faults| {
                    ages(age.at_least, age.below, age.counted, age.counted_on, faults);
                    faults.each("at", &age.at, |faults, age| faults.within("", *age, 0..=OLDEST));
                    last_age(age, faults);
                    nobody::of_age(age, faults);
                });
            }
            if let Some(whom) = &terms.whom {
                for_whom(whom, &declared, faults);
            }
            if let Some(insured) = &terms.insured {
                faults.under("insured", |faults| {
                    faults.each("held_on", &insured.held_on, |_, _| ());
                    faults.within("at_least_months", insured.at_least_months.unwrap_or(1), 1..=MOST_MONTHS);
                });
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
            faults.each("relations", &terms.relations, |faults, terms| {
                faults.filled("admitted", &terms.admitted);
                faults.list("admitted", &terms.admitted, |_, _| {});
            });
            nobody::of_terms(terms, faults);
            if let Some(once) = &terms.once {
                faults.under("once", |faults| uses(once, terms, &services, faults));
            }
        });
    });
}

/// Examines each of the settings of a list: periods run forward, and of the settings of one id one is in effect at a time, in its period and there in its
/// time of each year. `path` is the list's.
pub(super) fn settings_of_each_year<'t, T>(
    (key, path): (&'static str, &'static str),
    items: &'t [T],
    of: impl Fn(&'t T) -> (&'t Code, Period, Option<EachYear>),
    faults: &mut Faults,
    examine: impl FnMut(&mut Faults, &'t T),
) {
    if items.iter().all(|item| of(item).2.is_none()) {
        return faults.settings(key, items, |item| (Some(of(item).0), of(item).1), examine);
    }
    faults.list(key, items, |faults, items| {
        let scope = |item| {
            let (id, period, every) = of(item);
            Scope { services: [id].into(), period, every, whom: None }
        };
        one_at_a_time(&items.iter().map(scope).collect::<Vec<_>>(), path, faults);
        faults.elements(items, examine);
    });
}

/// Ages ascend, and they are counted in one way.
fn ages(at_least: u8, below: Option<u8>, counted: AgeCounted, on: Option<FixedDay>, faults: &mut Faults) {
    if below.is_some_and(|below| below <= at_least) {
        faults.add("below", ErrorCode::AgesUpsideDown).at_least(i64::from(at_least).saturating_add(1));
    }
    faults.within("at_least", at_least, 0..=OLDEST);
    if on.is_some() && counted != AgeCounted::default() {
        faults.add("", ErrorCode::WaysConflict).keys(&["counted", "counted_on"]);
    }
}

/// The day on which an age must still be below another is of an age.
fn last_age(age: &AgeTerms, faults: &mut Faults) {
    if age.below_on.is_some() && age.below.is_none() {
        faults.add("below", ErrorCode::MissingValue).kind("integer");
    }
}

/// Whom something is for: of facts that are declared.
pub(super) fn for_whom(whom: &Whom, declared: &Ids<'_>, faults: &mut Faults) {
    faults.under("for", |faults| {
        if let Some(band) = whom.ages {
            faults.under("ages", |faults| {
                ages(band.at_least.unwrap_or(0), band.below, band.counted, band.counted_on, faults);
            });
        }
        faults.each("relations", &whom.relations, |_, _| ());
        faults.each("facts", &whom.facts, |faults, id| faults.known("", id, declared, &["/facts"]));
        faults.each("without", &whom.without, |faults, id| faults.known("", id, declared, &["/facts"]));
        nobody::among(whom, faults);
    });
}

/// Facts are declared, and days are asked of dated ones alone.
fn fact_terms(wanted: &FactTerms, declared: &Ids<'_>, facts: &[FactDeclaration], faults: &mut Faults) {
    faults.filled("any_of", &wanted.any_of);
    faults.each("any_of", &wanted.any_of, |faults, id| {
        faults.known("", id, declared, &["/facts"]);
        let undated = |place: &&usize| facts.get(**place).is_some_and(|fact| !fact.dated);
        if let Some(place) = declared.get(id.as_str()).filter(undated).filter(|_| wanted.dates.is_some()) {
            faults.add("", ErrorCode::SettingsConflict).contradicts("/facts", *place);
        }
    });
    if wanted.dates.is_some_and(|dates| !dates.is_forward()) {
        faults.add("dates", ErrorCode::PeriodUpsideDown);
    }
}

/// Uses are counted in a month or a longer window of the calendar.
pub(super) fn window_of_uses(window: Window, faults: &mut Faults) {
    if !Window::OF_USES.contains(&window) {
        faults.add("window", ErrorCode::WindowUnsuitable).choices(&Window::OF_USES.map(Window::name));
    }
}

/// Uses are counted for the services of the terms, and of services that have terms.
fn uses(once: &OnceTerms, terms: &EligibilityTerms, services: &Ids<'_>, faults: &mut Faults) {
    faults.within("times", once.times, 1..=MOST_USES);
    faults.within("years", once.years, 1..=MOST_USES);
    window_of_uses(once.window, faults);
    if !once.window.is_year() && once.years > 1 {
        faults.conflict("years", "window");
    }
    let named: BTreeSet<&Code> = once.services.iter().collect();
    let itself = terms.services().all(|service| named.contains(service));
    if !once.services.is_empty() && !itself {
        faults.add("services", ErrorCode::IdUnknown).ids_of(&["/eligibility"]);
    }
    faults.each("services", &once.services, |faults, id| faults.known("", id, services, &["/eligibility"]));
}
