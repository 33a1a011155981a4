//! The year as tables.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use kenpo::{Reason, civil::Month, points};
use kenpo_intake::Report;

use crate::{Accrued, members::Totals, source::Row};

#[derive(Default)]
struct Line {
    days: BTreeMap<kenpo::civil::Date, i64>,
    points: i64,
    lost: i64,
    reasons: BTreeMap<Reason, usize>,
}

/// Months with steps, points paid, and points lost to the cap and why.
pub(crate) fn months(out: &mut impl Write, rows: &[Row], accrued: &Accrued) -> io::Result<()> {
    let mut lines: BTreeMap<Month, Line> = BTreeMap::new();
    for (row, item) in rows.iter().zip(&accrued.verdict.items) {
        let line = lines.entry(row.date.calendar_month()).or_default();
        line.days.insert(row.date, row.steps.get());
        line.points += item.points.get();
        line.lost += item.rules.iter().filter_map(|rule| rule.lost.as_ref()).map(|lost| lost.points.get()).sum::<i64>();
        *line.reasons.entry(item.reason).or_default() += 1;
    }
    writeln!(out, "\nMonth    Days     Steps  Points  Lost  Rows by what became of them")?;
    for (month, line) in &lines {
        let steps: i64 = line.days.values().sum();
        let reasons: Vec<String> = line.reasons.iter().map(|(reason, rows)| format!("{reason} {rows}")).collect();
        writeln!(
            out,
            "{month}  {:>4}  {steps:>8}  {:>6}  {:>4}  {}",
            line.days.len(),
            line.points,
            line.lost,
            reasons.join(", ")
        )?;
    }
    let points::AccrueVerdict { points, lost, .. } = &accrued.verdict;
    writeln!(out, "Year               {:>6}  {points:>6}  {lost:>4}", "")?;
    if lost.get() > 0 {
        writeln!(out, "            Lost: a month pays 500 points at most (KKR-07); the excess is not carried over.")?;
    }
    writeln!(out)
}

/// The years of many members.
pub(crate) fn totals(out: &mut impl Write, totals: &Totals, report: &Report) -> io::Result<()> {
    let Totals { members, points, lost, tickets, reasons, .. } = totals;
    writeln!(out, "Members     {members}")?;
    writeln!(out, "Rows        {report}")?;
    for (reason, rows) in reasons {
        writeln!(out, "            {reason} {rows}")?;
    }
    writeln!(out, "Points      {points} paid, {lost} lost to the cap")?;
    writeln!(out, "Tickets     {tickets} can be bought, each member by themselves")?;
    // Linux alone says so.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        writeln!(out, "Memory      {} at most", peak.trim())?;
    }
    Ok(())
}
