//! The installed layout: header, libraries, pkg-config file and CMake package.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use crate::{
    rust,
    shell::{Outcome, read_file, root, target, write_file},
};

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let [flag, prefix] = arguments else { return Err("takes --prefix DIR".into()) };
    if flag != "--prefix" {
        return Err("takes --prefix DIR".into());
    }
    let prefix = std::path::absolute(PathBuf::from(prefix)).map_err(|error| error.to_string())?;
    install(&prefix)
}

/// Everything below `prefix` finds the rest by its place, so the folder may be moved.
pub(crate) fn install(prefix: &Path) -> Outcome {
    rust::build_release()?;
    let library = prefix.join("lib");
    let built = target().join("release");
    let soname = format!("libkenpo.so.{}", abi()?);
    let file = format!("libkenpo.so.{VERSION}");

    copy(&root().join("include/kenpo.h"), &prefix.join("include/kenpo.h"))?;
    copy(&built.join("libkenpo.a"), &library.join("libkenpo.a"))?;
    copy(&built.join("libkenpo.so"), &library.join(&file))?;
    link(&file, &library.join(&soname))?;
    link(&soname, &library.join("libkenpo.so"))?;
    for (template, place) in [
        ("kenpo.pc.in", "pkgconfig/kenpo.pc"),
        ("cmake/kenpo-config.cmake.in", "cmake/kenpo/kenpo-config.cmake"),
        ("cmake/kenpo-config-version.cmake.in", "cmake/kenpo/kenpo-config-version.cmake"),
    ] {
        let text = read_file(Path::new("hosts/c").join(template))?;
        let text = text.replace("@VERSION@", VERSION).replace("@SONAME@", &soname);
        write_file(&library.join(place), text)?;
    }
    println!("kenpo {VERSION} is installed in {}", prefix.display());
    Ok(())
}

/// `KENPO_ABI_VERSION` of the header.
fn abi() -> Outcome<String> {
    let header = read_file("include/kenpo.h")?;
    let line = header.lines().find_map(|line| line.trim().strip_prefix("#define KENPO_ABI_VERSION "));
    line.map(|number| number.trim().to_owned()).ok_or("kenpo.h has no KENPO_ABI_VERSION".into())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let bytes = fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
    // Removed first, since a running program may have the old library mapped.
    let _ = fs::remove_file(to);
    write_file(to, bytes)
}

fn link(name: &str, at: &Path) -> Outcome {
    let _ = fs::remove_file(at);
    symlink(name, at).map_err(|error| format!("{}: {error}", at.display()))
}
