//! The examples of two portals on one database: a portal in PHP and one in Java, for bookings and for signing in, each with a referee in Python.

use std::sync::OnceLock;

use crate::{
    hosts, native, rust,
    shell::{Outcome, program, run as execute},
};

/// Fetches what Maven needs, by compiling.
pub(crate) fn setup() -> Outcome {
    static COMPILED: OnceLock<Outcome> = OnceLock::new();
    let compile = || execute(&mut hosts::java::maven(&["--file", "../../examples/last_place/pom.xml", "compile"])?);
    COMPILED.get_or_init(compile).clone()
}

pub(crate) fn run() -> Outcome {
    rust::build_release()?;
    hosts::php::setup()?;
    setup()?;
    for referee in ["race.py", "sign_in.py"] {
        let mut race = program("python3");
        race.arg("-B").arg(format!("examples/last_place/{referee}"));
        race.env("KENPO_LIBRARY", native::library()).env("JAVA_HOME", hosts::java::baseline()?);
        execute(&mut race)?;
    }
    Ok(())
}
