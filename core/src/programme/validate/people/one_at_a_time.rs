//! Settings of one service, of which one is in effect for a person at a time.
//!
//! Those that share a service are compared with one another, up to the first overlap: each two at most once, whatever number of services they share.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use crate::{
    base::{ErrorCode, value::Code},
    civil::DateRange,
    member::Relation,
    programme::{plan::days_of, service::Scope, validate::faults::Faults},
};

/// Periods run forward, and one setting of a service is in effect for a person at a time: each is compared with those before it in the document, up to
/// the first with which it overlaps.
pub(in crate::programme::validate) fn one_at_a_time(parts: &[Scope], list: &'static str, faults: &mut Faults) {
    let all = settings(parts);
    let is_forward = |setting: &&Setting| faults.at(setting.place, |faults| faults.forward(setting.scope.period));
    let forward: Vec<&Setting> = all.iter().filter(is_forward).collect();
    // The places of the settings of each service.
    let mut of_services: BTreeMap<&Code, Bits> = BTreeMap::new();
    for setting in forward {
        let mut beside = Bits::default();
        for service in &setting.scope.services {
            let places = of_services.entry(service).or_default();
            beside.join(places);
            places.set(setting.place);
        }
        let mut before = all.iter().take(setting.place).filter(|other| beside.holds(other.place));
        if let Some(first) = before.find(|other| setting.overlaps(other)) {
            faults.at(setting.place, |faults| {
                faults.add("period", ErrorCode::PeriodsOverlap).contradicts(list, first.place);
            });
        }
    }
}

/// A setting, with the lists that say for whom it is as sets.
struct Setting<'t> {
    place: usize,
    scope: &'t Scope<'t>,
    days: DateRange,
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
            days: days_of(scope.period),
            relations: whom.into_iter().flat_map(|whom| whom.relations.iter().copied()).collect(),
            facts: bits(whom.map_or(&[], |whom| &whom.facts)),
            without: bits(whom.map_or(&[], |whom| &whom.without)),
        }
    };
    parts.iter().enumerate().map(&mut setting).collect()
}

impl Setting<'_> {
    /// Whether both are in effect for a person on a day.
    fn overlaps(&self, other: &Self) -> bool {
        let common = self.days.intersect(other.days);
        common.first() <= common.last() && !self.is_parted_from(other)
    }

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

    fn holds(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Takes in the numbers of another.
    fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, others)| *word |= others);
    }

    /// Whether a number is in both.
    fn meet(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, another)| one & another != 0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::{collection::vec, prelude::*, sample::subsequence};

    use super::*;
    use crate::{answer::Period, civil::Date, programme::Whom};

    fn day(day: u32) -> Date {
        Date::from_ymd(2026, 4, day).unwrap()
    }

    fn period() -> impl Strategy<Value = Period> {
        let end = || proptest::option::of((1_u32..6).prop_map(day));
        (end(), end()).prop_map(|(from, until)| Period { from, until })
    }

    /// The definition, for two that run forward: a service, a day and a relation in common.
    fn overlap(one: &Scope, other: &Scope) -> bool {
        let relations = |scope: &Scope| scope.whom.map_or(Vec::new(), |whom| whom.relations.clone());
        let (of_one, of_other) = (relations(one), relations(other));
        let parted = !of_one.is_empty() && !of_other.is_empty() && !of_one.iter().any(|of| of_other.contains(of));
        let same_day = (1..6).map(day).any(|day| one.period.contains(day) && other.period.contains(day));
        one.services.iter().any(|service| other.services.contains(service)) && same_day && !parted
    }

    proptest! {
        #[test]
        fn the_first_with_which_one_overlaps_is_that_of_the_definition(
            all in vec(
                (vec(0..3_usize, 1..3), period(), subsequence(Relation::ALL.as_slice(), 0..3)),
                0..8,
            ),
        ) {
            let codes = ["a", "b", "c"].map(|id| Code::new(id).unwrap());
            let whom: Vec<Whom> =
                all.iter().map(|(.., relations)| Whom { relations: relations.clone(), ..Whom::default() }).collect();
            let scope = |((services, period, _), whom): (&(Vec<usize>, Period, _), _)| Scope {
                services: services.iter().map(|service| &codes[*service]).collect(),
                period: *period,
                every: None,
                whom: Some(whom),
            };
            let parts: Vec<Scope> = all.iter().zip(&whom).map(scope).collect();
            let mut faults = Faults::new(100);
            one_at_a_time(&parts, "/terms", &mut faults);
            let found: Vec<_> = faults.into_found().into_iter().map(|fault| (fault.code, fault.path, fault.other)).collect();
            let forward = |place: &usize| parts[*place].period.is_forward();
            let mut expected = Vec::new();
            for place in (0..parts.len()).filter(|place| !forward(place)) {
                expected.push((ErrorCode::PeriodUpsideDown, format!("/{place}/period"), None));
            }
            for place in (0..parts.len()).filter(forward) {
                let first = (0..place).filter(forward).find(|other| overlap(&parts[*other], &parts[place]));
                if let Some(first) = first {
                    expected.push((ErrorCode::PeriodsOverlap, format!("/{place}/period"), Some(format!("/terms/{first}"))));
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
