use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    accrue::remember,
    credit::CreditWriter,
    engine::Engine,
    payment::Payment,
    verdict::{RulePayment, rule_payment},
};
use crate::{
    answer::{Check, Expect, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId, present},
    },
    civil::{Date, Instant},
    programme::{ActivityPoints, EarningRule, Programme},
    rules::points::{
        accumulators::Sparse,
        day::Day,
        delivery::Delivery,
        ledger::{Entry, EntryKind, Ledger},
    },
};

/// What `points.earn` is asked: an activity other than steps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarnRequest {
    /// When it became known.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The activity, such as a health check taken, a questionnaire, a log-in.
    pub activity: Code,
    /// Its day, in Japan; it selects the rules.
    pub date: Date,
    /// The host's id of the event. It is the request key: asked again, the earlier answer is given.
    pub event: HostId,
    /// Where it was recorded; needed where the rule lists sources.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
    /// The date of birth; needed where a rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// The day on which the person joined; days before it earn nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub enrolled_on: Option<Date>,
    /// The day on which the app was last opened; needed where a rule asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub opened_on: Option<Date>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `points.earn` and `points.settle` answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EarnVerdict {
    /// The first rule that paid, or else what the first rule said.
    pub reason: Reason,
    /// Points paid, into whichever purse.
    pub points: Count,
    /// The balance of the programme's own points afterwards.
    pub balance: Count,
    /// What each rule in effect said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulePayment>,
}

/// Pays for an activity under every rule for it that is in effect: once in the rule's window, or for each event by itself.
///
/// # Errors
/// A ledger that contradicts itself; `missing_value` where a rule asks for what is absent.
pub fn earn(programme: &Programme, request: &EarnRequest) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let standing = request.ledger.standing(request.now, None)?;
    let made = request.ledger.entries.iter().filter(|entry| entry.request_key.as_ref() == Some(&request.event));
    let made: Vec<&Entry> = made.collect();
    if !made.is_empty() {
        return replay(programme, request, &made, standing.balance);
    }
    let (payments, checks) = decide!(request.explain, |sink| judge(programme, request, standing.balance.get(), sink));
    let (reason, payments) = payments?;
    let credit = |entry: &mut Entry| entry.request_key = Some(request.event.clone());
    let posting =
        post(programme, (&request.ledger, request.now), (request.date, request.date), (reason, payments), credit)?;
    Ok(Posting { checks, ..posting })
}

/// What is answered to an event that was paid before.
fn replay(
    programme: &Programme,
    request: &EarnRequest,
    made: &[&Entry],
    balance: Count,
) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let of_activity = |entry: &&&Entry| {
        let mut rules = rules_for(programme, &request.activity).map(|(rule, _)| rule);
        entry.kind == EntryKind::Credit
            && entry.date == Some(request.date)
            && rules.any(|rule| Some(&rule.id) == entry.rule.as_ref())
    };
    let same = made.iter().filter(of_activity).count() == made.len();
    let out_of_range = || Error::new(ErrorCode::SumOutOfRange, "/ledger");
    let mut rows = made.iter().map(|entry| entry.points.get());
    let paid = rows.try_fold(0, i64::checked_add).ok_or_else(out_of_range)?;
    let points = if same { Count::new(paid).ok_or_else(out_of_range)? } else { Count::ZERO };
    // As it was answered: the first row that paid anything, or else that the caps were full.
    let mut rows = made.iter().filter(|entry| entry.points.get() > 0);
    let reason = match rows.next() {
        _ if !same => Reason::RequestKeyReused,
        None => Reason::CapReached,
        Some(entry) if entry.earned.is_some_and(|earned| earned.get() > entry.points.get()) => Reason::PaidInPart,
        Some(_) => Reason::Paid,
    };
    let verdict = EarnVerdict { reason, points, balance, rules: Vec::new() };
    Ok(Posting { replayed: same, ..Posting::unchanged(verdict) })
}

fn rules_for<'p>(
    programme: &'p Programme,
    activity: &Code,
) -> impl Iterator<Item = (&'p EarningRule, &'p ActivityPoints)> {
    let rules = programme.document().points.rules.iter();
    let rules = rules.filter_map(|rule| rule.activity.as_ref().map(|terms| (rule, terms)));
    rules.filter(move |(_, terms)| terms.kind == *activity)
}

type Judged = (Reason, Vec<Payment>);

fn judge(programme: &Programme, request: &EarnRequest, balance: i64, sink: &mut impl Sink) -> Result<Judged, Error> {
    let delivery = Delivery {
        synced: Day::of(request.now.date()),
        closed_through: request.ledger.opening.as_ref().map(|opening| Day::of(opening.closed_through)),
        enrolled: request.enrolled_on.map(Day::of),
        opened: request.opened_on.map(Day::of),
        born: request.born.map(Day::of),
        balance,
    };
    let mut engine = Engine::new(programme, delivery, Sparse::default());
    remember(&mut engine, programme, &request.ledger)?;
    let day = Day::of(request.date);
    if let Some(reason) = engine.turned_away(day, sink) {
        return Ok((reason, Vec::new()));
    }
    let source = request.source.as_ref();
    let mut payments = Vec::new();
    for (rule, terms) in rules_for(programme, &request.activity).filter(|(rule, _)| rule.period.contains(request.date))
    {
        let Some(id) = programme.plan().find(&rule.id) else { continue };
        if !engine.of_age(rule.ages, day)? {
            continue;
        }
        let nothing = |reason| Payment { id, reason, earned: 0, points: 0, lost_to: None, spent: 0 };
        if let Some(reason) = engine.not_counted(rule, day, source, sink)? {
            payments.push(nothing(reason));
            continue;
        }
        let before = if terms.once.is_some() { engine.earned(id, day) } else { 0 };
        // Once: nothing more in the window, though the terms may pay more by now.
        if sink.holds(before == 0, || {
            Check::new(rule.rule.as_str(), Reason::NothingNew, true)
                .under(rule.period, rule.clause())
                .read("date", request.date)
                .read("earned_before", before)
        }) {
            payments.push(engine.limit(id, day, terms.points.get(), sink));
        } else {
            payments.push(nothing(Reason::NothingNew));
        }
    }
    let favourable = payments.iter().find(|payment| payment.reason.is_favourable());
    let reason = favourable.or(payments.first()).map_or(Reason::NoRuleInEffect, |payment| payment.reason);
    sink.holds(reason != Reason::NoRuleInEffect, || {
        Check::new("points.earn", Reason::NoRuleInEffect, true).read("date", request.date)
    });
    Ok((reason, payments))
}

/// The answer and the rows of payments for one day. Another day may select the terms.
pub(super) fn post(
    programme: &Programme,
    (ledger, now): (&Ledger, Instant),
    days: (Date, Date),
    (reason, payments): Judged,
    finish: impl Fn(&mut Entry),
) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let lots = ledger.lots(now)?;
    let mut writer = CreditWriter::new(programme, &lots, now)?;
    let expect = Some(Expect { sequence: writer.standing.sequence });
    let mut rules = Vec::with_capacity(payments.len());
    let mut store = Vec::new();
    let mut points = 0_i64;
    for payment in payments {
        points = points.saturating_add(payment.points);
        let Some(paid) = rule_payment(programme, payment)? else { continue };
        // Settled without a point is settled all the same.
        if paid.earned > Count::ZERO || payment.reason == Reason::BelowLowestTier {
            let mut entry = writer.credit(payment.id, days, paid.earned, paid.points)?;
            finish(&mut entry);
            store.push(entry);
        }
        rules.push(paid);
    }
    let points = Count::new(points).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/ledger"))?;
    let verdict = EarnVerdict { reason, points, balance: writer.balance(), rules };
    let expect = if store.is_empty() { None } else { expect };
    Ok(Posting { verdict, checks: Vec::new(), store, expect, replayed: false })
}
