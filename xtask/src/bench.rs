//! What is measured: instruction counts, which repeat exactly whatever else the machine does, and ratios within one run.

use std::{path::Path, process::Command};

use crate::{
    hosts::{js, python},
    native::{self, Platform},
    node, rust,
    shell::{Outcome, program, root, run as execute, target},
    spark,
};

/// The runner must be of the version of the library in `benches/Cargo.toml`.
const RUNNER: &str = "=0.20.0";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => instructions(),
        [name] if name == "column" => shipped("column"),
        [name] if name == "accrual" => shipped("accrual"),
        [name] if name == "people" => shipped("people"),
        [name] if name == "document" => document(),
        [name] if name == "draw" => draw(),
        [name, other] if name == "beside" => beside(other, &root().join("programmes")),
        [name, other, programmes] if name == "beside" => beside(other, Path::new(programmes)),
        [name] if name == "what-if" => what_if(),
        [name] if name == "scale" => scale("10000000"),
        [name, rows] if name == "scale" => scale(rows),
        [name] if name == "spark" => spark("10000000"),
        [name, rows] if name == "spark" => spark(rows),
        _ => {
            Err("takes nothing, or column, or people, or accrual, or what-if, or document, or draw, or scale or spark with a number of rows, or beside with a library"
                .into())
        }
    }
}

/// What is timed through the library as it is shipped.
fn shipped(name: &str) -> Outcome {
    rust::build_release()?;
    execute(bench(name).env("KENPO_LIBRARY", native::library()))
}

/// Instructions of the library as it is shipped, and of another build, whose documents lie in a folder.
fn beside(other: &str, programmes: &Path) -> Outcome {
    native::build(Platform::here()?)?;
    let (library, ours) = (native::library(), root().join("programmes"));
    let mut beside = bench("beside");
    beside.env("KENPO_LIBRARY", library).env("KENPO_PROGRAMMES", ours);
    execute(beside.env("KENPO_BESIDE", other).env("KENPO_PROGRAMMES_BESIDE", programmes))
}

/// What a row costs by engine, from one file of Parquet, with the wheel as it is installed.
pub(crate) fn scale(rows: &str) -> Outcome {
    execute(&mut scale_of(rows)?)
}

fn scale_of(rows: &str) -> Outcome<Command> {
    let mut run = python::with_the_wheel()?;
    run.arg(root().join("benches/scale/scale.py")).arg(target().join("scale")).arg(root().join("programmes/kkr.json"));
    run.arg(rows).env("KENPO_CREDITS", rust::credits()?);
    Ok(run)
}

/// Every way in which kenpo pays comes to the same credits of a few rows, to the byte.
pub(crate) fn digests() -> Outcome {
    execute(scale_of("100000")?.arg("--digests"))
}

/// What a row costs in Spark, from the same file.
pub(crate) fn spark(rows: &str) -> Outcome {
    execute(scale_of(rows)?.arg("--make"))?;
    let mut run = spark::older()?;
    run.arg(root().join("benches/scale/spark.py")).arg(target().join("scale")).arg(root().join("programmes/kkr.json"));
    execute(run.arg(rows).arg(spark::jars()?))
}

/// The command's comparison, in memory and as a process.
fn what_if() -> Outcome {
    let command = native::command(Platform::here()?)?;
    let mut run = program("cargo");
    run.args(["run", "--release", "--locked", "--example", "what_if", "--manifest-path"]);
    run.arg(root().join("benches/Cargo.toml")).env("CARGO_TARGET_DIR", target().join("benches"));
    execute(run.env("KENPO_COMMAND", command))
}

/// What it takes to check a long document: natively, by the command, and in the module under Node.
fn document() -> Outcome {
    rust::build_release()?;
    let command = native::command(Platform::here()?)?;
    let documents = target().join("benches/documents");
    let mut native = bench("document");
    native.env("KENPO_LIBRARY", native::library()).env("KENPO_COMMAND", command).env("KENPO_DOCUMENTS", &documents);
    execute(&mut native)?;
    js::setup()?;
    js::build()?;
    execute(node::command("node")?.current_dir(root()).arg("benches/document/document.mjs").arg(&documents))
}

/// Ten million tickets, of many holders and of one, and a member's check of one receipt in the browser.
fn draw() -> Outcome {
    execute(&mut bench("draw"))?;
    js::setup()?;
    js::build()?;
    execute(node::command("node")?.current_dir(root()).arg("benches/draw/receipt.mjs"))
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
