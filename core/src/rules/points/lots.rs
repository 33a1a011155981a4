use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use super::ledger::{Entry, EntryKind, Opening, PointsLot, Standing};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, Count, MAX_SAFE},
    },
    civil::{Date, Instant},
};

/// A ledger as lots: points of one grant, spent by earliest expiry and then in the order of granting.
pub(super) struct Lots<'a> {
    /// The last sequence number.
    sequence: Count,
    /// The latest day that an entry was written. It never goes back, so that what has expired stays so.
    today: Date,
    /// Whether any points have a span of days or another purse. Where none do, a sum says everything.
    dated: bool,
    /// Every lot, in the order of granting.
    lots: Vec<Lot<'a>>,
    purses: BTreeMap<Option<&'a Code>, Purse>,
    /// What an exchange took from which lot, by the exchange's sequence number; until it is reversed.
    taken: BTreeMap<Count, Vec<Part>>,
}

/// Points of one grant. Their place among all lots is their order.
struct Lot<'a> {
    purse: Option<&'a Code>,
    /// Points left that have neither been spent nor expired.
    left: i64,
    /// The last day on which they can be spent.
    last: Date,
    /// The first day on which they can be spent.
    first: Date,
}

/// Points taken from a lot, by its place.
#[derive(Clone, Copy)]
struct Part {
    lot: usize,
    points: i64,
}

/// The lots of a purse by what they wait for. Each lot with points left stands in one of the two sets.
#[derive(Default)]
struct Purse {
    /// Those that can be spent, by last day and place.
    open: BTreeSet<(Date, usize)>,
    /// Those that cannot be spent yet, by the day on which they are looked at again, and place.
    waiting: BTreeSet<(Date, usize)>,
    available: i64,
    pending: i64,
    expired: i64,
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

impl Purse {
    fn totals(&self) -> Totals {
        Totals { available: self.available, pending: self.pending, expired: self.expired }
    }

    fn grant<'a>(&mut self, lots: &mut Vec<Lot<'a>>, lot: Lot<'a>, today: Date) {
        // A lot that expires before it can be spent is looked at when it has expired.
        let look = lot.first.min(lot.last.succ().unwrap_or(Date::LATEST));
        self.pending = self.pending.saturating_add(lot.left);
        self.waiting.insert((look, lots.len()));
        lots.push(lot);
        self.advance(lots, today);
    }

    fn advance(&mut self, lots: &mut [Lot<'_>], today: Date) {
        while let Some((_, place)) = self.waiting.first().copied().filter(|(look, _)| *look <= today) {
            self.waiting.pop_first();
            let Some(lot) = lots.get(place) else { continue };
            self.pending = self.pending.saturating_sub(lot.left);
            self.available = self.available.saturating_add(lot.left);
            self.open.insert((lot.last, place));
        }
        while let Some((_, place)) = self.open.first().copied().filter(|(last, _)| *last < today) {
            self.open.pop_first();
            let Some(lot) = lots.get_mut(place) else { continue };
            self.available = self.available.saturating_sub(lot.left);
            self.expired = self.expired.saturating_add(lot.left);
            lot.left = 0;
        }
    }

    /// Takes points that are available, and says from where.
    fn spend(&mut self, lots: &mut [Lot<'_>], points: i64) -> Vec<Part> {
        let (mut parts, mut rest) = (Vec::new(), points);
        while let (Some((_, place)), true) = (self.open.first().copied(), rest > 0) {
            let Some(lot) = lots.get_mut(place) else { break };
            let points = rest.min(lot.left);
            lot.left = lot.left.saturating_sub(points);
            rest = rest.saturating_sub(points);
            parts.push(Part { lot: place, points });
            if lot.left == 0 {
                self.open.pop_first();
            }
        }
        self.available = self.available.saturating_sub(points);
        parts
    }

    /// The points that can be spent from a day on, and not yet.
    fn pending_until(&self, lots: &[Lot<'_>], first: Date) -> i64 {
        let waiting = self.waiting.iter().filter_map(|(_, place)| lots.get(*place));
        waiting.filter(|lot| lot.first == first).fold(0, |sum, lot| sum.saturating_add(lot.left))
    }

    /// Takes of those points, and says how many it could not.
    fn take_pending(&mut self, lots: &mut [Lot<'_>], first: Date, points: i64) -> i64 {
        let mut rest = points;
        self.waiting.retain(|(_, place)| {
            let Some(lot) = lots.get_mut(*place) else { return false };
            if lot.first == first {
                let points = rest.min(lot.left);
                lot.left = lot.left.saturating_sub(points);
                rest = rest.saturating_sub(points);
                self.pending = self.pending.saturating_sub(points);
            }
            lot.left > 0
        });
        rest
    }

    /// Gives points back to the lots they came from. Of a lot that has expired since they expire at once.
    fn give_back(&mut self, lots: &mut [Lot<'_>], parts: &[Part], today: Date) {
        for part in parts {
            let Some(lot) = lots.get_mut(part.lot) else { continue };
            lot.left = lot.left.saturating_add(part.points);
            self.available = self.available.saturating_add(part.points);
            self.open.insert((lot.last, part.lot));
        }
        self.advance(lots, today);
    }
}

/// What an entry has that cannot be, and in which field.
type Fault = (ErrorCode, &'static str);

impl<'a> Lots<'a> {
    pub(super) fn read(opening: Option<&'a Opening>, entries: &'a [Entry], now: Instant) -> Result<Self, Error> {
        let dated = opening.is_some_and(|opening| !opening.lots.is_empty()) || entries.iter().any(Entry::is_dated);
        let mut read = Self {
            sequence: Count::ZERO,
            today: Date::EARLIEST,
            dated,
            lots: Vec::new(),
            purses: BTreeMap::new(),
            taken: BTreeMap::new(),
        };
        if let Some(opening) = opening {
            read.open(opening).map_err(|code| Error::new(code, "/ledger/opening/lots"))?;
        }
        for (index, entry) in entries.iter().enumerate() {
            read.write(entry)
                .map_err(|(code, path)| Error::new(code, path).within(index).within("entries").within("ledger"))?;
        }
        read.today = read.today.max(now.date());
        for purse in read.purses.values_mut() {
            purse.advance(&mut read.lots, read.today);
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
        let into = self.purses.entry(purse).or_default();
        let (first, last) = (first.unwrap_or(Date::EARLIEST), last.unwrap_or(Date::LATEST));
        match self.dated {
            false => into.available = into.available.saturating_add(points),
            true => into.grant(&mut self.lots, Lot { purse, left: points, last, first }, self.today),
        }
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
                purse.advance(&mut self.lots, self.today);
                purse.totals()
            }
            None => Totals::default(),
        };
        let corrected = entry.final_on.filter(|_| entry.kind == EntryKind::Correction);
        let pending = match (corrected, self.purses.get(&purse)) {
            (Some(first), Some(purse)) => purse.pending_until(&self.lots, first),
            _ => 0,
        };
        if before.available.saturating_add(pending).saturating_add(points) < 0 {
            return Err((ErrorCode::BalanceNegative, "/points"));
        }
        if before.balance().saturating_add(points) > MAX_SAFE {
            return Err((ErrorCode::SumOutOfRange, "/points"));
        }
        let reversed = entry.reverses.filter(|_| entry.kind == EntryKind::Reversal);
        if let Some(parts) = reversed.and_then(|exchange| self.undone(exchange, purse, points)) {
            self.purses.entry(purse).or_default().give_back(&mut self.lots, &parts, self.today);
        } else if points > 0 {
            self.grant(purse, points, entry.final_on, entry.expires_on);
        } else if let Some(from) = self.purses.get_mut(&purse) {
            match self.dated {
                false => from.available = from.available.saturating_add(points),
                true => {
                    let points = points.saturating_neg();
                    let rest = corrected.map_or(points, |first| from.take_pending(&mut self.lots, first, points));
                    let parts = from.spend(&mut self.lots, rest);
                    if entry.kind == EntryKind::Exchange {
                        self.taken.insert(entry.sequence, parts);
                    }
                }
            }
        }
        Ok(())
    }

    /// What an exchange took, if it is here, not undone yet, and these points of this purse.
    fn undone(&mut self, exchange: Count, purse: Option<&Code>, points: i64) -> Option<Vec<Part>> {
        let parts = self.taken.remove(&exchange)?;
        let sum = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(part.points));
        let of_purse = |part: &Part| self.lots.get(part.lot).is_some_and(|lot| lot.purse == purse);
        (sum == points && parts.iter().all(of_purse)).then_some(parts)
    }

    /// How many of the points that an exchange took have expired since.
    pub(super) fn expired_of(&self, exchange: Count) -> i64 {
        let expired = |part: &Part| self.lots.get(part.lot).filter(|lot| lot.last < self.today).map(|_| part.points);
        let parts = self.taken.get(&exchange).into_iter().flatten().filter_map(expired);
        parts.fold(0, i64::saturating_add)
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
        let places = held.open.iter().chain(&held.waiting).map(|(_, place)| *place);
        for lot in places.filter_map(|place| self.lots.get(place)) {
            sums.add(lot.last, Some(lot.first).filter(|first| *first > self.today), lot.left);
        }
        if !self.dated {
            sums.add(Date::LATEST, None, held.available);
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
