//! The tables, in Markdown.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::{
    Expected, Measured, Row, Said,
    works::{Contestant, Part, Work},
};

/// Everything that was measured, and then the target.
pub(crate) fn of(work: &Work, expected: &Expected, measured: &[Measured]) -> String {
    let counts: Vec<String> = expected.iter().map(|(name, count)| format!("`{name}` {count}")).collect();
    let mut runtimes: Vec<&str> =
        measured.iter().filter_map(|measured| Some(measured.said.as_ref().ok()?.runtime.as_str())).collect();
    // PHP is there twice.
    runtimes.dedup();
    let mut text = format!("### {}\n\n", work.title);
    let _ = writeln!(text, "Counted in the data: {}. Measured in: {}.\n", counts.join(", "), runtimes.join("; "));
    text += &rows(work, measured);
    text += "\n";
    text += &lacks(work);
    text += &target(work, measured);
    text + "\n"
}

fn rows(work: &Work, measured: &[Measured]) -> String {
    let mut text = format!("| host | | takes | counts | ns a {} (least, most) | × {} |\n", work.item, work.yardstick);
    text += "|---|---|---|---|---|---|\n";
    let of_rust = measured.iter().find(|measured| measured.host.room == "rust").and_then(yardstick);
    for measured in measured {
        let host = measured.host.name;
        match &measured.said {
            Ok(Said { rows, .. }) => {
                let (yardstick, whose) = match (yardstick(measured), of_rust) {
                    (Some(own), _) => (Some(own), ""),
                    (None, of_rust) => (of_rust, " of Rust"),
                };
                for row in rows {
                    let Contestant { name, takes, counts, .. } = row.contestant;
                    let [median, least, most] = row.ns.map(nanoseconds);
                    let ratio =
                        yardstick.map_or("–".into(), |yardstick| format!("{}{whose}", ratio(row.ns[0] / yardstick)));
                    let counted = row.counted;
                    let _ = writeln!(
                        text,
                        "| {host} | {name} | {takes} | `{counts}` {counted} | {median} ({least}, {most}) | {ratio} |"
                    );
                }
            }
            Err(fault) => {
                let fault = fault.lines().next().unwrap_or_default().replace('|', "/");
                for Contestant { name, takes, counts, .. } in work.of_room(measured.host.room) {
                    let _ = writeln!(text, "| {host} | {name} | {takes} | `{counts}` | not measured: {fault} | – |");
                }
            }
        }
    }
    text
}

/// Who does less than the others, and what of it.
fn lacks(work: &Work) -> String {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for contestant in work.contestants.iter().filter(|contestant| !contestant.lacks.is_empty()) {
        names.entry(contestant.lacks).or_default().insert(contestant.name);
    }
    let mut text = String::new();
    for (lacks, names) in names {
        let names: Vec<&str> = names.into_iter().collect();
        let _ = writeln!(text, "- {lacks}: {}", names.join("; "));
    }
    text + "\n"
}

/// For each host that has kenpo and each form of the data with handwritten code, that code against kenpo's call.
fn target(work: &Work, measured: &[Measured]) -> String {
    let Work { item, yardstick, .. } = work;
    let mut text =
        format!("Target: in every host {yardstick} beats the host's own handwritten code on the same {item}s.\n\n");
    let _ = write!(text, "| host | takes | handwritten ÷ {yardstick} | |\n|---|---|---|---|\n");
    for measured in measured {
        let (host, room) = (measured.host.name, measured.host.room);
        let of = |part| work.of_room(room).filter(move |contestant| contestant.part == part);
        if of(Part::Batch).next().is_none() {
            continue;
        }
        for takes in of(Part::Handwritten).map(|contestant| contestant.takes) {
            let ns = |part| find(measured, |row| row.contestant.part == part && row.contestant.takes == takes);
            let (said, met) = match (ns(Part::Batch), ns(Part::Handwritten)) {
                (Some(batch), Some(handwritten)) if batch < handwritten => (ratio(handwritten / batch), "met"),
                (Some(batch), Some(handwritten)) => (ratio(handwritten / batch), "**not met**"),
                (None, Some(_)) => ("kenpo has no call here that takes them".into(), "**not met**"),
                _ => ("–".into(), "not measured"),
            };
            let _ = writeln!(text, "| {host} | {takes} | {said} | {met} |");
        }
    }
    text
}

/// The host's first batch call.
fn yardstick(measured: &Measured) -> Option<f64> {
    find(measured, |row| row.contestant.part == Part::Batch)
}

fn find(measured: &Measured, is: impl Fn(&Row) -> bool) -> Option<f64> {
    let said = measured.said.as_ref().ok()?;
    said.rows.iter().find(|row| is(row)).map(|row| row.ns[0])
}

fn nanoseconds(ns: f64) -> String {
    if ns < 100.0 { format!("{ns:.1}") } else { format!("{ns:.0}") }
}

fn ratio(ratio: f64) -> String {
    match ratio {
        ..0.1 => format!("{ratio:.4}"),
        ..10.0 => format!("{ratio:.2}"),
        _ => format!("{ratio:.0}"),
    }
}
