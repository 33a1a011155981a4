//! Taking points back: a later record with fewer steps, under a rule by which the latest stands.

use alloc::collections::BTreeMap;

use crate::{
    base::{Error, ErrorCode, value::Code},
    civil::Date,
    programme::{Grant, IdIndex},
    rules::points::{
        accumulators::added,
        day::Day,
        delivery::Fault,
        ledger::{ByExpiry, Lots},
    },
};

/// What was paid for each day, and what can be taken.
pub(super) struct ClawbackFunds {
    /// The day on which the ledger stands.
    today: Date,
    /// Points paid under an id for a day, without what was taken back.
    paid: BTreeMap<(IdIndex, i32), i64>,
    /// Points of each purse: those that can be spent, and those that cannot until a day.
    held: BTreeMap<(Option<Code>, Option<Date>), i64>,
}

impl ClawbackFunds {
    pub(super) fn of(lots: &Lots<'_>) -> Result<Self, Error> {
        let mut funds = Self { today: lots.today(), paid: BTreeMap::new(), held: BTreeMap::new() };
        for (purse, _) in lots.purses() {
            let mut sums = ByExpiry::default();
            lots.add_to(purse, &mut sums);
            let held = sums.lots(purse).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))?;
            for lot in held {
                funds.hold(lot.purse, lot.final_on, lot.points.get()).map_err(|fault| fault.at("/ledger"))?;
            }
        }
        Ok(funds)
    }

    /// Adds points that were granted, unless they have expired by the day on which the ledger stands.
    ///
    /// # Errors
    /// [`Fault::SumOutOfRange`] where a purse holds more than 2^53 − 1.
    pub(super) fn grant(&mut self, grant: &Grant<'_>, points: i64) -> Result<(), Fault> {
        match grant.expires_on {
            Some(last) if last < self.today => Ok(()),
            _ => self.hold(grant.purse.cloned(), grant.final_on, points),
        }
    }

    fn hold(&mut self, purse: Option<Code>, final_on: Option<Date>, points: i64) -> Result<(), Fault> {
        let held = self.held.entry((purse, final_on)).or_insert(0);
        *held = added(*held, points)?;
        Ok(())
    }

    /// Adds points that were paid under an id for a day.
    ///
    /// # Errors
    /// [`Fault::SumOutOfRange`] where the sum leaves ±(2^53 − 1).
    pub(super) fn pay(&mut self, id: IdIndex, day: Day, points: i64) -> Result<(), Fault> {
        let paid = self.paid.entry((id, day.ymd)).or_insert(0);
        *paid = added(*paid, points)?;
        Ok(())
    }

    /// The points paid under an id for a day; 0 for a day that was never paid.
    pub(super) fn paid(&self, id: IdIndex, day: Day) -> i64 {
        self.paid.get(&(id, day.ymd)).copied().unwrap_or(0)
    }

    /// Takes points that cannot be spent until a day, then points that can. Says how many.
    pub(super) fn take(&mut self, purse: Option<&Code>, final_on: Option<Date>, points: i64) -> i64 {
        let mut rest = points;
        for first in [final_on, None] {
            // A purse in which nothing was ever granted holds nothing.
            let Some(held) = self.held.get_mut(&(purse.cloned(), first)) else { continue };
            let taken = rest.min(*held);
            *held = held.wrapping_sub(taken);
            rest = rest.wrapping_sub(taken);
        }
        points.wrapping_sub(rest)
    }
}
