//! The examples of portals on one database, in PHP and Java, for bookings and for signing in, where a kiosk in C joins them; each with a referee in Python.

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
    let kiosk = hosts::c::sign_in()?;
    for referee in ["race.py", "sign_in.py"] {
        let mut race = program("python3");
        race.arg("-B").arg(format!("examples/last_place/{referee}"));
        race.env("KENPO_LIBRARY", native::library()).env("JAVA_HOME", hosts::java::baseline()?);
        race.env("KENPO_KIOSK", &kiosk);
        execute(&mut race)?;
    }
    Ok(())
}
