//! `kenpo coverage`: which scenarios or vectors would notice a change of each setting, found out by changing it.

use std::{collections::BTreeMap, fs, io::Write as _, path::Path};

use kenpo::Programme;
use serde_json::{Value, json};

use crate::{
    commands::test,
    desk::Desk,
    input,
    mutate::{self, Change},
    scenario::Suite,
    stop::{Outcome, Stop},
};

/// Where the pages of the rules are, from the project's root.
const PAGES: &str = "docs/rules";

/// A change, and the first that notices it.
struct Tried {
    change: Change,
    noticed: Option<String>,
}

pub(crate) fn run(desk: &mut Desk, file: &str, suites: &[String]) -> Outcome {
    let (_, bytes) = input::programme(desk, file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let document: Value = serde_json::from_slice(text).map_err(Stop::fault)?;
    let suites = of_programme(desk, file, suites)?;
    let mut rules: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut unnoticed, mut fixed, mut tried) = (Vec::new(), Vec::new(), 0);
    // What noticed the last change often notices the next.
    let mut first = 0;
    for path in mutate::settings(&document) {
        let changes = mutate::changes(&document, &path);
        if changes.is_empty() {
            fixed.push(path.clone());
        }
        for (change, text) in changes {
            let programme = kenpo::parse_programme(text.as_bytes()).map_err(Stop::fault)?;
            let noticed = noticed(&suites, &programme, &mut first);
            tried += 1;
            let sums = rules.entry(rule(&document, &path)).or_default();
            sums.0 += 1;
            sums.1 += usize::from(noticed.is_some());
            let tried = Tried { change, noticed };
            if desk.json {
                say(desk, &tried)?;
            }
            if tried.noticed.is_none() {
                unnoticed.push(tried);
            }
        }
    }
    if desk.json {
        desk.line(&json!({ "changes": tried, "unnoticed": unnoticed.len(), "fixed": fixed }))?;
        return Ok(unnoticed.is_empty());
    }
    let lang = desk.lang;
    let rows = rules.into_iter().map(|(rule, (all, noticed))| {
        let page = page(&rule);
        [rule, all.to_string(), noticed.to_string(), page]
    });
    let rows = rows.collect();
    desk.table(lang.pick(["規則", "変更", "気づく", "ページ"], ["rule", "changes", "noticed", "page"]), rows)?;
    let said = lang.pick(
        format!("変更 {tried}件のうち、どの事例も気づかないもの {}件", unnoticed.len()),
        format!("{} of {tried} changes would be noticed by no case", unnoticed.len()),
    );
    writeln!(desk.out, "{said}")?;
    for Tried { change, .. } in &unnoticed {
        let was = document.pointer(&change.path).cloned().unwrap_or_default();
        let to = change.value.as_ref().map_or_else(|| lang.pick("なし", "nothing").to_owned(), Value::to_string);
        writeln!(desk.out, "  {} {was} → {to}", change.path)?;
    }
    if !fixed.is_empty() {
        let said = lang.pick("それだけでは変えられない設定：", "settings that cannot be changed by themselves:");
        writeln!(desk.out, "{said} {}", fixed.join(", "))?;
    }
    Ok(unnoticed.is_empty())
}

/// The suites that are for this document.
fn of_programme(desk: &mut Desk, file: &str, files: &[String]) -> Outcome<Vec<(String, Suite)>> {
    let document = fs::canonicalize(file)?;
    let files = files.iter().map(|file| test::listed(Path::new(file))).collect::<Outcome<Vec<_>>>()?.concat();
    let mut suites = Vec::new();
    for file in files {
        let (suite, _) = test::suite(desk, &file)?;
        let is_of = suite.programme.as_deref().is_some_and(|of| fs::canonicalize(of).is_ok_and(|of| of == document));
        if is_of {
            suites.push((file.display().to_string(), suite));
        }
    }
    if suites.is_empty() {
        return Err(Stop::Fault(desk.lang.pick(
            format!("{file}: この文書の事例がありません"),
            format!("{file}: no scenarios or vectors are for this document"),
        )));
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
        if played.is_err() || name.is_some() {
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

/// The page of the rules that names a rule, where the pages are at hand.
fn page(rule: &str) -> String {
    let mut folders = vec![Path::new(PAGES).to_owned()];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).is_ok_and(|text| text.contains(rule)) {
                pages.push(path.display().to_string());
            }
        }
    }
    pages.sort();
    pages.join("\n")
}

fn say(desk: &mut Desk, tried: &Tried) -> Outcome<()> {
    let Tried { change, noticed } = tried;
    desk.line(&json!({ "path": change.path, "value": change.value, "noticed": noticed }))
}
