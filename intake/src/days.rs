//! Totals per civil day in Japan.

use std::{collections::BTreeMap, fmt};

use kenpo_core::civil::{Date, Instant};

use crate::{Interval, item::whole_day};

/// A day's steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// The civil day in Japan.
    pub date: Date,
    /// Steps.
    pub steps: u64,
}

/// Adds intervals up to days.
///
/// An interval that crosses midnight is divided by time, by the method of the largest remainder (ties to the earlier day). Of several
/// sources of a day the largest total counts; of several rows for one whole day, the largest.
#[derive(Clone, Default)]
pub struct Days {
    days: BTreeMap<Date, BTreeMap<String, Counted>>,
    /// Records with an id; of one that was deleted, nothing.
    records: BTreeMap<String, Option<Record>>,
}

/// What a source counted on a day.
#[derive(Clone, Copy, Default)]
struct Counted {
    whole: u64,
    parts: u64,
}

/// A record that is held until it is known whether it comes again or was deleted; the largest of those of one id counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Record {
    count: u64,
    start: Instant,
    end: Instant,
    source: String,
}

impl Days {
    /// Adds an interval, or takes out those of an id that was deleted.
    pub fn push(&mut self, interval: &Interval<'_>) {
        let Interval { start, end, count, source, .. } = *interval;
        let Some(id) = interval.id else { return self.add(start, end, count, source) };
        let record = (!interval.deleted).then(|| Record { count, start, end, source: source.to_owned() });
        match self.records.get_mut(id) {
            Some(there) => *there = record.and_then(|record| there.take().map(|there| there.max(record))),
            None => drop(self.records.insert(id.to_owned(), record)),
        }
    }

    fn add(&mut self, start: Instant, end: Instant, count: u64, source: &str) {
        let whole_day = whole_day(start, end);
        let shares = whole_day.map_or_else(|| divide(start, end, count), |date| vec![(date, count)]);
        for (date, steps) in shares {
            let sources = self.days.entry(date).or_default();
            if !sources.contains_key(source) {
                sources.insert(source.to_owned(), Counted::default());
            }
            let Some(counted) = sources.get_mut(source) else { continue };
            match whole_day {
                Some(_) => counted.whole = counted.whole.max(steps),
                None => counted.parts = counted.parts.saturating_add(steps),
            }
        }
    }

    /// The days, earliest first.
    pub fn finish(mut self) -> Vec<Day> {
        for Record { start, end, count, source } in std::mem::take(&mut self.records).into_values().flatten() {
            self.add(start, end, count, &source);
        }
        let steps = |sources: &BTreeMap<String, Counted>| {
            sources.values().map(|counted| counted.whole.max(counted.parts)).max()
        };
        self.days.iter().map(|(date, sources)| Day { date: *date, steps: steps(sources).unwrap_or(0) }).collect()
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Days").field("days", &self.days.len()).finish_non_exhaustive()
    }
}

/// The days that an interval touches, each with its share of the steps.
fn divide(start: Instant, end: Instant, count: u64) -> Vec<(Date, u64)> {
    let first = start.date();
    let last = Instant::from_unix(end.unix() - 1).map_or(first, Instant::date).max(first);
    if first == last {
        return vec![(first, count)];
    }
    let length = u128::from(end.unix().abs_diff(start.unix()));
    // The day, its share rounded down, and what was rounded away.
    let mut shares: Vec<(Date, u64, u128)> = Vec::new();
    let mut day = Some(first);
    while let Some(date) = day.filter(|date| *date <= last) {
        let next = date.succ().map_or(end, Instant::start_of);
        let seconds = next.min(end).unix().abs_diff(Instant::start_of(date).max(start).unix());
        let product = u128::from(count) * u128::from(seconds);
        shares.push((date, u64::try_from(product / length).unwrap_or(u64::MAX), product % length));
        day = date.succ();
    }
    let missing = count - shares.iter().map(|share| share.1).sum::<u64>();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(shares[*index].2));
    for index in by_remainder.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        shares[index].1 += 1;
    }
    shares.into_iter().map(|(date, steps, _)| (date, steps)).collect()
}

#[cfg(test)]
mod tests {
    use kenpo_core::civil::Instant;

    use super::Days;
    use crate::Interval;

    fn interval<'r>(start: &str, end: &str, count: u64, source: &'r str) -> Interval<'r> {
        let instant = |text: &str| Instant::parse(&format!("{text}:00+09:00")).expect("an instant");
        let (start, end) = (instant(start), instant(end));
        Interval { line: 0, text: "", start, end, count, source, device: "", id: None, deleted: false, member: None }
    }

    fn days(intervals: &[Interval<'_>]) -> Vec<String> {
        let mut days = Days::default();
        intervals.iter().for_each(|interval| days.push(interval));
        days.finish().iter().map(|day| format!("{} {}", day.date, day.steps)).collect()
    }

    #[test]
    fn midnight_divides_by_time() {
        let night = |count| days(&[interval("2024-02-18T23:50", "2024-02-19T00:10", count, "a")]);
        assert_eq!(night(100), ["2024-02-18 50", "2024-02-19 50"]);
        assert_eq!(night(101), ["2024-02-18 51", "2024-02-19 50"]);
        // 20 and 40 minutes: 33⅓ and 66⅔.
        let night = days(&[interval("2024-02-18T23:40", "2024-02-19T00:40", 100, "a")]);
        assert_eq!(night, ["2024-02-18 33", "2024-02-19 67"]);
        let three = days(&[interval("2024-02-18T12:00", "2024-02-20T12:00", 7, "a")]);
        assert_eq!(three, ["2024-02-18 2", "2024-02-19 3", "2024-02-20 2"]);
    }

    #[test]
    fn the_larger_source_counts_and_an_end_at_midnight_is_the_day_before() {
        let phone = interval("2024-02-18T23:00", "2024-02-19T00:00", 500, "phone");
        let watch = interval("2024-02-18T10:00", "2024-02-18T10:30", 700, "watch");
        assert_eq!(days(&[phone, watch]), ["2024-02-18 700"]);
        let whole = |count| interval("2024-02-18T00:00", "2024-02-19T00:00", count, "a");
        assert_eq!(days(&[whole(5), whole(9), whole(3)]), ["2024-02-18 9"]);
        let [named, twice] = [500, 400].map(|count| Interval { id: Some("x"), count, ..phone });
        assert_eq!(days(&[named, twice]), days(&[twice, named]));
        assert_eq!(days(&[twice, named]), ["2024-02-18 500"]);
        let deleted = Interval { deleted: true, ..named };
        assert_eq!([days(&[deleted, named]), days(&[named, deleted, twice])], [[""; 0]; 2]);
    }
}
