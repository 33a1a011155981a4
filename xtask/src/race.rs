//! The examples of hosts on one database, in PHP and Java: bookings, signing in, where a kiosk in C joins them, and points. Each has a referee in Python.

use std::{process::Command, sync::OnceLock};

use crate::{
    hosts, native, rust,
    shell::{Outcome, program, run as execute},
};

/// Fetches what Maven needs, by compiling.
pub(crate) fn setup() -> Outcome {
    static COMPILED: OnceLock<Outcome> = OnceLock::new();
    let compile = |name: &str| {
        execute(&mut hosts::java::maven(&["--file", &format!("../../examples/{name}/pom.xml"), "compile"])?)
    };
    COMPILED.get_or_init(|| ["last_place", "ledger"].into_iter().try_for_each(compile)).clone()
}

pub(crate) fn run() -> Outcome {
    build()?;
    let kiosk = hosts::c::sign_in()?;
    for name in ["race.py", "sign_in.py"] {
        execute(referee(&format!("last_place/{name}"))?.env("KENPO_KIOSK", &kiosk))?;
    }
    execute(referee("ledger/race.py")?.args(["sqlite", "postgresql"]))
}

/// Points on each of the databases.
pub(crate) fn ledger() -> Outcome<String> {
    build()?;
    execute(&mut referee("ledger/race.py")?)?;
    Ok("SQLite, H2 and PostgreSQL".into())
}

fn build() -> Outcome {
    rust::build_release()?;
    hosts::php::setup()?;
    setup()
}

fn referee(name: &str) -> Outcome<Command> {
    let mut referee = program("python3");
    referee.arg("-B").arg(format!("examples/{name}"));
    referee.env("KENPO_LIBRARY", native::library()).env("JAVA_HOME", hosts::java::baseline()?);
    Ok(referee)
}
