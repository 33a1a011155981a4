//! The command `kenpo`: a static binary for Linux as an archive, and as a package for Debian; a program for Windows in a ZIP file.

use std::path::Path;

use super::{Plan, archive, debian, zip};
use crate::{
    install::{self, VERSION},
    native::{self, Platform, System},
    shell::{Outcome, program, read, root, run as execute, write_file},
};

/// Shells, and where Debian has their completions.
const SHELLS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/kenpo"),
    ("zsh", "usr/share/zsh/vendor-completions/_kenpo"),
    ("fish", "usr/share/fish/vendor_completions.d/kenpo.fish"),
];

pub(super) fn packages(plan: &Plan, platform: &'static Platform) -> Outcome {
    if native::command_triple(platform).is_none() {
        return Ok(());
    }
    let built = native::command(platform)?;
    let name = format!("kenpo-{VERSION}-{}", platform.name);
    let folder = plan.work.join(&name);
    executable(&built, &folder.join(platform.executable("kenpo")))?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "cli/README.md", "cli/README.ja.md"] {
        install::copy(&root().join(file), &folder.join(Path::new(file).file_name().ok_or("no name")?))?;
    }
    if platform.system == System::Windows {
        return zip(plan, &name);
    }
    archive(plan, &plan.work, &name, &format!("{name}.tar.gz"))?;

    let Some((architecture, _)) = debian::architecture(platform) else { return Ok(()) };
    let tree = plan.work.join(format!("kenpo_{architecture}"));
    executable(&built, &tree.join("usr/bin/kenpo"))?;
    // They are the same for every processor, and this one runs them.
    let here = native::command(Platform::here()?)?;
    for (shell, path) in SHELLS {
        write_file(&tree.join(path), read(program(&here).args(["completions", shell]))?)?;
    }
    debian::command(plan, &tree, architecture)
}

fn executable(from: &Path, to: &Path) -> Outcome {
    execute(program("install").args(["-D", "--mode=755"]).args([from, to]))
}
