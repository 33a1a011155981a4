//! `kenpo test`

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    catalogue::{self, Reader},
    desk::Desk,
    diagnostics, input,
    scenario::{Finding, Misread, Played, Suite, Why},
    stop::{Outcome, Stop},
};

/// What became of all files.
#[derive(Default)]
struct Totals {
    cases: usize,
    expectations: usize,
    failed: usize,
}

pub(crate) fn run(desk: &mut Desk, files: &[String]) -> Outcome {
    let mut totals = Totals::default();
    let files = files.iter().map(|file| listed(Path::new(file))).collect::<Outcome<Vec<_>>>()?.concat();
    for file in &files {
        one(desk, file, &mut totals)?;
    }
    let Totals { cases, expectations, failed } = totals;
    if desk.json {
        desk.line(&json!({ "files": files.len(), "cases": cases, "expectations": expectations, "failed": failed }))?;
    } else if files.len() > 1 {
        let said = desk.lang.pick(
            format!("ファイル {}、事例 {cases}、期待 {expectations}、不一致 {failed}", files.len()),
            format!("{} files, {cases} cases, {expectations} expectations, {failed} do not hold", files.len()),
        );
        writeln!(desk.out, "{said}")?;
    }
    Ok(failed == 0)
}

/// A file, or the files of a folder that hold scenarios or vectors.
pub(crate) fn listed(path: &Path) -> Outcome<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in path.read_dir()? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() || matches!(extension, Some("yaml" | "yml" | "json")) {
            files.extend(listed(&path)?);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a suite and its programme.
pub(crate) fn suite(desk: &mut Desk, file: &Path) -> Outcome<(Suite, String)> {
    let path = file.display().to_string();
    let bytes = input::read(&path)?;
    let text = String::from_utf8(bytes).map_err(|_| Stop::Fault(format!("{path}: not UTF-8")))?;
    let suite = Suite::read(file, &text).map_err(|misread| unreadable(desk, &path, &text, &misread))?;
    Ok((suite, text))
}

/// What is wrong with a file of scenarios.
pub(crate) fn unreadable(desk: &Desk, path: &str, text: &str, misread: &Misread) -> Stop {
    let (line, column) = misread.place;
    let mut said = format!("{path}:{line}:{column}: {}", misread.what);
    if desk.show_input {
        said = format!("{said}\n{}", diagnostics::excerpt(path, text, line, column, ""));
    }
    Stop::Fault(said)
}

fn one(desk: &mut Desk, file: &Path, totals: &mut Totals) -> Outcome<()> {
    let path = file.display().to_string();
    let (suite, text) = self::suite(desk, file)?;
    let programme =
        suite.programme.as_deref().map(|programme| input::programme(desk, &programme.display().to_string()));
    let programme = programme.transpose()?.map(|(programme, _)| programme);
    let (mut cases, mut expectations, mut all) = (0, 0, Vec::new());
    let played = suite.play(programme.as_ref(), &mut |played: Played| {
        cases += 1;
        expectations += played.expectations;
        if !played.findings.is_empty() {
            all.push(played);
        }
        true
    });
    played.map_err(|misread| unreadable(desk, &path, &text, &misread))?;
    let mut failed = 0;
    for played in &all {
        for finding in &played.findings {
            failed += 1;
            say(desk, &path, &text, &suite, played, finding)?;
        }
    }
    if !desk.json {
        let said = match failed {
            0 => desk.lang.pick(
                format!("{path}: 事例 {cases}、期待 {expectations}、すべて一致"),
                format!("{path}: {cases} cases, {expectations} expectations, all hold"),
            ),
            _ => desk.lang.pick(
                format!("{path}: 事例 {cases}、期待 {expectations}、不一致 {failed}"),
                format!("{path}: {cases} cases, {expectations} expectations, {failed} do not hold"),
            ),
        };
        writeln!(desk.out, "{said}")?;
    }
    totals.cases += cases;
    totals.expectations += expectations;
    totals.failed += failed;
    Ok(())
}

/// An expectation that does not hold: where, what was expected, what was got, and why.
fn say(desk: &mut Desk, path: &str, text: &str, suite: &Suite, played: &Played, finding: &Finding) -> Outcome<()> {
    let (line, column) = suite.placed.place(&finding.pointer);
    let Finding { key, expected, got, why, .. } = finding;
    if desk.json {
        let why = match why {
            Why::Checks(checks) => json!(checks),
            Why::Events(events) => json!(events),
        };
        return desk.line(&json!({
            "file": path, "line": line, "column": column, "name": played.name, "example": played.example.map(|(row, _)| row),
            "key": key, "expected": expected, "got": got, "why": why,
        }));
    }
    let example = played
        .example
        .map(|(row, line)| desk.lang.pick(format!("（例{row}、{line}行）"), format!(" (example {row}, line {line})")));
    writeln!(desk.out, "{path}:{line}:{column}: {}{}", played.name, example.unwrap_or_default())?;
    if desk.show_input {
        writeln!(desk.out, "{}", diagnostics::excerpt(path, text, line, column, ""))?;
    }
    let said = desk
        .lang
        .pick(format!("  {key}：期待 {expected}、実際 {got}"), format!("  {key}: expected {expected}, got {got}"));
    writeln!(desk.out, "{said}")?;
    if let (true, Some(code)) = (key == "error", got.as_str().and_then(|got| got.split(' ').next())) {
        let text = catalogue::text(code, desk.lang, Reader::Staff);
        writeln!(desk.out, "    {text} {}", catalogue::remedy(code, desk.lang).unwrap_or_default())?;
    }
    match why {
        Why::Events(events) => events.iter().try_for_each(|event| writeln!(desk.out, "    {event}"))?,
        Why::Checks(checks) => {
            let failed: Vec<&Value> = checks.iter().filter(|check| check["outcome"] != "pass").collect();
            let shown = if failed.is_empty() { checks.iter().collect() } else { failed };
            for check in shown {
                writeln!(desk.out, "    {}", self::check(desk, check))?;
            }
        }
    }
    Ok(())
}

/// A check in a line: `fail KKR-07 cap_reached (…), cap 500: clause`.
pub(crate) fn check(desk: &Desk, check: &Value) -> String {
    let text = |key: &str| check[key].as_str().unwrap_or_default();
    let code = text("code");
    let said = catalogue::text(code, desk.lang, Reader::Staff);
    let mut line = format!("{} {} {code} ({said})", text("outcome"), text("rule"));
    for read in check["values"].as_array().into_iter().flatten() {
        let part = |key: &str| read[key].as_str().unwrap_or_default();
        line += &format!(", {} {}", part("name"), part("value"));
    }
    if !text("clause").is_empty() {
        line += &format!(": {}", text("clause"));
    }
    line
}
