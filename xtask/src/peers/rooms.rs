//! Where each host's contestants are run, and how their room is made ready.

use std::{fs, path::Path, process::Command};

use crate::{
    hosts::{java, js, php},
    node, oracles, rust,
    shell::{Outcome, program, read, root, run, target},
};

pub(crate) struct Host {
    pub(crate) name: &'static str,
    /// The folder in `benches/peers`.
    pub(crate) room: &'static str,
    /// A program that takes a work's name and the folder of the data.
    pub(crate) command: fn() -> Outcome<Command>,
}

pub(crate) const HOSTS: &[Host] = &[
    Host { name: "Rust", room: "rust", command: rust_room },
    Host { name: "Java 17", room: "java", command: || java_room(&java::baseline()?) },
    Host { name: "Java 25", room: "java", command: || java_room(&java::newer()?) },
    Host { name: "PHP", room: "php", command: || php_room(&[]) },
    Host {
        name: "PHP with JIT",
        room: "php",
        command: || php_room(&["-dopcache.enable_cli=1", "-dopcache.jit_buffer_size=64M", "-dopcache.jit=tracing"]),
    },
    Host { name: "Node", room: "js", command: js_room },
    Host { name: "Python", room: "python", command: python_room },
];

/// It makes the data, too.
pub(crate) fn rust_room() -> Outcome<Command> {
    let built = target().join("peers/rust");
    let mut build = program("cargo");
    build.args(["build", "--quiet", "--release", "--locked", "--manifest-path", "benches/peers/rust/Cargo.toml"]);
    let compiler = read(program("rustc").arg("--version"))?;
    run(build.env("CARGO_TARGET_DIR", &built).env("KENPO_COMPILER", compiler.trim()))?;
    Ok(program(built.join("release/kenpo-peers")))
}

fn java_room(home: &Path) -> Outcome<Command> {
    rust::build_release()?;
    let classes = target().join("peers/java");
    let class_path = java::class_path()?;
    let mut compile = program(java::baseline()?.join("bin/javac"));
    compile.args(["-Xlint:all", "-Werror", "-cp", &class_path, "-d"]).arg(&classes);
    let folder = root().join("benches/peers/java");
    for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        compile.arg(entry.path());
    }
    run(&mut compile)?;
    let mut java = java::java(home)?;
    java.args(["-cp", &format!("{class_path}:{}", classes.display()), "Peers"]);
    Ok(java)
}

fn php_room(settings: &[&str]) -> Outcome<Command> {
    rust::build_release()?;
    php::setup()?;
    let mut php = php::in_folder("php");
    php.args(settings).arg(root().join("benches/peers/php/peers.php"));
    Ok(php)
}

fn js_room() -> Outcome<Command> {
    js::setup()?;
    js::build()?;
    js::install("benches/peers/js")?;
    let mut node = node::command("node")?;
    node.arg("benches/peers/js/peers.mjs");
    Ok(node)
}

fn python_room() -> Outcome<Command> {
    oracles::setup()?;
    let mut python = program(oracles::fetched_python());
    // Its sources' folder stays as it is.
    python.args(["-B", "benches/peers/python/peers.py"]);
    Ok(python)
}
