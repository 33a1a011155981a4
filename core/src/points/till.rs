//! Writing credits: each into the purse of its rule, with the days on which it can be spent.

use alloc::vec::Vec;

use super::{
    ledger::{Entry, EntryKind, Standing},
    lots::Lots,
};
use crate::{
    Error, ErrorCode, Programme,
    civil::{Date, Instant},
    programme::Grant,
    value::{Amount, Code, Count},
};

/// Writes rows after those of a ledger.
pub(super) struct Till<'a> {
    programme: &'a Programme,
    lots: &'a Lots<'a>,
    now: Instant,
    today: Date,
    /// Where the programme's own points stood before.
    pub(super) standing: Standing,
    /// The last day of the programme's own points where they are granted today.
    expires_on: Option<Date>,
    /// What each purse holds that was credited.
    purses: Vec<(Option<&'a Code>, Count)>,
}

impl<'a> Till<'a> {
    pub(super) fn new(programme: &'a Programme, lots: &'a Lots<'a>, now: Instant) -> Result<Self, Error> {
        let (today, standing) = (now.date(), lots.standing(None)?);
        let expires_on = programme.expiry_of_grant(None, today);
        Ok(Self { programme, lots, now, today, standing, expires_on, purses: Vec::new() })
    }

    /// The row of points for an activity, under an id by its place in the plan. The first of the two days selects the rule's terms,
    /// the second is that of the activity.
    #[inline]
    pub(super) fn credit(
        &mut self,
        id: usize,
        days: (Date, Date),
        earned: Count,
        points: Count,
    ) -> Result<Entry, Error> {
        self.row(EntryKind::Credit, id, days, earned, points.get())
    }

    /// The row of points taken back for a day, and of by how much what its rule has earned falls.
    pub(super) fn correction(&mut self, id: usize, date: Date, fell: Count, points: Count) -> Result<Entry, Error> {
        let row = self.row(EntryKind::Correction, id, (date, date), fell, points.get().saturating_neg())?;
        Ok(Entry { expires_on: None, ..row })
    }

    #[inline]
    fn row(
        &mut self,
        kind: EntryKind,
        id: usize,
        (on, date): (Date, Date),
        earned: Count,
        points: i64,
    ) -> Result<Entry, Error> {
        let overflow = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
        let known = self.programme.plan().ids.get(id).ok_or_else(overflow)?;
        let grant = match known.plain {
            true => Grant { purse: None, final_on: None, expires_on: self.expires_on },
            false => self.programme.grant(&known.code, on, date, self.today),
        };
        let held = self.held(grant.purse)?;
        *held = held.get().checked_add(points).and_then(Count::new).ok_or_else(overflow)?;
        let amount = Amount::new(points).ok_or_else(overflow)?;
        Ok(Entry {
            purse: grant.purse.cloned(),
            rule: Some(known.code.clone()),
            date: Some(date),
            synced_on: Some(self.today),
            earned: Some(earned),
            final_on: grant.final_on,
            expires_on: grant.expires_on,
            ..Entry::new(self.standing.next_sequence()?, self.now, kind, amount)
        })
    }

    /// What a purse holds.
    fn held(&mut self, purse: Option<&'a Code>) -> Result<&mut Count, Error> {
        let place = match self.purses.iter().position(|(known, _)| *known == purse) {
            Some(place) => place,
            None => {
                self.purses.push((purse, self.lots.standing(purse)?.balance));
                self.purses.len().saturating_sub(1)
            }
        };
        let held = self.purses.get_mut(place).map(|(_, held)| held);
        held.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))
    }

    /// The balance of the programme's own points afterwards.
    pub(super) fn balance(&self) -> Count {
        self.purses.iter().find(|(purse, _)| purse.is_none()).map_or(self.standing.balance, |(_, held)| *held)
    }
}
