//! Pages of Markdown: each rule page has a Japanese version that says the same codes, ids and examples, and links lead somewhere.

use std::{collections::BTreeSet, path::Path};

use crate::shell::{Outcome, program, read, read_file, root};

/// Pages that exist in both languages, word for word.
const BOTH: [&str; 5] = ["docs/rules/", "docs/abi.md", "docs/programmes.md", "docs/time.md", "docs/vectors.md"];

pub(crate) fn run() -> Outcome {
    let listed = read(program("git").args(["ls-files", "--", "*.md"]))?;
    let pages: BTreeSet<&str> = listed.lines().collect();
    let mut faults = Vec::new();
    let mut pairs = 0;
    for page in &pages {
        // A page that was deleted and not yet committed has no links.
        let Ok(text) = read_file(page) else { continue };
        let folder = Path::new(page).parent().ok_or("a page is in no folder")?;
        let broken = links(&text).into_iter().filter(|link| !root().join(folder).join(link).exists());
        faults.extend(broken.map(|link| format!("  {page}: {link} does not exist")));
        let Some(name) = page
            .strip_suffix(".md")
            .filter(|name| BOTH.iter().any(|both| page.starts_with(both)) && !name.ends_with(".ja"))
        else {
            continue;
        };
        let other = format!("{name}.ja.md");
        if !pages.contains(other.as_str()) {
            faults.push(format!("  {page} has no Japanese version"));
            continue;
        }
        pairs += 1;
        let (english, japanese) = (Content::of(&text), Content::of(&read_file(&other)?));
        for (what, ours, theirs) in [
            ("code", &english.spans, &japanese.spans),
            ("example", &english.blocks, &japanese.blocks),
            ("id", &english.ids, &japanese.ids),
        ] {
            faults.extend(ours.difference(theirs).map(|text| format!("  {other} lacks the {what} {text:?}")));
            faults.extend(theirs.difference(ours).map(|text| format!("  {page} lacks the {what} {text:?}")));
        }
        if english.rows != japanese.rows {
            faults.push(format!("  {page} has {} rows of tables, {other} {}", english.rows, japanese.rows));
        }
    }
    println!("{} pages, {pairs} of them in both languages: {} faults", pages.len(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What does not depend on the language.
#[derive(Default)]
struct Content {
    /// Code in a line, except the names of pages.
    spans: BTreeSet<String>,
    blocks: BTreeSet<String>,
    /// Ids of the catalogue's rules.
    ids: BTreeSet<String>,
    rows: usize,
}

impl Content {
    fn of(text: &str) -> Self {
        let mut content = Self::default();
        let (prose, blocks) = split(text);
        content.blocks = blocks;
        content.rows = prose.lines().filter(|line| line.starts_with('|')).count();
        let spans = prose.split('`').skip(1).step_by(2);
        let spans = spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" "));
        content.spans = spans.filter(|span| !span.ends_with(".md")).collect();
        let words = prose.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let is_id = |word: &&str| {
            let (letters, number) = word.split_once('-').unwrap_or_default();
            letters.len() == 3
                && letters.bytes().all(|b| b.is_ascii_uppercase())
                && number.len() == 2
                && number.bytes().all(|b| b.is_ascii_digit())
        };
        content.ids = words.filter(is_id).map(str::to_owned).collect();
        content
    }
}

/// A page without its fenced blocks, and these.
fn split(text: &str) -> (String, BTreeSet<String>) {
    let (mut prose, mut blocks, mut open) = (String::new(), BTreeSet::new(), None::<String>);
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        match &mut open {
            Some(_) if fence => blocks.extend(open.take()),
            Some(block) => *block += &format!("{line}\n"),
            None if fence => open = Some(format!("{}\n", line.trim())),
            None => prose += &format!("{line}\n"),
        }
    }
    (prose, blocks)
}

/// Where relative links of a page lead, without what follows `#`.
fn links(text: &str) -> Vec<String> {
    let (prose, _) = split(text);
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let relative = targets.filter(|target| !target.contains("://") && !target.starts_with(['#', '<']));
    relative
        .filter_map(|target| target.split('#').next())
        .filter(|target| !target.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_depend_on_the_language_is_found() {
        let content =
            Content::of("# A\n`points` of KKR-07, see [b](c.md#d)\n| a |\n|---|\n```json\n{\"KKR-08\":1}\n```\n`x\ny`");
        assert_eq!(content.spans, ["points", "x y"].map(str::to_owned).into());
        assert_eq!(content.ids, ["KKR-07".to_owned()].into());
        assert_eq!(content.blocks, ["```json\n{\"KKR-08\":1}\n".to_owned()].into());
        assert_eq!(content.rows, 2);
        assert_eq!(links("[a](b.md#c) [d](https://e.f) [g](#h) ![i](j.png)"), ["b.md", "j.png"]);
    }
}
