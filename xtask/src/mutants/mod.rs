//! Mutants: small changes of the sources, each of which some vector or test must notice.
//!
//! cargo-mutants says which there are. All of them are compiled into one copy of the tree, and one at a time is switched on: a rebuild for each would take
//! hours (`docs/decisions/0039-mutants-in-one-build.md`). `tests/mutants.json` has the areas, what came out where one was run whole, and why a survivor is no fault. Without a name, areas that have not been tried yet are left out.
//!
//! - A vector notices by what was written by hand, or by another way to the same answer, never by what was recorded.
//! - A test notices with a tenth of its cases. A mutant that never ends, or ends the process, has been noticed.

mod copy;
mod list;
mod rewrite;
mod tries;

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};

use self::{list::Mutant, tries::Fate};
use crate::shell::{Outcome, program, read, read_file, root, target, write_file};

const LEDGER: &str = "tests/mutants.json";

/// The areas named, or all; `--write` writes the numbers into the ledger.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let write = arguments.iter().any(|argument| argument == "--write");
    let wanted: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| *name != "--write").collect();
    let mut ledger: Value = serde_json::from_str(&read_file(LEDGER)?).map_err(|error| format!("{LEDGER}: {error}"))?;
    let areas = ledger["areas"].as_array_mut().ok_or(format!("{LEDGER} has no areas"))?;
    let name = |area: &Value| area["area"].as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = areas.iter().map(name).collect();
    if let Some(unknown) = wanted.iter().find(|wanted| names.iter().all(|name| name != *wanted)) {
        return Err(format!("{LEDGER} has no area {unknown}; it has {}", names.join(", ")));
    }
    let is_wanted = |area: &&mut Value| match wanted.as_slice() {
        [] => area["untried"] != true,
        wanted => wanted.contains(&name(area).as_str()),
    };
    let mut areas: Vec<&mut Value> = areas.iter_mut().filter(is_wanted).collect();
    let patterns: Vec<String> = areas.iter().flat_map(|area| texts(&area["files"])).collect();
    let mutants = list::list(&patterns)?;
    let (left_out, fates) = fates(&mutants)?;
    let mut faults = String::new();
    for area in &mut areas {
        let files = texts(&area["files"]);
        let of_area = |mutant: &&Mutant| files.iter().any(|pattern| matches(pattern, &mutant.file));
        let of_area: Vec<&Mutant> = mutants.iter().filter(of_area).collect();
        let counted = count(area, &of_area, &left_out, &fates, &mut faults);
        println!("{:<16} {counted}", name(area));
        if write {
            area["commit"] = read(program("git").args(["rev-parse", "--short=8", "HEAD"]))?.trim().into();
            area["counted"] = counted;
        }
    }
    if write {
        let text = serde_json::to_string_pretty(&ledger).map_err(|error| error.to_string())?;
        write_file(&root().join(LEDGER), text + "\n")?;
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("not everything was noticed, or is explained\n{faults}")) }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether a file is of a pattern: a file's name, or a folder with `/**`.
fn matches(pattern: &str, file: &str) -> bool {
    pattern.strip_suffix("**").map_or(pattern == file, |folder| file.starts_with(folder))
}

/// What became of each mutant.
fn fates(mutants: &[Mutant]) -> Outcome<(copy::LeftOut, BTreeMap<u32, Fate>)> {
    println!("{} mutants", mutants.len());
    let left_out = copy::make(mutants)?;
    let (vectors, tests) = copy::build()?;
    let numbers = mutants.iter().map(|mutant| mutant.number);
    let switched = numbers.filter(|number| !left_out.senseless.contains(number) && !left_out.fixed.contains(number));
    let mut fates = tries::by_vectors(&vectors, &switched.collect::<Vec<u32>>())?;
    let left = |fates: &BTreeMap<u32, Fate>| -> Vec<u32> {
        fates.iter().filter(|(_, fate)| !matches!(fate, Fate::Noticed(_))).map(|(number, _)| *number).collect()
    };
    write_fates(mutants, &fates)?;
    println!("{} noticed by vectors, {} are left", fates.len() - left(&fates).len(), left(&fates).len());
    let reaching = tries::reaching(&tests)?;
    fates.extend(tries::by_tests(&reaching, &left(&fates))?);
    write_fates(mutants, &fates)?;
    Ok((left_out, fates))
}

/// What became of each, and by what, for whoever looks closer.
fn write_fates(mutants: &[Mutant], fates: &BTreeMap<u32, Fate>) -> Outcome {
    let list: Vec<Value> = mutants
        .iter()
        .map(|Mutant { number, file, at, change, line, .. }| {
            let fate = fates.get(number).map(|fate| match fate {
                Fate::Noticed(by) => format!("noticed: {by}"),
                Fate::Survived => "survived".to_owned(),
                Fate::Unreached => "not reached".to_owned(),
            });
            json!({ "mutant": format!("{file}:{at}: {change}"), "line": line, "fate": fate })
        })
        .collect();
    let text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
    write_file(&target().join("mutants/fates.json"), text)
}

/// An explanation is of a file and a change, which names its function; with `line`, of that line's text alone.
///
/// Counts what became of an area's mutants, and adds what is a fault: a survivor that is not explained, an explanation of one that did not survive.
fn count(
    area: &Value,
    mutants: &[&Mutant],
    left_out: &copy::LeftOut,
    fates: &BTreeMap<u32, Fate>,
    faults: &mut String,
) -> Value {
    let explanations = area["explained"].as_array().map(Vec::as_slice).unwrap_or_default();
    let explains = |explanation: &Value, mutant: &Mutant| {
        explanation["file"] == *mutant.file
            && explanation["change"] == *mutant.change
            && (explanation["line"].is_null() || explanation["line"] == *mutant.line)
    };
    let mut used = vec![false; explanations.len()];
    let (mut noticed, mut explained, mut unexplained) = (0, 0, 0);
    for mutant in mutants {
        let unreached = match fates.get(&mutant.number) {
            None => continue,
            Some(Fate::Noticed(_)) => {
                noticed += 1;
                continue;
            }
            Some(Fate::Survived) => "",
            Some(Fate::Unreached) => ", which nothing reaches",
        };
        match explanations.iter().position(|explanation| explains(explanation, mutant)) {
            Some(index) => {
                explained += 1;
                used[index] = true;
            }
            None => {
                unexplained += 1;
                let Mutant { file, at, change, line, .. } = mutant;
                let _ = writeln!(faults, "{file}:{at}: {change}{unreached}\n    {line}");
            }
        }
    }
    for (explanation, _) in explanations.iter().zip(&used).filter(|(_, used)| !**used) {
        let _ = writeln!(faults, "explains nothing that survives: {explanation}");
    }
    let of = |numbers: &std::collections::BTreeSet<u32>| mutants.iter().filter(|m| numbers.contains(&m.number)).count();
    let (senseless, fixed) = (of(&left_out.senseless), of(&left_out.fixed));
    json!({ "mutants": mutants.len(), "do_not_compile": senseless, "not_switched": fixed, "noticed": noticed, "explained": explained, "unexplained": unexplained })
}
