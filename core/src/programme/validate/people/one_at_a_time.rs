//! Settings of one service, of which one is in effect for a person at a time.
//!
//! All that are in effect on a day are compared with one another: each two once, whatever number of services they share, and in a time that does not
//! depend on how long their lists are.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};
use core::mem;

use crate::{
    base::{ErrorCode, value::Code},
    member::Relation,
    programme::{service::Scope, validate::faults::Faults},
};

/// Periods run forward, and one setting of a service is in effect for a person at a time. Settings of one service are compared in the
/// order in which they begin, each with those that begin before it ends.
pub(in crate::programme::validate) fn one_at_a_time(parts: &[Scope], list: &'static str, faults: &mut Faults) {
    let all = settings(parts);
    let mut of_services: BTreeMap<&Code, Vec<&Setting>> = BTreeMap::new();
    for setting in &all {
        if !faults.at(setting.place, |faults| faults.forward(setting.scope.period)) {
            continue;
        }
        for service in &setting.scope.services {
            let known = of_services.entry(service).or_default();
            if known.last().is_none_or(|last| last.place != setting.place) {
                known.push(setting);
            }
        }
    }
    let mut compared = vec![false; all.len().saturating_mul(all.len())];
    let mut is_new = |(earlier, later): (usize, usize)| {
        let pair = compared.get_mut(earlier.saturating_mul(all.len()).saturating_add(later));
        pair.is_none_or(|pair| !mem::replace(pair, true))
    };
    // For each of two that overlap, the later in the document, with the first that it overlaps.
    let mut overlaps: BTreeMap<usize, usize> = BTreeMap::new();
    for settings in of_services.values_mut() {
        settings.sort_by_key(|setting| setting.scope.period.from);
        let mut rest = settings.as_slice();
        while let Some((one, later)) = rest.split_first() {
            let until = one.scope.period.until;
            let begins =
                |other: &&&Setting| other.scope.period.from.is_none_or(|from| until.is_none_or(|until| from <= until));
            for other in later.iter().take_while(begins) {
                let (earlier, later) = (one.place.min(other.place), one.place.max(other.place));
                if is_new((earlier, later)) && !one.is_parted_from(other) {
                    let first = overlaps.entry(later).or_insert(earlier);
                    *first = (*first).min(earlier);
                }
            }
            rest = later;
        }
    }
    for (place, other) in overlaps {
        faults.at(place, |faults| {
            faults.add("period", ErrorCode::PeriodsOverlap).contradicts(list, other);
        });
    }
}

/// A setting, with the lists that say for whom it is as sets.
struct Setting<'t> {
    place: usize,
    scope: &'t Scope<'t>,
    relations: BTreeSet<Relation>,
    facts: Bits,
    without: Bits,
}

fn settings<'t>(parts: &'t [Scope<'t>]) -> Vec<Setting<'t>> {
    let mut numbers: BTreeMap<&Code, usize> = BTreeMap::new();
    let mut bits = |facts: &'t [Code]| {
        let mut bits = Bits::default();
        for fact in facts {
            let next = numbers.len();
            bits.set(*numbers.entry(fact).or_insert(next));
        }
        bits
    };
    let mut setting = |(place, scope): (usize, &'t Scope<'t>)| {
        let whom = scope.whom;
        Setting {
            place,
            scope,
            relations: whom.into_iter().flat_map(|whom| whom.relations.iter().copied()).collect(),
            facts: bits(whom.map_or(&[], |whom| &whom.facts)),
            without: bits(whom.map_or(&[], |whom| &whom.without)),
        }
    };
    parts.iter().enumerate().map(&mut setting).collect()
}

impl Setting<'_> {
    /// Whether both are never in effect for a person on a day of their common period: by the time of each year, or by whom they are for.
    fn is_parted_from(&self, other: &Self) -> bool {
        let relations =
            !self.relations.is_empty() && !other.relations.is_empty() && self.relations.is_disjoint(&other.relations);
        let facts = self.facts.meet(&other.without) || other.facts.meet(&self.without);
        let times = self.scope.every.zip(other.scope.every).is_some_and(|(one, another)| !one.overlaps(&another));
        let whom = self.scope.whom.zip(other.scope.whom);
        relations || facts || times || whom.is_some_and(|(one, another)| one.differs_in_sex_or_age(another))
    }
}

/// A set of numbers.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, number: usize) {
        let (word, bit) = (number / 64, number % 64);
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// Whether a number is in both.
    fn meet(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, another)| one & another != 0)
    }
}
