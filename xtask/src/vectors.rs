//! The conformance vectors in every host, and the gate over their closing lines.

use std::process::Command;

use crate::{
    hosts, rust,
    shell::{Outcome, cargo, read, run as execute},
};

/// A program that runs every vector through one host and ends with the closing line.
pub(crate) struct Runner {
    pub(crate) name: &'static str,
    pub(crate) command: fn() -> Outcome<Command>,
}

const RUST: Runner = Runner {
    name: "rust",
    command: || Ok(cargo(["run", "--quiet", "--locked", "--package", "kenpo-tests", "--bin", "kenpo-vectors"])),
};

fn runners() -> Vec<Runner> {
    let mut runners = vec![RUST];
    runners.extend(hosts::c::runners());
    runners.extend(hosts::java::runners());
    runners.extend(hosts::php::runners());
    runners.extend(hosts::js::runners());
    runners.extend(hosts::python::runners());
    runners
}

/// What a runner's last line says.
struct Closing {
    runner: &'static str,
    abi: String,
    cases: String,
    digest: String,
}

pub(crate) fn record(_: &[String]) -> Outcome {
    let mut record = (RUST.command)()?;
    execute(record.args(["--", "--record"]))
}

pub(crate) fn run(wanted: &[String]) -> Outcome {
    let runners = runners();
    if let Some(unknown) = wanted.iter().find(|name| !runners.iter().any(|runner| runner.name == **name)) {
        let names: Vec<&str> = runners.iter().map(|runner| runner.name).collect();
        return Err(format!("there is no runner {unknown:?}; runners are {}", names.join(", ")));
    }
    rust::build_release()?;
    let mut closings = Vec::new();
    let mut faults = Vec::new();
    for runner in runners.iter().filter(|runner| wanted.is_empty() || wanted.iter().any(|name| name == runner.name)) {
        let outcome = (runner.command)().and_then(|mut command| read(&mut command));
        match outcome.and_then(|output| closing(runner.name, &output)) {
            Ok(closing) => closings.push(closing),
            Err(fault) => {
                println!("{}: {fault}", runner.name);
                faults.push(format!("{} failed", runner.name));
            }
        }
    }
    faults.extend(gate(&closings));
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Reads the one closing line of a runner that failed nothing.
fn closing(runner: &'static str, output: &str) -> Outcome<Closing> {
    let lines: Vec<&str> = output.lines().filter(|line| line.starts_with("kenpo-vectors ")).collect();
    let [line] = lines[..] else { return Err(format!("{} closing lines\n{output}", lines.len())) };
    println!("{line}");
    let words: Vec<&str> = line.split(' ').collect();
    let field = |index: usize, key: &str| {
        let value = words.get(index).and_then(|word| word.strip_prefix(key)).and_then(|word| word.strip_prefix('='));
        value.map(str::to_owned).ok_or(format!("no {key} in its place"))
    };
    if words.len() != 6 || field(1, "runner")? != runner || field(4, "failed")? != "0" {
        return Err(format!("not the closing line of {runner} without failures: {line}"));
    }
    Ok(Closing { runner, abi: field(2, "abi")?, cases: field(3, "cases")?, digest: field(5, "answers_sha256")? })
}

/// All runners must have met the same number of cases and given the same bytes.
fn gate(closings: &[Closing]) -> Vec<String> {
    let Some(first) = closings.first() else { return vec!["no runner finished".into()] };
    let mut faults = Vec::new();
    if first.cases == "0" || first.digest.len() != 64 {
        faults.push(format!("{} ran nothing", first.runner));
    }
    for other in closings {
        if (&other.abi, &other.cases, &other.digest) != (&first.abi, &first.cases, &first.digest) {
            faults.push(format!("{} and {} differ", first.runner, other.runner));
        }
    }
    println!("{} runners, {} cases each", closings.len(), first.cases);
    faults
}
