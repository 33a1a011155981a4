//! The requests that an earlier tree recorded, answered once more: what differs is named in CHANGELOG.md.

use std::fs;

use crate::{
    hosts::python,
    shell::{Outcome, program, read, root, run as execute, target},
};

/// The tree that is compared with. There is no release yet.
pub(crate) const EARLIER: &str = "69cda01";

pub(crate) fn run() -> Outcome<String> {
    let folder = target().join("replay").join(EARLIER);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let archive = folder.with_extension("tar");
    let mut git = program("git");
    execute(git.args(["archive", "--output"]).arg(&archive).args([EARLIER, "tests", "programmes"]))?;
    execute(program("tar").arg("-xf").arg(&archive).arg("-C").arg(&folder))?;
    let said = read(python::with_the_wheel()?.arg(root().join("tests/oracle/replay.py")).arg(&folder).arg(root()))?;
    print!("{said}");
    Ok(said.lines().map(str::trim).collect::<Vec<_>>().join("; "))
}
