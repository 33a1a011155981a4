//! The checks of the Rust crates.

use std::{env, path::PathBuf};

use crate::{
    native::{self, Platform},
    shell::{Outcome, cargo, program, run, target},
};

/// How many cases each property is tried on, unless the caller says otherwise.
const PROPERTY_CASES: &str = "10000";

/// A target without an operating system, so that no std slips into the core.
const BARE_TARGET: &str = "thumbv7em-none-eabi";

pub(crate) fn format() -> Outcome {
    run(&mut cargo(["fmt", "--all", "--check"]))
}

pub(crate) fn lints() -> Outcome {
    run(&mut cargo(["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))?;
    // What only a feature compiles.
    run(&mut cargo([
        "clippy",
        "--quiet",
        "--package",
        "kenpo-ffi",
        "--features",
        "probe",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))?;
    // What measures, and what fuzzes, stands in workspaces of its own, which a changed signature would break unseen.
    for manifest in
        ["benches/Cargo.toml", "benches/peers/rust/Cargo.toml", "fuzz/Cargo.toml", "hosts/php/fuzz/Cargo.toml"]
    {
        run(&mut cargo(["check", "--quiet", "--all-targets", "--locked", "--manifest-path", manifest]))?;
    }
    let mut docs = cargo(["doc", "--quiet", "--workspace", "--no-deps", "--locked"]);
    run(docs.env("RUSTDOCFLAGS", "-D warnings"))
}

pub(crate) fn no_std(_: &[String]) -> Outcome {
    run(&mut cargo(["build", "--quiet", "--locked", "--package", "kenpo-core", "--target", BARE_TARGET]))
}

/// Unit, property and doc tests.
pub(crate) fn tests() -> Outcome {
    let mut tests = cargo(["test", "--workspace", "--locked"]);
    // The same cases in every run, so that a change is held to what the change before it was held to; the campaign draws new ones.
    for (name, preset) in [("PROPTEST_CASES", PROPERTY_CASES), ("PROPTEST_RNG_SEED", "1")] {
        if env::var_os(name).is_none() {
            tests.env(name, preset);
        }
    }
    run(&mut tests)
}

/// The main job, as the README has it, and a draw, as its README has it.
pub(crate) fn example() -> Outcome {
    // As the tests built them: with `--release`, as the README says it, all their packages would be built once more.
    let example =
        |name, arguments: &[&str]| run(program("cargo").args(["run", "--example", name, "--"]).args(arguments));
    example("kkr_year", &["examples/data/steps.csv"])?;
    example("draw", &["freeze", "examples/data/exchanges.csv", "kkr-2022-06", "target/draw"])?;
    example("draw", &["draw", "target/draw", "2217133./80412./3.8.17.22.31.40./"])?;
    example("draw", &["verify", "target/draw/published"])?;
    example("draw", &["check", "target/draw/members/m-001.json"])?;
    // Workspaces of their own, whose tests hold them to rounds that drand published, and to tokens of an authority made for the test.
    for manifest in ["examples/beacon/Cargo.toml", "examples/timestamp/Cargo.toml"] {
        let outside = |verb| cargo([verb, "--quiet", "--locked", "--manifest-path", manifest]);
        run(&mut outside("test"))?;
        run(outside("run").args(["--", "target/draw/published/proof.json"]))?;
    }
    run(&mut cargo(["test", "--quiet", "--locked", "--manifest-path", "examples/kiosk/Cargo.toml"]))
}

/// The program that pays rows in its own process, as the tests build it.
pub(crate) fn credits() -> Outcome<PathBuf> {
    run(&mut cargo(["build", "--quiet", "--locked", "--package", "kenpo-tests", "--example", "credits"]))?;
    Ok(target().join("debug/examples/credits"))
}

/// The scenarios of all programmes, played by the command that staff have.
pub(crate) fn desk() -> Outcome {
    run(program("cargo").args(["run", "--quiet", "--package", "kenpo-cli", "--", "test", "tests/scenarios"]))
}

/// The library as it is shipped, for the platform that xtask runs on: [`native::library`].
pub(crate) fn build_release() -> Outcome {
    native::build(Platform::here()?).map(drop)
}

/// The same once more with the one function that panics: [`native::probe_library`].
pub(crate) fn build_probe() -> Outcome {
    native::build_probe(Platform::here()?).map(drop)
}
