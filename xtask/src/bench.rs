//! What is measured: instruction counts, which repeat exactly whatever else the machine does, and ratios within one run.

use std::process::Command;

use crate::{
    native, rust,
    shell::{Outcome, program, root, run as execute, target},
};

/// The runner must be of the version of the library in `benches/Cargo.toml`.
const RUNNER: &str = "=0.20.0";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => instructions(),
        [name] if name == "column" => shipped("column"),
        [name] if name == "accrual" => shipped("accrual"),
        [name] if name == "people" => shipped("people"),
        [name] if name == "ledger" => execute(&mut ledger()),
        _ => Err("takes nothing, or column, or people, or accrual, or ledger".into()),
    }
}

/// What is timed through the library as it is shipped.
fn shipped(name: &str) -> Outcome {
    rust::build_release()?;
    execute(bench(name).env("KENPO_LIBRARY", native::library()))
}

/// What ledger operations cost as their requests grow.
fn ledger() -> Command {
    let mut survey = program("cargo");
    survey.args([
        "run",
        "--quiet",
        "--locked",
        "--profile",
        "quick",
        "--package",
        "kenpo-tests",
        "--bin",
        "kenpo-ledger-cost",
    ]);
    survey
}

fn instructions() -> Outcome {
    let tools = target().join("tools");
    let runner = tools.join("bin/gungraun-runner");
    if !runner.exists() {
        println!("installs gungraun-runner {RUNNER} into {}", tools.display());
        let mut install = program("cargo");
        install.args(["install", "--quiet", "--locked", "gungraun-runner", "--version", RUNNER, "--root"]).arg(&tools);
        execute(&mut install)?;
    }
    execute(bench("instructions").env("GUNGRAUN_RUNNER", runner))
}

fn bench(name: &str) -> Command {
    let mut bench = program("cargo");
    bench.args(["bench", "--locked", "--bench", name, "--manifest-path"]).arg(root().join("benches/Cargo.toml"));
    bench.env("CARGO_TARGET_DIR", target().join("benches"));
    bench
}
