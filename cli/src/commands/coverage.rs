//! `kenpo coverage`: which scenarios or vectors would notice a change of each value, found out by changing it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use kenpo::Programme;
use serde_json::{Value, json};

use crate::{
    codes::Own,
    commands::{
        noticed::{Case, by_file, files, named, noticed},
        test,
        uncited::{self, Pages},
    },
    desk::Desk,
    input,
    lang::Lang,
    mutate::{Change, Kept, Original},
    progress::Progress,
    scenario::Suite,
    stop::{Outcome, Stop, Told},
    words::{heads, phrases},
};

/// A change, and every case that notices it.
struct Tried<'s> {
    change: Change,
    noticed: Vec<Case<'s>>,
}

/// What was tried of the values under one rule.
#[derive(Default)]
struct Sums<'s> {
    changes: usize,
    noticed: usize,
    by: BTreeSet<Case<'s>>,
}

/// What was tried of one value.
struct Setting<'s> {
    path: String,
    rule: String,
    changes: usize,
    noticed: usize,
    /// The cases that notice any of its changes, in the order of their files.
    by: Vec<Case<'s>>,
}

/// What was found out.
#[derive(Default)]
struct Found<'s> {
    rules: BTreeMap<String, Sums<'s>>,
    settings: Vec<Setting<'s>>,
    unnoticed: Vec<Tried<'s>>,
    kept: BTreeMap<Kept, Vec<String>>,
    changes: usize,
}

pub(crate) fn run(desk: &mut Desk, file: &str, suites: &[String]) -> Outcome {
    let (programme, bytes) = input::programme(desk, file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let document: Value = serde_json::from_slice(text).map_err(Stop::fault)?;
    let all = all(desk, suites)?;
    let suites = of_programme(desk, file, &programme, &all)?;
    if let Some(Case { file: of, name }) = noticed(&suites, &programme).first() {
        let case = format!("{of}: {name}");
        return Err(Told::new(Own::CaseFails, phrases::case_fails(desk.lang, case)).file(file).into());
    }
    let mut found = Found::default();
    let original = Original { json: &document, read: programme.document() };
    let places = original.places();
    let progress = Progress::over(places.len(), phrases::drawn(desk.lang));
    for path in places {
        let rule = rule(&document, &path);
        let changes = match original.changes(&path) {
            Ok(changes) => changes,
            Err(why) => {
                if desk.json {
                    kept(desk, &document, &path, &rule, &why)?;
                }
                found.kept.entry(why).or_default().push(path);
                progress.step();
                continue;
            }
        };
        let mut tried = Vec::new();
        for (change, text) in changes {
            let programme = kenpo::parse_programme(text.as_bytes()).map_err(Stop::fault)?;
            tried.push(Tried { change, noticed: noticed(&suites, &programme) });
            progress.row();
        }
        if desk.json {
            self::tried(desk, &document, &path, &rule, &tried)?;
        }
        let sums = found.rules.entry(rule.clone()).or_default();
        sums.changes += tried.len();
        sums.noticed += sums_of(&tried);
        sums.by.extend(tried.iter().flat_map(|tried| tried.noticed.iter().cloned()));
        found.changes += tried.len();
        let mut by: Vec<Case<'_>> = Vec::new();
        for case in tried.iter().flat_map(|tried| &tried.noticed) {
            if !by.contains(case) {
                by.push(case.clone());
            }
        }
        found.settings.push(Setting { path, rule, changes: tried.len(), noticed: sums_of(&tried), by });
        found.unnoticed.extend(tried.into_iter().filter(|tried| tried.noticed.is_empty()));
        progress.step();
    }
    drop(progress);
    let pages = Pages::around(file);
    let others = uncited::of(&document, &pages, &all);
    if desk.json {
        uncited::lines(desk, &others)?;
        totals(desk, &found, &pages)?
    } else {
        show(desk, &document, &found, &pages)?;
        uncited::show(desk, &others)?
    }
    Ok(found.unnoticed.is_empty())
}

fn sums_of(tried: &[Tried<'_>]) -> usize {
    tried.iter().filter(|tried| !tried.noticed.is_empty()).count()
}

/// A value with its changes, and what notices each.
fn tried(desk: &mut Desk, document: &Value, path: &str, rule: &str, all: &[Tried<'_>]) -> Outcome<()> {
    let change = |Tried { change, noticed }: &Tried<'_>| {
        let noticed = noticed.iter().map(|Case { file, name }| json!({ "file": file, "case": name }));
        json!({ "value": change.value, "noticed": noticed.collect::<Vec<_>>() })
    };
    let changes: Vec<Value> = all.iter().map(change).collect();
    desk.line(&json!({ "path": path, "rule": rule, "value": document.pointer(path), "changes": changes }))
}

/// A value that is not changed, and why.
fn kept(desk: &mut Desk, document: &Value, path: &str, rule: &str, why: &Kept) -> Outcome<()> {
    let faults = if let Kept::Faulty(faults) = why { faults.as_slice() } else { &[] };
    desk.line(&json!({
        "path": path, "rule": rule, "value": document.pointer(path), "not_changed": why.key(), "faults": faults,
    }))
}

fn totals(desk: &mut Desk, found: &Found<'_>, pages: &Pages) -> Outcome<()> {
    for (rule, Sums { changes, noticed, by }) in &found.rules {
        let noticed_by = by_file(by).into_iter().map(|(file, cases)| json!({ "file": file, "cases": cases }));
        let noticed_by: Vec<Value> = noticed_by.collect();
        desk.line(&json!({
            "rule": rule, "changes": changes, "noticed": noticed, "noticed_by": noticed_by, "pages": pages.of(rule),
        }))?;
    }
    let kept: usize = found.kept.values().map(Vec::len).sum();
    desk.line(&json!({ "changes": found.changes, "unnoticed": found.unnoticed.len(), "not_changed": kept }))
}

fn show(desk: &mut Desk, document: &Value, found: &Found<'_>, pages: &Pages) -> Outcome<()> {
    let lang = desk.lang;
    let rows = found.rules.iter().map(|(rule, Sums { changes, noticed, by })| {
        let is_ours = |page: &&str| page.ends_with(".ja.md") == (lang == Lang::Ja);
        let pages: Vec<&str> = pages.of(rule).into_iter().filter(is_ours).collect();
        let by = files(lang, &by_file(by));
        [rule.clone(), changes.to_string(), noticed.to_string(), by, pages.join("\n")]
    });
    let rows = rows.collect();
    desk.table(heads::coverage(lang), rows)?;
    writeln!(desk.out, "{}", phrases::coverage_of_settings(lang))?;
    for Setting { path, rule, changes, noticed, by } in &found.settings {
        let by = named(lang, by);
        writeln!(desk.out, "  {path} {rule} {noticed}/{changes} {by}")?;
    }
    let (changes, unnoticed) = (found.changes, found.unnoticed.len());
    writeln!(desk.out, "{}", phrases::noticed_by_none(lang, unnoticed, changes))?;
    for Tried { change, .. } in &found.unnoticed {
        let was = document.pointer(&change.path).cloned().unwrap_or_default();
        let to = change.value.as_ref().map_or_else(|| phrases::nothing(lang), Value::to_string);
        writeln!(desk.out, "  {} {was} → {to}", change.path)?;
    }
    for (why, paths) in &found.kept {
        let (count, why) = (paths.len(), reason(desk, why));
        writeln!(desk.out, "{}", phrases::not_changed(lang, count, why))?;
        for (path, count) in patterns(paths) {
            let times = if count > 1 { format!(" ({count})") } else { String::new() };
            writeln!(desk.out, "  {path}{times}")?;
        }
    }
    Ok(())
}

/// Why values are not changed, in words.
fn reason(desk: &Desk, why: &Kept) -> String {
    let lang = desk.lang;
    match why {
        Kept::Document => phrases::kept_document(lang),
        Kept::Name => phrases::kept_ids(lang),
        Kept::Cited => phrases::kept_cited(lang),
        Kept::Words => phrases::kept_texts(lang),
        Kept::Empty => phrases::kept_empty(lang),
        Kept::Preset => phrases::kept_preset(lang),
        Kept::Faulty(faults) => phrases::kept_faulty(lang, faults.join(", ")),
    }
}

/// Paths that differ in places of lists alone, as one: `/points/rules/*/id`.
fn patterns(paths: &[String]) -> Vec<(String, usize)> {
    let mut patterns: Vec<(String, usize)> = Vec::new();
    for path in paths {
        let is_place = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_digit()) && !segment.is_empty();
        let segments: Vec<&str> =
            path.split('/').map(|segment| if is_place(segment) { "*" } else { segment }).collect();
        let pattern = segments.join("/");
        match patterns.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, count)) => *count += 1,
            None => patterns.push((pattern, 1)),
        }
    }
    // One alone keeps its place.
    for (pattern, count) in &mut patterns {
        if *count == 1
            && let Some(path) = paths.iter().find(|path| matches(pattern, path))
        {
            pattern.clone_from(path);
        }
    }
    patterns
}

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(path).all(|(one, other)| *one == "*" || *one == other)
}

/// Every suite of files and folders, by its path.
fn all(desk: &mut Desk, files: &[String]) -> Outcome<Vec<(String, Suite)>> {
    let files = files.iter().map(|file| test::listed(Path::new(file))).collect::<Outcome<Vec<_>>>()?.concat();
    let of_path = |path: PathBuf| Ok((path.display().to_string(), test::suite(desk, &path)?.0));
    files.into_iter().map(of_path).collect()
}

/// The suites that are for this document: by its path, or by its id where it comes from the standard input.
fn of_programme<'s>(
    desk: &Desk,
    file: &str,
    programme: &Programme,
    all: &'s [(String, Suite)],
) -> Outcome<Vec<&'s (String, Suite)>> {
    let document = if file == "-" {
        None
    } else {
        Some(fs::canonicalize(file).map_err(|error| Stop::Os(file.to_owned(), error))?)
    };
    let is_same = |of: &Path| match &document {
        Some(document) => fs::canonicalize(of).is_ok_and(|of| of == *document),
        None => {
            let other = fs::read(of).ok().and_then(|bytes| kenpo::parse_programme(&bytes).ok());
            other.is_some_and(|other| other.document().id == programme.document().id)
        }
    };
    let mut suites: Vec<&(String, Suite)> = Vec::new();
    suites.extend(all.iter().filter(|(_, suite)| suite.programme.as_deref().is_some_and(is_same)));
    if suites.is_empty() {
        return Err(Told::new(Own::NoScenarios, phrases::no_cases(desk.lang)).file(file).into());
    }
    Ok(suites)
}

/// The rule that is cited nearest around a setting, else where it is.
fn rule(document: &Value, path: &str) -> String {
    let mut around = path;
    while let Some((outer, _)) = around.rsplit_once('/') {
        if let Some(rule) = document.pointer(outer).and_then(|setting| setting["rule"].as_str()) {
            return rule.to_owned();
        }
        around = outer;
    }
    path.split('/').take(4).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_kind_are_told_together() {
        let paths = ["/a/0/id", "/a/1/id", "/b/3/id"].map(str::to_owned);
        assert_eq!(patterns(&paths), [("/a/*/id".to_owned(), 2), ("/b/3/id".to_owned(), 1)]);
    }
}
