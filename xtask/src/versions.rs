//! One version: wherever a package, or a command that takes one, says its own, it is that of the workspace.

use crate::{
    install::VERSION,
    shell::{Outcome, program, read, read_file},
};

/// Files that must say it, and what stands before it there.
const SAID: [(&str, &str); 7] = [
    ("Cargo.toml", "path = \"core\", version = \""),
    ("Cargo.toml", "path = \"wire\", version = \""),
    ("hosts/java/pom.xml", "<artifactId>kenpo</artifactId>\n  <version>"),
    ("hosts/java/spark/pom.xml", "<artifactId>kenpo-spark</artifactId>\n  <version>"),
    ("hosts/js/package.json", "\"name\": \"kenpo\",\n  \"version\": \""),
    ("hosts/js/package-lock.json", "\"name\": \"kenpo\",\n  \"version\": \""),
    ("hosts/python/pyproject.toml", "name = \"kenpo\"\nversion = \""),
];

/// What stands before it in pages and in what consumers ask for.
const BEFORE: [&str; 10] = [
    "<artifactId>kenpo</artifactId>\n  <version>",
    "<artifactId>kenpo</artifactId>\n      <version>",
    "<artifactId>kenpo-spark</artifactId>\n  <version>",
    "io.github.kenpo:kenpo:",
    "io.github.kenpo:kenpo-spark:",
    "kenpo = \"",
    "dist/kenpo-",
    "kenpo-c-",
    "libkenpo1_",
    "libkenpo-dev_",
];

pub(crate) fn run() -> Outcome {
    let (mut faults, mut said) = (Vec::new(), 0);
    for (file, before) in SAID {
        if !read_file(file)?.contains(before) {
            faults.push(format!("  {file} says no version"));
        }
    }
    let listed =
        read(program("git").args(["ls-files", "--", "*.md", "*pom.xml", "Cargo.toml", "hosts/*.json", "*.toml"]))?;
    // What was is told there.
    for file in listed.lines().filter(|file| *file != "CHANGELOG.md" && !file.starts_with("docs/decisions/")) {
        let Ok(text) = read_file(file) else { continue };
        let own = SAID.iter().filter(|(name, _)| *name == file).map(|(_, before)| before);
        for before in BEFORE.iter().chain(own) {
            for found in text.split(before).skip(1).filter_map(version) {
                said += 1;
                if found != VERSION {
                    faults.push(format!("  {file}: {} {found} is not {VERSION}", before.trim_end()));
                }
            }
        }
    }
    println!("version {VERSION}, said {said} times");
    if faults.is_empty() { Ok(()) } else { Err(format!("versions that differ:\n{}", faults.join("\n"))) }
}

/// Three numbers at the start of a text.
fn version(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let found = text.get(..end)?.trim_end_matches('.');
    (found.split('.').count() == 3).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers() {
        assert_eq!(version("0.1.0.tgz"), Some("0.1.0"));
        assert_eq!(version("0.1.0\"\n"), Some("0.1.0"));
        assert_eq!(version("0.1-linux"), None);
        assert_eq!(version("x"), None);
    }
}
