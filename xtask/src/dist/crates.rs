//! The `.crate` files of what is published for Rust.

use super::Plan;
use crate::{
    install::{self, VERSION},
    shell::{Outcome, cargo, run, target},
};

/// What is published, each after those it needs.
pub(super) const CRATES: [&str; 3] = ["kenpo-core", "kenpo-wire", "kenpo"];

pub(super) fn packages(plan: &Plan) -> Outcome {
    let mut package = cargo(["package", "--locked", "--no-verify", "--quiet", "--allow-dirty"]);
    for name in CRATES {
        package.args(["--package", name]);
    }
    run(&mut package)?;
    for name in CRATES {
        let file = format!("{name}-{VERSION}.crate");
        install::copy(&target().join("package").join(&file), &plan.out.join(&file))?;
    }
    Ok(())
}
