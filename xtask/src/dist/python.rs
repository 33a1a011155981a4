//! The wheels: the Python package, each with the library of one platform.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Plan;
use crate::{
    hosts,
    install::{self, VERSION},
    native::{self, Platform},
    shell::{Outcome, program, read, read_file, root, run as execute},
};

const FOLDER: &str = "hosts/python";

/// What a wheel calls its platform; `None` where there is no wheel. Python has no builds for Linux on processors of 32 bits
/// in wheels that libraries of ours would be asked for.
fn tag(platform: &Platform) -> Option<&'static str> {
    match platform.name {
        "linux-x86_64" => Some("manylinux_2_17_x86_64"),
        "linux-aarch64" => Some("manylinux_2_17_aarch64"),
        "linux-musl-x86_64" => Some("musllinux_1_2_x86_64"),
        "linux-musl-aarch64" => Some("musllinux_1_2_aarch64"),
        "windows-x86_64" => Some("win_amd64"),
        // The oldest that zig links for.
        "macos-x86_64" => Some("macosx_15_0_x86_64"),
        "macos-aarch64" => Some("macosx_15_0_arm64"),
        _ => None,
    }
}

pub(super) fn wheels(plan: &Plan) -> Outcome {
    hosts::python::setup()?;
    for platform in &plan.platforms {
        if tag(platform).is_some() {
            wheel(platform, &plan.work.join("python"), &plan.out, &plan.time)?;
        }
    }
    Ok(())
}

/// Builds the wheel of a platform in a copy of the package, with what it brings beside its code.
fn wheel(platform: &'static Platform, work: &Path, out: &Path, time: &str) -> Outcome {
    let tag = tag(platform).ok_or_else(|| format!("there is no wheel for {}", platform.name))?;
    if !read_file(Path::new(FOLDER).join("pyproject.toml"))?.contains(&format!("\nversion = \"{VERSION}\"\n")) {
        return Err(format!("{FOLDER}/pyproject.toml has not the version {VERSION}"));
    }
    let folder = work.join(platform.name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let files = |folders: &[&str]| {
        let mut list = program("git");
        read(list.args(["ls-files", "--cached", "--others", "--exclude-standard", "--"]).args(folders))
    };
    for file in files(&[FOLDER])?.lines().filter(|file| root().join(file).is_file()) {
        let inner = Path::new(file).strip_prefix(FOLDER).map_err(|_| "a file from elsewhere")?;
        install::copy(&root().join(file), &folder.join(inner))?;
    }
    for file in files(&["LICENSE-APACHE", "LICENSE-MIT"])?.lines() {
        install::copy(&root().join(file), &folder.join(file))?;
    }
    let package = folder.join("src/kenpo");
    for file in files(&["programmes"])?.lines().filter(|file| file.ends_with(".json")) {
        install::copy(&root().join(file), &package.join(file))?;
    }
    install::copy(&root().join("messages/messages.json"), &package.join("messages.json"))?;
    let library = platform.library();
    install::copy(&native::build(platform)?.join(library), &package.join(library))?;

    let mut build = program(hosts::python::interpreter());
    build.current_dir(&folder).args(["-m", "hatchling", "build", "--target", "wheel", "--directory"]).arg(out);
    // hatchling sets the time and the mode of every file in the archive.
    execute(build.env("KENPO_WHEEL_PLATFORM", tag).env("SOURCE_DATE_EPOCH", time))?;
    in_folder(out, platform).map(drop)
}

/// The wheel of a platform, where wheels are.
pub(crate) fn in_folder(folder: &Path, platform: &Platform) -> Outcome<PathBuf> {
    let tag = tag(platform).ok_or_else(|| format!("there is no wheel for {}", platform.name))?;
    let wheel = folder.join(format!("kenpo-{VERSION}-py3-none-{tag}.whl"));
    if wheel.is_file() { Ok(wheel) } else { Err(format!("there is no {}", wheel.display())) }
}
