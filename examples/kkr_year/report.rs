//! The year as tables.

use std::collections::BTreeMap;

use kenpo::{Reason, civil::Month, points};
use kenpo_examples::steps_csv::{Malformed, Row};

use crate::{Accrued, members::Totals};

/// What the file held.
pub(crate) fn rows(counted: usize, malformed: &[Malformed]) {
    let bad = malformed.len();
    println!("Rows        {} in the file: {counted} counted, {bad} malformed", counted + bad);
    for row in malformed {
        println!("            {row}");
    }
}

#[derive(Default)]
struct Line {
    days: BTreeMap<kenpo::civil::Date, i64>,
    points: i64,
    lost: i64,
    reasons: BTreeMap<Reason, usize>,
}

/// Months with steps, points paid, and points lost to the cap and why.
pub(crate) fn months(rows: &[Row], accrued: &Accrued) {
    let mut lines: BTreeMap<Month, Line> = BTreeMap::new();
    for (row, item) in rows.iter().zip(&accrued.verdict.items) {
        let line = lines.entry(row.date.calendar_month()).or_default();
        line.days.insert(row.date, row.steps.get());
        line.points += item.points.get();
        line.lost += item.rules.iter().filter_map(|rule| rule.lost.as_ref()).map(|lost| lost.points.get()).sum::<i64>();
        *line.reasons.entry(item.reason).or_default() += 1;
    }
    println!("\nMonth    Days     Steps  Points  Lost  Rows by what became of them");
    for (month, line) in &lines {
        let steps: i64 = line.days.values().sum();
        let reasons: Vec<String> = line.reasons.iter().map(|(reason, rows)| format!("{reason} {rows}")).collect();
        println!(
            "{month}  {:>4}  {steps:>8}  {:>6}  {:>4}  {}",
            line.days.len(),
            line.points,
            line.lost,
            reasons.join(", ")
        );
    }
    let points::AccrueVerdict { points, lost, .. } = &accrued.verdict;
    println!("Year               {:>6}  {points:>6}  {lost:>4}", "");
    if lost.get() > 0 {
        println!("            Lost: a month pays 500 points at most (KKR-07); the excess is not carried over.");
    }
    println!();
}

/// The years of many members.
pub(crate) fn totals(totals: &Totals) {
    let Totals { members, rows, points, lost, tickets, reasons, malformed } = totals;
    let bad = totals.malformed_rows();
    println!("Members     {members}");
    println!("Rows        {} in the file: {rows} counted, {bad} malformed", rows + bad);
    for (reason, rows) in reasons {
        println!("            {reason} {rows}");
    }
    for (expected, rows) in malformed {
        println!("            expected {expected}: {rows}");
    }
    println!("Points      {points} paid, {lost} lost to the cap");
    println!("Tickets     {tickets} can be bought, each member by themselves");
    // Linux alone says so.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("Memory      {} at most", peak.trim());
    }
}
