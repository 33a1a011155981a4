//! Posting: every entry of a ledger applied to the purse it is about, in order.

use alloc::collections::BTreeMap;

use super::{
    day_tree::DayTree,
    entry::{Entry, EntryKind},
    invariants::{Fault, Held, Invariants},
    lots::{ByExpiry, Purse, Totals},
    stored::{Ledger, Opening},
};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, Count},
    },
    civil::{Date, Instant},
};

/// A ledger as lots: points of one grant, spent by earliest expiry. Which of several lots with the same last day is spent first makes no
/// difference, so those that can be spent are kept by last day.
pub(crate) struct Lots<'a> {
    invariants: Invariants<'a>,
    /// The latest day that an entry was written. It never goes back, so that what has expired stays so.
    today: Date,
    purses: BTreeMap<Option<&'a Code>, Purse>,
    /// What an exchange took and has not been given back, by the exchange's sequence number.
    taken: BTreeMap<Count, DayTree>,
}

/// Where a ledger stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    /// The last sequence number; 0 for an empty ledger.
    pub(crate) sequence: Count,
    /// The balance of one purse.
    pub(crate) balance: Count,
    /// What of it can be spent.
    pub(crate) available: Count,
}

impl Standing {
    /// The next sequence number.
    ///
    /// # Errors
    /// `sum_out_of_range` past 2^53 − 1.
    pub(crate) fn next_sequence(&mut self) -> Result<Count, Error> {
        let next = self.sequence.get().checked_add(1).and_then(Count::new);
        self.sequence = next.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))?;
        Ok(self.sequence)
    }
}

impl Ledger {
    /// Reads the ledger through, and says where a purse stands.
    pub(crate) fn standing(&self, now: Instant, purse: Option<&Code>) -> Result<Standing, Error> {
        self.lots(now)?.standing(purse)
    }

    /// Reads the ledger through, and holds it to its invariants.
    pub(crate) fn lots(&self, now: Instant) -> Result<Lots<'_>, Error> {
        Lots::read(self.opening.as_ref(), &self.entries, now)
    }

    /// The ledger as it stood at an instant: without the first entry written after it, and all that follow.
    pub(crate) fn lots_as_of(&self, as_of: Instant) -> Result<Lots<'_>, Error> {
        Lots::read(self.opening.as_ref(), self.entries_as_of(as_of), as_of)
    }
}

impl<'a> Lots<'a> {
    fn read(opening: Option<&'a Opening>, entries: &'a [Entry], now: Instant) -> Result<Self, Error> {
        let placed = |error: Error| error.within("opening").within("ledger");
        let invariants = Invariants::open(opening, entries).map_err(placed)?;
        let (purses, taken) = (BTreeMap::new(), BTreeMap::new());
        let mut read = Self { invariants, today: Date::EARLIEST, purses, taken };
        if let Some(opening) = opening {
            read.open(opening);
        }
        for (index, entry) in entries.iter().enumerate() {
            read.post(entry)
                .map_err(|(code, path)| Error::new(code, path).within(index).within("entries").within("ledger"))?;
        }
        read.today = read.today.max(now.date());
        for purse in read.purses.values_mut() {
            purse.advance(read.today);
        }
        Ok(read)
    }

    fn open(&mut self, opening: &'a Opening) {
        if opening.lots.is_empty() {
            self.grant(None, opening.points.get(), None, None);
        }
        for lot in &opening.lots {
            self.grant(lot.purse.as_ref(), lot.points.get(), lot.final_on, lot.expires_on);
        }
    }

    fn grant(&mut self, purse: Option<&'a Code>, points: i64, first: Option<Date>, last: Option<Date>) {
        let span = (first.unwrap_or(Date::EARLIEST), last.unwrap_or(Date::LATEST));
        self.purses.entry(purse).or_default().grant(span, points, self.today);
    }

    /// Applies an entry to the purse it is about.
    fn post(&mut self, entry: &'a Entry) -> Result<(), Fault> {
        self.today = self.today.max(entry.at.date());
        let (purse, points) = (entry.purse.as_ref(), entry.points.get());
        let corrected = entry.final_on.filter(|_| entry.kind == EntryKind::Correction);
        let held = match self.purses.get_mut(&purse) {
            Some(purse) => {
                purse.advance(self.today);
                Held { totals: purse.totals(), pending: corrected.map_or(0, |first| purse.waiting.until(first)) }
            }
            None => Held { totals: Totals::default(), pending: 0 },
        };
        self.invariants.admit(entry, held)?;
        if let Some(until) = entry.renewed_until
            && let Some(held) = self.purses.get_mut(&purse)
        {
            // Before anything is taken, so that what a reversal gives back was put off as well.
            held.renew(until);
        }
        if points > 0 {
            match entry.reverses.and_then(|exchange| self.take_back(exchange, points)) {
                Some(back) => self.give_back(purse, back),
                // A grant, or the reversal of an exchange from before the opening.
                None => self.grant(purse, points, entry.final_on, entry.expires_on),
            }
        } else if let Some(from) = self.purses.get_mut(&purse) {
            let points = points.saturating_neg();
            let rest = corrected.map_or(points, |first| from.waiting.take(first, points));
            let spent = from.spend(rest);
            if entry.kind == EntryKind::Exchange {
                self.taken.insert(entry.sequence, spent);
            }
        }
        Ok(())
    }

    /// Takes points out of what an exchange took: those with the latest last day, which were spent last.
    fn take_back(&mut self, exchange: Count, points: i64) -> Option<DayTree> {
        let taken = self.taken.remove(&exchange)?;
        // Of a reversal, no more than what is left.
        let kept = taken.sum().saturating_sub(points);
        let (kept, back) = taken.split_points(kept);
        if kept.sum() > 0 {
            self.taken.insert(exchange, kept);
        }
        Some(back)
    }

    /// Gives back what an exchange took. What has expired since expires at once.
    fn give_back(&mut self, purse: Option<&'a Code>, taken: DayTree) {
        let purse = self.purses.entry(purse).or_default();
        purse.give(taken);
        purse.advance(self.today);
    }

    /// How many of the points that a reversal gives back have expired since the exchange took them.
    pub(crate) fn expired_of(&self, exchange: Count, points: i64) -> i64 {
        // Those that expire first stay with the exchange, where not all are given back.
        let expired = |taken: &DayTree| points.saturating_sub(taken.sum().saturating_sub(taken.sum_before(self.today)));
        self.taken.get(&exchange).map_or(0, expired).max(0)
    }

    /// The day on which the ledger stands: that of the request, or of a row with a later one.
    pub(crate) fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn totals(&self, purse: Option<&Code>) -> Totals {
        self.purses.get(&purse).map(Purse::totals).unwrap_or_default()
    }

    pub(crate) fn standing(&self, purse: Option<&Code>) -> Result<Standing, Error> {
        let totals = self.totals(purse);
        let in_range = |sum| Count::new(sum).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"));
        let (balance, available) = (in_range(totals.balance())?, in_range(totals.available)?);
        Ok(Standing { sequence: self.invariants.sequence(), balance, available })
    }

    /// The purses that anything was ever in.
    pub(crate) fn purses(&self) -> impl Iterator<Item = (Option<&'a Code>, Totals)> {
        self.purses.iter().map(|(purse, held)| (*purse, held.totals()))
    }

    /// Adds the points left in a purse to sums by last day, and by first day where that has not come.
    pub(crate) fn add_to(&self, purse: Option<&Code>, sums: &mut ByExpiry) {
        if let Some(held) = self.purses.get(&purse) {
            held.add_to(sums);
        }
    }
}
