//! Days that are taken, where only one setting at a time may be in effect.

use alloc::collections::BTreeMap;

use crate::civil::DateRange;

/// The days that are taken by settings of each key. The ranges of one key are disjoint, so that one look finds what a range meets.
pub(super) struct Taken<K>(BTreeMap<(K, i32), (i32, usize)>);

impl<K: Ord + Copy> Taken<K> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The first day of the range of a key that meets the days.
    fn meets(&self, key: K, days: DateRange) -> Option<(i32, i32, usize)> {
        let mut until = self.0.range((key, i32::MIN)..=(key, days.last()));
        let ((_, first), (last, by)) = until.next_back()?;
        (*last >= days.first()).then_some((*first, *last, *by))
    }

    /// Who has taken some of the days.
    pub(super) fn by(&self, key: K, days: DateRange) -> Option<usize> {
        self.meets(key, days).map(|(.., by)| by)
    }

    /// Takes the days. Ranges that meet become one.
    pub(super) fn take(&mut self, key: K, days: DateRange, by: usize) {
        let (mut first, mut last) = (days.first(), days.last());
        while let Some((other, until, _)) = self.meets(key, DateRange::inclusive(first, last)) {
            self.0.remove(&(key, other));
            (first, last) = (first.min(other), last.max(until));
        }
        self.0.insert((key, first), (last, by));
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn days_are_taken_once(ranges in vec((0..3, 0..20, 0..6), 0..12), asked in (0..3, 0..20, 0..6)) {
            let days = |(_, first, more): (i32, i32, i32)| DateRange::inclusive(first, first + more);
            let mut taken = Taken::new();
            for (place, range) in ranges.iter().enumerate() {
                taken.take(range.0, days(*range), place);
            }
            let meets = |range: &&(i32, i32, i32)| {
                let (a, b) = (days(**range), days(asked));
                range.0 == asked.0 && a.first() <= b.last() && b.first() <= a.last()
            };
            prop_assert_eq!(taken.by(asked.0, days(asked)).is_some(), ranges.iter().any(|range| meets(&range)));
        }
    }
}
