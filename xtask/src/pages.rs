//! Pages of Markdown: each rule page has a Japanese version that says the same codes, ids and examples, and links lead somewhere.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use crate::{
    campaign,
    shell::{Outcome, program, read, read_file, root},
    test,
};

/// The page whose recipes are parts of programme documents, and their heading.
const RECIPES: (&str, &str) = ("docs/programmes.md", "\n## Recipes\n");

/// Pages that exist in both languages, word for word.
const BOTH: [&str; 7] = [
    "docs/rules/",
    "docs/abi.md",
    "docs/packages.md",
    "docs/programmes.md",
    "docs/time.md",
    "docs/trust.md",
    "docs/vectors.md",
];

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
        faults.extend(unknown_chores(&text).into_iter().map(|chore| format!("  {page}: there is no `{chore}`")));
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
    let recipes = recipes(&read_file(RECIPES.0)?)?;
    faults.extend(recipes.iter().flat_map(|recipe| recipe_faults(recipe)));
    let scenarios = read(program("git").args(["ls-files", "--", "tests/scenarios"]))?;
    let scenarios = scenarios.lines().map(|path| read_file(path).map(|text| without_programme(&text)));
    let shown = not_in_any(&read_file(RECIPES.0)?, &scenarios.collect::<Result<Vec<_>, _>>()?);
    faults.extend(shown.into_iter().map(|line| format!("  {}: no file of scenarios has the block {line}", RECIPES.0)));
    println!("{} recipes of {}", recipes.len(), RECIPES.0);
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

/// The blocks of JSON that follow the recipes' heading.
fn recipes(page: &str) -> Result<BTreeSet<String>, String> {
    let (_, page) = page.split_once(RECIPES.1).ok_or("there is no heading of recipes")?;
    let (_, blocks) = split(page);
    let recipes = blocks.iter().filter_map(|block| block.strip_prefix("```json\n")).map(str::to_owned);
    let recipes: BTreeSet<String> = recipes.collect();
    if recipes.is_empty() { Err("there are no recipes".into()) } else { Ok(recipes) }
}

/// The blocks of YAML that are not a part of any of these files of scenarios, which are played, by their first lines.
fn not_in_any(page: &str, scenarios: &[String]) -> Vec<String> {
    let (_, blocks) = split(page);
    let blocks = blocks.iter().filter_map(|block| block.strip_prefix("```yaml\n")).map(without_programme);
    let unknown = blocks.filter(|block| !scenarios.iter().any(|text| text.contains(block)));
    unknown.map(|block| block.lines().take(2).collect::<Vec<_>>().join(" / ")).collect()
}

/// A file of scenarios without the path of its document, which a page has elsewhere.
fn without_programme(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with("programme: ")).collect()
}

/// What is wrong with a recipe, as the part of a document that it is.
fn recipe_faults(recipe: &str) -> Vec<String> {
    let start = recipe.lines().next().unwrap_or_default();
    let mut document = match serde_json::from_str(recipe) {
        Ok(Value::Object(document)) => document,
        Ok(_) => return vec![format!("  recipe {start} is not an object")],
        Err(error) => return vec![format!("  recipe {start}: {error}")],
    };
    for (key, value) in [("format", "kenpo-programme/1"), ("id", "recipe"), ("version", "1"), ("name", "recipe")] {
        document.insert(key.into(), value.into());
    }
    let found = kenpo_wire::document_faults(Value::Object(document).to_string().as_bytes());
    found.iter().map(|fault| format!("  recipe {start}: {} at {}", fault.code.name(), fault.path)).collect()
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

/// Steps of the tests and parts of the campaign that a page names, and that are not there.
fn unknown_chores(text: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    for (command, flags, known) in [
        ("cargo xtask test ", [].as_slice(), test::names()),
        ("cargo xtask campaign ", ["--only", "--skip"].as_slice(), campaign::names()),
    ] {
        for rest in text.split(command).skip(1) {
            let words: Vec<&str> = rest.split(['`', '\n', '#']).next().unwrap_or_default().split_whitespace().collect();
            for (index, word) in words.iter().enumerate() {
                // Every word of the tests is a step; of the campaign, what follows a flag is a part.
                let named =
                    flags.is_empty() || index.checked_sub(1).is_some_and(|before| flags.contains(&words[before]));
                if named && !word.starts_with("--") && !known.contains(word) {
                    unknown.push(format!("{command}{}", words.join(" ")));
                }
            }
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chores_of_a_page_are_there() {
        let page =
            "`cargo xtask test` and `cargo xtask test js dist`\ncargo xtask campaign --hours 2 --only fuzz # long\n";
        assert!(unknown_chores(page).is_empty());
        assert_eq!(unknown_chores("`cargo xtask test js jss`"), ["cargo xtask test js jss"]);
        assert_eq!(unknown_chores("`cargo xtask campaign --only js`"), ["cargo xtask campaign --only js"]);
    }

    #[test]
    fn recipes_are_parts_of_documents() {
        let page =
            "```json\nnot this\n```\n## Recipes\n```json\n{\"points\":{\"rules\":[{}]}}\n```\n```json\n{}\n```\n";
        let found: Vec<_> = recipes(page).unwrap().iter().map(|recipe| recipe_faults(recipe)).collect();
        assert_eq!(found[0], ["  recipe {\"points\":{\"rules\":[{}]}}: missing_value at /points/rules/0/id"]);
        assert!(found[1].is_empty());
        assert!(recipes("## Recipes\n").is_err() && recipes("").is_err());
    }

    #[test]
    fn scenarios_of_a_page_are_parts_of_files() {
        let files = [without_programme("format: x\nprogramme: ../a.json\nmembers: {}\nscenarios: []\n")];
        assert!(not_in_any("```yaml\nformat: x\nprogramme: a.json\nmembers: {}\n```\n", &files).is_empty());
        assert_eq!(not_in_any("```yaml\nmembers: {}\nscenarios: 1\n```\n", &files), ["members: {} / scenarios: 1"]);
    }

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
