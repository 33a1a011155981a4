//! Intervals, one after another, and the days that they add up to.

use alloc::{collections::BTreeMap, vec::Vec};
use core::mem;

use super::{
    divide::{divide, hours},
    interval::{CollectVerdict, DroppedInterval, LONGEST_INTERVAL, Overlap, StepInterval},
};
use crate::{
    base::{
        Reason,
        value::{Code, Count, HostId},
    },
    civil::Date,
    points::Arrival,
    programme::{Programme, StepSources},
};

/// What counts: a source and, where it has several, its device.
type Counter = (Code, Option<HostId>);

/// Records of one id: the one that counts, and the places of all.
struct Record {
    best: StepInterval,
    place: Count,
    others: Vec<Count>,
}

/// Takes intervals in any order and adds them up. What it holds grows with the hours and with the ids, not with the intervals without one.
pub struct Collector<'p> {
    programme: &'p Programme,
    pushed: i64,
    /// What counted steps, by its number.
    counters: BTreeMap<Counter, usize>,
    /// Steps of each hour, counted from 1970 in Japan, by the number of what counted them: one table, since a map for each of the two days that an
    /// interval may last would take ten times its bytes. No sum where it leaves its range.
    hours: BTreeMap<(i64, usize), Option<Count>>,
    records: BTreeMap<HostId, Record>,
    deleted: Vec<HostId>,
    dropped: Vec<DroppedInterval>,
}

impl<'p> Collector<'p> {
    /// A collector by the programme's order of sources.
    pub fn new(programme: &'p Programme) -> Self {
        Self {
            programme,
            pushed: 0,
            counters: BTreeMap::new(),
            hours: BTreeMap::new(),
            records: BTreeMap::new(),
            deleted: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// Takes an interval. Its place is how many were taken before.
    pub fn push(&mut self, interval: &StepInterval) {
        let place = Count::new(self.pushed).unwrap_or_default();
        self.pushed = self.pushed.saturating_add(1);
        let length = interval.end.unix().saturating_sub(interval.start.unix());
        let reason = match length {
            ..0 => Some(Reason::EndBeforeStart),
            0..=LONGEST_INTERVAL => None,
            _ => Some(Reason::IntervalTooLong),
        };
        if let Some(reason) = reason {
            return self.dropped.push(DroppedInterval { index: place, reason });
        }
        let Some(id) = &interval.id else { return self.add(interval, place) };
        match self.records.get_mut(id) {
            None => {
                let record = Record { best: interval.clone(), place, others: Vec::new() };
                self.records.insert(id.clone(), record);
            }
            // Of records that differ the one with most steps counts, whatever their order.
            Some(record) if rank(&record.best) < rank(interval) => {
                record.best = interval.clone();
                record.others.push(mem::replace(&mut record.place, place));
            }
            Some(record) => record.others.push(place),
        }
    }

    /// Takes out the records of an id, taken before or after.
    pub fn delete(&mut self, id: &HostId) {
        self.deleted.push(id.clone());
    }

    /// The totals, or nothing where steps of an hour or a day pass 2^53 − 1.
    pub fn finish(mut self) -> Option<CollectVerdict> {
        let mut records = mem::take(&mut self.records);
        for id in mem::take(&mut self.deleted) {
            let Some(Record { place, others, .. }) = records.remove(&id) else { continue };
            let places = others.into_iter().chain([place]);
            self.dropped.extend(places.map(|index| DroppedInterval { index, reason: Reason::Deleted }));
        }
        for Record { best, place, others } in records.into_values() {
            self.add(&best, place);
            let repeated = others.into_iter().map(|index| DroppedInterval { index, reason: Reason::Repeated });
            self.dropped.extend(repeated);
        }
        self.dropped.sort_unstable();
        let mut verdict = CollectVerdict { arrivals: Vec::new(), overlaps: Vec::new(), dropped: self.dropped };
        let counters: BTreeMap<usize, &Counter> =
            self.counters.iter().map(|(counter, number)| (*number, counter)).collect();
        let mut hours = self.hours.into_iter().peekable();
        while let Some(&((hour, _), _)) = hours.peek() {
            let date = date(hour)?;
            let terms = terms(self.programme, date);
            let mut day = DayTotal::default();
            while let Some(&((hour, _), _)) =
                hours.peek().filter(|((other, _), _)| other.div_euclid(24) == hour.div_euclid(24))
            {
                let of_hour = core::iter::from_fn(|| hours.next_if(|((other, _), _)| *other == hour));
                let named = of_hour.map(|((_, number), steps)| Some((*counters.get(&number)?, steps)));
                day.add(named.collect::<Option<_>>()?, terms)?;
            }
            verdict.arrivals.push(Arrival {
                date,
                steps: Count::new(day.steps)?,
                source: day.source(),
                revision: None,
            });
            if day.overlap > 0 {
                verdict.overlaps.push(Overlap { date, steps: Count::new(day.overlap)? });
            }
        }
        Some(verdict)
    }

    /// Divides an interval by its days, and each day's share by its hours.
    fn add(&mut self, interval: &StepInterval, place: Count) {
        let all: Vec<(i64, i64)> = hours(interval.start.unix(), interval.end.unix()).collect();
        let days: Vec<&[(i64, i64)]> =
            all.chunk_by(|(one, _), (other, _)| one.div_euclid(24) == other.div_euclid(24)).collect();
        let seconds: Vec<i64> = days.iter().map(|day| day.iter().map(|(_, seconds)| *seconds).sum()).collect();
        let mut is_counted = false;
        for (day, share) in days.into_iter().zip(divide(interval.count.get(), &seconds)) {
            let date = day.first().and_then(|(hour, _)| date(*hour));
            let terms = date.and_then(|date| terms(self.programme, date));
            if terms.is_some_and(|terms| !terms.order.contains(&interval.source)) {
                continue;
            }
            is_counted = true;
            let seconds: Vec<i64> = day.iter().map(|(_, seconds)| *seconds).collect();
            let next = self.counters.len();
            let counter = (interval.source.clone(), interval.device.clone());
            let number = *self.counters.entry(counter).or_insert(next);
            for ((hour, _), share) in day.iter().zip(divide(share, &seconds)) {
                let sum = self.hours.entry((*hour, number)).or_insert(Some(Count::ZERO));
                *sum = sum.and_then(|sum| sum.get().checked_add(share)).and_then(Count::new);
            }
        }
        if !is_counted {
            self.dropped.push(DroppedInterval { index: place, reason: Reason::SourceNotLinked });
        }
    }
}

/// What decides between records of one id.
fn rank(interval: &StepInterval) -> impl Ord + '_ {
    (interval.count, interval.start, interval.end, &interval.source, &interval.device)
}

/// The day of an hour.
fn date(hour: i64) -> Option<Date> {
    Date::from_days_since_epoch(hour.div_euclid(24))
}

/// The order of sources on a day.
pub(super) fn terms(programme: &Programme, date: Date) -> Option<&StepSources> {
    programme.document().points.step_sources.iter().find(|terms| terms.period.contains(date))
}

/// What a day adds up to.
#[derive(Default)]
struct DayTotal {
    steps: i64,
    overlap: i64,
    by_source: BTreeMap<Code, i64>,
}

impl DayTotal {
    /// Adds an hour: of a source's devices the one with most steps counts; of the sources the first of the order that has any, or
    /// without an order the one with most.
    fn add(&mut self, counters: BTreeMap<&Counter, Option<Count>>, terms: Option<&StepSources>) -> Option<()> {
        let mut sources: BTreeMap<&Code, i64> = BTreeMap::new();
        let mut all = 0_i64;
        for ((source, _), steps) in counters {
            let steps = steps?.get();
            all = all.checked_add(steps)?;
            let most = sources.entry(source).or_default();
            *most = steps.max(*most);
        }
        let counted = match terms {
            Some(terms) => {
                terms.order.iter().find_map(|source| sources.get_key_value(source).filter(|(_, steps)| **steps > 0))
            }
            // Of equal ones the first by name.
            None => sources.iter().rev().max_by_key(|(_, steps)| **steps),
        };
        let Some((source, steps)) = counted else { return Some(()) };
        self.steps = self.steps.checked_add(*steps)?;
        self.overlap = self.overlap.checked_add(all)?.checked_sub(*steps)?;
        let sum = self.by_source.entry((*source).clone()).or_default();
        *sum = sum.checked_add(*steps)?;
        Some(())
    }

    /// The source of most of the steps; of equal ones the first by name.
    fn source(&self) -> Option<Code> {
        self.by_source.iter().rev().max_by_key(|(_, steps)| **steps).map(|(source, _)| source.clone())
    }
}
