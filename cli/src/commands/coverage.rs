//! `kenpo coverage`: which scenarios or vectors would notice a change of each value, found out by changing it.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use kenpo::Programme;
use serde_json::{Value, json};

use crate::{
    codes::Own,
    commands::test,
    desk::Desk,
    input,
    lang::Lang,
    mutate::{self, Change, Kept},
    progress::Progress,
    scenario::Suite,
    stop::{Outcome, Stop, Told},
    words::phrases,
};

/// Where the pages of the rules are, from the project's root.
const PAGES: &str = "docs/rules";

/// A change, and the first that notices it.
struct Tried {
    change: Change,
    noticed: Option<String>,
}

/// What was tried of the values under one rule.
#[derive(Default)]
struct Sums {
    changes: usize,
    noticed: usize,
}

/// What was found out.
#[derive(Default)]
struct Found {
    rules: BTreeMap<String, Sums>,
    unnoticed: Vec<Tried>,
    kept: BTreeMap<Kept, Vec<String>>,
    changes: usize,
}

pub(crate) fn run(desk: &mut Desk, file: &str, suites: &[String]) -> Outcome {
    let (programme, bytes) = input::programme(desk, file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let document: Value = serde_json::from_slice(text).map_err(Stop::fault)?;
    let suites = of_programme(desk, file, &programme, suites)?;
    if let Some(case) = noticed(&suites, &programme, &mut 0) {
        return Err(Told::new(Own::CaseFails, phrases::case_fails(desk.lang, case)).file(file).into());
    }
    let mut found = Found::default();
    let values = mutate::values(&document);
    let progress = Progress::over(values.len(), phrases::drawn(desk.lang));
    // What noticed the last change often notices the next.
    let mut first = 0;
    for path in values {
        let rule = rule(&document, &path);
        let changes = match mutate::changes(&document, &path) {
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
        let mut all = Vec::new();
        for (change, text) in changes {
            let programme = kenpo::parse_programme(text.as_bytes()).map_err(Stop::fault)?;
            all.push(Tried { change, noticed: noticed(&suites, &programme, &mut first) });
            progress.row();
        }
        if desk.json {
            tried(desk, &document, &path, &rule, &all)?;
        }
        let sums = found.rules.entry(rule).or_default();
        sums.changes += all.len();
        sums.noticed += all.iter().filter(|tried| tried.noticed.is_some()).count();
        found.changes += all.len();
        found.unnoticed.extend(all.into_iter().filter(|tried| tried.noticed.is_none()));
        progress.step();
    }
    drop(progress);
    let pages = Pages::around(file);
    if desk.json {
        totals(desk, &found, &pages)?
    } else {
        show(desk, &document, &found, &pages)?
    }
    Ok(found.unnoticed.is_empty())
}

/// A value with its changes, and what notices each.
fn tried(desk: &mut Desk, document: &Value, path: &str, rule: &str, all: &[Tried]) -> Outcome<()> {
    let changes = all.iter().map(|Tried { change, noticed }| json!({ "value": change.value, "noticed": noticed }));
    let changes: Vec<Value> = changes.collect();
    desk.line(&json!({ "path": path, "rule": rule, "value": document.pointer(path), "changes": changes }))
}

/// A value that is not changed, and why.
fn kept(desk: &mut Desk, document: &Value, path: &str, rule: &str, why: &Kept) -> Outcome<()> {
    let faults = if let Kept::Faulty(faults) = why { faults.as_slice() } else { &[] };
    desk.line(&json!({
        "path": path, "rule": rule, "value": document.pointer(path), "not_changed": why.key(), "faults": faults,
    }))
}

fn totals(desk: &mut Desk, found: &Found, pages: &Pages) -> Outcome<()> {
    for (rule, Sums { changes, noticed }) in &found.rules {
        desk.line(&json!({ "rule": rule, "changes": changes, "noticed": noticed, "pages": pages.of(rule) }))?;
    }
    let kept: usize = found.kept.values().map(Vec::len).sum();
    desk.line(&json!({ "changes": found.changes, "unnoticed": found.unnoticed.len(), "not_changed": kept }))
}

fn show(desk: &mut Desk, document: &Value, found: &Found, pages: &Pages) -> Outcome<()> {
    let lang = desk.lang;
    let rows = found.rules.iter().map(|(rule, Sums { changes, noticed })| {
        let is_ours = |page: &&str| page.ends_with(".ja.md") == (lang == Lang::Ja);
        let pages: Vec<&str> = pages.of(rule).into_iter().filter(is_ours).collect();
        [rule.clone(), changes.to_string(), noticed.to_string(), pages.join("\n")]
    });
    let rows = rows.collect();
    desk.table(phrases::coverage(lang), rows)?;
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

/// The suites that are for this document: by its path, or by its id where it comes from the standard input.
fn of_programme(desk: &mut Desk, file: &str, programme: &Programme, files: &[String]) -> Outcome<Vec<(String, Suite)>> {
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
    let files = files.iter().map(|file| test::listed(Path::new(file))).collect::<Outcome<Vec<_>>>()?.concat();
    let mut suites = Vec::new();
    for path in files {
        let (suite, _) = test::suite(desk, &path)?;
        if suite.programme.as_deref().is_some_and(is_same) {
            suites.push((path.display().to_string(), suite));
        }
    }
    if suites.is_empty() {
        return Err(Told::new(Own::NoScenarios, phrases::no_cases(desk.lang)).file(file).into());
    }
    Ok(suites)
}

/// The first case in which something does not hold under a programme.
fn noticed(suites: &[(String, Suite)], programme: &Programme, first: &mut usize) -> Option<String> {
    for turn in 0..suites.len() {
        let place = (*first + turn) % suites.len();
        let (file, suite) = suites.get(place)?;
        let mut name = None;
        let played = suite.play(Some(programme), &mut |played| {
            if !played.findings.is_empty() {
                name = Some(format!("{file}: {}", played.name));
            }
            name.is_none()
        });
        // A suite that cannot be played at all holds nothing.
        let name = played.map_or_else(|_| Some(file.clone()), |()| name);
        if name.is_some() {
            *first = place;
            return name;
        }
    }
    None
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

/// The pages of the rules, where they are at hand: around the working folder, or around the document.
struct Pages(Vec<(String, String)>);

impl Pages {
    fn around(file: &str) -> Self {
        let document = fs::canonicalize(file).unwrap_or_default();
        let here = std::env::current_dir().unwrap_or_default();
        let root = here.ancestors().chain(document.ancestors()).find(|folder| folder.join(PAGES).is_dir());
        let Some(root) = root else { return Self(Vec::new()) };
        let mut pages = Vec::new();
        let mut folders = vec![PathBuf::from(PAGES)];
        while let Some(folder) = folders.pop() {
            for entry in root.join(&folder).read_dir().into_iter().flatten().flatten() {
                let path = folder.join(entry.file_name());
                if root.join(&path).is_dir() {
                    folders.push(path);
                } else if let Ok(text) = fs::read_to_string(root.join(&path)) {
                    pages.push((path.display().to_string(), text));
                }
            }
        }
        pages.sort();
        Self(pages)
    }

    /// Those that name a rule, from the project's root.
    fn of(&self, rule: &str) -> Vec<&str> {
        let pages = self.0.iter().filter(|(_, text)| names(text, rule));
        pages.map(|(path, _)| path.as_str()).collect()
    }
}

/// Whether a text has a rule's id as a word: KKR-1 is not in KKR-10.
fn names(text: &str, rule: &str) -> bool {
    text.match_indices(rule).any(|(at, _)| {
        let is_word = |c: char| c.is_alphanumeric() || c == '-';
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + rule.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_kind_are_told_together() {
        let paths = ["/a/0/id", "/a/1/id", "/b/3/id"].map(str::to_owned);
        assert_eq!(patterns(&paths), [("/a/*/id".to_owned(), 2), ("/b/3/id".to_owned(), 1)]);
    }

    #[test]
    fn a_rule_is_named_by_its_whole_id() {
        assert!(names("as KKR-1 says", "KKR-1") && names("(KKR-10)", "KKR-10"));
        assert!(!names("KKR-10", "KKR-1") && !names("XKKR-1", "KKR-1"));
    }
}
