//! The command `kenpo`: a static binary for Linux as an archive, and as a package for Debian.

use std::path::Path;

use super::{Plan, archive, debian};
use crate::{
    install::{self, VERSION},
    native::{self, Platform},
    shell::{Outcome, program, read, root, run as execute, write_file},
};

/// Shells, and where Debian has their completions.
const SHELLS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/kenpo"),
    ("zsh", "usr/share/zsh/vendor-completions/_kenpo"),
    ("fish", "usr/share/fish/vendor_completions.d/kenpo.fish"),
];

pub(super) fn packages(plan: &Plan, platform: &'static Platform) -> Outcome {
    let Some(triple) = native::command_triple(platform) else { return Ok(()) };
    let built = native::command(triple)?;
    let name = format!("kenpo-{VERSION}-{}", platform.name);
    let folder = plan.work.join(&name);
    executable(&built, &folder.join("kenpo"))?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "cli/README.md", "cli/README.ja.md"] {
        install::copy(&root().join(file), &folder.join(Path::new(file).file_name().ok_or("no name")?))?;
    }
    archive(plan, &plan.work, &name, &format!("{name}.tar.gz"))?;

    let Some(architecture) = debian::architecture(platform) else { return Ok(()) };
    let tree = plan.work.join(format!("kenpo_{architecture}"));
    executable(&built, &tree.join("usr/bin/kenpo"))?;
    for (shell, path) in SHELLS {
        write_file(&tree.join(path), read(program(&built).args(["completions", shell]))?)?;
    }
    debian::command(plan, &tree, architecture)
}

fn executable(from: &Path, to: &Path) -> Outcome {
    execute(program("install").args(["-D", "--mode=755"]).args([from, to]))
}
