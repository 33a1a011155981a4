//! Paying by the plan, one record at a time.

use super::{
    clawback::ClawbackFunds,
    payment::{Limit, Payment},
};
use crate::{
    answer::{Check, Outcome, Silent, Sink},
    base::{
        Reason,
        value::{Code, Count},
    },
    civil::{Date, LeapBirthday, birthday_ymd},
    programme::{AgeRange, Cap, EarningRule, Plan, PlanCap, PlanRule, Programme},
    rules::points::{
        accumulators::Accumulators,
        day::Day,
        delivery::{Delivery, Missing},
    },
};

/// What has been earned and paid in each window, so far.
pub(super) struct Engine<'p, S> {
    pub(super) programme: &'p Programme,
    pub(super) plan: &'p Plan,
    pub(super) delivery: Delivery,
    sums: S,
    /// Where a rule takes back.
    pub(super) funds: Option<ClawbackFunds>,
}

impl<'p, S: Accumulators> Engine<'p, S> {
    pub(super) fn new(programme: &'p Programme, delivery: Delivery, sums: S) -> Self {
        Self { programme, plan: programme.plan(), delivery, sums, funds: None }
    }

    /// With what can be taken back, where a rule does.
    pub(super) fn with(self, funds: Option<ClawbackFunds>) -> Self {
        Self { funds, ..self }
    }

    /// Takes what had been paid in a window of a cap; `None` where the programme has no such cap.
    pub(super) fn open(&mut self, cap: &Code, day: Day, points: i64) -> Option<()> {
        let caps = &self.programme.document().points.caps;
        let place = caps.iter().position(|known| known.id == *cap)?;
        self.sums.add(self.plan.caps.get(place)?.accumulator, day, points);
        Some(())
    }

    /// Takes what had been earned under an id in the window of a day.
    #[inline]
    pub(super) fn had_earned(&mut self, id: usize, day: Day, earned: i64) {
        let Some(known) = self.plan.ids.get(id) else { return };
        self.sums.add(known.accumulator, day, earned);
    }

    /// Takes a credit that was stored.
    #[inline(always)]
    pub(super) fn remember(&mut self, id: usize, day: Day, synced: Day, earned: i64, points: i64) {
        self.had_earned(id, day, earned);
        if let Some(funds) = &mut self.funds {
            funds.pay(id, day, points);
        }
        self.count(id, day, synced, points);
    }

    /// The best that was earned under an id in the window of a day.
    pub(super) fn earned(&mut self, id: usize, day: Day) -> i64 {
        self.plan.ids.get(id).map_or(0, |known| self.sums.sum(known.accumulator, day))
    }

    /// Counts what was paid against every cap in effect.
    #[inline(always)]
    fn count(&mut self, id: usize, day: Day, synced: Day, points: i64) {
        let plan = self.plan;
        for cap in plan.caps_of(id) {
            let Some(cap) = plan.caps.get(*cap) else { continue };
            let day = if cap.by_arrival { synced } else { day };
            if cap.days.hold(day.ymd) {
                self.sums.add(cap.accumulator, day, points);
            }
        }
    }

    /// What turns a record away before any rule is asked.
    #[inline]
    pub(super) fn turned_away(&self, day: Day, sink: &mut impl Sink) -> Option<Reason> {
        let Delivery { synced, closed_through, enrolled, .. } = self.delivery;
        let about = |reason, name, limit: Day| {
            Check::new("points.accrue", reason, true).read("date", shown(day)).read(name, shown(limit))
        };
        if !sink.holds(day.ymd <= synced.ymd, || about(Reason::InTheFuture, "synced_on", synced)) {
            return Some(Reason::InTheFuture);
        }
        if let Some(first) = enrolled
            && !sink.holds(first.ymd <= day.ymd, || about(Reason::BeforeEnrolment, "enrolled_on", first))
        {
            return Some(Reason::BeforeEnrolment);
        }
        if let Some(closed) = closed_through
            && !sink.holds(day.ymd > closed.ymd, || about(Reason::DayClosed, "closed_through", closed))
        {
            return Some(Reason::DayClosed);
        }
        None
    }

    /// Pays for a day's steps under every rule in effect, then under every campaign.
    ///
    /// The answer is the first rule that paid, or else what the first rule said.
    #[inline]
    pub(super) fn pay_steps(
        &mut self,
        day: Day,
        steps: i64,
        source: Option<&Code>,
        sink: &mut impl Sink,
        paid: &mut impl FnMut(Payment),
    ) -> Result<Reason, Missing> {
        if let Some(reason) = self.turned_away(day, sink) {
            return Ok(reason);
        }
        let plan = self.plan;
        // Before any rule has paid, since a record that cannot be used pays under none.
        if source.is_none() {
            for rule in plan.rules.iter().filter(|rule| rule.days.hold(day.ymd) && rule.earns.worth(steps).is_some()) {
                if self.names_sources(rule.place) && self.of_age(rule.ages, day)? {
                    return Err(Missing::Source);
                }
            }
        }
        let (mut first, mut back, mut favourable) = (None, None, None);
        let mut said = |payment: Payment| {
            first = first.or(Some(payment.reason));
            if payment.reason.is_favourable() {
                favourable = favourable.or(Some(payment.reason));
            }
            if payment.earned < 0 {
                back = back.or(Some(payment.reason));
            }
            paid(payment);
        };
        let mut fell = false;
        for rule in plan.rules.iter().filter(|rule| rule.days.hold(day.ymd)) {
            let Some(worth) = rule.earns.worth(steps) else { continue };
            if !self.of_age(rule.ages, day)? {
                continue;
            }
            let Some(terms) = self.programme.document().points.rules.get(rule.place) else { continue };
            let payment = match self.not_counted(terms, day, source, sink)? {
                Some(reason) => nothing(rule, reason),
                None => self.pay_under(rule, terms, day, steps, worth, sink),
            };
            fell |= payment.earned < 0;
            said(payment);
        }
        for campaign in plan.campaigns.iter().filter(|campaign| campaign.days.hold(day.ymd)) {
            let raised =
                campaign.raises.iter().map(|accumulator| self.sums.sum(*accumulator, day)).fold(0, i64::saturating_add);
            let (bonus, before) = (campaign.by.on(raised), self.earned(campaign.id, day));
            if bonus > before {
                said(self.limit(campaign.id, day, bonus.saturating_sub(before), sink));
            } else if fell && bonus < before {
                said(self.claw_back(campaign.id, day, bonus));
            }
        }
        let reason = favourable.or(back).or(first).unwrap_or(Reason::NoRuleInEffect);
        sink.holds(reason != Reason::NoRuleInEffect, || {
            Check::new("points.accrue", Reason::NoRuleInEffect, true).read("date", shown(day))
        });
        Ok(reason)
    }

    #[inline]
    fn pay_under(
        &mut self,
        rule: &PlanRule,
        terms: &EarningRule,
        day: Day,
        steps: i64,
        worth: i64,
        sink: &mut impl Sink,
    ) -> Payment {
        if let Some(most) = terms.plausible_steps
            && !sink.holds(steps <= most.get(), || {
                about(terms, Reason::Implausible, day).read("steps", steps).read("plausible_steps", most)
            })
        {
            return nothing(rule, Reason::Implausible);
        }
        if rule.takes_back {
            let before = self.earned(rule.id, day);
            if !sink.holds(worth >= before, || {
                about(terms, Reason::TakenBack, day).read("worth", worth).read("earned_before", before)
            }) {
                return self.claw_back(rule.id, day, worth);
            }
        }
        if !sink.holds(worth > 0, || about(terms, Reason::BelowLowestTier, day).read("steps", steps)) {
            return nothing(rule, Reason::BelowLowestTier);
        }
        let before = self.earned(rule.id, day);
        let earned = worth.saturating_sub(before).max(0);
        if !sink.holds(earned > 0, || {
            about(terms, Reason::NothingNew, day).read("worth", worth).read("earned_before", before)
        }) {
            return nothing(rule, Reason::NothingNew);
        }
        self.limit(rule.id, day, earned, sink)
    }

    fn names_sources(&self, place: usize) -> bool {
        self.programme.document().points.rules.get(place).is_some_and(|terms| !terms.sources.is_empty())
    }

    /// Why a record does not count under a rule, whatever it is worth: its source, its lateness, the app.
    #[inline]
    pub(super) fn not_counted(
        &self,
        terms: &EarningRule,
        day: Day,
        source: Option<&Code>,
        sink: &mut impl Sink,
    ) -> Result<Option<Reason>, Missing> {
        if !terms.sources.is_empty() {
            let source = source.ok_or(Missing::Source)?;
            if !sink.holds(terms.sources.contains(source), || {
                about(terms, Reason::SourceNotLinked, day).read("source", source)
            }) {
                return Ok(Some(Reason::SourceNotLinked));
            }
        }
        if let Some(days) = terms.grace_days {
            let synced = self.delivery.synced;
            let in_time = later(day, days).is_none_or(|last| synced.ymd <= last.ymd);
            if !sink.holds(in_time, || {
                about(terms, Reason::TooLate, day).read("synced_on", shown(synced)).read("grace_days", days)
            }) {
                return Ok(Some(Reason::TooLate));
            }
        }
        if let Some(days) = terms.opened_within_days {
            let opened = self.delivery.opened.ok_or(Missing::Opened)?;
            let within = day.ymd <= opened.ymd && later(day, days).is_none_or(|last| opened.ymd <= last.ymd);
            if !sink.holds(within, || about(terms, Reason::AppNotOpened, day).read("opened_on", shown(opened))) {
                return Ok(Some(Reason::AppNotOpened));
            }
        }
        Ok(None)
    }

    /// Whether a person is of the ages on the day.
    #[inline]
    pub(super) fn of_age(&self, ages: Option<AgeRange>, day: Day) -> Result<bool, Missing> {
        ages.map_or(Ok(true), |ages| self.is_within(ages, day))
    }

    // Out of the way of programmes that ask for no age: what a birthday is computed by is not looked up for each of their records.
    #[inline(never)]
    fn is_within(&self, AgeRange { at_least, below }: AgeRange, day: Day) -> Result<bool, Missing> {
        let born = self.delivery.born.ok_or(Missing::Born)?.ymd;
        let reached = |age| birthday_ymd(born, age, LeapBirthday::default()) <= day.ymd;
        Ok(at_least.is_none_or(reached) && !below.is_some_and(reached))
    }

    /// Pays what fits under every cap that counts the id.
    #[inline]
    pub(super) fn limit(&mut self, id: usize, day: Day, earned: i64, sink: &mut impl Sink) -> Payment {
        let plan = self.plan;
        let synced = self.delivery.synced;
        let mut points = earned;
        let mut lost_to = None;
        for place in plan.caps_of(id) {
            let Some(cap) = plan.caps.get(*place) else { continue };
            let counted = if cap.by_arrival { synced } else { day };
            if !cap.days.hold(counted.ymd) {
                continue;
            }
            let paid = self.sums.sum(cap.accumulator, counted);
            let room = cap.points.saturating_sub(paid).max(0);
            let fits = earned <= room;
            sink.report(if fits { Outcome::Pass } else { Outcome::Fail }, || {
                self.about_cap(cap, day, earned, paid, room)
            });
            if room < points {
                points = room;
                lost_to = Some(Limit::Cap(*place));
            }
        }
        if let Some(most) = &self.programme.document().points.balance_cap
            && plan.is_own(id)
        {
            let room = most.points.get().saturating_sub(self.delivery.balance).max(0);
            let fits = earned <= room;
            sink.report(if fits { Outcome::Pass } else { Outcome::Fail }, || {
                let reason = if room == 0 { Reason::CapReached } else { Reason::PaidInPart };
                Check::new(most.rule.as_str(), reason, fits)
                    .under(crate::answer::Period::default(), most.clause())
                    .read("balance", self.delivery.balance)
                    .read("earned", earned)
                    .read("most_balance", most.points)
            });
            if room < points {
                points = room;
                lost_to = Some(Limit::Balance);
            }
            self.delivery.balance = self.delivery.balance.saturating_add(points);
        }
        self.remember(id, day, synced, earned, points);
        let reason = match (points, lost_to) {
            (_, None) => Reason::Paid,
            (0, Some(_)) => Reason::CapReached,
            (_, Some(_)) => Reason::PaidInPart,
        };
        self.granted(id, day, points);
        Payment { id, reason, earned, points, lost_to, spent: 0 }
    }

    fn about_cap(&self, cap: &PlanCap, day: Day, earned: i64, paid: i64, room: i64) -> Check {
        let reason = if room == 0 { Reason::CapReached } else { Reason::PaidInPart };
        let terms: Option<&Cap> = self.programme.document().points.caps.get(cap.place);
        let check = Check::new(terms.map_or("points.accrue", |terms| terms.rule.as_str()), reason, true);
        let check = terms.map_or(check.clone(), |terms| check.under(terms.period, terms.clause()));
        check.read("date", shown(day)).read("earned", earned).read("paid_before", paid).read("cap", cap.points)
    }

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
    fn claw_back(&mut self, id: usize, day: Day, worth: i64) -> Payment {
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
    fn granted(&mut self, id: usize, day: Day, points: i64) {
        let (programme, synced) = (self.programme, self.delivery.synced);
        if let (Some(funds), Some(known)) = (&mut self.funds, self.plan.ids.get(id))
            && let (Some(on), Some(written)) = (Date::from_yyyymmdd(day.ymd), Date::from_yyyymmdd(synced.ymd))
        {
            let grant = programme.grant(&known.code, on, on, written);
            funds.grant(grant.purse.cloned(), grant.final_on, points);
        }
    }
}

fn about(terms: &EarningRule, reason: Reason, day: Day) -> Check {
    Check::new(terms.rule.as_str(), reason, true).under(terms.period, terms.clause()).read("date", shown(day))
}

/// What is said of a record that earns nothing under a rule.
fn nothing(rule: &PlanRule, reason: Reason) -> Payment {
    Payment { id: rule.id, reason, earned: 0, points: 0, lost_to: None, spent: 0 }
}

/// The day so many days later; `None` past the year 9999.
// Out of the way of programmes that ask for no such day.
#[inline(never)]
fn later(day: Day, days: u16) -> Option<Day> {
    Date::from_yyyymmdd(day.ymd)?.plus_days(days.into()).map(Day::of)
}

/// A day as checks show dates.
fn shown(day: Day) -> crate::civil::Ymd {
    crate::civil::Ymd(day.ymd)
}
