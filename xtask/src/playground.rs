//! The page on which programmes are written and tried: built into `target/playground/site`, opened, and tested in a browser.

use std::{fs, process::Command, time::SystemTime};

use crate::{
    hosts, node,
    shell::{Outcome, program, read, root, run as execute, target},
};

const FOLDER: &str = "examples/playground";

/// What the npm package is built from.
const SOURCES: [&str; 8] =
    ["core", "wire", "wasm", "hosts/js/src", "hosts/js/scripts", "messages", "programmes", "Cargo.lock"];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let known = ["--open", "--test"];
    if let Some(unknown) = arguments.iter().find(|argument| !known.contains(&argument.as_str())) {
        return Err(format!("takes --open and --test, and not {unknown}"));
    }
    let wants = |flag: &str| arguments.iter().any(|argument| argument == flag);
    hosts::js::setup()?;
    setup()?;
    build()?;
    println!("the page is in {}", target().join("playground/site").display());
    if wants("--test") {
        journeys()?;
    }
    if wants("--open") {
        // A static server, until it is stopped.
        execute(in_folder("npm")?.args(["exec", "--", "vite", "preview", "--open"]))?;
    }
    Ok(())
}

/// What the page is built and tested with.
pub(crate) fn setup() -> Outcome {
    hosts::js::install(FOLDER)
}

/// Builds the page and takes every journey in a browser.
pub(crate) fn tests() -> Outcome {
    build()?;
    journeys()
}

fn journeys() -> Outcome {
    execute(in_folder("npm")?.args(["run", "--silent", "test"]))?;
    println!("screenshots are in {}", target().join("playground/screenshots").display());
    Ok(())
}

fn build() -> Outcome {
    if !package_is_fresh()? {
        hosts::js::build()?;
    }
    execute(in_folder("npm")?.args(["run", "--silent", "build", "--", "--logLevel", "warn"]))
}

/// Whether the package was built after what it is built from was last changed.
fn package_is_fresh() -> Outcome<bool> {
    let Some(built) = changed("hosts/js/dist/messages/ja.js") else { return Ok(false) };
    let listed = read(program("git").args(["ls-files", "--"]).args(SOURCES))?;
    Ok(listed.lines().filter_map(changed).all(|source| source < built))
}

/// When a file was last changed, if it is there.
fn changed(path: &str) -> Option<SystemTime> {
    fs::metadata(root().join(path)).and_then(|file| file.modified()).ok()
}

/// A program in the page's folder.
fn in_folder(name: &str) -> Outcome<Command> {
    let mut command = node::command(name)?;
    command.current_dir(root().join(FOLDER)).env("CARGO_TARGET_DIR", target());
    Ok(command)
}
