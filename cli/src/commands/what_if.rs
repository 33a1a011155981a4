//! `kenpo what-if`: what other figures would pay for the same steps.

use std::io::Write as _;

use kenpo::civil::Date;
use serde_json::{Value, json};

use crate::{
    compare::{Comparison, Totals},
    desk::Desk,
    diagnostics, input, settings, steps,
    stop::{Outcome, Stop},
};

/// Days that are listed of one member.
const LISTED: usize = 40;

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

    let mut comparison = Comparison::new(&programme, &other);
    let report = steps::read(steps, &mut |member, rows| comparison.member(member, rows))?;
    show(desk, &comparison.totals, yen)?;
    Ok(report.faults() == 0)
}

fn show(desk: &mut Desk, totals: &Totals, yen: Option<i64>) -> Outcome<()> {
    let Totals { members, rows, differing_members, differing_days, points, lost, days } = totals;
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
