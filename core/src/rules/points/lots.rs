use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use core::mem;

use super::day_tree::DayTree;
use super::ledger::{Entry, EntryKind, Opening, PointsLot, Standing};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, Count, MAX_SAFE},
    },
    civil::{Date, Instant},
};

/// A ledger as lots: points of one grant, spent by earliest expiry. Which of several lots with the same last day is spent first makes no
/// difference, so those that can be spent are kept by last day.
pub(super) struct Lots<'a> {
    /// The last sequence number.
    sequence: Count,
    /// The latest day that an entry was written. It never goes back, so that what has expired stays so.
    today: Date,
    purses: BTreeMap<Option<&'a Code>, Purse>,
    /// What an exchange took, by the exchange's sequence number; until it is reversed.
    taken: BTreeMap<Count, Taken<'a>>,
}

/// What an exchange took from a purse.
struct Taken<'a> {
    purse: Option<&'a Code>,
    points: DayTree,
}

/// The points of a purse that have neither been spent nor expired.
#[derive(Default)]
struct Purse {
    /// Those that can be spent, by last day; those that never expire under `Date::LATEST`.
    open: DayTree,
    waiting: Waiting,
    expired: i64,
}

/// Lots that cannot be spent yet. They keep the order of granting, in which a correction takes them.
#[derive(Default)]
struct Waiting {
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
pub(super) struct Totals {
    pub(super) available: i64,
    pub(super) pending: i64,
    pub(super) expired: i64,
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
    fn until(&self, first: Date) -> i64 {
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
    fn take(&mut self, first: Date, points: i64) -> i64 {
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
    fn totals(&self) -> Totals {
        Totals { available: self.open.sum(), pending: self.waiting.sum, expired: self.expired }
    }

    fn grant(&mut self, (first, last): (Date, Date), points: i64, today: Date) {
        if first <= today && today <= last {
            self.give(DayTree::of(last, points));
        } else if points > 0 {
            self.waiting.insert(first, last, points);
            self.advance(today);
        }
    }

    fn give(&mut self, points: DayTree) {
        self.open = mem::take(&mut self.open).merge(points);
    }

    fn advance(&mut self, today: Date) {
        while let Some((last, points)) = self.waiting.next(today) {
            self.give(DayTree::of(last, points));
        }
        if self.open.begins_before(today) {
            let (expired, open) = mem::take(&mut self.open).split_before(today);
            self.expired = self.expired.saturating_add(expired.sum());
            self.open = open;
        }
    }

    /// Takes points that are available, earliest expiry first.
    fn spend(&mut self, points: i64) -> DayTree {
        let (spent, open) = mem::take(&mut self.open).split_points(points);
        self.open = open;
        spent
    }
}

/// What an entry has that cannot be, and in which field.
type Fault = (ErrorCode, &'static str);

impl<'a> Lots<'a> {
    pub(super) fn read(opening: Option<&'a Opening>, entries: &'a [Entry], now: Instant) -> Result<Self, Error> {
        let (purses, taken) = (BTreeMap::new(), BTreeMap::new());
        let mut read = Self { sequence: Count::ZERO, today: Date::EARLIEST, purses, taken };
        if let Some(opening) = opening {
            read.open(opening).map_err(|code| Error::new(code, "/ledger/opening/lots"))?;
        }
        for (index, entry) in entries.iter().enumerate() {
            read.write(entry)
                .map_err(|(code, path)| Error::new(code, path).within(index).within("entries").within("ledger"))?;
        }
        read.today = read.today.max(now.date());
        for purse in read.purses.values_mut() {
            purse.advance(read.today);
        }
        Ok(read)
    }

    fn open(&mut self, opening: &'a Opening) -> Result<(), ErrorCode> {
        self.sequence = opening.sequence;
        let given = opening.lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.points.get()));
        if opening.lots.is_empty() {
            self.grant(None, opening.points.get(), None, None);
        } else if given != opening.points.get() {
            return Err(ErrorCode::LotsDiffer);
        }
        for lot in &opening.lots {
            self.grant(lot.purse.as_ref(), lot.points.get(), lot.final_on, lot.expires_on);
        }
        Ok(())
    }

    fn grant(&mut self, purse: Option<&'a Code>, points: i64, first: Option<Date>, last: Option<Date>) {
        let span = (first.unwrap_or(Date::EARLIEST), last.unwrap_or(Date::LATEST));
        self.purses.entry(purse).or_default().grant(span, points, self.today);
    }

    fn write(&mut self, entry: &'a Entry) -> Result<(), Fault> {
        if entry.sequence <= self.sequence {
            return Err((ErrorCode::SequenceUnordered, "/sequence"));
        }
        if let Some(path) = entry.missing() {
            return Err((ErrorCode::MissingValue, path));
        }
        self.sequence = entry.sequence;
        self.today = self.today.max(entry.at.date());
        let (purse, points) = (entry.purse.as_ref(), entry.points.get());
        let before = match self.purses.get_mut(&purse) {
            Some(purse) => {
                purse.advance(self.today);
                purse.totals()
            }
            None => Totals::default(),
        };
        let corrected = entry.final_on.filter(|_| entry.kind == EntryKind::Correction);
        let pending = match (corrected, self.purses.get(&purse)) {
            (Some(first), Some(purse)) => purse.waiting.until(first),
            _ => 0,
        };
        if before.available.saturating_add(pending).saturating_add(points) < 0 {
            return Err((ErrorCode::BalanceNegative, "/points"));
        }
        if before.balance().saturating_add(points) > MAX_SAFE {
            return Err((ErrorCode::SumOutOfRange, "/points"));
        }
        let reversed = entry.reverses.filter(|_| entry.kind == EntryKind::Reversal);
        if let Some(undone) = reversed.and_then(|exchange| self.undone(exchange, purse, points)) {
            // Of a lot that has expired since they expire at once.
            let back_in = self.purses.entry(purse).or_default();
            back_in.give(undone);
            back_in.advance(self.today);
        } else if points > 0 {
            self.grant(purse, points, entry.final_on, entry.expires_on);
        } else if let Some(from) = self.purses.get_mut(&purse) {
            let points = points.saturating_neg();
            let rest = corrected.map_or(points, |first| from.waiting.take(first, points));
            let spent = from.spend(rest);
            if entry.kind == EntryKind::Exchange {
                self.taken.insert(entry.sequence, Taken { purse, points: spent });
            }
        }
        Ok(())
    }

    /// What an exchange took, if it is here, not undone yet, and these points of this purse.
    fn undone(&mut self, exchange: Count, purse: Option<&Code>, points: i64) -> Option<DayTree> {
        let taken = self.taken.remove(&exchange)?;
        (taken.points.sum() == points && taken.purse == purse).then_some(taken.points)
    }

    /// How many of the points that an exchange took have expired since.
    pub(super) fn expired_of(&self, exchange: Count) -> i64 {
        self.taken.get(&exchange).map_or(0, |taken| taken.points.sum_before(self.today))
    }

    pub(super) fn totals(&self, purse: Option<&Code>) -> Totals {
        self.purses.get(&purse).map(Purse::totals).unwrap_or_default()
    }

    pub(super) fn standing(&self, purse: Option<&Code>) -> Result<Standing, Error> {
        let totals = self.totals(purse);
        let in_range = |sum| Count::new(sum).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"));
        let (balance, available) = (in_range(totals.balance())?, in_range(totals.available)?);
        Ok(Standing { sequence: self.sequence, balance, available })
    }

    /// The purses that anything was ever in.
    pub(super) fn purses(&self) -> impl Iterator<Item = (Option<&'a Code>, Totals)> {
        self.purses.iter().map(|(purse, held)| (*purse, held.totals()))
    }

    /// Adds the points left in a purse to sums by last day, and by first day where that has not come.
    pub(super) fn add_to(&self, purse: Option<&Code>, sums: &mut ByExpiry) {
        let Some(held) = self.purses.get(&purse) else { return };
        held.open.each(&mut |last, points| sums.add(last, None, points));
        for ((first, ..), lot) in &held.waiting.lots {
            sums.add(lot.last, Some(*first), lot.points);
        }
    }
}

/// Points by last day, and within it those that can be spent before those that cannot yet.
#[derive(Default)]
pub(super) struct ByExpiry(BTreeMap<(Date, Option<Date>), i64>);

impl ByExpiry {
    fn add(&mut self, last: Date, first: Option<Date>, points: i64) {
        let sum = self.0.entry((last, first)).or_insert(0);
        *sum = sum.saturating_add(points);
    }

    /// As lots, without those that hold nothing; `None` for a sum out of range.
    pub(super) fn lots(&self, purse: Option<&Code>) -> Option<Vec<PointsLot>> {
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
