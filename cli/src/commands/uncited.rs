//! Rules that the pages of the rules have and a document does not cite: their pages, and the scenarios or vectors that hold them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::PathBuf,
};

use serde_json::{Value, json};

use crate::{
    commands::{noticed::files, standing},
    desk::Desk,
    lang::Lang,
    scenario::Suite,
    stop::Outcome,
    words::{heads, phrases},
};

/// Where the pages of the rules are, from the project's root.
const PAGES: &str = "docs/rules";

/// A rule that the document does not cite.
pub(crate) struct Uncited<'p> {
    rule: String,
    pages: Vec<&'p str>,
    /// Files that hold it, each with how many cases.
    held_by: Vec<(String, usize)>,
}

/// The rules of the pages that a document does not cite, in their order.
pub(crate) fn of<'p>(document: &Value, pages: &'p Pages, suites: &[(String, Suite)]) -> Vec<Uncited<'p>> {
    let mut cited = BTreeSet::new();
    texts(document, &mut cited);
    let mut holders: BTreeMap<&str, Vec<(String, usize)>> = BTreeMap::new();
    for (file, suite) in suites {
        let mut of_file: BTreeMap<&str, usize> = BTreeMap::new();
        held(&suite.placed.value, &mut of_file);
        for (rule, cases) in of_file {
            holders.entry(rule).or_default().push((file.clone(), cases));
        }
    }
    let uncited = pages.rules().into_iter().filter(|rule| !cited.contains(rule.as_str()));
    let with = |rule: String| {
        let held_by = holders.get(rule.as_str()).cloned().unwrap_or_default();
        Uncited { pages: pages.of(&rule), held_by, rule }
    };
    uncited.map(with).collect()
}

/// Every text of a document.
fn texts<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(object) => object.values().for_each(|value| texts(value, found)),
        Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
        Value::String(text) => drop(found.insert(text)),
        _ => {}
    }
}

/// The rules that a file's cases say they hold: `rules` of a vector, and `by` of a scenario.
fn held<'v>(value: &'v Value, found: &mut BTreeMap<&'v str, usize>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("rules", Value::Array(rules)) => {
                        rules.iter().filter_map(Value::as_str).for_each(|rule| *found.entry(rule).or_default() += 1);
                    }
                    ("by", Value::String(rule)) => *found.entry(rule).or_default() += 1,
                    _ => held(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| held(value, found)),
        _ => {}
    }
}

/// A line for each.
pub(crate) fn lines(desk: &mut Desk, uncited: &[Uncited<'_>]) -> Outcome<()> {
    uncited.iter().try_for_each(|Uncited { rule, pages, held_by }| {
        let held_by: Vec<Value> = held_by.iter().map(|(file, cases)| json!({ "file": file, "cases": cases })).collect();
        desk.line(&json!({ "rule": rule, "cited": false, "pages": pages, "held_by": held_by }))
    })
}

/// A table of those that some file holds, and how many others there are: without vectors, those are other programmes'.
pub(crate) fn show(desk: &mut Desk, uncited: &[Uncited<'_>]) -> Outcome<()> {
    let lang = desk.lang;
    let (held, others): (Vec<_>, Vec<_>) = uncited.iter().partition(|uncited| !uncited.held_by.is_empty());
    let row = |Uncited { rule, pages, held_by }: &&Uncited<'_>| {
        let is_ours = |page: &&&str| page.ends_with(".ja.md") == (lang == Lang::Ja);
        let pages: Vec<&str> = pages.iter().filter(is_ours).copied().collect();
        [rule.clone(), files(lang, held_by), pages.join("\n")]
    };
    standing::apart(desk, heads::not_cited(lang), held.iter().map(row).collect())?;
    if !others.is_empty() {
        writeln!(desk.out, "{}", phrases::held_by_no_file(lang, others.len()))?;
    }
    Ok(())
}

/// The pages of the rules, where they are at hand: around the working folder, or around the document.
pub(crate) struct Pages(Vec<(String, String)>);

impl Pages {
    pub(crate) fn around(file: &str) -> Self {
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
    pub(crate) fn of(&self, rule: &str) -> Vec<&str> {
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

impl Pages {
    /// Every rule that a page names: letters, a hyphen and two digits.
    fn rules(&self) -> BTreeSet<String> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let words = self.0.iter().flat_map(|(_, text)| text.split(|c| !is_word(c)));
        words.filter(|word| is_rule(word)).map(str::to_owned).collect()
    }
}

/// Whether a word is a rule's id: `KKR-07`.
fn is_rule(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letters, digits)| {
        (2..=4).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && digits.len() == 2
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_by_its_whole_id() {
        assert!(names("as KKR-1 says", "KKR-1") && names("(KKR-10)", "KKR-10"));
        assert!(!names("KKR-10", "KKR-1") && !names("XKKR-1", "KKR-1"));
        assert!(is_rule("KKR-07") && is_rule("PUB-20"));
        assert!(!is_rule("ADR-007") && !is_rule("kkr-07") && !is_rule("UTF-8"));
    }

    #[test]
    fn what_is_not_cited_has_its_holders() {
        let pages = Pages(vec![("a.md".to_owned(), "KKR-01, KKR-02 and SHA-25x".to_owned())]);
        let document = json!({ "points": { "caps": [{ "rule": "KKR-01" }] } });
        let vectors =
            r#"{"operation":"points.accrue","cases":[{"id":"a","rules":["KKR-02"],"request":{},"expect":{}}]}"#;
        let suite = Suite::read(std::path::Path::new("v.json"), vectors).unwrap_or_else(|_| panic!("vectors"));
        let found = of(&document, &pages, &[("v.json".to_owned(), suite)]);
        let [Uncited { rule, pages, held_by }] = &found[..] else { panic!("one is not cited") };
        assert_eq!(
            (rule.as_str(), &pages[..], &held_by[..]),
            ("KKR-02", &["a.md"][..], &[("v.json".to_owned(), 1)][..])
        );
    }
}
