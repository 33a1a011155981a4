//! The long campaign. What cannot be run is a failure, and what was run is written to `target/campaign.md`.

use std::{
    env,
    fmt::Write,
    fs,
    sync::OnceLock,
    thread,
    time::{Instant, SystemTime},
};

use crate::{
    abi, bench, dist, emulated, host_fuzz, hosts, ledger, mutants, oracles, plant, race, replay,
    shell::{Outcome, cargo, program, read_errors, read_file, root, run as execute, succeeds, target, write_file},
    soak, spark, threads,
};

struct Part {
    name: &'static str,
    /// What it ran, such as a number of cases.
    run: fn() -> Outcome<String>,
}

const PARTS: &[Part] = &[
    Part { name: "costs", run: costs },
    Part { name: "plants", run: || plant::run(&[]).map(|()| "all planted changes".into()) },
    Part { name: "model-plants", run: || plant::model().map(|()| "all changes of the model".into()) },
    Part { name: "mutants", run: || mutants::run(&[]).map(|()| "all areas of tests/mutants.json".into()) },
    Part { name: "emulated", run: || emulated::run(&[]).map(|()| "all platforms".into()) },
    Part { name: "properties", run: properties },
    Part { name: "account-sequences", run: account_sequences },
    Part { name: "accruals", run: || oracle("points") },
    Part { name: "accounts", run: || oracle("accounts") },
    Part { name: "coupons", run: || oracle("coupons") },
    Part { name: "documents", run: || oracle("documents") },
    Part { name: "requests", run: || oracle("requests") },
    Part { name: "ledger-model", run: ledger_model },
    Part { name: "ledger-plants", run: || ledger::plants().map(|()| "all changes of the model".into()) },
    Part { name: "ledger-race", run: race::ledger },
    Part { name: "members", run: members },
    Part { name: "soak", run: || soak::run(named_cases()?) },
    Part { name: "replay", run: replay::run },
    Part { name: "abi", run: abi::run },
    Part { name: "consumers", run: || hosts::js::consumers().map(|()| "all bundlers and runtimes".into()) },
    Part { name: "java-consumers", run: || hosts::java_consumers::all().map(|()| "all build tools".into()) },
    Part { name: "spark", run: spark::run },
    Part { name: "scale", run: scale },
    Part { name: "publish", run: publish },
    Part { name: "exports", run: || exports().map(|()| "2,000,000,000 bytes".into()) },
    Part { name: "miri", run: miri },
    Part { name: "threads", run: || threads::run(cases()?) },
    Part { name: "fuzz", run: fuzz },
    Part { name: "fuzz-java", run: || host_fuzz::java(fuzz_seconds()?) },
    Part { name: "fuzz-php", run: || host_fuzz::php(fuzz_seconds()?) },
    // The last, since it takes away what Maven made for other parts.
    Part { name: "reproducible", run: dist::reproducible },
];

/// Cases of each property, and members' months, accounts and coupons that another program answers too; of the ledger ten times as many.
/// `KENPO_CASES` sets another number, and `--hours` [`CASES_AN_HOUR`] for each.
const CASES: u64 = 1_000_000;
const CASES_AN_HOUR: u64 = 100_000;

/// Seconds for each fuzz target, for every million cases; with `--hours` all targets together, those of hosts among them, have half of the
/// time.
const FUZZ_SECONDS: u64 = 600;

/// The budget, where one is given.
static HOURS: OnceLock<u64> = OnceLock::new();

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
            [flag, hours] if flag == "--hours" && hours.parse::<u64>().is_ok_and(|hours| hours > 0) => {
                let _ = HOURS.set(hours.parse().unwrap_or(1));
            }
            _ => {
                return Err(format!(
                    "takes --hours and a number, and --skip or --only and one of {}, any number of times",
                    names().join(", ")
                ));
            }
        }
    }
    if !only.is_empty() {
        skipped.extend(names().into_iter().filter(|name| !only.contains(name)));
    }
    let left_out = PARTS.iter().filter(|part| skipped.contains(&part.name)).count();
    let mut lines = Vec::new();
    let mut report = "# Campaign\n\n| part | ran | seconds | result |\n|---|---|---|---|\n".to_owned();
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
        let (ran, result) = match outcome {
            Ok(ran) => {
                lines.push(format!("  {:<12} passed after {seconds} s", part.name));
                (ran, "passed".to_owned())
            }
            Err(fault) => {
                println!("{fault}");
                failed += 1;
                lines.push(format!("  {:<12} FAILED after {seconds} s", part.name));
                (String::new(), format!("FAILED: {}", fault.lines().next().unwrap_or_default()))
            }
        };
        let _ = writeln!(report, "| {} | {ran} | {seconds} | {result} |", part.name);
        // After each, so that a run that is ended leaves what it did.
        let table =
            if skipped.contains(&"costs") { String::new() } else { read_file(costs_file()).unwrap_or_default() };
        write_file(&target().join("campaign.md"), format!("{report}\n{table}"))?;
    }
    println!("\n{}\n", lines.join("\n"));
    println!("{} passed, {failed} failed, {left_out} skipped", PARTS.len() - failed - left_out);
    if failed == 0 { Ok(()) } else { Err("not everything passed".into()) }
}

fn cases() -> Outcome<u64> {
    match (named_cases()?, HOURS.get()) {
        (Some(cases), _) => Ok(cases),
        (None, Some(hours)) => Ok(CASES_AN_HOUR.saturating_mul(*hours)),
        (None, None) => Ok(CASES),
    }
}

/// What `KENPO_CASES` says, where it is set.
fn named_cases() -> Outcome<Option<u64>> {
    let Ok(text) = env::var("KENPO_CASES") else { return Ok(None) };
    text.parse().map(Some).map_err(|_| format!("KENPO_CASES is not a number: {text}"))
}

/// The table of what every operation costs as it grows.
fn costs_file() -> std::path::PathBuf {
    target().join("costs.md")
}

/// Every operation and document at three sizes, under callgrind.
fn costs() -> Outcome<String> {
    let mut costs = cargo(["run", "--quiet", "--profile", "quick", "--locked", "--package", "kenpo-tests"]);
    execute(costs.args(["--bin", "kenpo-costs", "--"]).arg(costs_file()))?;
    Ok("every shape at three sizes".into())
}

/// The same without callgrind: memory and the length of answers. Memory is that of a process, so that each processor has a process.
pub(crate) fn costs_in_memory() -> Outcome {
    execute(&mut cargo(["build", "--quiet", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-costs"]))?;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = |worker: usize| {
            scope.spawn(move || {
                let mut costs = program(target().join("debug/kenpo-costs"));
                costs.arg(target().join(format!("costs-in-memory-{worker}.md"))).arg("--memory");
                execute(costs.arg(format!("{worker}/{workers}")))
            })
        };
        let running: Vec<_> = (0..workers).map(work).collect();
        running.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended")?)
    })
}

/// Cases that a Python model answers too.
fn oracle(table: &'static str) -> Outcome<String> {
    oracles::cases(table, cases()?)?;
    Ok(format!("{} cases", cases()?))
}

fn ledger_model() -> Outcome<String> {
    let cases = cases()?.saturating_mul(10);
    ledger::cases(cases)?;
    Ok(format!("{cases} cases, seeds {}-0 and on", ledger::seed()))
}

/// All properties.
fn properties() -> Outcome<String> {
    properties_of(&["--workspace"], cases()?)
}

/// Those of accounts, on each programme by itself. They draw twice as many as they are told.
fn account_sequences() -> Outcome<String> {
    properties_of(&["--package", "kenpo-tests", "--test", "account_sequences"], cases()?.div_ceil(2))
}

/// Properties at full speed, with overflow and debug assertions still checked, by a seed that the report names: `PROPTEST_RNG_SEED` sets another.
fn properties_of(which: &[&str], cases: u64) -> Outcome<String> {
    let mut tests = cargo(["test", "--profile", "quick", "--locked"]);
    let now =
        || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()).to_string();
    let seed = env::var("PROPTEST_RNG_SEED").unwrap_or_else(|_| now());
    println!("PROPTEST_RNG_SEED={seed}");
    tests.args(which).env("PROPTEST_CASES", cases.to_string()).env("CARGO_TARGET_DIR", target().join("campaign"));
    tests.env("PROPTEST_RNG_SEED", &seed);
    tests.env("CARGO_PROFILE_QUICK_DEBUG_ASSERTIONS", "true").env("CARGO_PROFILE_QUICK_OVERFLOW_CHECKS", "true");
    execute(&mut tests)?;
    Ok(format!("{cases} cases of each, seed {seed}"))
}

/// Years of as many members as there are cases, in one process of the library as it is shipped.
fn members() -> Outcome<String> {
    let count = cases()?.to_string();
    let package =
        ["run", "--quiet", "--release", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-members", "--"];
    execute(cargo(package).arg(&count))?;
    Ok(format!("{count} members' years"))
}

/// A year of a quarter of a million members through every engine, and through Spark.
fn scale() -> Outcome<String> {
    bench::scale("100000000")?;
    bench::spark("100000000")?;
    Ok("100,000,000 rows".into())
}

/// The crates as the registry would take them, each built from its package.
fn publish() -> Outcome<String> {
    execute(&mut cargo(["publish", "--workspace", "--dry-run", "--locked", "--allow-dirty"]))?;
    Ok("all crates that are published".into())
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
fn miri() -> Outcome<String> {
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
    execute(tests.env("CARGO_TARGET_DIR", target().join("miri")))?;
    Ok(format!("all tests but those named above, {MIRI_CASES} cases of each property"))
}

/// The fuzz targets of the crate `fuzz`.
fn fuzz_targets() -> Outcome<Vec<String>> {
    let folder = root().join(FUZZ).join("fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut targets: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    targets.sort();
    if targets.is_empty() { Err(format!("{} holds no fuzz target", folder.display())) } else { Ok(targets) }
}

/// What each target has.
fn fuzz_seconds() -> Outcome<u64> {
    Ok(match HOURS.get() {
        Some(hours) => hours.saturating_mul(1_800) / (fuzz_targets()?.len() as u64 + host_fuzz::TARGETS),
        None => (FUZZ_SECONDS * cases()? / CASES).max(10),
    })
}

/// Each target for a while.
fn fuzz() -> Outcome<String> {
    let seconds = fuzz_seconds()?;
    // Vectors and programmes are where it begins.
    let all_seeds = target().join("fuzz/seeds");
    let vectors = ["run", "--quiet", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-vectors", "--", "--seeds"];
    execute(cargo(vectors).arg(&all_seeds))?;
    let (mut faults, mut ran) = (Vec::new(), Vec::new());
    for name in fuzz_targets()? {
        let found = target().join("fuzz/found").join(&name);
        let seeds = all_seeds.join(&name);
        fs::create_dir_all(&found).map_err(|error| error.to_string())?;
        let mut fuzz = host_fuzz::cargo_fuzz()?;
        fuzz.arg(&name).arg(found);
        if seeds.is_dir() {
            fuzz.arg(seeds);
        }
        fuzz.args(["--", &format!("-max_total_time={seconds}"), "-print_final_stats=1"]);
        fuzz.arg(format!("-dict={}", root().join(FUZZ).join("kenpo.dict").display()));
        match read_errors(&mut fuzz) {
            Ok(said) => ran.push(format!("{name}: {}", host_fuzz::fuzzed(&said, " cov: "))),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(ran.join("; ")) } else { Err(faults.join("\n")) }
}
