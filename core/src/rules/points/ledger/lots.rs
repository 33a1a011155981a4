//! Lots: points granted together, by the days on which they can be spent.

use alloc::{
    collections::{BTreeMap, VecDeque},
    vec::Vec,
};
use core::mem;

use super::{day_tree::DayTree, stored::PointsLot};
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

/// Lots that cannot be spent yet, by the first day on which they can be.
#[derive(Default)]
pub(super) struct Waiting {
    by_first: BTreeMap<Date, WaitingLots>,
    sum: i64,
}

/// Lots that become final on one day, in the order of granting, in which a correction takes them: each with its last day, and its points.
#[derive(Default)]
struct WaitingLots {
    lots: VecDeque<(Date, i64)>,
    sum: i64,
}

/// Sums of a purse. Balance is what is available and what is pending.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) available: i64,
    pub(crate) pending: i64,
    pub(crate) expired: i64,
}

impl Totals {
    /// What is available and what is pending. A purse holds at most 2^53 − 1; sums over many purses come from `plus`.
    pub(crate) fn balance(self) -> i64 {
        self.available.saturating_add(self.pending)
    }

    /// Both together; `None` where that leaves an `i64`.
    pub(super) fn plus(self, more: Self) -> Option<Self> {
        Some(Self {
            available: self.available.checked_add(more.available)?,
            pending: self.pending.checked_add(more.pending)?,
            expired: self.expired.checked_add(more.expired)?,
        })
    }
}

// A purse holds at most 2^53 − 1 points, which was looked at before any are added: sums of its parts stay within `i64`.
impl Waiting {
    fn insert(&mut self, first: Date, last: Date, points: i64) {
        let of_day = self.by_first.entry(first).or_default();
        of_day.lots.push_back((last, points));
        of_day.sum = of_day.sum.saturating_add(points);
        self.sum = self.sum.saturating_add(points);
    }

    /// The points that can be spent from a day on, and not yet.
    pub(super) fn until(&self, first: Date) -> i64 {
        self.by_first.get(&first).map_or(0, |of_day| of_day.sum)
    }

    /// The next lots that can be spent on a day.
    fn due(&mut self, today: Date) -> Option<WaitingLots> {
        let due = self.by_first.first_entry().filter(|of_day| *of_day.key() <= today)?.remove();
        self.sum = self.sum.saturating_sub(due.sum);
        Some(due)
    }

    /// Takes points that can be spent from a day on, and says how many it could not.
    pub(super) fn take(&mut self, first: Date, points: i64) -> i64 {
        let Some(of_day) = self.by_first.get_mut(&first) else { return points };
        let mut rest = points;
        while rest > 0
            && let Some((_, held)) = of_day.lots.front_mut()
        {
            let taken = rest.min(*held);
            *held = held.saturating_sub(taken);
            rest = rest.saturating_sub(taken);
            if *held == 0 {
                of_day.lots.pop_front();
            }
        }
        let taken = points.saturating_sub(rest);
        of_day.sum = of_day.sum.saturating_sub(taken);
        self.sum = self.sum.saturating_sub(taken);
        rest
    }
}

impl Purse {
    pub(super) fn totals(&self) -> Totals {
        Totals { available: self.open.sum(), pending: self.waiting.sum, expired: self.expired }
    }

    pub(super) fn grant(&mut self, (first, last): (Date, Date), points: i64, today: Date) {
        if first > today {
            self.waiting.insert(first, last, points);
        } else {
            self.give(DayTree::of(last, points));
            self.advance(today);
        }
    }

    pub(super) fn give(&mut self, points: DayTree) {
        self.open = mem::take(&mut self.open).merge(points);
    }

    /// Looks at what has become final, and at what has expired.
    pub(super) fn advance(&mut self, today: Date) {
        while let Some(due) = self.waiting.due(today) {
            for (last, points) in due.lots {
                self.give(DayTree::of(last, points));
            }
        }
        if self.open.begins_before(today) {
            let (expired, open) = mem::take(&mut self.open).split_before(today);
            self.expired = self.expired.saturating_add(expired.sum());
            self.open = open;
        }
    }

    /// Puts off to a day the last day of points that can be spent and would expire before.
    pub(super) fn renew(&mut self, until: Date) {
        let (earlier, later) = mem::take(&mut self.open).split_before(until);
        self.open = later.merge(DayTree::of(until, earlier.sum()));
    }

    /// Adds the points left to sums by last day, and by first day where that has not come.
    pub(super) fn add_to(&self, sums: &mut ByExpiry) {
        self.open.each(&mut |last, points| sums.add(last, None, points));
        for (first, of_day) in &self.waiting.by_first {
            of_day.lots.iter().for_each(|(last, points)| sums.add(*last, Some(*first), *points));
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
