//! `kenpo year`: the steps of a phone's export, month by month, under any programme.

use std::{collections::BTreeMap, io::Write as _};

use kenpo::{
    civil::{Date, Month},
    points::StepDay,
};
use serde_json::json;

use crate::{
    args::Dates,
    desk::Desk,
    input,
    pay::{self, Paid, Payer},
    steps::{self, Row},
    stop::Outcome,
};

/// A month, or the whole.
#[derive(Default)]
struct Line {
    /// Steps of each day: of several records the last, as they are paid.
    days: BTreeMap<Date, i64>,
    points: i64,
    lost: i64,
    reasons: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(desk: &mut Desk, steps: &str, dates: Option<Dates>, programme: &str) -> Outcome {
    let (programme, _) = input::programme(desk, programme)?;
    let mut payer = Payer::new(&programme);
    let mut input = Vec::<StepDay>::new();
    let (mut members, mut points, mut lost) = (0_u64, 0, 0);
    let mut single: Option<(Vec<Row>, Vec<Paid>)> = None;
    let empty = desk.lang.pick("歩数の記録がありません", "there are no steps in it");
    let report = steps::read(steps, dates.map(Into::into), empty, &mut |member, rows| {
        if member.is_none() {
            let mut rows = rows.to_vec();
            rows.sort_by_key(|row| row.date);
            let paid = pay::request(&programme, &rows)?;
            single = Some((rows, paid));
            return Ok(());
        }
        pay::typed(rows, &mut input);
        payer.pay(rows, &input)?;
        members += 1;
        points += payer.points;
        lost += payer.lost;
        Ok(())
    })?;
    let lang = desk.lang;
    let arrival = match single {
        Some(_) => lang.pick("各日の記録は翌朝に届いたとします。", "Each day's record arrives on the next morning."),
        None => lang.pick(
            "すべての記録が最後の日の翌朝に届いたとします。",
            "All records arrive on the morning after the last day.",
        ),
    };
    if let Some((rows, paid)) = single {
        let months = months(&rows, &paid);
        if desk.json {
            for (month, line) in &months {
                let Line { days, points, lost, reasons } = line;
                let (days, steps) = (days.len(), line.steps());
                desk.line(&json!({ "month": month.to_string(), "days": days, "steps": steps, "points": points, "lost": lost, "reasons": reasons }))?;
            }
        } else {
            let mut table: Vec<[String; 6]> =
                months.iter().map(|(month, line)| row(&month.to_string(), line)).collect();
            let whole = months.into_values().fold(Line::default(), Line::with);
            table.push(row(lang.pick("計", "all"), &whole));
            desk.table(
                lang.pick(
                    ["月", "日数", "歩数", "付与", "上限超過", "記録ごとの結果"],
                    ["month", "days", "steps", "points", "lost", "what became of the records"],
                ),
                table,
            )?;
        }
    } else if desk.json {
        desk.line(&json!({ "members": members, "points": points, "lost": lost }))?;
    } else {
        let said = lang.pick(
            format!("会員 {members}人、付与 {points}ポイント、上限超過 {lost}ポイント"),
            format!("{members} members, {points} points paid, {lost} lost to caps"),
        );
        writeln!(desk.out, "{said}")?;
    }
    if !desk.json {
        writeln!(desk.out, "{arrival}")?;
        writeln!(desk.out, "{report}")?;
    }
    Ok(report.faults() == 0)
}

fn months(rows: &[Row], paid: &[Paid]) -> BTreeMap<Month, Line> {
    let mut months: BTreeMap<Month, Line> = BTreeMap::new();
    for (row, paid) in rows.iter().zip(paid) {
        let line = months.entry(row.date.calendar_month()).or_default();
        line.days.insert(row.date, row.steps);
        line.points += paid.points;
        line.lost += paid.lost;
        *line.reasons.entry(paid.reason.name()).or_default() += 1;
    }
    months
}

fn row(name: &str, line: &Line) -> [String; 6] {
    let reasons: Vec<String> = line.reasons.iter().map(|(reason, rows)| format!("{reason} {rows}")).collect();
    [
        name.to_owned(),
        line.days.len().to_string(),
        line.steps().to_string(),
        line.points.to_string(),
        line.lost.to_string(),
        reasons.join(", "),
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
