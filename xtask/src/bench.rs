//! Instruction counts, which repeat exactly whatever else the machine does.

use crate::shell::{Outcome, program, root, run as execute, target};

/// The runner must be of the version of the library in `benches/Cargo.toml`.
const RUNNER: &str = "=0.20.0";

pub(crate) fn run(_: &[String]) -> Outcome {
    let tools = target().join("tools");
    let runner = tools.join("bin/gungraun-runner");
    if !runner.exists() {
        println!("installs gungraun-runner {RUNNER} into {}", tools.display());
        let mut install = program("cargo");
        install.args(["install", "--quiet", "--locked", "gungraun-runner", "--version", RUNNER, "--root"]).arg(&tools);
        execute(&mut install)?;
    }
    let mut bench = program("cargo");
    bench.args(["bench", "--locked", "--manifest-path"]).arg(root().join("benches/Cargo.toml"));
    execute(bench.env("CARGO_TARGET_DIR", target().join("benches")).env("GUNGRAUN_RUNNER", runner))
}
