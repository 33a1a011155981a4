//! Rows of whole days, as they arrive.

use std::{collections::BTreeMap, fmt};

use kenpo_core::civil::Date;

use crate::{Day, Interval};

/// Collects rows of whole days in the order of their file.
///
/// Rows of one source for one day stay as they are: the later ones are later records of the day. Some files have a day once for
/// each source, as a row for each device beside one for all of them: such a day is one row at the place of its first, with the
/// largest of what the sources had last. The order of their rows means nothing.
#[derive(Clone, Default)]
pub struct WholeDays {
    /// Each source with its number. A hostile file has another for each row.
    sources: BTreeMap<String, usize>,
    rows: Vec<(Day, usize)>,
}

impl WholeDays {
    /// Adds a row of an interval's first day.
    pub fn push(&mut self, interval: &Interval<'_>) {
        let next = self.sources.len();
        let known = self.sources.get(interval.source).copied();
        let source = known.unwrap_or_else(|| *self.sources.entry(interval.source.to_owned()).or_insert(next));
        self.rows.push((Day { date: interval.start.date(), steps: interval.count }, source));
    }

    /// How many rows were added.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes the rows out, in the order of the file.
    pub fn take(&mut self) -> Vec<Day> {
        let rows = std::mem::take(&mut self.rows);
        let several = self.sources.len() > 1;
        self.sources.clear();
        if !several {
            return rows.into_iter().map(|(day, _)| day).collect();
        }
        // What each source had last.
        let mut latest: BTreeMap<Date, BTreeMap<usize, u64>> = BTreeMap::new();
        for (day, source) in &rows {
            latest.entry(day.date).or_default().insert(*source, day.steps);
        }
        let mut kept = Vec::with_capacity(latest.len());
        for (day, _) in rows {
            match latest.get_mut(&day.date) {
                Some(sources) if sources.len() == 1 => kept.push(day),
                // The first of the day's rows takes the place of all of them.
                Some(sources) => {
                    if let Some(steps) = std::mem::take(sources).into_values().max() {
                        kept.push(Day { steps, ..day });
                    }
                }
                None => {}
            }
        }
        kept
    }
}

impl fmt::Debug for WholeDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WholeDays").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use kenpo_core::civil::Instant;

    use super::*;

    fn taken(rows: &[(u32, u64, &str)]) -> Vec<(u32, u64)> {
        let mut days = WholeDays::default();
        for (day, count, source) in rows {
            let date = Date::from_ymd(2024, 2, *day).unwrap();
            let (start, end) = (Instant::start_of(date), Instant::start_of(date.succ().unwrap()));
            days.push(&Interval {
                line: 1,
                text: "",
                start,
                end,
                count: *count,
                source,
                device: "",
                id: None,
                deleted: false,
                member: None,
            });
        }
        assert_eq!(days.len(), rows.len());
        let kept = days.take();
        assert!(days.is_empty());
        kept.into_iter().map(|day| (day.date.day(), day.steps)).collect()
    }

    #[test]
    fn later_records_of_one_source_stay() {
        assert_eq!(taken(&[(1, 9_000, ""), (2, 1, ""), (1, 100, "")]), [(1, 9_000), (2, 1), (1, 100)]);
    }

    #[test]
    fn of_several_sources_the_largest_counts_in_any_order() {
        let rows = [(2, 10, "all"), (1, 9_000, "all"), (1, 300, "phone"), (1, 8_700, "watch")];
        assert_eq!(taken(&rows), [(2, 10), (1, 9_000)]);
        let turned: Vec<_> = rows.into_iter().rev().collect();
        assert_eq!(taken(&turned), [(1, 9_000), (2, 10)]);
    }

    #[test]
    fn a_source_counts_with_what_it_had_last() {
        assert_eq!(taken(&[(1, 9_000, "watch"), (1, 500, "phone"), (1, 400, "watch")]), [(1, 500)]);
    }
}
