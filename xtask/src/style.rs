//! The phrases of `docs/style.md` that code and docs do without.

use crate::shell::{Outcome, program, read, read_file};

/// The page that lists the phrases, and its heading above them.
const PAGE: &str = "docs/style.md";
const HEADING: &str = "\n## Phrases\n";

/// Where the phrases are looked for.
const HELD: &[&str] = &[
    "core",
    "wire",
    "ffi",
    "wasm",
    "include",
    "docs",
    "hosts/rust",
    "cli",
    "examples",
    "messages",
    "programmes",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
];

/// What keeps its words: the page itself; decisions, which are not rewritten.
const EXEMPT: &[&str] = &[PAGE, "docs/decisions/00"];

pub(crate) fn run() -> Outcome {
    let phrases = phrases(&read_file(PAGE)?)?;
    let listed = read(program("git").args(["ls-files", "--"]).args(HELD))?;
    let (mut faults, mut files) = (Vec::new(), 0);
    for path in listed.lines() {
        let is_under = |prefix: &str| path.starts_with(prefix);
        if EXEMPT.iter().copied().any(is_under) {
            continue;
        }
        // Files that are not text, or were deleted and not yet committed, hold no phrases.
        let Ok(text) = read_file(path) else { continue };
        files += 1;
        let hits = hits(&text, &phrases);
        faults.extend(hits.into_iter().map(|(line, phrase)| format!("  {path}:{line}: {phrase:?}")));
    }
    println!("{} phrases in {files} files: {} hits", phrases.len(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(format!("{PAGE} says what to write instead:\n{}", faults.join("\n"))) }
}

/// The first column of the table of phrases.
fn phrases(page: &str) -> Outcome<Vec<String>> {
    let (_, table) = page.split_once(HEADING).ok_or("docs/style.md has no list of phrases")?;
    let phrases: Vec<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(phrase, _)| phrase.to_lowercase())
        .collect();
    if phrases.is_empty() { Err("docs/style.md lists no phrases".into()) } else { Ok(phrases) }
}

/// Each phrase that a text holds, as whole words, with the line on which it begins.
///
/// The marks of comments and line ends count as a space each, so that a phrase is found across lines.
fn hits<'a>(text: &str, phrases: &'a [String]) -> Vec<(usize, &'a str)> {
    let (mut flat, mut starts) = (String::from(" "), Vec::new());
    for line in text.to_lowercase().lines() {
        starts.push(flat.len());
        let bare = line.trim_start().trim_start_matches(['/', '!', '*', '#']);
        for word in bare.split_whitespace() {
            flat += word;
            flat.push(' ');
        }
    }
    let is_inner = |c: char| c.is_alphanumeric() || c == '_';
    let mut hits = Vec::new();
    for phrase in phrases {
        for (at, _) in flat.match_indices(phrase.as_str()) {
            let (before, after) = (&flat[..at], &flat[at + phrase.len()..]);
            if before.ends_with(is_inner) || after.starts_with(is_inner) {
                continue;
            }
            hits.push((starts.partition_point(|start| *start <= at), phrase.as_str()));
        }
    }
    hits.sort_unstable();
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case_and_across_lines() {
        let phrases = ["so many".to_owned(), "is none".to_owned()];
        let text = "fn is_none()\n/// So\n    /// many of them, and one that IS none.\nalso manyfold\n * so   many";
        assert_eq!(hits(text, &phrases), [(2, "so many"), (3, "is none"), (5, "so many")]);
    }

    #[test]
    fn the_page_lists_phrases() {
        let page = read_file(PAGE).unwrap();
        assert!(phrases(&page).unwrap().contains(&"so many".to_owned()));
    }
}
