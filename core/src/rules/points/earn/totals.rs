//! The running totals of a delivery: what was earned and paid in each window, and what that leaves under the caps.

use super::clawback::ClawbackFunds;
use crate::{
    answer::{Check, Outcome, Period, Sink},
    base::{
        Error, ErrorCode, Internal, Reason,
        value::{Code, Count},
    },
    civil::Date,
    programme::{Accumulator, CapIndex, EachYear, Grant, IdIndex, PlanCap, PlanId, Programme},
    rules::points::{
        accumulators::{Accumulators, added},
        day::Day,
        delivery::{Delivery, Fault},
    },
};

/// What was paid under one id for one record. Numbers are within ±(2^53 − 1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Payment {
    pub(super) id: IdIndex,
    pub(super) reason: Reason,
    /// Points newly earned, before caps; negative where a rule takes back.
    pub(super) earned: i64,
    /// Points paid; negative where a rule takes back.
    pub(super) points: i64,
    /// To what the rest was lost.
    pub(super) lost_to: Option<Limit>,
    /// Of points taken back: how many more could not be, since they are spent.
    pub(super) spent: i64,
}

impl Payment {
    /// A rule that paid nothing, and why.
    pub(super) fn nothing(id: IdIndex, reason: Reason) -> Self {
        Self { id, reason, earned: 0, points: 0, lost_to: None, spent: 0 }
    }
}

/// What leaves the least room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Limit {
    /// A cap.
    Cap(CapIndex),
    /// The highest balance.
    Balance,
}

/// The running totals of a delivery.
pub(super) struct Totals<'p, S> {
    programme: &'p Programme,
    /// The day on which the delivery arrived.
    synced: Day,
    /// The balance of the programme's own points.
    balance: i64,
    accumulators: S,
    /// What can be taken back, where a rule does that.
    clawback: Option<ClawbackFunds>,
}

impl<'p, S: Accumulators> Totals<'p, S> {
    /// Totals before anything was earned.
    pub(super) fn new(programme: &'p Programme, delivery: &Delivery, accumulators: S) -> Self {
        let Delivery { synced, balance, .. } = *delivery;
        Self { programme, synced, balance, accumulators, clawback: None }
    }

    /// With what can be taken back, where a rule does that.
    pub(super) fn with(self, clawback: Option<ClawbackFunds>) -> Self {
        Self { clawback, ..self }
    }

    /// Takes what had been paid in a window of a cap. Says whether the programme has the cap.
    pub(super) fn open_cap(&mut self, cap: &Code, day: Day, points: i64) -> Result<bool, Fault> {
        let caps = || self.programme.document().points.caps.iter().zip(&self.programme.plan().caps);
        let mut of_id = caps().filter(|(known, _)| known.id == *cap);
        // Of one id in several periods, the one whose days hold the day.
        let on_day = of_id.clone().find(|(_, plan)| plan.in_effect(day.ymd));
        let Some((_, cap)) = on_day.or_else(|| of_id.next()) else { return Ok(false) };
        self.accumulators.add(cap.accumulator, day, points)?;
        Ok(true)
    }

    /// Takes what had been earned under an id in the window of a day.
    #[inline]
    pub(super) fn had_earned(&mut self, id: &PlanId, day: Day, earned: i64) -> Result<(), Fault> {
        self.accumulators.add(id.accumulator_on(day.ymd), day, earned)
    }

    /// Takes what had been paid under an id for a day.
    #[inline]
    pub(super) fn had_paid(&mut self, id: &PlanId, day: Day, points: i64) -> Result<(), Fault> {
        match &mut self.clawback {
            Some(clawback) => clawback.pay(id.index, day, points),
            None => Ok(()),
        }
    }

    /// Takes a credit or a correction: counts it against every cap in effect on its day.
    #[inline(always)]
    pub(super) fn remember(
        &mut self,
        id: &PlanId,
        day: Day,
        synced: Day,
        earned: i64,
        points: i64,
    ) -> Result<(), Fault> {
        self.had_earned(id, day, earned)?;
        self.had_paid(id, day, points)?;
        for cap in &id.caps {
            let counted = if cap.by_arrival { synced } else { day };
            if cap.in_effect(counted.ymd) {
                self.accumulators.add(cap.accumulator, counted, points)?;
            }
        }
        Ok(())
    }

    /// The best that was earned in the window of a day.
    #[inline]
    pub(super) fn earned(&self, of: Accumulator, day: Day) -> Result<i64, Fault> {
        self.accumulators.sum(of, day)
    }

    /// Pays what fits under every cap that counts the id.
    #[inline]
    pub(super) fn credit(
        &mut self,
        id: &PlanId,
        day: Day,
        earned: i64,
        sink: &mut impl Sink,
    ) -> Result<Payment, Fault> {
        self.credit_on(id, (day, day), earned, sink)
    }

    /// The same, where another day selects the terms: the first of the two.
    #[inline]
    pub(super) fn credit_on(
        &mut self,
        id: &PlanId,
        (on, day): (Day, Day),
        earned: i64,
        sink: &mut impl Sink,
    ) -> Result<Payment, Fault> {
        if id.may_be_refused
            && let Some((reason, expiry)) = self.grant(id, (on, day))?.refused
        {
            sink.holds(false, || {
                let check = Check::new(expiry.rule.as_str(), reason, true);
                check.under(expiry.period, expiry.clause()).read("date", day.shown())
            });
            return Ok(Payment::nothing(id.index, reason));
        }
        let synced = self.synced;
        let (mut points, mut lost_to) = (earned, None);
        for cap in &id.caps {
            let counted = if cap.by_arrival { synced } else { day };
            if !cap.in_effect(counted.ymd) {
                continue;
            }
            let paid = self.accumulators.sum(cap.accumulator, counted)?;
            let room = room_above(cap.points, paid);
            let terms = self.programme.document().points.cap(cap.index)?;
            sink.report(outcome(earned <= room), || {
                let period = EachYear::period_on(terms.every, terms.period, counted.ymd);
                let check = Check::new(terms.rule.as_str(), short_of(room), true).under(period, terms.clause());
                about_cap(check, cap, day, earned, paid)
            });
            if room < points {
                points = room;
                lost_to = Some(Limit::Cap(cap.index));
            }
        }
        if let Some(most) = &self.programme.document().points.balance_cap
            && id.own
        {
            let balance = self.balance;
            let room = room_above(most.points.get(), balance);
            sink.report(outcome(earned <= room), || {
                Check::new(most.rule.as_str(), short_of(room), earned <= room)
                    .under(Period::default(), most.clause())
                    .read("balance", balance)
                    .read("earned", earned)
                    .read("balance_cap", most.points)
            });
            if room < points {
                points = room;
                lost_to = Some(Limit::Balance);
            }
            self.balance = added(balance, points)?;
        }
        self.remember(id, day, synced, earned, points)?;
        if self.clawback.is_some() {
            let grant = self.grant(id, (on, day))?;
            if let Some(clawback) = &mut self.clawback {
                clawback.grant(&grant, points)?;
            }
        }
        let reason = match (points, lost_to) {
            (_, None) => Reason::Paid,
            (0, Some(_)) => Reason::CapReached,
            (_, Some(_)) => Reason::PaidInPart,
        };
        Ok(Payment { id: id.index, reason, earned, points, lost_to, spent: 0 })
    }

    /// Lowers what an id has earned for a day to what it is worth, and takes back what was paid beyond that.
    ///
    /// What is not there to be taken stays earned: it is paid already, and so not paid again.
    pub(super) fn claw_back(&mut self, id: &PlanId, day: Day, worth: i64) -> Result<Payment, Fault> {
        let earned = self.earned(id.accumulator, day)?;
        let grant = self.grant(id, (day, day))?;
        let clawback =
            Internal::unless(self.clawback.as_mut(), "a rule takes back, and what it can take is not known")?;
        let paid = clawback.paid(id.index, day);
        // Within ±2^54, as differences of numbers within ±(2^53 − 1).
        let wanted = paid.wrapping_sub(worth).max(0);
        let points = clawback.take(grant.purse, grant.final_on, wanted);
        let fell = earned.wrapping_sub(worth.max(paid.wrapping_sub(points))).max(0);
        let (lower, taken, spent) = (fell.wrapping_neg(), points.wrapping_neg(), wanted.wrapping_sub(points));
        if id.own {
            self.balance = added(self.balance, taken)?;
        }
        self.remember(id, day, self.synced, lower, taken)?;
        let reason = if spent == 0 { Reason::TakenBack } else { Reason::TakenBackInPart };
        Ok(Payment { id: id.index, reason, earned: lower, points: taken, lost_to: None, spent })
    }

    /// To which purse and from when points of a day are granted, under the terms of the first of the two days.
    fn grant(&self, id: &PlanId, (on, day): (Day, Day)) -> Result<Grant<'p>, Fault> {
        let date =
            |day: Day| Internal::unless(Date::from_yyyymmdd(day.ymd), "a day that was a date is not a date any more");
        Ok(self.programme.grant(&id.code, date(on)?, date(day)?, date(self.synced)?))
    }
}

/// The room that is left under a limit; both numbers are within ±(2^53 − 1).
#[inline]
fn room_above(most: i64, sum: i64) -> i64 {
    most.wrapping_sub(sum).max(0)
}

fn outcome(fits: bool) -> Outcome {
    if fits { Outcome::Pass } else { Outcome::Fail }
}

/// What a limit says that leaves too little room.
fn short_of(room: i64) -> Reason {
    if room == 0 { Reason::CapReached } else { Reason::PaidInPart }
}

fn about_cap(check: Check, cap: &PlanCap, day: Day, earned: i64, paid: i64) -> Check {
    check.read("date", day.shown()).read("earned", earned).read("paid_before", paid).read("cap", cap.points)
}

/// A number of points that cannot be negative.
///
/// # Errors
/// `sum_out_of_range` outside 0 to 2^53 − 1.
pub(super) fn count(points: i64) -> Result<Count, Error> {
    Count::new(points).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, ""))
}
