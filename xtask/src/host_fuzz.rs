//! Fuzz targets of the readers of JSON that the Java and PHP packages have of their own: Jazzer calls those of Java, and libFuzzer those of
//! PHP, through a process. They begin with the vectors' requests, answers and errors.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    hosts::{java, php},
    shell::{Outcome, exists, program, read_errors, read_file, root, run as execute, target, write_file},
    types::model::Contract,
};

/// How many targets of hosts there are, beside those of the crate `fuzz`.
pub(crate) const TARGETS: u64 = 2;

const PHP: &str = "hosts/php/fuzz";
const JAVA: &str = "hosts/java/fuzz";

/// Seeds longer than this teach a fuzzer nothing.
const LONGEST_SEED: usize = 4_096;

/// What each run of a target is told.
fn limits(seconds: u64) -> [String; 4] {
    let words = format!("-dict={}", root().join("fuzz/kenpo.dict").display());
    [format!("-max_total_time={seconds}"), "-print_final_stats=1".into(), "-max_len=4096".into(), words]
}

/// `cargo fuzz run`, which wants an unstable compiler flag; the stable compiler takes it when told so.
pub(crate) fn cargo_fuzz() -> Outcome<Command> {
    if !exists("cargo-fuzz") {
        execute(program("cargo").args(["install", "--quiet", "--locked", "cargo-fuzz"]))?;
    }
    let mut fuzz = program("cargo");
    fuzz.args(["fuzz", "run"]).env("RUSTC_BOOTSTRAP", "1");
    Ok(fuzz)
}

pub(crate) fn php(seconds: u64) -> Outcome<String> {
    php::setup()?;
    let found = folder("fuzz/found/php")?;
    let mut fuzz = cargo_fuzz()?;
    // There is no code of Rust or C to look into.
    fuzz.args(["--fuzz-dir", PHP, "--sanitizer", "none", "readers"]).arg(found).arg(seeds()?);
    fuzz.arg("--").args(limits(seconds));
    // Coverage is what PHP met: libFuzzer counts it among its features.
    read_errors(&mut fuzz).map(|said| fuzzed(&said, " ft: "))
}

pub(crate) fn java(seconds: u64) -> Outcome<String> {
    let build = folder("java/fuzz")?;
    let classes = format!("{}:{}", build.display(), java::class_path()?);
    execute(&mut java::maven(&["--file", "fuzz/pom.xml", "validate"])?)?;
    let jazzer = read_file(root().join(JAVA).join("target/fuzz.classpath"))?;
    let home = java::baseline()?;
    let mut compile = program(home.join("bin/javac"));
    compile.args(["--release", "17", "-Xlint:all", "-Werror", "-proc:none", "-cp", &classes, "-d"]).arg(&build);
    execute(compile.arg(root().join(JAVA).join("Readers.java")))?;
    let found = folder("fuzz/found/java")?;
    let mut fuzz = java::java(&home)?;
    fuzz.args(["-Xmx512m", "-cp", &format!("{}:{classes}", jazzer.trim()), "com.code_intelligence.jazzer.Jazzer"]);
    fuzz.args(["--target_class=io.github.kenpo.fuzz.Readers", "--instrumentation_includes=io.github.kenpo.**"]);
    // One method of it asks for each type, and is too long to be changed.
    fuzz.arg("--instrumentation_excludes=io.github.kenpo.internal.Types");
    fuzz.args(["--custom_hook_includes=io.github.kenpo.**", &format!("--reproducer_path={}", build.display())]);
    fuzz.arg(format!("-artifact_prefix={}/", build.display())).args(limits(seconds)).arg(found).arg(seeds()?);
    read_errors(&mut fuzz).map(|said| fuzzed(&said, " cov: "))
}

/// A folder of what is built or found, which may be there already.
fn folder(name: &str) -> Outcome<PathBuf> {
    let folder = target().join(name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Executions, coverage and seed, from what libFuzzer printed.
pub(crate) fn fuzzed(said: &str, coverage: &str) -> String {
    let last = |before: &str| {
        let rest = said.lines().rev().find_map(|line| line.split_once(before)).map(|(_, rest)| rest.trim_start());
        rest.and_then(|rest| rest.split_whitespace().next()).unwrap_or("?").to_owned()
    };
    let (executed, coverage, seed) = (last("stat::number_of_executed_units:"), last(coverage), last("INFO: Seed: "));
    format!("{executed} executions, coverage {coverage}, seed {seed}")
}

/// Each request, answer and error of the vectors under the name of its type, and the beginning of the messages.
fn seeds() -> Outcome<PathBuf> {
    let folder = target().join("fuzz/seeds/hosts");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let seed = |name: &str, head: &str, text: &str| match text.len() <= LONGEST_SEED {
        true => write_file(&folder.join(name), format!("{head}\n{text}")),
        false => Ok(()),
    };
    let contract = Contract::read(&kenpo_wire::schema::contract());
    for path in vectors()? {
        let file = parse(&path)?;
        let operation = file["operation"].as_str().unwrap_or_default();
        // Batches are passed as text.
        let Some(operation) = contract.operations.iter().find(|known| known.name == operation) else { continue };
        for case in file["cases"].as_array().into_iter().flatten() {
            let id = case["id"].as_str().unwrap_or_default();
            let request = case["request_text"].as_str().map_or_else(|| case["request"].to_string(), str::to_owned);
            if let Some(head) = &operation.request {
                seed(&format!("{id}-request"), head, &request)?;
            }
        }
        for line in read_file(path.with_extension("tsv"))?.lines() {
            let parts: Vec<&str> = line.splitn(3, '\t').collect();
            let [id, status, text] = parts[..] else { return Err(format!("{}: {line}", path.display())) };
            let head = if status == "0" { format!("answer {}", operation.answer) } else { "error".into() };
            seed(&format!("{id}-answer"), &head, text)?;
        }
    }
    let mut messages = parse(&root().join("messages/messages.json"))?;
    for list in ["reasons", "errors", "faults"] {
        messages[list].as_array_mut().ok_or("messages.json lacks a list")?.truncate(1);
    }
    seed("messages", "messages", &messages.to_string())?;
    for (name, time) in
        [("day", "2024-02-18"), ("instant", "2024-02-18T09:00:00+09:00"), ("utc", "2024-02-18T00:00:00Z")]
    {
        seed(name, "time", time)?;
    }
    Ok(folder)
}

fn parse(path: &Path) -> Outcome<Value> {
    serde_json::from_str(&read_file(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// All files of vectors.
fn vectors() -> Outcome<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join("tests/vectors")]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
