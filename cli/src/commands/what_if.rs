//! `kenpo what-if`: what other figures would pay for the same steps.

use std::{collections::BTreeMap, io::Write as _};

use kenpo::{civil::Date, points::StepDay};
use serde_json::{Value, json};

use crate::{
    desk::Desk,
    diagnostics, input,
    pay::{self, Payer},
    settings, steps,
    stop::{Outcome, Stop},
};

/// Days that are listed of one member.
const LISTED: usize = 40;

/// What all members were paid under both.
#[derive(Default)]
struct Totals {
    members: u64,
    rows: u64,
    differing_members: u64,
    differing_days: u64,
    points: [i64; 2],
    lost: [i64; 2],
}

pub(crate) fn run(desk: &mut Desk, file: &str, set: &[String], steps: &str, yen: Option<i64>) -> Outcome {
    let (programme, bytes) = input::programme(desk, file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut document: Value = serde_json::from_slice(text).map_err(Stop::fault)?;
    for change in set {
        let (path, value) = change.split_once('=').ok_or_else(|| Stop::Usage(format!("--set {change}: path=value")))?;
        settings::set(&mut document, path, value).map_err(|what| Stop::Usage(format!("--set {change}: {what}")))?;
    }
    let text = serde_json::to_string_pretty(&document).map_err(Stop::fault)?;
    let other = kenpo::parse_programme(text.as_bytes()).map_err(|_| {
        let faults = kenpo_wire::document_faults(text.as_bytes());
        Stop::Fault(diagnostics::text(desk.lang, "--set", text.as_bytes(), &faults))
    })?;

    let (mut ours, mut theirs) = (Payer::new(&programme), Payer::new(&other));
    let (mut totals, mut input) = (Totals::default(), Vec::<StepDay>::new());
    let mut days: BTreeMap<i32, [i64; 2]> = BTreeMap::new();
    let mut named = false;
    let report = steps::read(steps, &mut |member, rows| {
        named |= member.is_some();
        pay::typed(rows, &mut input);
        ours.pay(rows, &input)?;
        theirs.pay(rows, &input)?;
        totals.members += 1;
        totals.rows += rows.len() as u64;
        totals.points[0] += ours.points;
        totals.points[1] += theirs.points;
        totals.lost[0] += ours.lost;
        totals.lost[1] += theirs.lost;
        let differing = differing(&ours.days, &theirs.days, |day, points| {
            if !named {
                days.insert(day, points);
            }
        });
        totals.differing_days += differing;
        totals.differing_members += u64::from(differing > 0);
        Ok(())
    })?;
    show(desk, &totals, &days, yen)?;
    Ok(report.faults() == 0)
}

/// The days on which two payments differ; both are in the order of their days, and a day may have several credits.
fn differing(ours: &[(i32, i64)], theirs: &[(i32, i64)], mut each: impl FnMut(i32, [i64; 2])) -> u64 {
    if ours == theirs {
        return 0;
    }
    let (mut ours, mut theirs, mut count) = (ours, theirs, 0);
    while let Some(day) = [ours.first(), theirs.first()].into_iter().flatten().map(|(day, _)| *day).min() {
        let points = [taken(&mut ours, day), taken(&mut theirs, day)];
        if points[0] != points[1] {
            count += 1;
            each(day, points);
        }
    }
    count
}

/// Takes a day's credits from the front, and adds them up.
fn taken(credits: &mut &[(i32, i64)], day: i32) -> i64 {
    let end = credits.iter().position(|(other, _)| *other != day).unwrap_or(credits.len());
    let (of_day, rest) = credits.split_at(end);
    *credits = rest;
    of_day.iter().map(|(_, points)| points).sum()
}

fn show(desk: &mut Desk, totals: &Totals, days: &BTreeMap<i32, [i64; 2]>, yen: Option<i64>) -> Outcome<()> {
    let Totals { members, rows, differing_members, differing_days, points, lost } = totals;
    let more = points[1] - points[0];
    let cost = yen.map(|yen| more.saturating_mul(yen));
    let days: Vec<(String, [i64; 2])> = days
        .iter()
        .map(|(day, points)| (Date::from_yyyymmdd(*day).map_or_else(String::new, |day| day.to_string()), *points))
        .collect();
    if desk.json {
        return desk.line(&json!({
            "members": members, "rows": rows, "points": points, "lost": lost, "difference": more, "yen": cost,
            "members_that_differ": differing_members, "days_that_differ": differing_days,
            "days": days.iter().map(|(day, points)| json!({ "date": day, "points": points })).collect::<Vec<_>>(),
        }));
    }
    let lang = desk.lang;
    let row = |name: &str, [before, after]: [i64; 2]| {
        [name.to_owned(), before.to_string(), after.to_string(), format!("{:+}", after - before)]
    };
    let mut table = vec![row(lang.pick("付与ポイント", "points paid"), *points)];
    table.push(row(lang.pick("上限超過分", "lost to caps"), *lost));
    if let Some(yen) = yen {
        table.push(row(lang.pick("円", "yen"), points.map(|points| points.saturating_mul(yen))));
    }
    desk.table(lang.pick(["", "今", "変更後", "差"], ["", "as it is", "changed", "difference"]), table)?;
    let said = lang.pick(
        format!(
            "記録 {rows}件がすべて最後の日の翌朝に届いたとして、会員 {members}人のうち {differing_members}人、延べ {differing_days}日に差があります。"
        ),
        format!(
            "{differing_members} of {members} members differ, on {differing_days} days, if all {rows} rows arrive on the morning after the last day"
        ),
    );
    writeln!(desk.out, "{said}")?;
    let more = days.len().saturating_sub(LISTED);
    let shown = days.into_iter().take(LISTED).map(|(day, points)| row(&day, points)).collect();
    desk.table(lang.pick(["日", "今", "変更後", "差"], ["day", "as it is", "changed", "difference"]), shown)?;
    if more > 0 {
        writeln!(desk.out, "{}", lang.pick(format!("ほか {more}日"), format!("and {more} more days")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_compared_by_their_sums() {
        let found = |ours: &[(i32, i64)], theirs: &[(i32, i64)]| {
            let mut found = Vec::new();
            differing(ours, theirs, |day, points| found.push((day, points)));
            found
        };
        assert_eq!(found(&[(1, 5), (1, 5), (2, 7)], &[(1, 10), (2, 8), (3, 1)]), [(2, [7, 8]), (3, [0, 1])]);
        assert!(found(&[(1, 5)], &[(1, 5)]).is_empty());
    }
}
