//! The long campaign. What cannot be run is a failure.

use std::{env, fs, time::Instant};

use crate::{
    emulated, hosts, ledger, oracles, plant,
    shell::{Outcome, cargo, exists, program, root, run as execute, succeeds, target},
};

struct Part {
    name: &'static str,
    run: fn() -> Outcome,
}

const PARTS: &[Part] = &[
    Part { name: "plants", run: || plant::run(&[]) },
    Part { name: "model-plants", run: plant::model },
    Part { name: "emulated", run: || emulated::run(&[]) },
    Part { name: "properties", run: properties },
    Part { name: "account-sequences", run: account_sequences },
    Part { name: "accruals", run: || oracles::cases("points", cases()?) },
    Part { name: "accounts", run: || oracles::cases("accounts", cases()?) },
    Part { name: "coupons", run: || oracles::cases("coupons", cases()?) },
    Part { name: "ledger-model", run: || ledger::cases(cases()?.saturating_mul(10)) },
    Part { name: "ledger-plants", run: ledger::plants },
    Part { name: "members", run: members },
    Part { name: "consumers", run: hosts::js::consumers },
    Part { name: "java-consumers", run: hosts::java_consumers::all },
    Part { name: "exports", run: exports },
    Part { name: "miri", run: miri },
    Part { name: "fuzz", run: fuzz },
];

/// Cases of each property, and members' months, accounts and coupons that another program answers too; of the ledger ten times as many.
/// `KENPO_CASES` sets another number.
const CASES: u64 = 1_000_000;

/// Seconds for each fuzz target, for every million cases.
const FUZZ_SECONDS: u64 = 600;

/// Fuzz targets, a crate of its own.
const FUZZ: &str = "fuzz";

pub(crate) fn names() -> Vec<&'static str> {
    PARTS.iter().map(|part| part.name).collect()
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (mut skipped, mut only) = (Vec::new(), Vec::new());
    for pair in arguments.chunks(2) {
        match pair {
            [flag, name] if flag == "--skip" && names().contains(&name.as_str()) => skipped.push(name.as_str()),
            [flag, name] if flag == "--only" && names().contains(&name.as_str()) => only.push(name.as_str()),
            _ => return Err(format!("takes --skip or --only and one of {}, any number of times", names().join(", "))),
        }
    }
    if !only.is_empty() {
        skipped.extend(names().into_iter().filter(|name| !only.contains(name)));
    }
    let left_out = PARTS.iter().filter(|part| skipped.contains(&part.name)).count();
    let mut lines = Vec::new();
    let mut failed = 0;
    for part in PARTS {
        if skipped.contains(&part.name) {
            lines.push(format!("  {:<12} skipped", part.name));
            continue;
        }
        println!("\n━━ {}", part.name);
        let start = Instant::now();
        let outcome = (part.run)();
        let seconds = start.elapsed().as_secs();
        match outcome {
            Ok(()) => lines.push(format!("  {:<12} passed after {seconds} s", part.name)),
            Err(fault) => {
                println!("{fault}");
                failed += 1;
                lines.push(format!("  {:<12} FAILED after {seconds} s", part.name));
            }
        }
    }
    println!("\n{}\n", lines.join("\n"));
    println!("{} passed, {failed} failed, {left_out} skipped", PARTS.len() - failed - left_out);
    if failed == 0 { Ok(()) } else { Err("not everything passed".into()) }
}

fn cases() -> Outcome<u64> {
    match env::var("KENPO_CASES") {
        Ok(text) => text.parse().map_err(|_| format!("KENPO_CASES is not a number: {text}")),
        Err(_) => Ok(CASES),
    }
}

/// All properties.
fn properties() -> Outcome {
    properties_of(&["--workspace"], cases()?)
}

/// Those of accounts, on each programme by itself. They draw twice as many as they are told.
fn account_sequences() -> Outcome {
    properties_of(&["--package", "kenpo-tests", "--test", "account_sequences"], cases()?.div_ceil(2))
}

/// Properties at full speed, with overflow and debug assertions still checked.
fn properties_of(which: &[&str], cases: u64) -> Outcome {
    let mut tests = cargo(["test", "--profile", "quick", "--locked"]);
    tests.args(which).env("PROPTEST_CASES", cases.to_string()).env("CARGO_TARGET_DIR", target().join("campaign"));
    tests.env("CARGO_PROFILE_QUICK_DEBUG_ASSERTIONS", "true").env("CARGO_PROFILE_QUICK_OVERFLOW_CHECKS", "true");
    execute(&mut tests)
}

/// Years of as many members as there are cases, in one process of the library as it is shipped.
fn members() -> Outcome {
    let count = cases()?.to_string();
    let package =
        ["run", "--quiet", "--release", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-members", "--"];
    execute(cargo(package).arg(count))
}

/// An export of two thousand million bytes, read in 50 MiB.
fn exports() -> Outcome {
    execute(&mut cargo(["test", "--locked", "--package", "kenpo-intake", "--test", "command", "--", "--ignored"]))
}

/// Miri interprets, a thousand times slower: a few cases of each property are what it can do.
const MIRI_CASES: &str = "2";

/// Tests that walk through whole calendars, all costs, or texts of many megabytes: interpreted, they would take hours or days.
const TOO_LONG_FOR_MIRI: [&str; 5] =
    ["every_day", "what_is_no_date", "every_cost", "text_full_of_faults", "sizes_at_the_limit"];

/// Undefined behaviour in what the core and the JSON contract run on.
fn miri() -> Outcome {
    if !succeeds(program("cargo").args(["+nightly", "miri", "--version"])) {
        execute(program("rustup").args([
            "toolchain",
            "install",
            "nightly",
            "--profile",
            "minimal",
            "--component",
            "miri",
            "--component",
            "rust-src",
        ]))
        .map_err(|fault| format!("install the nightly toolchain with its components miri and rust-src: {fault}"))?;
    }
    let mut tests = program("cargo");
    tests.args(["+nightly", "miri", "test", "--locked", "--package", "kenpo-core", "--package", "kenpo-wire"]);
    println!("left out, as they would take days: tests whose names hold {}", TOO_LONG_FOR_MIRI.join(" or "));
    tests.arg("--").args(TOO_LONG_FOR_MIRI.iter().flat_map(|name| ["--skip", name]));
    // Proptest looks for its regression files, outside of what Miri lets a program see.
    tests.env("MIRIFLAGS", "-Zmiri-disable-isolation").env("PROPTEST_CASES", MIRI_CASES);
    execute(tests.env("CARGO_TARGET_DIR", target().join("miri")))
}

/// Each target for a while. cargo-fuzz wants an unstable compiler flag, which the stable compiler takes when told so.
fn fuzz() -> Outcome {
    let folder = root().join(FUZZ).join("fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut targets: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    targets.sort();
    if targets.is_empty() {
        return Err(format!("{} holds no fuzz target", folder.display()));
    }
    if !exists("cargo-fuzz") {
        execute(program("cargo").args(["install", "--quiet", "--locked", "cargo-fuzz"]))?;
    }
    let seconds = (FUZZ_SECONDS * cases()? / CASES).max(10);
    // Vectors and programmes are where it begins.
    let all_seeds = target().join("fuzz/seeds");
    let vectors = ["run", "--quiet", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-vectors", "--", "--seeds"];
    execute(cargo(vectors).arg(&all_seeds))?;
    let mut faults = Vec::new();
    for name in targets {
        let found = target().join("fuzz/found").join(&name);
        let seeds = all_seeds.join(&name);
        fs::create_dir_all(&found).map_err(|error| error.to_string())?;
        let mut fuzz = program("cargo");
        fuzz.args(["fuzz", "run", &name]).arg(found);
        if seeds.is_dir() {
            fuzz.arg(seeds);
        }
        fuzz.args(["--", &format!("-max_total_time={seconds}")]);
        fuzz.arg(format!("-dict={}", root().join(FUZZ).join("kenpo.dict").display()));
        faults.extend(execute(fuzz.env("RUSTC_BOOTSTRAP", "1")).err());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
