//! `kenpo year`: what a phone's steps bring under any programme, month by month, and what can be had for the points.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
};

use kenpo::{
    Programme, Reason,
    civil::{Date, Month},
    points::StepDay,
};
use serde_json::{Value, json};

use crate::{
    args::Walked,
    catalogue::Reader,
    commands::standing,
    desk::Desk,
    input,
    lang::Lang,
    left_out::{self, LeftOut},
    pay::{self, Arrival, Asked, Paid, Payer, Periods, Settled, Terms},
    stop::{Outcome, Stop},
    words::{self, heads, phrases},
};

/// What became of a record whose day's rules pay when their period is over.
const SETTLED: &str = "settled";

/// A month, or the whole.
#[derive(Default)]
struct Line {
    /// Steps of each day: of several records the last, as they are paid.
    days: BTreeMap<Date, i64>,
    points: i64,
    lost: i64,
    /// At the end of the month's last day; the whole has none.
    balance: Option<i64>,
    reasons: BTreeMap<&'static str, usize>,
}

/// What many members were paid.
#[derive(Default)]
struct Totals {
    members: u64,
    points: i64,
    lost: i64,
}

pub(crate) fn run(desk: &mut Desk, walked: &Walked, programme: &str) -> Outcome {
    let (programme, _) = input::programme(desk, programme)?;
    let person = walked.person(desk)?;
    let nobody = phrases::a_rule_asks(desk.lang);
    let terms = |arrival| Terms { programme: &programme, person: person.as_ref(), arrival, nobody: &nobody };
    let arrival = Arrival::of(&[&programme]);
    let mut payer = Payer::new(terms(arrival));
    let mut totals = Totals::default();
    let mut single: Option<Vec<StepDay>> = None;
    let report = input::steps(desk, walked, &mut |member, rows| {
        if member.is_none() {
            single = Some(rows.to_vec());
            return Ok(());
        }
        let credits = payer.pay(rows, pay::morning(rows)?)?;
        totals.members += 1;
        totals.points += credits.iter().map(|credit| credit.points).sum::<i64>();
        totals.lost += credits.iter().map(|credit| credit.earned - credit.points).sum::<i64>();
        Ok(())
    })?;
    let left_out = left_out::of(&[&programme]);
    match single {
        Some(rows) => {
            let asked = pay::asked(terms(Arrival::Daily), &rows, &mut Periods::of(&programme))?;
            self::single(desk, &programme, asked, &left_out)?;
        }
        None => many(desk, &totals, &payer.unpaid, arrival, &left_out)?,
    }
    if !desk.json {
        writeln!(desk.out, "{}", words::intake::report(desk.lang, &report))?;
    }
    Ok(report.faults() == 0)
}

/// The year of one.
fn single(desk: &mut Desk, programme: &Programme, asked: Asked, left_out: &[LeftOut]) -> Outcome<()> {
    let Asked { paid, settled, ledger, now } = asked;
    let mut months = months(&paid, &settled);
    let last_day = |month: &Month| {
        let first = Date::parse(&format!("{month}-01")).and_then(|first| first.after_months(1));
        first.and_then(Date::pred).ok_or_else(|| Stop::fault("a month has no last day"))
    };
    let ends = months.keys().map(last_day).collect::<Outcome<Vec<_>>>()?;
    for (line, balance) in months.values_mut().zip(standing::balances_at_ends(&ledger, &ends)?) {
        line.balance = Some(balance);
    }
    if desk.json {
        for (month, line) in &months {
            let Line { days, points, lost, balance, reasons } = line;
            let (days, steps) = (days.len(), line.steps());
            desk.line(&json!({
                "month": month.to_string(), "days": days, "steps": steps, "points": points, "lost": lost, "balance": balance, "reasons": reasons,
            }))?;
        }
        for period in &settled {
            let Settled { rule, since, until, on, days, points, lost, reason } = period;
            desk.line(&json!({
                "settled": rule, "from": since, "until": until, "on": on, "days": days, "points": points, "lost": lost, "reason": reason,
            }))?;
        }
        standing::show(desk, programme, &ledger, now, &ends)?;
        return desk.line(&json!({ "left_out": left_out::json(left_out) }));
    }
    let lang = desk.lang;
    let mut table: Vec<[String; 7]> =
        months.iter().map(|(month, line)| row(lang, &month.to_string(), line, false)).collect();
    let whole = months.into_values().fold(Line::default(), Line::with);
    table.push(row(lang, &phrases::all_months(lang), &whole, true));
    desk.table(heads::months(lang), table)?;
    let periods = settled.into_iter().map(|period| {
        let Settled { rule, until, on, days, points, lost, reason, .. } = period;
        let [rule, until, on] = [rule.to_string(), until.to_string(), on.to_string()];
        [
            rule,
            until,
            on,
            days.to_string(),
            points.to_string(),
            lost.to_string(),
            words::code(lang, reason.name(), Reader::Line),
        ]
    });
    standing::apart(desk, heads::periods(lang), periods.collect())?;
    writeln!(desk.out, "{}", arrives(desk, Arrival::Daily))?;
    standing::show(desk, programme, &ledger, now, &ends)?;
    left_out::say(desk, left_out)
}

/// The years of many, added up.
fn many(
    desk: &mut Desk,
    totals: &Totals,
    unpaid: &BTreeMap<&'static str, u64>,
    arrival: Arrival,
    left_out: &[LeftOut],
) -> Outcome<()> {
    let Totals { members, points, lost } = totals;
    if desk.json {
        let left_out: Value = left_out::json(left_out);
        return desk.line(&json!({
            "members": members, "points": points, "lost": lost, "unpaid": unpaid, "left_out": left_out,
        }));
    }
    writeln!(desk.out, "{}", phrases::members_paid(desk.lang, members, points, lost))?;
    if *points == 0 {
        for (reason, rows) in unpaid {
            writeln!(desk.out, "  {rows} {}", words::code(desk.lang, reason, Reader::Line))?;
        }
    }
    writeln!(desk.out, "{}", arrives(desk, arrival))?;
    left_out::say(desk, left_out)
}

fn arrives(desk: &Desk, arrival: Arrival) -> String {
    match arrival {
        Arrival::Daily => phrases::arrives_daily(desk.lang),
        Arrival::Together => phrases::arrives_together(desk.lang),
    }
}

/// Months of the days, and of the last days of periods.
fn months(paid: &[Paid], settled: &[Settled]) -> BTreeMap<Month, Line> {
    let mut months: BTreeMap<Month, Line> = BTreeMap::new();
    let days = |period: &Settled| {
        let until = period.until;
        std::iter::successors(Some(period.since), |day| day.succ()).take_while(move |day| *day <= until)
    };
    let in_period: BTreeSet<Date> = settled.iter().flat_map(days).collect();
    for Paid { date, steps, points, lost, reason } in paid {
        let line = months.entry(date.calendar_month()).or_default();
        line.days.insert(*date, *steps);
        line.points += points;
        line.lost += lost;
        let is_settled = *reason == Reason::NoRuleInEffect && in_period.contains(date);
        let became = if is_settled { SETTLED } else { reason.name() };
        *line.reasons.entry(became).or_default() += 1;
    }
    for period in settled {
        let line = months.entry(period.until.calendar_month()).or_default();
        line.points += period.points;
        line.lost += period.lost;
    }
    months
}

/// A line of the table. What codes say stands in the line of the whole, which has each of them once.
fn row(lang: Lang, name: &str, line: &Line, is_whole: bool) -> [String; 7] {
    let said = |reason: &str| match reason {
        SETTLED => phrases::settled(lang),
        code if is_whole => words::code(lang, code, Reader::Line),
        code => code.to_owned(),
    };
    let reasons: Vec<String> = line.reasons.iter().map(|(reason, rows)| format!("{rows} {}", said(reason))).collect();
    [
        name.to_owned(),
        line.days.len().to_string(),
        line.steps().to_string(),
        line.points.to_string(),
        line.lost.to_string(),
        line.balance.map_or_else(String::new, |balance| balance.to_string()),
        reasons.join(if is_whole { "\n" } else { ", " }),
    ]
}

impl Line {
    fn steps(&self) -> i64 {
        self.days.values().sum()
    }

    fn with(mut self, other: Self) -> Self {
        self.days.extend(other.days);
        self.points += other.points;
        self.lost += other.lost;
        for (reason, rows) in other.reasons {
            *self.reasons.entry(reason).or_default() += rows;
        }
        self
    }
}
