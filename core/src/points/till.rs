//! Writing credits: each into the purse of its rule, with the days on which it can be spent.

use alloc::collections::BTreeMap;

use super::{
    ledger::{Entry, EntryKind, Standing},
    lots::Lots,
};
use crate::{
    Error, ErrorCode, Programme,
    civil::{Date, Instant},
    value::{Amount, Code, Count},
};

/// Writes rows after those of a ledger.
pub(super) struct Till<'a> {
    programme: &'a Programme,
    lots: &'a Lots<'a>,
    now: Instant,
    /// Where the programme's own points stood before.
    pub(super) standing: Standing,
    /// What each purse holds that was credited.
    purses: BTreeMap<Option<&'a Code>, Count>,
}

impl<'a> Till<'a> {
    pub(super) fn new(programme: &'a Programme, lots: &'a Lots<'a>, now: Instant) -> Result<Self, Error> {
        Ok(Self { programme, lots, now, standing: lots.standing(None)?, purses: BTreeMap::new() })
    }

    /// The row of points for an activity. The first of the two days selects the rule's terms, the second is that of the activity.
    pub(super) fn credit(
        &mut self,
        rule: Code,
        days: (Date, Date),
        earned: Count,
        points: Count,
    ) -> Result<Entry, Error> {
        self.row(EntryKind::Credit, rule, days, earned, points.get())
    }

    /// The row of points taken back for a day, and of by how much what its rule has earned falls.
    pub(super) fn correction(&mut self, rule: Code, date: Date, fell: Count, points: Count) -> Result<Entry, Error> {
        let row = self.row(EntryKind::Correction, rule, (date, date), fell, points.get().saturating_neg())?;
        Ok(Entry { expires_on: None, ..row })
    }

    fn row(
        &mut self,
        kind: EntryKind,
        rule: Code,
        (on, date): (Date, Date),
        earned: Count,
        points: i64,
    ) -> Result<Entry, Error> {
        let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
        let today = self.now.date();
        let grant = self.programme.grant(&rule, on, date, today);
        let held =
            self.purses.get(&grant.purse).map_or_else(|| self.lots.totals(grant.purse).balance(), |sum| sum.get());
        let sum = held.checked_add(points).and_then(Count::new).ok_or_else(overflow)?;
        self.purses.insert(grant.purse, sum);
        let amount = Amount::new(points).ok_or_else(overflow)?;
        let mut entry = Entry::new(self.standing.next_sequence()?, self.now, kind, amount);
        entry.purse = grant.purse.cloned();
        entry.rule = Some(rule);
        entry.date = Some(date);
        entry.synced_on = Some(today);
        entry.earned = Some(earned);
        entry.final_on = grant.final_on;
        entry.expires_on = grant.expires_on;
        Ok(entry)
    }

    /// The balance of the programme's own points afterwards.
    pub(super) fn balance(&self) -> Count {
        self.purses.get(&None).copied().unwrap_or(self.standing.balance)
    }
}
