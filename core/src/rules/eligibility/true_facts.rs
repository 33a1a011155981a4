//! The facts that are true of a person, and from which day.

use alloc::vec::Vec;

use crate::{
    answer::Period,
    base::value::Code,
    civil::{Date, DateRange},
    member::Person,
    programme::FactTerms,
};

/// In the order of facts, and of the days of each: terms look each of theirs up, however many there are of either.
pub(super) struct TrueFacts<'p>(Vec<(&'p Code, i32)>);

impl<'p> TrueFacts<'p> {
    pub(super) fn of(person: &'p Person) -> Self {
        let since = |day: Option<Date>| day.map_or(ALWAYS, Date::yyyymmdd);
        let mut all: Vec<_> = person.facts.iter().map(|fact| (&fact.id, since(fact.on))).collect();
        all.sort_unstable();
        Self(all)
    }

    /// The first day, written YYYYMMDD, from which a fact is true, of the days that count: [`i32::MIN`] for one without a day, `None` where it is not.
    pub(super) fn since(&self, fact: &Code, dates: Option<Period>) -> Option<i32> {
        let from = |least: i32| {
            let at = self.0.partition_point(|known| *known < (fact, least));
            self.0.get(at).filter(|(id, _)| *id == fact).map(|(_, day)| *day)
        };
        let first = from(ALWAYS)?;
        if first == ALWAYS {
            return Some(first);
        }
        let Some(Period { from: begins, until }) = dates else { return Some(first) };
        let day = begins.map_or(Some(first), |begins| from(begins.yyyymmdd()))?;
        until.is_none_or(|until| day <= until.yyyymmdd()).then_some(day)
    }

    /// The same of the first of the facts that terms name.
    pub(super) fn since_any(&self, wanted: &FactTerms) -> Option<i32> {
        wanted.any_of.iter().filter_map(|fact| self.since(fact, wanted.dates)).min()
    }

    /// The days on which they fulfil terms: every day for facts that are always true, and where nothing counts.
    pub(super) fn days(&self, wanted: &FactTerms) -> DateRange {
        match self.since_any(wanted) {
            None => DateRange::ALL,
            Some(first) if wanted.excluded => DateRange::before(first),
            Some(first) => DateRange::from(first),
        }
    }
}

/// Before every day.
const ALWAYS: i32 = i32::MIN;

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        base::value::HostId,
        member::{PersonFact, Relation},
    };

    fn day(number: i64) -> Date {
        Date::from_ymd(2024, 4, 1).and_then(|first| first.plus_days(number)).expect("a date")
    }

    proptest! {
        #[test]
        fn the_first_day_that_counts(
            held in prop::collection::vec((0..4_u8, prop::option::of(0..6_i64)), 0..8),
            wanted in 0..4_u8,
            dates in prop::option::of((prop::option::of(0..6_i64), prop::option::of(0..6_i64))),
        ) {
            let id = |fact: u8| Code::new(&format!("f{fact}")).expect("an id");
            let host = HostId::new("p").expect("an id");
            let mut person = Person::new(host, day(-9_000), Relation::Insured, day(-900));
            person.facts = held.iter().map(|(fact, on)| PersonFact { id: id(*fact), on: on.map(day) }).collect();
            let dates = dates.map(|(from, until)| Period { from: from.map(day), until: until.map(day) });
            let counts = |fact: &&PersonFact| {
                fact.id == id(wanted) && fact.on.is_none_or(|on| dates.is_none_or(|dates| dates.contains(on)))
            };
            let first = person.facts.iter().filter(counts).map(|fact| fact.on.map_or(i32::MIN, Date::yyyymmdd)).min();
            prop_assert_eq!(TrueFacts::of(&person).since(&id(wanted), dates), first);
        }
    }
}
