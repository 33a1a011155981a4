//! Taking points back: a later record with fewer steps, under a rule by which the latest stands.

use alloc::collections::BTreeMap;

use super::{
    lots::{ByExpiry, Lots},
    meter::{Meter, Payment},
    missing::Missing,
    sums::{Day, Sums},
};
use crate::{
    answer::Silent,
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count},
    },
    civil::Date,
};

/// What was paid for each day, and what can be taken.
#[derive(Default)]
pub(super) struct Funds {
    /// Points paid under an id for a day, without what was taken back.
    paid: BTreeMap<(usize, i32), i64>,
    /// Points of each purse: those that can be spent, and those that cannot until a day.
    held: BTreeMap<(Option<Code>, Option<Date>), i64>,
}

impl Funds {
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

    fn paid(&self, id: usize, day: Day) -> i64 {
        self.paid.get(&(id, day.ymd)).copied().unwrap_or(0)
    }

    /// Takes points that cannot be spent until a day, then points that can. Says how many.
    fn take(&mut self, purse: Option<&Code>, final_on: Option<Date>, points: i64) -> i64 {
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

impl<S: Sums> Meter<'_, S> {
    /// Whether a rule in effect takes back, and so must be told which record is later.
    pub(super) fn needs_revision(&self, day: Day) -> Result<bool, Missing> {
        if self.plan.takes_back && self.turned_away(day, &mut Silent).is_none() {
            for rule in self.plan.rules.iter().filter(|rule| rule.takes_back && rule.days.hold(day.ymd)) {
                if self.of_age(rule.ages, day)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Lowers what an id has earned for a day to what it is worth, and takes back what was paid beyond that.
    ///
    /// What is not there to be taken stays earned: it is paid already, and so not paid again.
    pub(super) fn take_back(&mut self, id: usize, day: Day, worth: i64) -> Payment {
        let earned = self.earned(id, day);
        let synced = self.delivery.synced;
        let (programme, plan) = (self.programme, self.plan);
        let (mut paid, mut points, mut wanted) = (0, 0, 0);
        if let (Some(funds), Some(known)) = (&mut self.funds, plan.ids.get(id))
            && let (Some(on), Some(written)) = (Date::from_yyyymmdd(day.ymd), Date::from_yyyymmdd(synced.ymd))
        {
            let grant = programme.grant(&known.code, on, on, written);
            paid = funds.paid(id, day);
            wanted = paid.saturating_sub(worth).max(0);
            points = funds.take(grant.purse, grant.final_on, wanted);
        }
        let fell = earned.saturating_sub(worth.max(paid.saturating_sub(points))).max(0);
        if plan.is_own(id) {
            self.delivery.balance = self.delivery.balance.saturating_sub(points);
        }
        self.remember(id, day, synced, fell.saturating_neg(), points.saturating_neg());
        let spent = wanted.saturating_sub(points);
        let reason = if spent == 0 { Reason::TakenBack } else { Reason::TakenBackInPart };
        Payment { id, reason, earned: fell.saturating_neg(), points: points.saturating_neg(), lost_to: None, spent }
    }

    /// Takes what had been paid under an id for a day.
    pub(super) fn had_paid(&mut self, id: usize, day: Day, points: Count) {
        if let Some(funds) = &mut self.funds {
            funds.pay(id, day, points.get());
        }
    }

    /// Notes that points granted can be taken back.
    pub(super) fn granted(&mut self, id: usize, day: Day, points: i64) {
        let (programme, synced) = (self.programme, self.delivery.synced);
        if let (Some(funds), Some(known)) = (&mut self.funds, self.plan.ids.get(id))
            && let (Some(on), Some(written)) = (Date::from_yyyymmdd(day.ymd), Date::from_yyyymmdd(synced.ymd))
        {
            let grant = programme.grant(&known.code, on, on, written);
            funds.grant(grant.purse.cloned(), grant.final_on, points);
        }
    }
}
