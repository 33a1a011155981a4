//! Taking points back: a later record with fewer steps, under a rule by which the latest stands.

use alloc::collections::BTreeMap;

use crate::{
    base::{Error, ErrorCode, value::Code},
    civil::Date,
    rules::points::{
        day::Day,
        ledger::{ByExpiry, Lots},
    },
};

/// What was paid for each day, and what can be taken.
#[derive(Default)]
pub(super) struct ClawbackFunds {
    /// Points paid under an id for a day, without what was taken back.
    paid: BTreeMap<(usize, i32), i64>,
    /// Points of each purse: those that can be spent, and those that cannot until a day.
    held: BTreeMap<(Option<Code>, Option<Date>), i64>,
}

impl ClawbackFunds {
    pub(super) fn of(lots: &Lots<'_>) -> Result<Self, Error> {
        let mut funds = Self::default();
        for (purse, _) in lots.purses() {
            let mut sums = ByExpiry::default();
            lots.add_to(purse, &mut sums);
            let held = sums.lots(purse).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))?;
            for lot in held {
                funds.grant(lot.purse, lot.final_on, lot.points.get());
            }
        }
        Ok(funds)
    }

    pub(super) fn grant(&mut self, purse: Option<Code>, final_on: Option<Date>, points: i64) {
        let held = self.held.entry((purse, final_on)).or_insert(0);
        *held = held.saturating_add(points);
    }

    pub(super) fn pay(&mut self, id: usize, day: Day, points: i64) {
        let paid = self.paid.entry((id, day.ymd)).or_insert(0);
        *paid = paid.saturating_add(points);
    }

    pub(super) fn paid(&self, id: usize, day: Day) -> i64 {
        self.paid.get(&(id, day.ymd)).copied().unwrap_or(0)
    }

    /// Takes points that cannot be spent until a day, then points that can. Says how many.
    pub(super) fn take(&mut self, purse: Option<&Code>, final_on: Option<Date>, points: i64) -> i64 {
        let mut rest = points;
        for first in [final_on, None] {
            let Some(held) = self.held.get_mut(&(purse.cloned(), first)) else { continue };
            let taken = rest.min(*held);
            *held = held.saturating_sub(taken);
            rest = rest.saturating_sub(taken);
        }
        points.saturating_sub(rest)
    }
}
