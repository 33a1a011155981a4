//! The installed layout: headers, libraries, messages, pkg-config file and CMake package.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    native::{self, Platform, System},
    shell::{Outcome, read_file, root, write_file},
};

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

const TAKES: &str = "takes --prefix DIR, and at choice --target PLATFORM, --destdir DIR and --libdir DIR";

/// Where the files of a platform go.
pub(crate) struct Layout<'a> {
    pub(crate) platform: &'static Platform,
    /// The folder that holds `include` and the rest.
    pub(crate) folder: &'a Path,
    /// The libraries' folder below it, such as `lib`.
    pub(crate) libdir: &'a str,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (platform, folder, libdir) = place(arguments)?;
    install(&Layout { platform, folder: &folder, libdir })?;
    println!("kenpo {VERSION} for {} is installed in {}", platform.name, folder.display());
    Ok(())
}

/// For which platform, and into which folder.
fn place(arguments: &[String]) -> Outcome<(&'static Platform, PathBuf, &str)> {
    let (mut platform, mut prefix, mut destdir, mut libdir) = (None, None, None, "lib");
    for pair in arguments.chunks(2) {
        match pair {
            [flag, name] if flag == "--target" => platform = Some(Platform::named(name)?),
            [flag, folder] if flag == "--prefix" => prefix = Some(folder),
            [flag, folder] if flag == "--destdir" => destdir = Some(folder),
            [flag, folder] if flag == "--libdir" => libdir = folder,
            _ => return Err(TAKES.into()),
        }
    }
    let prefix = Path::new(prefix.ok_or(TAKES)?);
    let folder = match destdir {
        // A prefix is absolute, and joining it would leave the folder that it is staged in.
        Some(destdir) => PathBuf::from(destdir).join(prefix.strip_prefix("/").unwrap_or(prefix)),
        None => prefix.into(),
    };
    let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
    Ok((platform.map_or_else(Platform::here, Ok)?, folder, libdir))
}

/// Every file finds the rest by its place, so the folder may be moved.
pub(crate) fn install(layout: &Layout<'_>) -> Outcome {
    let Layout { platform, folder, libdir } = *layout;
    let built = native::build(platform)?;
    let library = folder.join(libdir);
    let soname = format!("libkenpo.so.{}", abi()?);
    let file = format!("libkenpo.so.{VERSION}");

    for header in ["kenpo.h", "kenpo.hpp"] {
        copy(&root().join("include").join(header), &folder.join("include").join(header))?;
    }
    copy(&root().join("messages/messages.json"), &folder.join("share/kenpo/messages.json"))?;
    for archive in platform.archives() {
        copy(&built.join(archive), &library.join(archive))?;
    }
    let shared = built.join(platform.library());
    let (shared_file, import) = match platform.system {
        System::Gnu | System::Musl => {
            copy(&shared, &library.join(&file))?;
            link(&file, &library.join(&soname))?;
            link(&soname, &library.join("libkenpo.so"))?;
            (format!("{libdir}/{file}"), String::new())
        }
        System::Windows => {
            copy(&shared, &folder.join("bin/kenpo.dll"))?;
            ("bin/kenpo.dll".into(), format!("\n    IMPORTED_IMPLIB \"${{_kenpo_prefix}}/{libdir}/libkenpo.dll.a\""))
        }
        System::Macos => {
            copy(&shared, &library.join(platform.library()))?;
            (format!("{libdir}/{}", platform.library()), String::new())
        }
    };
    // What the static library needs besides the C library, and the unwinder that compilers add by themselves.
    let needs: &[&str] = match platform.system {
        System::Gnu | System::Musl => &["pthread", "dl", "m"],
        System::Windows => &["kernel32", "ntdll", "userenv", "ws2_32", "dbghelp"],
        System::Macos => &[],
    };
    let flags: Vec<String> = needs.iter().map(|name| format!("-l{name}")).collect();
    let depth = Path::new(libdir).components().count();
    for (template, place, above) in [
        ("kenpo.pc.in", "pkgconfig/kenpo.pc", depth + 1),
        ("cmake/kenpo-config.cmake.in", "cmake/kenpo/kenpo-config.cmake", depth + 2),
        ("cmake/kenpo-config-version.cmake.in", "cmake/kenpo/kenpo-config-version.cmake", 0),
    ] {
        let mut text = read_file(Path::new("hosts/c").join(template))?;
        for (mark, value) in [
            ("@VERSION@", VERSION),
            ("@SONAME@", &soname),
            ("@UP@", vec![".."; above].join("/").as_str()),
            ("@LIBDIR@", libdir),
            ("@SHARED@", &shared_file),
            ("@IMPORT@", &import),
            ("@NEEDS@", &flags.join(" ")),
            ("@NEEDS_LIST@", &needs.join(";")),
        ] {
            text = text.replace(mark, value);
        }
        write_file(&library.join(place), text)?;
    }
    Ok(())
}

/// `KENPO_ABI_VERSION` of the header.
pub(crate) fn abi() -> Outcome<String> {
    let header = read_file("include/kenpo.h")?;
    let line = header.lines().find_map(|line| line.trim().strip_prefix("#define KENPO_ABI_VERSION "));
    line.map(|number| number.trim().to_owned()).ok_or("kenpo.h has no KENPO_ABI_VERSION".into())
}

pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    let bytes = fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
    // Removed first, since a running program may have the old library mapped.
    let _ = fs::remove_file(to);
    write_file(to, bytes)
}

pub(crate) fn link(name: &str, at: &Path) -> Outcome {
    let _ = fs::remove_file(at);
    std::os::unix::fs::symlink(name, at).map_err(|error| format!("{}: {error}", at.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(line: &str) -> Outcome<(String, String, String)> {
        let arguments: Vec<String> = line.split_whitespace().map(Into::into).collect();
        let (platform, folder, libdir) = place(&arguments)?;
        Ok((platform.name.into(), folder.display().to_string(), libdir.into()))
    }

    fn there(platform: &str, folder: &str, libdir: &str) -> Outcome<(String, String, String)> {
        Ok((platform.into(), folder.into(), libdir.into()))
    }

    #[test]
    fn a_prefix_alone_is_of_this_platform() {
        let here = Platform::here().expect("a platform that kenpo is shipped for").name;
        assert_eq!(placed("--prefix /opt/kenpo"), there(here, "/opt/kenpo", "lib"));
        let within = std::path::absolute("out").expect("a folder").display().to_string();
        assert_eq!(placed("--prefix out"), there(here, &within, "lib"));
    }

    #[test]
    fn a_prefix_is_staged_within_destdir() {
        let line = "--target windows-x86_64 --destdir /tmp/stage --prefix /usr --libdir lib/x86_64";
        assert_eq!(placed(line), there("windows-x86_64", "/tmp/stage/usr", "lib/x86_64"));
        // In any order, and a prefix that is not absolute.
        let line = "--prefix usr --destdir /tmp/stage --target linux-aarch64";
        assert_eq!(placed(line), there("linux-aarch64", "/tmp/stage/usr", "lib"));
    }

    #[test]
    fn what_it_does_not_take_is_said() {
        for line in ["", "--destdir /tmp/stage", "--prefix", "--prefix /usr --destdir", "--prefix /usr --root /tmp"] {
            assert_eq!(placed(line), Err(TAKES.into()), "{line}");
        }
        let unknown = placed("--prefix /usr --target amiga").expect_err("no such platform");
        assert!(unknown.contains("there is no platform \"amiga\"") && unknown.contains("linux-i686"), "{unknown}");
    }
}
