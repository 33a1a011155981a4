use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use super::ledger::{Entry, EntryKind, Ledger, Opening};
use crate::{
    Check, Error, ErrorCode, Expect, Explain, Outcome, Posting, Programme, Reason, Sink,
    check::decide,
    civil::{Date, Instant},
    programme::{Cap, CapMonth, CapWindow, EarningRule},
    value::{Amount, Code, Count, MAX_SAFE, present},
};

/// What `points.accrue` is asked: what the host stored, and what arrived.
///
/// The ledger must hold every credit for the days that arrived and for every cap window those days fall in,
/// or opening totals that stand for them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AccrueRequest"))]
#[serde(deny_unknown_fields)]
pub struct AccrueRequest<A = Arrival> {
    /// When the records arrived.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The records, in the order in which they arrived.
    pub arrivals: Vec<A>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// A day's steps as a phone reports them. A later record for the same day revises an earlier one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The day walked, in Japan.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
    /// The health store it came from; needed where the rule lists sources.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
}

/// What `points.accrue` answers, one item for each record in the same order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AccrueVerdict"))]
pub struct AccrueVerdict<I> {
    /// Points paid in all.
    pub points: Count,
    /// Points earned and lost to caps in all.
    pub lost: Count,
    /// The balance afterwards.
    pub balance: Count,
    /// One for each record.
    pub items: Vec<I>,
}

/// What became of one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArrivalVerdict {
    /// The day walked.
    pub date: Date,
    /// What became of it: the first rule that paid, or else what the first rule said.
    pub reason: Reason,
    /// Points paid for it.
    pub points: Count,
    /// What each rule in effect said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulePayment>,
}

/// What one rule paid for one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulePayment {
    /// The earning rule's id.
    pub rule: Code,
    /// What became of it.
    pub reason: Reason,
    /// Points newly earned, before caps.
    pub earned: Count,
    /// Points paid.
    pub points: Count,
    /// What was lost, and to which cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostPoints>,
}

/// Points that a cap did not leave room for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostPoints {
    /// The cap's id: the one with the least room left.
    pub cap: Code,
    /// Points lost to it.
    pub points: Count,
}

/// Pays for records that arrived. A day is never paid twice; of a revision upward the difference is paid; the part that fits under the caps.
///
/// # Errors
/// A ledger that contradicts itself, or a record that lacks what its rule needs: then nothing is paid.
/// [`accrue_each`] answers record by record instead.
pub fn accrue(
    programme: &Programme,
    request: &AccrueRequest,
) -> Result<Posting<AccrueVerdict<ArrivalVerdict>, Entry>, Error> {
    let arrivals = request.arrivals.iter().cloned().map(Ok).collect();
    let posting = accrue_each::<Error>(
        programme,
        &AccrueRequest { now: request.now, ledger: request.ledger.clone(), arrivals, explain: request.explain },
    )?;
    posting.try_map(|verdict| {
        let items = verdict.items.into_iter().enumerate();
        let items = items
            .map(|(index, item)| item.map_err(|e| e.within(index).within("arrivals")))
            .collect::<Result<_, _>>()?;
        Ok(AccrueVerdict { points: verdict.points, lost: verdict.lost, balance: verdict.balance, items })
    })
}

/// A record, or why what arrived is none; and what became of it.
pub type AccruedEach<E> = Posting<AccrueVerdict<Result<ArrivalVerdict, E>>, Entry>;

/// Pays for records one by one: a record that cannot be used is handed back with its error, and costs the others nothing.
///
/// # Errors
/// A ledger that contradicts itself.
pub fn accrue_each<E: From<Error> + Clone>(
    programme: &Programme,
    request: &AccrueRequest<Result<Arrival, E>>,
) -> Result<AccruedEach<E>, Error> {
    let mut standing = request.ledger.standing()?;
    let expect = Some(Expect { sequence: standing.sequence });
    let (result, checks) = decide!(request.explain, |sink| pay_each(programme, request, sink));
    let (items, credits) = result?;

    let mut store = Vec::with_capacity(credits.len());
    let (mut points, mut lost) = (Count::ZERO, Count::ZERO);
    let overflow = || Error::new(ErrorCode::SumOutOfRange, "/arrivals");
    let add = |sum: Count, more: i64| sum.get().checked_add(more).and_then(Count::new).ok_or_else(overflow);
    for credit in credits {
        points = add(points, credit.points.get())?;
        lost = add(lost, credit.earned.get().saturating_sub(credit.points.get()))?;
        let amount = Amount::new(credit.points.get()).ok_or_else(overflow)?;
        let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Credit, amount);
        entry.rule = Some(credit.rule);
        entry.date = Some(credit.date);
        entry.synced_on = Some(request.now.date());
        entry.earned = Some(credit.earned);
        store.push(entry);
    }
    let balance = add(standing.balance, points.get())?;
    Ok(Posting { verdict: AccrueVerdict { points, lost, balance, items }, checks, store, expect, replayed: false })
}

struct Credit {
    rule: Code,
    date: Date,
    earned: Count,
    points: Count,
}

type Paid<E> = (Vec<Result<ArrivalVerdict, E>>, Vec<Credit>);

fn pay_each<E: From<Error> + Clone>(
    programme: &Programme,
    request: &AccrueRequest<Result<Arrival, E>>,
    sink: &mut impl Sink,
) -> Result<Paid<E>, Error> {
    let mut meter = Meter::new(programme, request.now.date());
    if let Some(opening) = &request.ledger.opening {
        meter.open(opening)?;
    }
    for entry in request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit) {
        if let (Some(rule), Some(date), Some(synced_on), Some(earned)) =
            (&entry.rule, entry.date, entry.synced_on, entry.earned)
        {
            meter.remember(rule, date, synced_on, earned.get(), entry.points.get());
        }
    }
    let mut credits = Vec::new();
    let items = request.arrivals.iter().map(|arrival| {
        let arrival = arrival.as_ref().map_err(Clone::clone)?;
        let source = Source::Named(arrival.source.as_ref());
        let verdict = meter.pay(arrival.date, arrival.steps, source, sink).map_err(E::from)?;
        for payment in verdict.rules.iter().filter(|payment| payment.earned > Count::ZERO) {
            credits.push(Credit {
                rule: payment.rule.clone(),
                date: arrival.date,
                earned: payment.earned,
                points: payment.points,
            });
        }
        Ok(verdict)
    });
    let items = items.collect();
    Ok((items, credits))
}

/// Where a record comes from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// The host says that it is linked.
    Linked,
    /// As the record names it.
    Named(Option<&'a Code>),
}

/// What has been earned for each day and paid in each window, so far.
pub(super) struct Meter<'p> {
    programme: &'p Programme,
    synced_on: Date,
    closed_through: Option<Date>,
    /// The best that a rule has earned for a day, before caps. Rules of one id are one rule in several periods.
    earned: BTreeMap<(&'p str, Date), i64>,
    /// What has been paid in a window of a cap.
    paid: BTreeMap<(&'p str, i64), i64>,
}

impl<'p> Meter<'p> {
    pub(super) fn new(programme: &'p Programme, synced_on: Date) -> Self {
        Self { programme, synced_on, closed_through: None, earned: BTreeMap::new(), paid: BTreeMap::new() }
    }

    fn open(&mut self, opening: &Opening) -> Result<(), Error> {
        self.closed_through = Some(opening.closed_through);
        for (index, total) in opening.caps.iter().enumerate() {
            let cap = self.programme.document().points.caps.iter().find(|cap| cap.id == total.cap);
            let cap = cap.ok_or_else(|| {
                Error::new(ErrorCode::IdUnknown, "/cap").within(index).within("caps").within("opening").within("ledger")
            })?;
            add(&mut self.paid, (cap.id.as_str(), window(cap.window, total.date)), total.points.get());
        }
        Ok(())
    }

    /// Takes a credit that was stored. A rule the programme no longer has is counted by no cap.
    pub(super) fn remember(&mut self, rule: &Code, date: Date, synced_on: Date, earned: i64, points: i64) {
        let Some(rule) = self.programme.document().points.rules.iter().find(|known| known.id == *rule) else { return };
        add(&mut self.earned, (rule.id.as_str(), date), earned);
        self.count(rule, date, synced_on, points);
    }

    /// Counts what was paid against every cap in effect.
    fn count(&mut self, rule: &EarningRule, date: Date, synced_on: Date, points: i64) {
        for (cap, day) in caps_of(self.programme, rule, date, synced_on) {
            add(&mut self.paid, (cap.id.as_str(), window(cap.window, day)), points);
        }
    }

    /// Pays for one record under every rule in effect.
    pub(super) fn pay(
        &mut self,
        date: Date,
        steps: Count,
        source: Source<'_>,
        sink: &mut impl Sink,
    ) -> Result<ArrivalVerdict, Error> {
        let refused = |reason| Ok(ArrivalVerdict { date, reason, points: Count::ZERO, rules: Vec::new() });
        let about = |reason| Check::new("points.accrue", reason, true).read("date", date);
        if !sink.holds(date <= self.synced_on, || about(Reason::InTheFuture).read("synced_on", self.synced_on)) {
            return refused(Reason::InTheFuture);
        }
        if let Some(closed) = self.closed_through
            && !sink.holds(date > closed, || about(Reason::DayClosed).read("closed_through", closed))
        {
            return refused(Reason::DayClosed);
        }
        let programme = self.programme;
        let mut rules = Vec::new();
        let mut points = 0_i64;
        for rule in programme.document().points.rules.iter().filter(|rule| rule.period.contains(date)) {
            let payment = self.pay_under(rule, date, steps, source, sink)?;
            points = points.saturating_add(payment.points.get());
            rules.push(payment);
        }
        if !sink.holds(!rules.is_empty(), || about(Reason::NoRuleInEffect)) {
            return refused(Reason::NoRuleInEffect);
        }
        let said = rules.iter().find(|payment| payment.reason.is_favourable()).or_else(|| rules.first());
        let reason = said.map_or(Reason::NoRuleInEffect, |payment| payment.reason);
        let points = Count::new(points).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, ""))?;
        Ok(ArrivalVerdict { date, reason, points, rules })
    }

    fn pay_under(
        &mut self,
        rule: &'p EarningRule,
        date: Date,
        steps: Count,
        source: Source<'_>,
        sink: &mut impl Sink,
    ) -> Result<RulePayment, Error> {
        let about =
            |reason| Check::new(rule.rule.as_str(), reason, true).under(rule.period, rule.clause()).read("date", date);
        let nothing = |reason| {
            Ok(RulePayment { rule: rule.id.clone(), reason, earned: Count::ZERO, points: Count::ZERO, lost: None })
        };
        if let (Source::Named(source), false) = (source, rule.sources.is_empty()) {
            let source = source.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/source"))?;
            if !sink.holds(rule.sources.contains(source), || about(Reason::SourceNotLinked).read("source", source)) {
                return nothing(Reason::SourceNotLinked);
            }
        }
        if let Some(most) = rule.plausible_steps
            && !sink
                .holds(steps <= most, || about(Reason::Implausible).read("steps", steps).read("plausible_steps", most))
        {
            return nothing(Reason::Implausible);
        }
        let tier = rule.step_tiers.iter().rev().find(|tier| tier.at_least <= steps);
        let worth = tier.map_or(0, |tier| tier.points.get());
        if !sink.holds(worth > 0, || about(Reason::BelowLowestTier).read("steps", steps)) {
            return nothing(Reason::BelowLowestTier);
        }
        let before = self.earned.get(&(rule.id.as_str(), date)).copied().unwrap_or(0);
        let earned = worth.saturating_sub(before).max(0);
        if !sink.holds(earned > 0, || about(Reason::NothingNew).read("worth", worth).read("earned_before", before)) {
            return nothing(Reason::NothingNew);
        }

        let mut points = earned;
        let mut narrowest = None;
        for (cap, day) in caps_of(self.programme, rule, date, self.synced_on) {
            let paid = self.paid.get(&(cap.id.as_str(), window(cap.window, day))).copied().unwrap_or(0);
            let room = cap.points.get().saturating_sub(paid).max(0);
            let fits = earned <= room;
            sink.report(if fits { Outcome::Pass } else { Outcome::Fail }, || {
                let reason = if room == 0 { Reason::CapReached } else { Reason::PaidInPart };
                Check::new(cap.rule.as_str(), reason, fits)
                    .under(cap.period, cap.clause())
                    .read("date", date)
                    .read("earned", earned)
                    .read("paid_before", paid)
                    .read("cap", cap.points)
            });
            if room < points {
                points = room;
                narrowest = Some(cap);
            }
        }
        add(&mut self.earned, (rule.id.as_str(), date), earned);
        self.count(rule, date, self.synced_on, points);

        let reason = match (points, narrowest) {
            (_, None) => Reason::Paid,
            (0, Some(_)) => Reason::CapReached,
            (_, Some(_)) => Reason::PaidInPart,
        };
        let count = |value| Count::new(value).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, ""));
        let lost = match narrowest {
            Some(cap) => Some(LostPoints { cap: cap.id.clone(), points: count(earned.saturating_sub(points))? }),
            None => None,
        };
        Ok(RulePayment { rule: rule.id.clone(), reason, earned: count(earned)?, points: count(points)?, lost })
    }
}

/// The caps that count a rule's points, each with the day whose window it counts.
fn caps_of<'p>(
    programme: &'p Programme,
    rule: &EarningRule,
    date: Date,
    synced_on: Date,
) -> impl Iterator<Item = (&'p Cap, Date)> {
    programme.document().points.caps.iter().filter_map(move |cap| {
        let day = match (cap.window, cap.month_of) {
            (CapWindow::Day, _) | (_, CapMonth::Walked) => date,
            (_, CapMonth::Synced) => synced_on,
        };
        (cap.counts.contains(&rule.id) && cap.period.contains(day)).then_some((cap, day))
    })
}

/// A number for the window that holds a day, unequal for unequal windows of one kind.
fn window(kind: CapWindow, day: Date) -> i64 {
    match kind {
        CapWindow::Day => i64::from(day.yyyymmdd()),
        CapWindow::Month => i64::from(day.yyyymmdd()).div_euclid(100),
        CapWindow::FiscalYear => i64::from(day.fiscal_year().start_year()),
    }
}

/// Sums stay within the range of safe integers: past it, nothing more is ever paid.
fn add<K: Ord>(sums: &mut BTreeMap<K, i64>, key: K, more: i64) {
    let sum = sums.entry(key).or_insert(0);
    *sum = sum.saturating_add(more).clamp(-MAX_SAFE, MAX_SAFE);
}
