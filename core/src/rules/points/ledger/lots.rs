//! Lots: points granted together, by the days on which they can be spent.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use core::mem;

use super::{day_tree::DayTree, entry::PointsLot};
use crate::{
    base::value::{Code, Count},
    civil::Date,
};

/// The points of a purse that have neither been spent nor expired.
#[derive(Default)]
pub(super) struct Purse {
    /// Those that can be spent, by last day; those that never expire under `Date::LATEST`.
    pub(super) open: DayTree,
    pub(super) waiting: Waiting,
    expired: i64,
}

/// Lots that cannot be spent yet. They keep the order of granting, in which a correction takes them.
#[derive(Default)]
pub(super) struct Waiting {
    lots: BTreeMap<Place, WaitingLot>,
    /// The same lots by the day on which they are looked at again.
    due: BTreeSet<(Date, Place)>,
    /// Their points by first day, and together.
    by_first: BTreeMap<Date, i64>,
    sum: i64,
    /// How many there have been.
    count: usize,
}

/// Where a lot stands among those that cannot be spent yet: by the first day on which it can be spent, then by the day on which it is
/// looked at again, which is earlier for a lot that expires before it can be spent, and then in the order of granting.
type Place = (Date, Date, usize);

struct WaitingLot {
    /// The last day on which they can be spent.
    last: Date,
    points: i64,
}

/// Sums of a purse. Balance is what is available and what is pending.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) available: i64,
    pub(crate) pending: i64,
    pub(crate) expired: i64,
}

impl Totals {
    pub(super) fn balance(self) -> i64 {
        self.available.saturating_add(self.pending)
    }

    pub(super) fn add(&mut self, more: Self) {
        self.available = self.available.saturating_add(more.available);
        self.pending = self.pending.saturating_add(more.pending);
        self.expired = self.expired.saturating_add(more.expired);
    }
}

impl Waiting {
    fn insert(&mut self, first: Date, last: Date, points: i64) {
        // A lot that expires before it can be spent is looked at when it has expired.
        let look = first.min(last.succ().unwrap_or(Date::LATEST));
        let place = (first, look, self.count);
        self.count = self.count.saturating_add(1);
        self.lots.insert(place, WaitingLot { last, points });
        self.due.insert((look, place));
        self.add(first, points);
    }

    fn add(&mut self, first: Date, points: i64) {
        let sum = self.by_first.entry(first).or_insert(0);
        *sum = sum.saturating_add(points);
        self.sum = self.sum.saturating_add(points);
    }

    /// The points that can be spent from a day on, and not yet.
    pub(super) fn until(&self, first: Date) -> i64 {
        self.by_first.get(&first).copied().unwrap_or(0)
    }

    /// The next lot that is to be looked at on a day, with its last day and its points.
    fn next(&mut self, today: Date) -> Option<(Date, i64)> {
        let (_, place) = self.due.first().copied().filter(|(look, _)| *look <= today)?;
        self.due.pop_first();
        let WaitingLot { last, points } = self.lots.remove(&place)?;
        self.add(place.0, points.saturating_neg());
        Some((last, points))
    }

    /// Takes points that can be spent from a day on, and says how many it could not.
    pub(super) fn take(&mut self, first: Date, points: i64) -> i64 {
        let mut rest = points;
        let of_day = (first, Date::EARLIEST, 0)..=(first, Date::LATEST, usize::MAX);
        while rest > 0
            && let Some((place, lot)) = self.lots.range_mut(of_day.clone()).next()
        {
            let (place, points) = (*place, rest.min(lot.points));
            lot.points = lot.points.saturating_sub(points);
            rest = rest.saturating_sub(points);
            if lot.points == 0 {
                self.lots.remove(&place);
                self.due.remove(&(place.1, place));
            }
            self.add(first, points.saturating_neg());
        }
        rest
    }
}

impl Purse {
    pub(super) fn totals(&self) -> Totals {
        Totals { available: self.open.sum(), pending: self.waiting.sum, expired: self.expired }
    }

    pub(super) fn grant(&mut self, (first, last): (Date, Date), points: i64, today: Date) {
        if first <= today && today <= last {
            self.give(DayTree::of(last, points));
        } else if points > 0 {
            self.waiting.insert(first, last, points);
            self.advance(today);
        }
    }

    pub(super) fn give(&mut self, points: DayTree) {
        self.open = mem::take(&mut self.open).merge(points);
    }

    pub(super) fn advance(&mut self, today: Date) {
        while let Some((last, points)) = self.waiting.next(today) {
            self.give(DayTree::of(last, points));
        }
        if self.open.begins_before(today) {
            let (expired, open) = mem::take(&mut self.open).split_before(today);
            self.expired = self.expired.saturating_add(expired.sum());
            self.open = open;
        }
    }

    /// Adds the points left to sums by last day, and by first day where that has not come.
    pub(super) fn add_to(&self, sums: &mut ByExpiry) {
        self.open.each(&mut |last, points| sums.add(last, None, points));
        for ((first, ..), lot) in &self.waiting.lots {
            sums.add(lot.last, Some(*first), lot.points);
        }
    }

    /// Takes points that are available, earliest expiry first.
    pub(super) fn spend(&mut self, points: i64) -> DayTree {
        let (spent, open) = mem::take(&mut self.open).split_points(points);
        self.open = open;
        spent
    }
}

/// Points by last day, and within it those that can be spent before those that cannot yet.
#[derive(Default)]
pub(crate) struct ByExpiry(BTreeMap<(Date, Option<Date>), i64>);

impl ByExpiry {
    pub(super) fn add(&mut self, last: Date, first: Option<Date>, points: i64) {
        let sum = self.0.entry((last, first)).or_insert(0);
        *sum = sum.saturating_add(points);
    }

    /// As lots, without those that hold nothing; `None` for a sum out of range.
    pub(crate) fn lots(&self, purse: Option<&Code>) -> Option<Vec<PointsLot>> {
        let held = self.0.iter().filter(|(_, points)| **points > 0);
        held.map(|((last, first), points)| {
            Some(PointsLot {
                points: Count::new(*points)?,
                expires_on: Some(*last).filter(|last| *last < Date::LATEST),
                final_on: *first,
                purse: purse.cloned(),
            })
        })
        .collect()
    }
}
