//! The PHP host: in the command line, under the built-in web server with preloading, and over a process of the command.

use std::process::Command;

use crate::{
    native, rust,
    shell::{Outcome, cargo, program, root, run, target},
    vectors::Runner,
};

const FOLDER: &str = "hosts/php";

/// A program in the host's folder, with both libraries named.
pub(crate) fn in_folder(name: &str) -> Command {
    let mut command = program(name);
    command.current_dir(root().join(FOLDER)).env("KENPO_ROOT", root());
    command.env("KENPO_LIBRARY", native::library());
    command.env("KENPO_PROBE_LIBRARY", native::probe_library());
    command.env("KENPO_TESTED_COMMAND", target().join("debug/kenpo"));
    command
}

/// Writes the autoloader; the package needs nothing from elsewhere.
pub(crate) fn setup() -> Outcome {
    let mut composer = in_folder("composer");
    composer.args(["dump-autoload", "--dev", "--no-interaction", "--quiet"]).env("COMPOSER_ALLOW_SUPERUSER", "1");
    run(&mut composer)
}

pub(crate) fn tests() -> Outcome {
    command()?;
    rust::build_release()?;
    rust::build_probe()?;
    setup()?;
    run(in_folder("phpunit").arg("--fail-on-skipped"))
}

pub(crate) fn soak() -> Command {
    let mut php = in_folder("php");
    php.arg("tests/soak.php");
    php
}

pub(crate) fn runners() -> Vec<Runner> {
    vec![
        Runner { name: "php-cli", command: || runner("cli") },
        Runner { name: "php-web", command: || runner("web") },
        Runner {
            name: "php-process",
            command: || {
                setup()?;
                command()?;
                // Without any extension: FFI is not there.
                let mut php = in_folder("php");
                php.args(["-n", "tests/run-vectors.php", "process"]);
                Ok(php)
            },
        },
    ]
}

/// The command, which answers where FFI is not allowed.
fn command() -> Outcome {
    run(&mut cargo(["build", "--quiet", "--locked", "--package", "kenpo-cli"]))
}

fn runner(lane: &str) -> Outcome<Command> {
    setup()?;
    let mut php = in_folder("php");
    php.args(["tests/run-vectors.php", lane]);
    Ok(php)
}
