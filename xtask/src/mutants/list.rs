//! The mutants of some files, as cargo-mutants finds them.

use std::{ops::Range, path::PathBuf};

use serde_json::Value;

use crate::shell::{Outcome, program, read, read_file, root, run as execute, target};

/// Another version finds other mutants.
const VERSION: &str = "=27.1.0";

/// A change of one place.
pub(super) struct Mutant {
    /// The number by which it is switched on, from 1; with 0 none is.
    pub(super) number: u32,
    pub(super) file: String,
    /// What cargo-mutants calls it, without its line: `replace && with || in due`.
    pub(super) change: String,
    /// The line in which it begins, as it is written, and its number.
    pub(super) line: String,
    pub(super) at: usize,
    pub(super) genre: String,
    /// What is replaced, in bytes of the file, and by what.
    pub(super) span: Range<usize>,
    pub(super) replacement: String,
    /// What the function returns, for those that replace its value.
    pub(super) returns: String,
}

/// Installs the tool where it is missing.
fn tool() -> Outcome<PathBuf> {
    let tools = target().join("tools");
    let tool = tools.join("bin/cargo-mutants");
    if !tool.exists() {
        println!("installs cargo-mutants {VERSION} into {}", tools.display());
        let mut install = program("cargo");
        install.args(["install", "--quiet", "--locked", "cargo-mutants", "--version", VERSION, "--root"]).arg(&tools);
        execute(&mut install)?;
    }
    Ok(tool)
}

/// All mutants of the files of some patterns.
pub(super) fn list(patterns: &[String]) -> Outcome<Vec<Mutant>> {
    let mut list = program(tool()?);
    list.args(["mutants", "--list", "--json", "--no-config", "--workspace", "--dir"]).arg(root());
    list.args(patterns.iter().flat_map(|pattern| ["--file", pattern.as_str()]));
    let found: Value = serde_json::from_str(&read(&mut list)?).map_err(|error| error.to_string())?;
    let (mut mutants, mut name, mut source) = (Vec::new(), String::new(), String::new());
    for (number, value) in (1..).zip(found.as_array().ok_or("cargo-mutants lists nothing")?) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let file = text(&value["file"]);
        if file != name {
            source = read_file(&file)?;
            name.clone_from(&file);
        }
        let span = offset(&source, &value["span"]["start"])?..offset(&source, &value["span"]["end"])?;
        let before = source.get(..span.start).unwrap_or_default();
        let at = before.matches('\n').count();
        let line = source.lines().nth(at).unwrap_or_default().trim().to_owned();
        // `file:line:column: change`
        let change = text(&value["name"]).splitn(4, ':').nth(3).unwrap_or_default().trim().to_owned();
        let returns = text(&value["function"]["return_type"]);
        let (genre, replacement) = (text(&value["genre"]), text(&value["replacement"]));
        mutants.push(Mutant { number, file, change, line, at: at + 1, genre, span, replacement, returns });
    }
    Ok(mutants)
}

/// The byte at which a line and a column stand, both counted in characters from 1.
fn offset(source: &str, place: &Value) -> Outcome<usize> {
    let number = |key: &str| place[key].as_u64().map(|number| number as usize).ok_or(format!("no {key} in {place}"));
    let (line, column) = (number("line")?, number("column")?);
    let before: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = source.get(before..).unwrap_or_default();
    Ok(before + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>())
}
