//! The copy of the tree that has all mutants in it, and what is built from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{list::Mutant, rewrite::rewrite};
use crate::{
    plant::copy_tree,
    shell::{Outcome, program, read_file, root, target, write_file},
};

/// The crates whose tests try mutants.
const TESTS: [&str; 4] = ["kenpo-core", "kenpo-wire", "kenpo-ffi", "kenpo-tests"];

/// Mutants that are not in the copy, by why.
pub(super) struct LeftOut {
    /// They do not compile, and so nobody could have written them.
    pub(super) senseless: BTreeSet<u32>,
    /// They cannot be switched: their code runs when it is compiled, or they return another type.
    pub(super) fixed: BTreeSet<u32>,
}

pub(super) fn folder() -> PathBuf {
    target().join("mutants/tree")
}

/// Makes the copy, and writes the mutants into it that compile.
pub(super) fn make(mutants: &[Mutant]) -> Outcome<LeftOut> {
    let copy = folder();
    copy_tree(root(), &copy)?;
    // The one folder of docs that tests read.
    copy_tree(&root().join("docs/schemas"), &copy.join("docs/schemas"))?;
    let count = mutants.iter().map(|mutant| mutant.number).max().unwrap_or(0) + 1;
    let switch = format!("{}\nconst COUNT: usize = {count};\n", include_str!("switch.rs"));
    let mut by_file: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    mutants.iter().for_each(|mutant| by_file.entry(mutant.file.as_str()).or_default().push(mutant));
    let mut left_out = LeftOut { senseless: BTreeSet::new(), fixed: BTreeSet::new() };
    loop {
        let mut places = BTreeMap::new();
        for (file, mutants) in &by_file {
            let ask = if file.starts_with("core/") { "crate::mutants::on" } else { "kenpo_core::mutants::on" };
            let rewritten = rewrite(&read_file(file)?, mutants, &left_out.senseless, ask)
                .map_err(|fault| format!("{file}: {fault}"))?;
            left_out.fixed.extend(rewritten.fixed);
            left_out.senseless.extend(rewritten.senseless);
            write_where_new(&copy.join(file), &rewritten.text)?;
            places.insert(*file, rewritten.places);
        }
        // With the standard library: the switch reads the environment, and `vec!` and `Box` of replaced values are at hand.
        let library = "core/src/lib.rs";
        let text = std::fs::read_to_string(copy.join(library)).map_err(|error| error.to_string())?;
        if !text.contains("pub mod mutants;") {
            write_where_new(
                &copy.join(library),
                &(text.replace("#![no_std]", "#![allow(warnings, arithmetic_overflow, unconditional_panic)]")
                    + "\n#[allow(missing_docs)]\npub mod mutants;\n"),
            )?;
        }
        write_where_new(&copy.join("core/src/mutants.rs"), &switch)?;
        write_where_new(&copy.join("tests/src/bin/kenpo-mutants.rs"), include_str!("vectors.rs"))?;
        let faults =
            faults(&copy, by_file.keys().filter_map(|file| Some(format!("kenpo-{}", file.split_once('/')?.0))))?;
        if faults.is_empty() {
            return Ok(left_out);
        }
        let before = left_out.senseless.len();
        for Fault { spans, text } in faults {
            let of_span = |(file, start, end): &(String, usize, usize)| {
                let of_file = places.get(file.as_str()).into_iter().flatten();
                let hit = of_file.filter(|(range, _)| range.start <= *start && *end <= range.end);
                hit.map(|(_, number)| *number).collect::<Vec<_>>()
            };
            let hit: Vec<u32> = spans.iter().flat_map(of_span).collect();
            if hit.is_empty() {
                return Err(format!("no mutant does not compile:\n{text}"));
            }
            left_out.senseless.extend(hit);
        }
        println!("{} do not compile, {} more than before", left_out.senseless.len(), left_out.senseless.len() - before);
        if left_out.senseless.len() == before {
            return Err("the copy does not compile".into());
        }
    }
}

fn write_where_new(path: &Path, text: &str) -> Outcome {
    if std::fs::read_to_string(path).is_ok_and(|was| was == text) { Ok(()) } else { write_file(path, text) }
}

/// An error of the compiler.
struct Fault {
    /// The places at which it is: each a file and bytes of it.
    spans: Vec<(String, usize, usize)>,
    text: String,
}

/// What the compiler has against the mutants of some crates.
fn faults(copy: &Path, crates: impl Iterator<Item = String>) -> Outcome<Vec<Fault>> {
    let mut check = cargo(copy, "check");
    let crates: BTreeSet<String> = crates.collect();
    check.arg("--keep-going").args(crates.iter().flat_map(|name| ["--package", name]));
    let output = check.stderr(Stdio::null()).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = messages.map(|mut value| value["message"].take()).filter(|message| message["level"] == "error");
    let found: Vec<Fault> = errors
        .map(|message| {
            let mut spans = Vec::new();
            let named = message["spans"].as_array().into_iter().flatten();
            for mut span in named.filter(|span| span["is_primary"] == true) {
                while span.is_object() {
                    let number = |key: &str| span[key].as_u64().unwrap_or(0) as usize;
                    let file = span["file_name"].as_str().unwrap_or_default();
                    spans.push((file.to_owned(), number("byte_start"), number("byte_end")));
                    span = &span["expansion"]["span"];
                }
            }
            Fault { spans, text: message["rendered"].as_str().unwrap_or_default().to_owned() }
        })
        // The last says how many there were.
        .filter(|fault| !fault.spans.is_empty())
        .collect();
    if found.is_empty() && !output.status.success() {
        return Err(format!("the copy does not compile:\n{text}"));
    }
    Ok(found)
}

/// A program that was built, and the folder in which cargo would run it.
#[derive(Clone)]
pub(super) struct Built {
    pub(super) path: PathBuf,
    pub(super) folder: PathBuf,
}

/// Builds all test programs, and the program that tries vectors, which comes first.
pub(super) fn build() -> Outcome<(Built, Vec<Built>)> {
    let mut build = cargo(&folder(), "test");
    build.arg("--no-run").args(TESTS.iter().flat_map(|name| ["--package", name]));
    let output = build.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("the copy is not built:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let (mut vectors, mut tests) = (None, Vec::new());
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let (Some(path), Some(manifest)) = (message["executable"].as_str(), message["manifest_path"].as_str()) else {
            continue;
        };
        let folder = Path::new(manifest).parent().ok_or("no folder")?.to_owned();
        let built = Built { path: path.into(), folder };
        if message["profile"]["test"] == true {
            tests.push(built);
        } else if message["target"]["name"] == "kenpo-mutants" {
            vectors = Some(built);
        }
    }
    Ok((vectors.ok_or("cargo built no kenpo-mutants")?, tests))
}

/// Cargo in the copy. What is built for one run is not optimised; crates from elsewhere are as for the tests.
fn cargo(copy: &Path, command: &str) -> Command {
    let mut cargo = program("nice");
    cargo.args(["-n", "10", "cargo", command, "--locked", "--message-format=json"]).current_dir(copy);
    cargo.env("CARGO_TARGET_DIR", copy.with_extension("target")).env("CARGO_PROFILE_DEV_DEBUG", "0");
    for name in TESTS {
        cargo.args(["--config", &format!("profile.dev.package.{name}.opt-level=0")]);
    }
    cargo
}
