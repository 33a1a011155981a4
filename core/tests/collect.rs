//! Totals of days depend on the intervals alone, not on their order nor on the calls in which they come.

use std::collections::{BTreeMap, BTreeSet};

use kenpo_core::{
    Programme,
    civil::{Date, Instant},
    programme::{Document, StepSources},
    steps::{Collector, StepInterval},
    value::{Code, Count, HostId, RuleId},
};
use proptest::prelude::*;

const HOUR: i64 = 3_600;

fn programme(order: &[&str]) -> Programme {
    let mut document = Document::new("steps", "1", "Steps").unwrap();
    if !order.is_empty() {
        let order = order.iter().map(|source| Code::new(source).unwrap()).collect();
        let rule = RuleId::new("STP-03").unwrap();
        document.points.step_sources = vec![StepSources { rule, period: Default::default(), order, clause: None }];
    }
    Programme::new(document, b"{}").unwrap()
}

/// Days with their steps, and what was left out of each.
type Totals = BTreeMap<Date, (i64, i64, Option<Code>)>;

fn totals(programme: &Programme, intervals: &[StepInterval], deleted: &[HostId]) -> Totals {
    totals_after(programme, &[], intervals, deleted)
}

/// Totals where some ids are known to be deleted before the intervals come, and some after.
fn totals_after(programme: &Programme, before: &[HostId], intervals: &[StepInterval], after: &[HostId]) -> Totals {
    let mut collector = Collector::new(programme);
    before.iter().for_each(|id| collector.delete(id));
    intervals.iter().for_each(|interval| collector.push(interval));
    after.iter().for_each(|id| collector.delete(id));
    let verdict = collector.finish().unwrap();
    let overlaps: BTreeMap<Date, i64> = verdict.overlaps.iter().map(|over| (over.date, over.steps.get())).collect();
    let days = verdict.arrivals.into_iter();
    days.map(|day| (day.date, (day.steps.get(), overlaps.get(&day.date).copied().unwrap_or(0), day.source))).collect()
}

prop_compose! {
    /// Within five days, of three sources with two devices each. Of those with an id some are the same record as another, with other steps.
    fn interval()(start in 0..5 * 24 * HOUR, length in prop_oneof![0..HOUR, 0..48 * HOUR], count in 0..10_000_i64,
                  source in 0..3_usize, device in 0..3_usize, id in 0..40_u32) -> StepInterval {
        let first = Instant::start_of(Date::from_ymd(2024, 2, 27).unwrap()).unix();
        let instant = |at| Instant::from_unix(first + at).unwrap();
        StepInterval {
            start: instant(start),
            end: instant(start + length),
            count: Count::new(count).unwrap(),
            source: Code::new(["watch", "phone", "other"][source]).unwrap(),
            device: (device > 0).then(|| HostId::new(["a", "b"][device - 1]).unwrap()),
            id: (id < 10).then(|| HostId::new(&format!("{id}")).unwrap()),
        }
    }
}

prop_compose! {
    /// Intervals, some of which come again, and ids that were deleted.
    fn intervals()(mut all in prop::collection::vec(interval(), 0..30), again in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
                   gone in prop::collection::vec(any::<prop::sample::Index>(), 0..3)) -> (Vec<StepInterval>, Vec<HostId>) {
        let named: Vec<StepInterval> = all.iter().filter(|interval| interval.id.is_some()).cloned().collect();
        let deleted = match named.is_empty() {
            true => Vec::new(),
            false => gone.iter().filter_map(|index| index.get(&named).id.clone()).collect(),
        };
        if !named.is_empty() {
            all.extend(again.iter().map(|index| index.get(&named).clone()));
        }
        (all, deleted)
    }
}

fn touches(interval: &StepInterval, day: Date) -> bool {
    let last = Instant::from_unix((interval.end.unix() - 1).max(interval.start.unix())).unwrap();
    interval.start.date() <= day && day <= last.date()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_order_gives_the_same_totals((all, deleted) in intervals(), seed in any::<u64>(), ordered in any::<bool>()) {
        let programme = programme(if ordered { &["watch", "phone"] } else { &[] });
        let mut other = all.clone();
        // Another order, from the seed.
        other.sort_by_key(|interval| interval.start.unix().wrapping_mul(seed as i64 | 1) ^ interval.count.get().wrapping_mul(7_919));
        let expected = totals(&programme, &all, &deleted);
        prop_assert_eq!(&expected, &totals(&programme, &other, &deleted));
        prop_assert_eq!(&expected, &totals_after(&programme, &deleted, &other, &[]));
    }

    #[test]
    fn so_does_any_division_into_calls((all, deleted) in intervals(), cuts in prop::collection::vec(0..8_i64, 0..4), ordered in any::<bool>()) {
        let programme = programme(if ordered { &["phone", "watch", "other"] } else { &[] });
        let whole = totals(&programme, &all, &deleted);
        // Runs of days: a call gets every interval that touches one of its days, and its totals of other days are left aside.
        let first = Date::from_ymd(2024, 2, 26).unwrap();
        let days: Vec<Date> = (0..10).map(|day| first.plus_days(day).unwrap()).collect();
        let ends: BTreeSet<i64> = cuts.iter().map(|cut| cut + 1).chain([10]).collect();
        let (mut from, mut parts) = (0, Totals::new());
        for end in ends {
            let run = &days[usize::try_from(from).unwrap()..usize::try_from(end).unwrap()];
            // Records of one id go together, to the days of each of them.
            let here = |interval: &StepInterval| run.iter().any(|day| touches(interval, *day));
            let ids: BTreeSet<&HostId> = all.iter().filter(|interval| here(interval)).filter_map(|interval| interval.id.as_ref()).collect();
            let is_of_run = |interval: &&StepInterval| here(interval) || interval.id.as_ref().is_some_and(|id| ids.contains(id));
            let of_run: Vec<StepInterval> = all.iter().filter(is_of_run).cloned().collect();
            parts.extend(totals(&programme, &of_run, &deleted).into_iter().filter(|(day, _)| run.contains(day)));
            from = end;
        }
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn of_one_source_every_step_counts_once(all in prop::collection::vec(interval(), 0..20)) {
        let mut ids = BTreeSet::new();
        let one: Vec<StepInterval> = all
            .into_iter()
            .map(|interval| StepInterval { source: Code::new("phone").unwrap(), device: None, ..interval })
            .filter(|interval| interval.id.as_ref().is_none_or(|id| ids.insert(id.clone())))
            .collect();
        let sum: i64 = one.iter().map(|interval| interval.count.get()).sum();
        let totals = totals(&programme(&[]), &one, &[]);
        prop_assert_eq!(totals.values().map(|(steps, ..)| steps).sum::<i64>(), sum);
        prop_assert!(totals.values().all(|(_, overlap, _)| *overlap == 0));
    }
}
