//! Independent opinions: the core's tables, each reckoned once more by a program that shares nothing with it.

use std::{
    fs::{self, File},
    ops::Range,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use crate::{
    jdk, ledger, node,
    shell::{Outcome, cargo, program, read, run as execute, target, write_file},
};

const TABLES: [&str; 12] = [
    "dates",
    "width",
    "radicals",
    "compose",
    "half",
    "luhn",
    "points",
    "draws",
    "accounts",
    "coupons",
    "documents",
    "requests",
];

/// A program that reads a table, says `<n> agreed with …`, and fails where it thinks otherwise.
struct Oracle {
    name: &'static str,
    table: &'static str,
    command: fn() -> Outcome<Command>,
}

const ORACLES: &[Oracle] = &[
    Oracle { name: "Eras.java", table: "dates", command: java },
    Oracle { name: "eras.mjs", table: "dates", command: || node::command("node") },
    Oracle { name: "width.py", table: "width", command: || Ok(program("python3")) },
    Oracle { name: "width.py", table: "radicals", command: || Ok(program("python3")) },
    Oracle { name: "radicals.pl", table: "radicals", command: || Ok(program("perl")) },
    Oracle { name: "width.py", table: "compose", command: || Ok(program("python3")) },
    Oracle { name: "width.py", table: "half", command: || Ok(program("python3")) },
    Oracle { name: "luhn.py", table: "luhn", command: || Ok(program(fetched_python())) },
    Oracle { name: "points.py", table: "points", command: || Ok(program("python3")) },
    Oracle { name: "verify_draw.py", table: "draws", command: || Ok(program("python3")) },
    Oracle { name: "accounts.py", table: "accounts", command: || Ok(program("python3")) },
    Oracle { name: "coupons.py", table: "coupons", command: || Ok(program("python3")) },
    Oracle { name: "documents.py", table: "documents", command: || Ok(program(fetched_python())) },
    Oracle { name: "requests.py", table: "requests", command: || Ok(program(fetched_python())) },
];

/// The packages that are fetched for this, at fixed versions.
const PACKAGES: [&str; 2] = ["python-stdnum==2.2", "jsonschema==4.26.0"];

pub(crate) fn run(_: &[String]) -> Outcome {
    if !fetched() {
        return Err(format!("no {}; `cargo xtask setup` fetches them", PACKAGES.join(", ")));
    }
    for table in TABLES {
        write_file(&path_of(table), read(&mut kenpo_oracle(table))?)?;
    }
    let mut faults = Vec::new();
    for oracle in ORACLES {
        let label = format!("{} {}", oracle.name, oracle.table);
        match ask(oracle) {
            Ok(said) => println!("{label:<22} {said}"),
            Err(fault) => faults.push(format!("{label}: {fault}")),
        }
    }
    faults.extend(ledger::quick().err());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Cases of a table that a Python model of the same name answers once more: in as many processes as there are processors, and none of it on disk.
pub(crate) fn cases(table: &'static str, cases: u64) -> Outcome {
    execute(&mut cargo(["build", "--quiet", "--profile", "quick", "--locked", "--package", "kenpo-tests"]))?;
    let workers = thread::available_parallelism().map_or(1, |workers| workers.get() as u64).min(cases).max(1);
    let share = |worker: u64| cases * worker / workers;
    thread::scope(|scope| {
        let work = |worker| scope.spawn(move || reckon(table, share(worker)..share(worker + 1)));
        let running: Vec<_> = (0..workers).map(work).collect();
        running.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended")?)
    })
}

/// Has the Python model answer the cases of these numbers.
fn reckon(table: &str, cases: Range<u64>) -> Outcome {
    let (first, until) = (cases.start.to_string(), cases.end.to_string());
    let mut kenpo = program(target().join("quick/kenpo-oracle"));
    let kenpo = kenpo.args([table, &first, &until]).stdout(Stdio::piped()).spawn();
    let mut kenpo = kenpo.map_err(|error| format!("kenpo-oracle: {error}"))?;
    let lines = kenpo.stdout.take().ok_or("kenpo-oracle writes nothing")?;
    // The model's own Python: some need packages.
    let python = if fetched() { fetched_python() } else { "python3".into() };
    let said = read(program(python).args(["-B", &format!("tests/oracle/{table}.py")]).stdin(lines));
    let written = kenpo.wait().map_err(|error| error.to_string())?;
    let said = said?;
    if !written.success() || !said.starts_with(&format!("{} agreed", cases.end - cases.start)) {
        return Err(format!("{table} {first} to {until}, {written}, and it says: {said}"));
    }
    println!("{table} {first} to {until}: {}", said.trim());
    Ok(())
}

/// Fetches the packages into a folder of their own.
pub(crate) fn setup() -> Outcome {
    if fetched() {
        return Ok(());
    }
    println!("installs {} from PyPI into target/oracle-venv", PACKAGES.join(", "));
    execute(program("python3").args(["-m", "venv", "--clear"]).arg(venv()))?;
    execute(program(fetched_python()).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    write_file(&stamp(), PACKAGES.join("\n"))
}

fn ask(oracle: &Oracle) -> Outcome<String> {
    let table = path_of(oracle.table);
    let lines = fs::read_to_string(&table).map_err(|error| error.to_string())?.lines().count();
    let mut command = (oracle.command)()?;
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.arg(format!("tests/oracle/{}", oracle.name)).arg(oracle.table);
    command.stdin(File::open(&table).map_err(|error| error.to_string())?);
    let said = read(&mut command)?;
    // A program that read nothing has agreed to nothing.
    if lines > 0 && said.starts_with(&format!("{lines} agreed")) {
        Ok(said.trim().into())
    } else {
        Err(format!("{lines} lines, and it says: {said}"))
    }
}

fn kenpo_oracle(table: &str) -> Command {
    cargo(["run", "--quiet", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-oracle", "--", table])
}

/// One file, run from its source, which is UTF-8 whatever the locale.
fn java() -> Outcome<Command> {
    let home = jdk::baseline().ok_or("no JDK 17; install openjdk-17-jdk-headless")?;
    let mut java = program(home.join("bin/java"));
    java.arg("-Dfile.encoding=UTF-8");
    Ok(java)
}

fn path_of(table: &str) -> PathBuf {
    target().join(format!("oracle/{table}.tsv"))
}

fn venv() -> PathBuf {
    target().join("oracle-venv")
}

/// Names what was installed, once it is.
fn stamp() -> PathBuf {
    venv().join("kenpo-installed")
}

fn fetched() -> bool {
    fs::read_to_string(stamp()).is_ok_and(|installed| installed == PACKAGES.join("\n"))
}

/// The Python that has them.
pub(crate) fn fetched_python() -> PathBuf {
    venv().join("bin/python")
}
