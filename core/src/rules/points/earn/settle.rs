use alloc::{collections::BTreeSet, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    activity::{EarnVerdict, post},
    engine::Engine,
    history::remember,
    totals::Payment,
};
use crate::{
    answer::{Check, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Internal, Reason,
        value::{Code, Count, present},
    },
    civil::{Date, Instant},
    programme::{EarningRule, MeanSteps, Programme, Window},
    rules::points::{
        accumulators::Sparse,
        day::Day,
        delivery::{Delivery, Fault},
        ledger::{Entry, EntryKind, Ledger},
    },
};

/// The request of `points.settle`: a period's latest known steps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// The date of birth; needed where the rule asks for an age.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub born: Option<Date>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
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

/// Pays for the mean of a period's daily steps, once, after the days of grace.
///
/// The order of reasons: `no_rule_in_effect`, `not_settled_yet`, `day_closed` where the opening totals hold the period,
/// `nothing_new` where it was settled before, `too_few_days`, `below_lowest_tier`.
/// A mean below the lowest tier is settled by a row of 0 points.
///
/// # Errors
/// `out_of_range` for a day outside the period, `value_invalid` for one that stands twice, `sum_out_of_range`; a ledger that contradicts itself.
pub fn settle(programme: &Programme, request: &SettleRequest) -> Result<Posting<EarnVerdict, Entry>, Error> {
    let standing = request.ledger.standing(request.now, None)?;
    let rules = &programme.document().points.rules;
    let in_effect = |rule: &&EarningRule| rule.id == request.rule && rule.period.contains(request.date);
    let found = rules.iter().find(in_effect).and_then(|rule| rule.mean.as_ref().map(|mean| (rule, mean)));
    let Some((rule, mean)) = found else {
        let verdict = EarnVerdict {
            reason: Reason::NoRuleInEffect,
            points: Count::ZERO,
            balance: standing.balance,
            rules: Vec::new(),
        };
        return Ok(Posting::unchanged(verdict));
    };
    let (first, last) = period(mean, request.date).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/date"))?;
    let total = total(&request.days, first, last)?;
    let settlement = Settlement { programme, request, rule, mean, first, last, total, balance: standing.balance.get() };
    let (payment, checks) = decide!(request.explain, |sink| settlement.judge(sink));
    let (reason, payment) = payment?;
    let payments = payment.into_iter().collect();
    let posting = post(programme, (&request.ledger, request.now), (request.date, last), (reason, payments), |_| {})?;
    Ok(Posting { checks, ..posting })
}

/// The first and last day of the period that holds a day.
fn period(mean: &MeanSteps, date: Date) -> Option<(Date, Date)> {
    if mean.window == Window::FiscalYear {
        let year = date.fiscal_year();
        return Some((year.first_day()?, year.last_day()?));
    }
    let first = Date::from_ymd(date.year(), date.month(), 1)?;
    Some((first, first.after_months(1).and_then(Date::pred)?))
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
        // At most 366 days of less than 2^53 steps.
        total = total.wrapping_add(day.steps.get());
    }
    Ok(total)
}

struct Settlement<'a> {
    programme: &'a Programme,
    request: &'a SettleRequest,
    rule: &'a EarningRule,
    mean: &'a MeanSteps,
    first: Date,
    last: Date,
    total: i64,
    balance: i64,
}

impl Settlement<'_> {
    fn judge(&self, sink: &mut impl Sink) -> Result<(Reason, Option<Payment>), Error> {
        let Self { programme, request, rule, mean, first, last, .. } = *self;
        let about = |reason| {
            Check::new(rule.rule.as_str(), reason, true).under(rule.period, rule.clause()).read("period", last)
        };
        let today = request.now.date();
        let grace = last.plus_days(rule.grace_days.unwrap_or(0).into());
        if !sink.holds(grace.is_some_and(|grace| grace < today), || about(Reason::NotSettledYet).read("today", today)) {
            return Ok((Reason::NotSettledYet, None));
        }
        let closed = request.ledger.opening.as_ref().map(|opening| opening.closed_through);
        if !sink.holds(closed.is_none_or(|closed| closed < last), || about(Reason::DayClosed)) {
            return Ok((Reason::DayClosed, None));
        }
        let credits = request.ledger.entries.iter().filter(|entry| entry.kind == EntryKind::Credit);
        let credits = credits.map(|entry| (entry.rule.as_ref(), entry.date));
        let opened = request.ledger.opening.iter().flat_map(|opening| &opening.earned);
        let opened = opened.map(|total| (Some(&total.rule), Some(total.date)));
        let settled = credits
            .chain(opened)
            .any(|(of, date)| of == Some(&rule.id) && date.is_some_and(|date| first <= date && date <= last));
        if !sink.holds(!settled, || about(Reason::NothingNew)) {
            return Ok((Reason::NothingNew, None));
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
        let Engine { terms, mut totals } = Engine::new(programme, delivery, Sparse::default()).map_err(fault)?;
        remember(&mut totals, programme, &request.ledger)?;
        let day = Day::of(last);
        let mut rules = terms.rules.iter();
        let known = rules.find(|known| core::ptr::eq(known.terms, rule));
        let known = Internal::unless(known, "a rule of the document is not one of the plan's")?;
        // The period of the rule was looked at for the day that selects it; its ages are those of the last day.
        if !known.gates.ages()?.contains(day.ymd) {
            return Ok((Reason::NoRuleInEffect, None));
        }
        let count = Internal::unless(i64::try_from(request.days.len()).ok(), "a period has more days than a year")?;
        let enough = count >= i64::from(mean.min_days);
        if !sink.holds(enough, || about(Reason::TooFewDays).read("days", count).read("min_days", mean.min_days)) {
            return Ok((Reason::TooFewDays, None));
        }
        let average = Internal::unless(self.total.checked_div(count), "a mean is taken of no days")?;
        let tier = mean.tiers.iter().rev().find(|tier| tier.at_least.get() <= average);
        let worth = tier.map_or(0, |tier| tier.points.get());
        let payment = if sink.holds(worth > 0, || about(Reason::BelowLowestTier).read("mean", average)) {
            totals.credit(known.id, day, worth, sink).map_err(fault)?
        } else {
            Payment::nothing(known.plan.id, Reason::BelowLowestTier)
        };
        Ok((payment.reason, Some(payment)))
    }
}
