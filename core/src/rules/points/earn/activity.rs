use alloc::{collections::BTreeSet, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    engine::Engine,
    history::remember,
    post::{Judged, post, total},
    records::refuse_too_many_of,
    totals::Payment,
    verdict::EarnVerdict,
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Code, Count, HostId, MAX_SAFE, present},
    },
    civil::{Date, Instant},
    member::Person,
    programme::{ActivityPoints, EarningRule, Programme, Window},
    rules::eligibility::examine_person,
    rules::points::{
        accumulators::Sparse,
        day::Day,
        delivery::{Delivery, Fault, Missing},
        ledger::{Entry, EntryKind, Ledger},
    },
};

/// The request of `points.earn`: an activity other than steps.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What was measured, in the unit of the programme's own; needed where a rule earns by it. What paid part of a price is taken off before.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value: Option<Amount>,
    /// The host's id of the event. It is the request key: asked again, the earlier answer is given.
    pub event: HostId,
    /// Where it was recorded; needed where the rule lists sources.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
    /// The date of birth; needed where a rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// The person; needed where a rule names a service that says who earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Person>,
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

crate::base::redacted!(EarnRequest { now, activity, date, explain });

/// Pays points for an activity other than steps, such as a check-up, under every rule for it that
/// is in effect. It pays once in the rule's window, or for each event by itself.
///
/// # Errors
/// A ledger that contradicts itself; `missing_value` where a rule asks for what is absent; `too_large` where checks of more than
/// [`MOST_TERMS_OF_ACTIVITY_EXPLAINED`](super::MOST_TERMS_OF_ACTIVITY_EXPLAINED) terms would be reported.
pub fn earn(programme: &Programme, request: &EarnRequest) -> Result<Posting<EarnVerdict, Entry>, Error> {
    refuse_too_many_of(programme, &request.activity, request.explain)?;
    if let Some(person) = &request.person {
        examine_person(programme, person).map_err(|e| e.within("person"))?;
    }
    let standing = request.ledger.standing(request.now, None)?;
    let made = request.ledger.entries.iter().filter(|entry| entry.request_key.as_ref() == Some(&request.event));
    let made: Vec<&Entry> = made.collect();
    if !made.is_empty() {
        return replay(programme, request, &made, standing.balance);
    }
    let (payments, checks) = decide!(request.explain, |sink| judge(programme, request, standing.balance.get(), sink));
    let judged = payments?;
    let credit = |entry: &mut Entry| {
        entry.request_key = Some(request.event.clone());
        let of_several = |rule: &EarningRule| {
            Some(&rule.id) == entry.rule.as_ref() && rule.activity.as_ref().is_some_and(|terms| !terms.kinds.is_empty())
        };
        entry.activity = programme.document().points.rules.iter().any(of_several).then(|| request.activity.clone());
    };
    let posting = post(programme, (&request.ledger, request.now), (request.date, request.date), judged, credit)?;
    Ok(Posting { checks, ..posting })
}

/// What is answered to an event that was paid before.
fn replay(
    programme: &Programme,
    request: &EarnRequest,
    made: &[&Entry],
    balance: Count,
) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let is_for = |rule: &&EarningRule| rule.activity.as_ref().is_some_and(|terms| terms.is_for(&request.activity));
    let rules: BTreeSet<&Code> = programme.document().points.rules.iter().filter(is_for).map(|rule| &rule.id).collect();
    let of_activity = |entry: &&&Entry| {
        entry.kind == EntryKind::Credit
            && entry.date == Some(request.date)
            && entry.activity.as_ref().is_none_or(|activity| *activity == request.activity)
            && entry.rule.as_ref().is_some_and(|rule| rules.contains(rule))
    };
    let same = made.iter().filter(of_activity).count() == made.len();
    let sequence = made.first().map(|entry| entry.sequence).unwrap_or_default();
    let (same, checks) = decide!(request.explain, |sink| {
        sink.holds(same, || Check::new("points.earn", Reason::RequestKeyReused, same).read("sequence", sequence))
    });
    let points = match same {
        true => total(made.iter().map(|entry| entry.points.get()))?,
        false => Count::ZERO,
    };
    // As it was answered: the first row that paid anything, or else that the caps were full.
    let mut rows = made.iter().filter(|entry| entry.points.get() > 0);
    let reason = match rows.next() {
        _ if !same => Reason::RequestKeyReused,
        None => Reason::CapReached,
        Some(entry) if entry.earned.is_some_and(|earned| earned.get() > entry.points.get()) => Reason::PaidInPart,
        Some(_) => Reason::Paid,
    };
    let verdict = EarnVerdict { reason, points, balance, rules: Vec::new(), details: Vec::new() };
    Ok(Posting { checks, replayed: same, ..Posting::unchanged(verdict) })
}

fn judge(programme: &Programme, request: &EarnRequest, balance: i64, sink: &mut impl Sink) -> Result<Judged, Error> {
    let delivery = Delivery {
        synced: Day::of(request.now.date()),
        closed_through: request.ledger.opening.as_ref().map(|opening| Day::of(opening.closed_through)),
        enrolled: request.enrolled_on.map(Day::of),
        opened: request.opened_on.map(Day::of),
        born: request.born.map(Day::of),
        balance,
    };
    let fault = |fault: Fault| fault.at("/ledger");
    let Engine { terms, mut totals, mut details } =
        Engine::new(programme, request.person.as_ref(), delivery, Sparse::default()).map_err(fault)?;
    remember(&mut totals, programme, &request.ledger)?;
    let day = Day::of(request.date);
    if let Some(reason) = terms.turned_away(day, sink) {
        return Ok(Judged::only(reason));
    }
    let source = request.source.as_ref();
    let mut payments = Vec::new();
    for rule in &terms.rules {
        let Some(activity) = rule.terms.activity.as_ref().filter(|activity| activity.is_for(&request.activity)) else {
            continue;
        };
        if !rule.gates.in_effect(day)? {
            continue;
        }
        if let Some(reason) = terms.not_counted(rule, day, source, &mut details, sink)? {
            payments.push(Payment::nothing(rule.plan.id, reason));
            continue;
        }
        let mut before = match rule.terms.once() {
            Some(window) if !activity.kinds.is_empty() || activity.years.is_some() => {
                earned_near(request, rule.terms, activity, window)?
            }
            Some(_) => totals.earned(rule.id.accumulator_on(day.ymd), day).map_err(fault)?,
            None => 0,
        };
        for other in activity.once_with.iter().filter_map(|other| programme.plan().find(other)) {
            // At most 256 numbers of 53 bits.
            before = before.wrapping_add(totals.earned(other.accumulator_on(day.ymd), day).map_err(fault)?);
        }
        // Once: nothing more in the window, though the terms may pay more by now.
        let about = |reason| {
            let check = Check::new(rule.terms.rule.as_str(), reason, true);
            let period = rule.terms.period_on(request.date);
            check.under(period, rule.terms.clause()).read("date", request.date)
        };
        if !sink.holds(before == 0, || about(Reason::NothingNew).read("earned_before", before)) {
            payments.push(Payment::nothing(rule.plan.id, Reason::NothingNew));
            continue;
        }
        let value = match activity.is_by_value() {
            true => request.value.ok_or(Missing::Value)?,
            false => Amount::ZERO,
        };
        let in_a_row = match rule.terms.once() {
            Some(window) if !activity.in_a_row.is_empty() => {
                activity.worth_in_a_row(windows_in_a_row(request, rule.terms, window))
            }
            _ => None,
        };
        let worth = spread(activity, request, in_a_row.unwrap_or_else(|| activity.worth(value.get())))?;
        if !sink.holds(worth > 0, || about(Reason::ValueEarnsNothing).read("value", value)) {
            payments.push(Payment::nothing(rule.plan.id, Reason::ValueEarnsNothing));
            continue;
        }
        payments.push(totals.credit(rule.id, day, worth, sink).map_err(fault)?);
    }
    let favourable = payments.iter().find(|payment| payment.reason.is_favourable());
    let reason = favourable.or(payments.first()).map_or(Reason::NoRuleInEffect, |payment| payment.reason);
    sink.holds(reason != Reason::NoRuleInEffect, || {
        Check::new("points.earn", Reason::NoRuleInEffect, true).read("date", request.date)
    });
    Ok(Judged { reason, payments, details: details.into_list() })
}

/// What an activity has earned in the window that holds the day and, of once in several years, in those near it: two events in one run of
/// these years are one too many, whichever arrives first. Of a rule for several activities, those of the event's.
fn earned_near(
    request: &EarnRequest,
    rule: &EarningRule,
    terms: &ActivityPoints,
    window: Window,
) -> Result<i64, Error> {
    let years = terms.years.unwrap_or(1);
    let counts = |day: Date| match window {
        Window::Period => rule.period.contains(day),
        window => window.number(day).abs_diff(window.number(request.date)) < u64::from(years),
    };
    let is_same = |activity: Option<&Code>| terms.kinds.is_empty() || activity == Some(&request.activity);
    let credits = request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit);
    let credits = credits.map(|entry| (entry.rule.as_ref(), entry.activity.as_ref(), entry.date, entry.earned));
    let opened = request.ledger.opening.iter().flat_map(|opening| &opening.earned);
    let opened = opened.map(|total| (Some(&total.rule), total.activity.as_ref(), Some(total.date), Some(total.points)));
    let same = credits
        .chain(opened)
        .filter(|(of, activity, date, _)| *of == Some(&rule.id) && is_same(*activity) && date.is_some_and(counts));
    total(same.filter_map(|(.., earned)| earned).map(Count::get)).map(Count::get)
}

/// How many windows that follow one another an event ends, in each of which the rule has earned; its own counted. Of a rule for several
/// activities, those of the event's.
fn windows_in_a_row(request: &EarnRequest, rule: &EarningRule, window: Window) -> i64 {
    let several = rule.activity.as_ref().is_some_and(|terms| !terms.kinds.is_empty());
    let counts = |of: Option<&Code>, activity: Option<&Code>| {
        of == Some(&rule.id) && (!several || activity == Some(&request.activity))
    };
    let credits = request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit);
    let credits = credits.filter(|entry| counts(entry.rule.as_ref(), entry.activity.as_ref()));
    let opened = request.ledger.opening.iter().flat_map(|opening| &opening.earned);
    let opened = opened.filter(|total| counts(Some(&total.rule), total.activity.as_ref()));
    let earned: BTreeSet<i64> = credits
        .filter_map(|entry| entry.date)
        .chain(opened.map(|total| total.date))
        .map(|day| window.number(day))
        .collect();
    let (mut windows, mut day) = (1_i64, request.date);
    // No more windows than the ledger has rows.
    while let Some(before) =
        window.first_day(day, 0).and_then(Date::pred).filter(|day| earned.contains(&window.number(*day)))
    {
        windows = windows.wrapping_add(1);
        day = before;
    }
    windows
}

/// The part of an event's points for the months from that of joining on, where it is spread over those of a year.
fn spread(activity: &ActivityPoints, request: &EarnRequest, worth: i64) -> Result<i64, Error> {
    let Some(year) = activity.pro_rata else { return Ok(worth) };
    let (year, joined) = (year.window(), request.enrolled_on.ok_or(Missing::Enrolled)?);
    if year.number(joined) != year.number(request.date) {
        return Ok(worth);
    }
    let month = |date: Date| Window::Month.number(date);
    let first = year.first_day(request.date, 0).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/date"))?;
    // Of a month of the year, 1 to 12 are left. Twelve times 2^53 is within an `i64`.
    let left = month(first).wrapping_add(12).wrapping_sub(month(joined));
    Ok(worth.min(MAX_SAFE).wrapping_mul(left).div_euclid(12))
}
