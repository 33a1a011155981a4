//! The year as tables.

use std::collections::BTreeMap;

use kenpo::{Reason, civil::Month, points};
use kenpo_examples::steps_csv::StepsFile;

use crate::Accrued;

/// What the file held.
pub(crate) fn rows(file: &StepsFile) {
    let (read, malformed) = (file.rows.len(), file.malformed.len());
    println!("Rows        {} in the file: {read} counted, {malformed} malformed", read + malformed);
    for row in &file.malformed {
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
pub(crate) fn months(file: &StepsFile, accrued: &Accrued) {
    let mut lines: BTreeMap<Month, Line> = BTreeMap::new();
    for (row, item) in file.rows.iter().zip(&accrued.verdict.items) {
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
