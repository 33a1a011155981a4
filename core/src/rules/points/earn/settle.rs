use alloc::{collections::BTreeSet, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    engine::Engine,
    history::remember,
    post::{Judged, post},
    totals::Payment,
    verdict::EarnVerdict,
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Internal, Reason,
        value::{Code, Count, present},
    },
    civil::{Date, Instant, LeapBirthday, age_on},
    member::Person,
    programme::{EarningRule, GoalDays, MeanOver, MeanSteps, Programme, Window},
    rules::eligibility::examine_person,
    rules::points::{
        accumulators::Sparse,
        day::Day,
        delivery::{Delivery, Fault, Missing},
        ledger::{Entry, EntryKind, Ledger},
    },
};

/// The request of `points.settle`: a period's latest known steps.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleRequest {
    /// When it is settled.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The earning rule's id.
    pub rule: Code,
    /// Any day of the period; it selects the rule.
    pub date: Date,
    /// The period's days with steps, each once: the latest that is known of each.
    pub days: Vec<DaySteps>,
    /// Of a team's mean: the days of each other member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<MemberDays>,
    /// The date of birth; needed where the rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// The person; needed where a rule names a service that says who earns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Person>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(SettleRequest { now, rule, date, explain });

/// The days of a member of a team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberDays {
    /// The period's days with steps, each once.
    pub days: Vec<DaySteps>,
}

/// A day's steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DaySteps {
    /// The day walked, in Japan.
    pub date: Date,
    /// Steps of the whole day.
    pub steps: Count,
}

/// Pays points for a period's daily steps once it is over: for their mean, or for the days on which
/// a goal is reached. They are paid once, after the days of grace.
///
/// The order of reasons: `no_rule_in_effect`, `not_settled_yet`, `day_closed` where the opening totals hold the period,
/// `nothing_new` where it was settled before, a reason of the rule's service, `team_size`, `too_few_days`, `below_lowest_tier`.
/// A mean below the lowest tier is settled by a row of 0 points.
///
/// # Errors
/// `out_of_range` for a day outside the period, `value_invalid` for one that stands twice and for a `team` under a rule
/// without one, `sum_out_of_range`; a ledger that contradicts itself.
pub fn settle(programme: &Programme, request: &SettleRequest) -> Result<Posting<EarnVerdict, Entry>, Error> {
    if let Some(person) = &request.person {
        examine_person(programme, person).map_err(|e| e.within("person"))?;
    }
    let standing = request.ledger.standing(request.now, None)?;
    let rules = &programme.document().points.rules;
    let in_effect = |rule: &&EarningRule| {
        let in_time = rule.period.contains(request.date) && rule.every.is_none_or(|every| every.contains(request.date));
        rule.id == request.rule && in_time
    };
    let found = rules.iter().find(in_effect).and_then(|rule| Some((rule, rule.settled()?)));
    let Some((rule, window)) = found else {
        let verdict = EarnVerdict {
            reason: Reason::NoRuleInEffect,
            points: Count::ZERO,
            balance: standing.balance,
            rules: Vec::new(),
            details: Vec::new(),
        };
        return Ok(Posting::unchanged(verdict));
    };
    let (first, last) = period(rule, window, request.date).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/date"))?;
    if !request.team.is_empty() && rule.mean.as_ref().is_none_or(|mean| mean.team.is_none()) {
        return Err(Error::new(ErrorCode::ValueInvalid, "/team"));
    }
    let mut total = total(&request.days, first, last)?;
    for (index, member) in request.team.iter().enumerate() {
        let more = self::total(&member.days, first, last).map_err(|e| e.within(index).within("team"))?;
        total = total.checked_add(more).ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/team"))?;
    }
    let settlement = Settlement { programme, request, rule, first, last, total, balance: standing.balance.get() };
    let (judged, checks) = decide!(request.explain, |sink| settlement.judge(sink));
    let judged = judged?;
    let posting = post(programme, (&request.ledger, request.now), (request.date, last), judged, |_| {})?;
    Ok(Posting { checks, ..posting })
}

/// The first and last day of the period that holds a day.
fn period(rule: &EarningRule, window: Window, date: Date) -> Option<(Date, Date)> {
    match window {
        Window::Period => {
            let Some(every) = rule.every else { return rule.period.from.zip(rule.period.until) };
            // The rule is in effect on the day: it lies in one of the times.
            let of_year = every.around(rule.period, date.yyyymmdd());
            of_year.from.zip(of_year.until)
        }
        window => Some((window.first_day(date, 0)?, window.last_day(date, 0)?)),
    }
}

/// The steps of all days.
fn total(days: &[DaySteps], first: Date, last: Date) -> Result<i64, Error> {
    let mut scan = BTreeSet::new();
    let mut total = 0_i64;
    for (index, day) in days.iter().enumerate() {
        let fault = |code| Err(Error::new(code, "/date").within(index).within("days"));
        if day.date < first || last < day.date {
            return fault(ErrorCode::OutOfRange);
        }
        if !scan.insert(day.date) {
            return fault(ErrorCode::ValueInvalid);
        }
        let sum = total.checked_add(day.steps.get());
        total = sum.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/steps").within(index).within("days"))?;
    }
    Ok(total)
}

struct Settlement<'a> {
    programme: &'a Programme,
    request: &'a SettleRequest,
    rule: &'a EarningRule,
    first: Date,
    last: Date,
    total: i64,
    balance: i64,
}

impl Settlement<'_> {
    fn judge(&self, sink: &mut impl Sink) -> Result<Judged, Error> {
        let Self { programme, request, rule, first, last, .. } = *self;
        let period = rule.period_on(request.date);
        let about =
            |reason| Check::new(rule.rule.as_str(), reason, true).under(period, rule.clause()).read("period", last);
        let today = request.now.date();
        let grace = last.plus_days(rule.grace_days.unwrap_or(0).into());
        if !sink.holds(grace.is_some_and(|grace| grace < today), || about(Reason::NotSettledYet).read("today", today)) {
            return Ok(Judged::only(Reason::NotSettledYet));
        }
        let closed = request.ledger.opening.as_ref().map(|opening| opening.closed_through);
        if !sink.holds(closed.is_none_or(|closed| closed < last), || about(Reason::DayClosed)) {
            return Ok(Judged::only(Reason::DayClosed));
        }
        let credits = request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit);
        let credits = credits.map(|entry| (entry.rule.as_ref(), entry.date));
        let opened = request.ledger.opening.iter().flat_map(|opening| &opening.earned);
        let opened = opened.map(|total| (Some(&total.rule), Some(total.date)));
        let settled = credits
            .chain(opened)
            .any(|(of, date)| of == Some(&rule.id) && date.is_some_and(|date| first <= date && date <= last));
        if !sink.holds(!settled, || about(Reason::NothingNew)) {
            return Ok(Judged::only(Reason::NothingNew));
        }
        let delivery = Delivery {
            synced: Day::of(today),
            closed_through: None,
            enrolled: None,
            opened: None,
            born: request.born.map(Day::of),
            balance: self.balance,
        };
        let fault = |fault: Fault| fault.at("/ledger");
        let Engine { terms, mut totals, mut details } =
            Engine::new(programme, request.person.as_ref(), delivery, Sparse::default()).map_err(fault)?;
        remember(&mut totals, programme, &request.ledger)?;
        let day = Day::of(last);
        let mut rules = terms.rules.iter();
        let known = rules.find(|known| core::ptr::eq(known.terms, rule));
        let known = Internal::unless(known, "a rule of the document is not one of the plan's")?;
        // The period of the rule was looked at for the day that selects it; its ages are those of the last day.
        if !known.gates.ages()?.contains(day.ymd) {
            return Ok(Judged::only(Reason::NoRuleInEffect));
        }
        if let Some(reason) = terms.not_admitted(known, day, &mut details, sink)? {
            return Ok(Judged { details: details.into_list(), ..Judged::only(reason) });
        }
        let (tiers, name, reached) = match (&rule.mean, &rule.goal_days) {
            (Some(mean), _) => match self.mean(mean, about, sink)? {
                Ok(average) => (&mean.tiers, "mean", average),
                Err(reason) => return Ok(Judged::only(reason)),
            },
            (None, Some(goal)) => (&goal.tiers, "days", days_reached(goal, &request.days, request.born)?),
            (None, None) => return Err(Internal::because("what is settled is neither a mean nor days").into()),
        };
        let tier = tiers.iter().rev().find(|tier| tier.at_least.get() <= reached);
        let worth = tier.map_or(0, |tier| tier.points.get());
        let below = || {
            let check = about(Reason::BelowLowestTier).read(name, reached);
            let lowest = tiers.iter().find(|tier| tier.points > Count::ZERO);
            lowest.map_or(check.clone(), |lowest| check.read("at_least", lowest.at_least))
        };
        let payment = if sink.holds(worth > 0, below) {
            totals.credit_on(known.id, (Day::of(request.date), day), worth, sink).map_err(fault)?
        } else {
            Payment::nothing(known.plan.id, Reason::BelowLowestTier)
        };
        Ok(Judged { payments: [payment].into(), ..Judged::only(payment.reason) })
    }

    /// The mean, or why it is not settled.
    fn mean(
        &self,
        mean: &MeanSteps,
        about: impl Fn(Reason) -> Check,
        sink: &mut impl Sink,
    ) -> Result<Result<i64, Reason>, Error> {
        let request = self.request;
        let members = request.team.len().saturating_add(1);
        if let Some(team) = mean.team {
            let most = team.at_most.map_or(usize::MAX, usize::from);
            let fits = (usize::from(team.at_least)..=most).contains(&members);
            if !sink.holds(fits, || about(Reason::TeamSize).read("at_least", team.at_least)) {
                return Ok(Err(Reason::TeamSize));
            }
        }
        let of_members = || core::iter::once(&request.days).chain(request.team.iter().map(|member| &member.days));
        let fewest = of_members().map(Vec::len).min().unwrap_or(0);
        let long = |length: usize| Internal::unless(i64::try_from(length).ok(), "a request is longer than memory");
        let fewest_days = long(fewest)?;
        let enough = fewest >= usize::from(mean.min_days);
        if !sink.holds(enough, || about(Reason::TooFewDays).read("days", fewest_days).read("min_days", mean.min_days)) {
            return Ok(Err(Reason::TooFewDays));
        }
        let days = match mean.over {
            MeanOver::Given => long(of_members().map(Vec::len).fold(0, usize::saturating_add))?,
            MeanOver::Period => {
                // Below four million days, and fewer members than a request has bytes.
                let days = self.last.days_since_epoch().wrapping_sub(self.first.days_since_epoch()).wrapping_add(1);
                days.wrapping_mul(long(members)?)
            }
        };
        Ok(Ok(Internal::unless(self.total.checked_div(days), "a mean is taken of no days")?))
    }
}

/// How many days reach a goal: all of them, or those of the longest row of days that follow one another.
///
/// # Errors
/// [`Missing::Born`] where the goal goes by the age on each day, and the date of birth was not given.
fn days_reached(goal: &GoalDays, days: &[DaySteps], born: Option<Date>) -> Result<i64, Missing> {
    let by_age = !goal.steps_by_age.is_empty();
    let born = if by_age { Some(born.ok_or(Missing::Born)?) } else { None };
    let is_reached = |day: &&DaySteps| {
        let age = born.and_then(|born| age_on(born, day.date, LeapBirthday::default()));
        goal.goal_at(age).is_some_and(|steps| steps <= day.steps)
    };
    let reached: BTreeSet<Date> = days.iter().filter(is_reached).map(|day| day.date).collect();
    let (mut row, mut longest, mut before) = (0_i64, 0_i64, None);
    for day in &reached {
        // No more days than a request has.
        row = if goal.in_a_row && before != day.pred() { 1 } else { row.wrapping_add(1) };
        longest = longest.max(row);
        before = Some(*day);
    }
    Ok(longest)
}
