//! `kenpo test`

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    catalogue::{self, Reader},
    codes::Own,
    commands::{explain, public},
    desk::Desk,
    diagnostics, fault, input,
    lang::Lang,
    meant::meant,
    progress::Progress,
    scenario::{Finding, Misread, Played, Suite, What, Why},
    stop::{Outcome, Stop, Told},
    words::{self, phrases},
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
    if files.is_empty() {
        return Err(Told::new(Own::NotFound, phrases::no_suites(desk.lang)).into());
    }
    let progress = Progress::over(files.len(), phrases::drawn(desk.lang));
    for file in &files {
        one(desk, file, &mut totals, &progress)?;
        progress.step();
    }
    drop(progress);
    let Totals { cases, expectations, failed } = totals;
    if desk.json {
        desk.line(&json!({ "files": files.len(), "cases": cases, "expectations": expectations, "failed": failed }))?;
    } else if files.len() > 1 {
        let files = phrases::files(desk.lang, files.len());
        writeln!(desk.out, "{}", held(desk.lang, &files, cases, expectations, failed))?;
    }
    Ok(failed == 0)
}

/// A file, or the files of a folder that hold scenarios or vectors.
pub(crate) fn listed(path: &Path) -> Outcome<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let unread = |error| Stop::Os(path.display().to_string(), error);
    for entry in path.read_dir().map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_played = match extension {
            Some("yaml" | "yml") => true,
            Some("json") => !is_other(&path),
            _ => path.is_dir(),
        };
        if is_played {
            files.extend(listed(&path)?);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file of a folder is JSON of another kind, such as the document beside its scenarios. What is not JSON is told as a fault.
fn is_other(path: &Path) -> bool {
    let read = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    read.is_some_and(|value| {
        let is_scenarios = value["format"].as_str().is_some_and(|format| format.starts_with("kenpo-scenarios/"));
        !is_scenarios && !value["cases"].is_array()
    })
}

/// Reads a suite and its programme.
pub(crate) fn suite(desk: &mut Desk, file: &Path) -> Outcome<(Suite, String)> {
    let path = file.display().to_string();
    let bytes = input::read(desk.lang, &path)?;
    let not_utf8 = |_| Told::new(Own::Utf8Invalid, phrases::not_utf8(desk.lang)).file(&path);
    let text = String::from_utf8(bytes).map_err(not_utf8)?;
    let suite = Suite::read(file, &text).map_err(|misread| unreadable(desk, &path, &text, &misread))?;
    Ok((suite, text))
}

/// What is wrong with a file of scenarios.
pub(crate) fn unreadable(desk: &Desk, path: &str, text: &str, misread: &Misread) -> Stop {
    let (line, column) = misread.place;
    let mut told = Told::new(misread.what.code(), misread.what.said(desk.lang)).file(path).place(line, column);
    if matches!(misread.what, What::Yaml(_) | What::Type(_) | What::NoTime { .. }) {
        told.help = hint(desk.lang, text, line).unwrap_or_default();
    }
    if desk.show_input {
        return told.below(diagnostics::excerpt(path, text, line, column)).into();
    }
    told.into()
}

/// What often is wrong in a line of YAML: signs of full width, a tab, a colon without a space, or a name with one.
fn hint(lang: Lang, text: &str, line: u32) -> Option<String> {
    let at = usize::try_from(line).ok()?.saturating_sub(1);
    // A tab, or a line that is not closed, is told at its end or in the next one.
    let mut near = text.lines().skip(at.saturating_sub(1)).take(3);
    if near.any(|line| line.trim_start_matches(' ').starts_with('\t')) {
        return Some(phrases::no_tabs(lang));
    }
    let here = text.lines().nth(at)?;
    if here.matches(": ").count() > 1 && !here.contains(['{', '"', '\'']) {
        return Some(phrases::in_quotation_marks(lang));
    }
    // What stands between quotation marks is as it should be.
    let bare = here.split('"').step_by(2).flat_map(str::chars);
    let is_wide = |c: &char| matches!(c, '：' | '｛' | '｝' | '［' | '］' | '，' | '＄' | '\u{3000}' | '０'..='９');
    let wide: String = bare.filter(is_wide).collect();
    if !wide.is_empty() {
        return Some(phrases::full_width(lang, wide.replace('\u{3000}', "␣")));
    }
    let has_colon_alone = here.split(['{', ',', '}']).any(|part| {
        let key = part.trim().trim_start_matches("- ");
        let letters = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        key.split_once(':').is_some_and(|(key, rest)| letters(key) && !rest.is_empty() && !rest.starts_with(' '))
    });
    has_colon_alone.then(|| phrases::space_after_colon(lang))
}

fn one(desk: &mut Desk, file: &Path, totals: &mut Totals, progress: &Progress) -> Outcome<()> {
    let path = file.display().to_string();
    let (suite, text) = self::suite(desk, file)?;
    let programme =
        suite.programme.as_deref().map(|programme| input::programme(desk, &programme.display().to_string()));
    let programme = programme.transpose()?.map(|(programme, _)| programme);
    let (mut cases, mut expectations, mut all) = (0, 0, Vec::new());
    let played = suite.play(programme.as_ref(), &mut |played: Played| {
        cases += 1;
        progress.row();
        expectations += played.expectations;
        if !played.findings.is_empty() {
            all.push(played);
        }
        true
    });
    played.map_err(|misread| unreadable(desk, &path, &text, &misread))?;
    if expectations == 0 {
        return Err(Told::new(Own::NothingExpected, phrases::nothing_expected(desk.lang)).file(&path).into());
    }
    let mut failed = 0;
    for played in &all {
        for finding in &played.findings {
            failed += 1;
            say(desk, &path, &text, &suite, played, finding)?;
        }
    }
    if !desk.json {
        writeln!(desk.out, "{}", held(desk.lang, &path, cases, expectations, failed))?;
    }
    totals.cases += cases;
    totals.expectations += expectations;
    totals.failed += failed;
    Ok(())
}

/// How many cases and expectations a file has, and how many of them do not hold.
fn held(lang: Lang, path: &str, cases: usize, expectations: usize, failed: usize) -> String {
    let cases = if cases == 1 { phrases::one_case(lang) } else { phrases::cases(lang, cases) };
    let expectations =
        if expectations == 1 { phrases::one_expectation(lang) } else { phrases::expectations(lang, expectations) };
    match failed {
        0 => phrases::all_hold(lang, path, cases, expectations),
        1 => phrases::one_does_not_hold(lang, path, cases, expectations),
        _ => phrases::some_do_not_hold(lang, path, cases, expectations, failed),
    }
}

/// An expectation that does not hold: where, what was expected, what was got, and why.
fn say(desk: &mut Desk, path: &str, text: &str, suite: &Suite, played: &Played, finding: &Finding) -> Outcome<()> {
    let (line, column) = suite.placed.place(&finding.pointer);
    let Finding { key, expected, got, why, .. } = finding;
    if desk.json {
        let why = match why {
            Why::Checks(checks) => json!(checks),
            Why::Events(events) => json!(events.iter().map(|event| event.line(Lang::En)).collect::<Vec<_>>()),
            Why::NoReason(name) => json!([no_such_reason(Lang::En, name)]),
            Why::NoKey(key) => json!([phrases::no_such_key(Lang::En, key)]),
            Why::NoId(id, known) => json!([no_such_id(Lang::En, id, known)]),
            Why::Errors(errors) => json!(errors),
            Why::NoRequestKey(unknown, known) => json!([no_request_key(Lang::En, unknown, known)]),
            Why::NothingExpected => json!([phrases::case_expects_nothing(Lang::En)]),
        };
        return desk.line(&json!({
            "file": path, "line": line, "column": column, "name": played.name, "example": played.example.map(|(row, _)| row),
            "key": key, "expected": expected, "got": got, "why": why,
        }));
    }
    let lang = desk.lang;
    let example = played.example.map(|(row, line)| phrases::example(lang, row, line));
    writeln!(desk.out, "{path}:{line}:{column}: {}{}", played.name, example.unwrap_or_default())?;
    if desk.show_input {
        writeln!(desk.out, "{}", diagnostics::excerpt(path, text, line, column))?;
    }
    let word = words::answer(lang, key);
    // The key as it stands in the file, and its word where that is another.
    let key = if word.as_ref() == key.replace('_', " ") { key.clone() } else { format!("{word}（{key}）") };
    writeln!(desk.out, "{}", phrases::expected_and_got(lang, &key, expected, got))?;
    if let (true, Some(code)) = (finding.key == "error", got.as_str().and_then(|got| got.split(' ').next())) {
        let text = catalogue::text(code, desk.lang, Reader::Staff);
        writeln!(desk.out, "    {text} {}", catalogue::remedy(code, desk.lang).unwrap_or_default())?;
    }
    match why {
        Why::Events(events) => events.iter().try_for_each(|event| writeln!(desk.out, "    {}", event.line(lang)))?,
        Why::NoReason(name) => writeln!(desk.out, "    {}", no_such_reason(lang, name))?,
        Why::NoRequestKey(unknown, known) => writeln!(desk.out, "    {}", no_request_key(lang, unknown, known))?,
        Why::NothingExpected => writeln!(desk.out, "    {}", phrases::case_expects_nothing(lang))?,
        Why::NoKey(key) => writeln!(desk.out, "    {}", phrases::no_such_key(lang, key))?,
        Why::NoId(id, known) => writeln!(desk.out, "    {}", no_such_id(lang, id, known))?,
        Why::Errors(errors) => {
            for error in errors {
                let (code, path) =
                    (error["code"].as_str().unwrap_or_default(), error["path"].as_str().unwrap_or_default());
                let text = catalogue::text(code, desk.lang, Reader::Staff);
                let remedy = catalogue::remedy(code, desk.lang).unwrap_or_default();
                writeln!(desk.out, "    {code} {path}: {text} {remedy}")?;
            }
        }
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

/// A reason that there is not, and the one that was meant.
fn no_such_reason(lang: Lang, name: &str) -> String {
    let near = meant(name, catalogue::reasons()).map(|near| fault::meant(lang, near));
    [Some(phrases::no_such_reason(lang, name)), near].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Keys that a request does not have: each with the one that was meant, or with all that it may have.
fn no_request_key(lang: Lang, unknown: &[String], known: &[String]) -> String {
    let told = |key: &String| {
        let near = meant(key, known.iter().map(String::as_str)).map_or_else(|| known.join(", "), str::to_owned);
        phrases::unknown_key(lang, key, near)
    };
    unknown.iter().map(told).collect::<Vec<_>>().join(" ")
}

/// An id that the document does not have: the one that was meant, or those that are there.
fn no_such_id(lang: Lang, id: &str, known: &[String]) -> String {
    let known = match meant(id, known.iter().map(String::as_str)) {
        Some(near) => near.to_owned(),
        None => known.join(", "),
    };
    phrases::no_such_id(lang, id, if known.is_empty() { "–" } else { &known })
}

/// A check in a line: `fail KKR-07 cap_reached (…), cap 500: clause`.
pub(crate) fn check(desk: &Desk, check: &Value) -> String {
    let text = |key: &str| check[key].as_str().unwrap_or_default();
    let code = text("code");
    let lang = desk.lang;
    let said = catalogue::filled(catalogue::text(code, lang, Reader::Line), |name| public::value(check, name));
    let mut line = format!("{} {} {code} ({said})", explain::outcome(lang, text("outcome")), text("rule"));
    for read in check["values"].as_array().into_iter().flatten() {
        line += &format!(", {}", words::read(lang, read));
    }
    if !text("clause").is_empty() {
        line += &format!(": {}", text("clause"));
    }
    line
}
