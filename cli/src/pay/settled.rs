//! Rules by the mean of a period or by the days on which a goal is reached: they pay when the period is over, and `points.settle` pays.

use std::collections::BTreeMap;

use kenpo::{
    Explain, Programme, Reason,
    civil::{Date, Instant},
    points::{DaySteps, Entry, Ledger, SettleRequest, StepDay, settle},
    programme::EarningRule,
    value::{Code, Count},
};

use super::{Terms, date, nine};
use crate::stop::{Outcome, Stop};

/// A period that is over: what it was paid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Settled {
    pub(crate) rule: Code,
    /// The first of its days that has steps.
    pub(crate) since: Date,
    /// The period's last day.
    pub(crate) until: Date,
    /// When it was settled.
    pub(crate) on: Date,
    pub(crate) days: usize,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    pub(crate) reason: Reason,
}

/// A period with the steps of its days.
pub(super) struct Period {
    rule: Code,
    until: Date,
    /// From when it can be settled.
    pub(super) due: Instant,
    days: Vec<DaySteps>,
}

/// The periods of a programme's rules, as the library tells them.
pub(crate) struct Periods<'p> {
    programme: &'p Programme,
    /// The ids of rules that are settled.
    rules: Vec<Code>,
    /// The last day of the period that a day lies in, and its days of grace; `None` where no rule of the id is in effect.
    known: BTreeMap<(usize, i32), Option<(Date, u16)>>,
}

impl<'p> Periods<'p> {
    pub(crate) fn of(programme: &'p Programme) -> Self {
        let rules = programme.document().points.rules.iter().filter(|rule| is_settled(rule));
        let mut rules: Vec<Code> = rules.map(|rule| rule.id.clone()).collect();
        rules.sort();
        rules.dedup();
        Self { programme, rules, known: BTreeMap::new() }
    }

    /// Whether there are any.
    pub(crate) fn any(&self) -> bool {
        !self.rules.is_empty()
    }

    /// The rules that settle a day's period, each with its last day.
    pub(crate) fn settling(&mut self, day: Date) -> Outcome<Vec<(Code, Date)>> {
        let periods = self.of_rows(&[StepDay::new(day.yyyymmdd(), 0)])?;
        Ok(periods.into_iter().map(|period| (period.rule, period.until)).collect())
    }

    /// The periods that rows lie in, the first that is due first. Of a day with several rows the last counts.
    pub(super) fn of_rows(&mut self, rows: &[StepDay]) -> Outcome<Vec<Period>> {
        let latest: BTreeMap<i32, i64> = rows.iter().map(|row| (row.walked, row.steps)).collect();
        let mut periods: Vec<Period> = Vec::new();
        for (place, rule) in self.rules.iter().enumerate() {
            let mut of_rule: Vec<Period> = Vec::new();
            for (walked, steps) in &latest {
                let day = date(*walked)?;
                let found = match self.known.get(&(place, *walked)) {
                    Some(known) => *known,
                    None => {
                        let found = period(self.programme, rule, day)?;
                        self.known.insert((place, *walked), found);
                        found
                    }
                };
                let Some((until, grace)) = found else { continue };
                let steps = DaySteps { date: day, steps: Count::new(*steps).unwrap_or_default() };
                match of_rule.last_mut().filter(|period| period.until == until) {
                    Some(period) => period.days.push(steps),
                    None => {
                        let due = until.plus_days(i64::from(grace) + 1).map(nine);
                        let due = due.ok_or_else(|| Stop::fault("a period ends after the year 9999"))??;
                        of_rule.push(Period { rule: rule.clone(), until, due, days: vec![steps] });
                    }
                }
            }
            periods.append(&mut of_rule);
        }
        periods.sort_by_key(|period| period.due);
        Ok(periods)
    }
}

/// Whether a rule is settled.
fn is_settled(rule: &EarningRule) -> bool {
    rule.mean.is_some() || rule.goal_days.is_some()
}

/// The period that a day lies in: asked on that day, the library says that it is not over, and which it is.
fn period(programme: &Programme, rule: &Code, day: Date) -> Outcome<Option<(Date, u16)>> {
    let mut rules = programme.document().points.rules.iter();
    let in_effect = rules.find(|terms| {
        let in_time = terms.period.contains(day) && terms.every.is_none_or(|every| every.contains(day));
        terms.id == *rule && in_time
    });
    let Some(terms) = in_effect.filter(|terms| is_settled(terms)) else { return Ok(None) };
    let asked = request(rule, day, Instant::start_of(day), Ledger::default(), Vec::new());
    let posting = settle(programme, &asked).map_err(|error| Stop::library(&error))?;
    let values = posting.checks.iter().flat_map(|check| &check.values);
    let until = values.filter(|read| read.name == "period").find_map(|read| Date::parse(&read.value.to_string()));
    let until = until.ok_or_else(|| Stop::fault("a rule that is settled does not say when"))?;
    Ok(Some((until, terms.grace_days.unwrap_or(0))))
}

fn request(rule: &Code, day: Date, now: Instant, ledger: Ledger, days: Vec<DaySteps>) -> SettleRequest {
    SettleRequest {
        now,
        ledger,
        rule: rule.clone(),
        date: day,
        days,
        team: Vec::new(),
        born: None,
        person: None,
        explain: Explain::Failed,
    }
}

impl Period {
    /// Settles it, by a day on which its rule is in effect: what was paid, and the rows to be written.
    pub(super) fn settle(self, terms: Terms<'_>, ledger: &mut Ledger, now: Instant) -> Outcome<(Settled, Vec<Entry>)> {
        let Self { rule, until, days, .. } = self;
        let day = days.last().map_or(until, |day| day.date);
        let (since, count) = (days.first().map_or(until, |day| day.date), days.len());
        let mut asked = request(&rule, day, now, std::mem::take(ledger), days);
        asked.born = terms.person.map(|person| person.born);
        asked.person = terms.person.cloned();
        let posting = settle(terms.programme, &asked).map_err(|error| terms.fault(&error))?;
        *ledger = asked.ledger;
        let lost = posting.verdict.rules.iter().filter_map(|rule| rule.lost.as_ref());
        let settled = Settled {
            rule,
            since,
            until,
            on: now.date(),
            days: count,
            points: posting.verdict.points.get(),
            lost: lost.map(|lost| lost.points.get()).sum(),
            reason: posting.verdict.reason,
        };
        Ok((settled, posting.store))
    }
}
