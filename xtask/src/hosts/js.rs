//! The JavaScript host: the package is built, and tested in Node and in a browser.

use std::{fs, path::Path, process::Command, sync::OnceLock};

use crate::{
    dist,
    install::VERSION,
    node,
    shell::{Outcome, read_file, root, run, target, write_file},
    vectors::Runner,
};

const FOLDER: &str = "hosts/js";

/// A program in the host's folder.
fn in_folder(name: &str) -> Outcome<Command> {
    let mut command = node::command(name)?;
    command.current_dir(root().join(FOLDER)).env("CARGO_TARGET_DIR", target()).env("KENPO_ROOT", root());
    Ok(command)
}

fn npm(arguments: &[&str]) -> Outcome {
    run(in_folder("npm")?.args(arguments))
}

/// What the package is built and tested with.
pub(crate) fn setup() -> Outcome {
    install(FOLDER)
}

/// The packages of a folder's lock file; anew when that changed.
pub(crate) fn install(folder: &str) -> Outcome {
    let lock = read_file(Path::new(folder).join("package-lock.json"))?;
    let installed = root().join(folder).join("node_modules/.installed-lock.json");
    if fs::read_to_string(&installed).ok().as_ref() == Some(&lock) {
        return Ok(());
    }
    println!("installs npm packages into {folder}/node_modules");
    let mut npm = node::command("npm")?;
    npm.current_dir(root().join(folder)).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(&mut npm)?;
    write_file(&installed, lock)
}

pub(crate) fn build() -> Outcome {
    static BUILT: OnceLock<Outcome> = OnceLock::new();
    BUILT.get_or_init(|| npm(&["run", "--silent", "build"])).clone()
}

pub(crate) fn tests() -> Outcome {
    build()?;
    npm(&["run", "--silent", "test"])
}

/// The packed package as its README has it, in Node, in what bundles of it, and in a browser.
pub(crate) fn quick_consumers() -> Outcome {
    build()?;
    packed("test:packaging")
}

/// Tests that begin from the tarball of `target/dist-here`.
fn packed(script: &str) -> Outcome {
    let tarball = dist::here()?.join(format!("kenpo-{VERSION}.tgz"));
    run(in_folder("npm")?.args(["run", "--silent", script]).env("KENPO_TARBALL", tarball))
}

/// The packed package with more bundlers and runtimes than it is built with.
pub(crate) fn consumers() -> Outcome {
    install(&format!("{FOLDER}/test/consumers"))?;
    packed("test:consumers")
}

pub(crate) fn soak() -> Outcome<Command> {
    runner("test/soak.mjs")
}

pub(crate) fn runners() -> Vec<Runner> {
    vec![
        Runner { name: "node", command: || runner("test/vectors/node.mjs") },
        Runner { name: "chromium", command: || runner("test/vectors/chromium.mjs") },
    ]
}

fn runner(script: &str) -> Outcome<Command> {
    build()?;
    let mut node = in_folder("node")?;
    node.arg(script);
    Ok(node)
}
