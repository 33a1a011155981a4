//! The cases that notice a change of a document.

use std::collections::{BTreeMap, BTreeSet};

use kenpo::Programme;

use crate::{lang::Lang, scenario::Suite, words::phrases};

/// Cases, or files of them, that are named where there are more.
const NAMED: usize = 3;

/// A scenario, or a vector, of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Case<'s> {
    pub(crate) file: &'s str,
    pub(crate) name: String,
}

/// Every case in which something does not hold under a programme; one with examples once.
pub(crate) fn noticed<'s>(suites: &[&'s (String, Suite)], programme: &Programme) -> Vec<Case<'s>> {
    let mut all = Vec::new();
    for (file, suite) in suites {
        let mut add = |name: String| {
            let case = Case { file, name };
            if all.last() != Some(&case) {
                all.push(case);
            }
        };
        let played = suite.play(Some(programme), &mut |played| {
            if !played.findings.is_empty() {
                add(played.name);
            }
            true
        });
        // A suite that cannot be played to its end does not hold either.
        if played.is_err() {
            add(String::new());
        }
    }
    all
}

/// How many cases of each file.
pub(crate) fn by_file(cases: &BTreeSet<Case<'_>>) -> Vec<(String, usize)> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for Case { file, .. } in cases {
        *files.entry(file).or_default() += 1;
    }
    files.into_iter().map(|(file, cases)| (file.to_owned(), cases)).collect()
}

/// The first of some cases, each file before its own, and how many more there are.
pub(crate) fn named(lang: Lang, cases: &[Case<'_>]) -> String {
    let mut text: Vec<String> = Vec::new();
    let mut of_file = "";
    for Case { file, name } in cases.iter().take(NAMED) {
        text.push(if *file == of_file { name.clone() } else { format!("{file}: {name}") });
        of_file = file;
    }
    match cases.len().saturating_sub(NAMED) {
        0 if text.is_empty() => text.push(phrases::nobody(lang)),
        0 => {}
        more => text.push(phrases::more_cases(lang, more)),
    }
    text.join("; ")
}

/// Files, each with how many of its cases; the first of them, or nobody.
pub(crate) fn files(lang: Lang, all: &[(String, usize)]) -> String {
    let mut files: Vec<String> = all.iter().take(NAMED).map(|(file, cases)| format!("{file} ({cases})")).collect();
    match all.len().saturating_sub(NAMED) {
        0 if files.is_empty() => files.push(phrases::nobody(lang)),
        0 => {}
        more => files.push(phrases::more_files(lang, more)),
    }
    files.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_before_its_own_cases() {
        let case = |file: &'static str, name: &str| Case { file, name: name.to_owned() };
        let cases = [case("a.yaml", "1"), case("a.yaml", "2"), case("b.yaml", "3"), case("b.yaml", "4")];
        assert_eq!(named(Lang::En, &cases[..3]), "a.yaml: 1; 2; b.yaml: 3");
        assert_eq!(named(Lang::En, &cases), "a.yaml: 1; 2; b.yaml: 3; and 1 more");
        assert_eq!(named(Lang::En, &[]), "nobody");
        let by_file = by_file(&cases.into_iter().collect());
        assert_eq!(files(Lang::En, &by_file), "a.yaml (2)\nb.yaml (2)");
    }
}
