//! Debian's packages of the C library: libkenpo1 to run with it, libkenpo-dev to build against it.

use std::{fs, path::Path};

use super::Plan;
use crate::{
    install::{self, Layout, VERSION},
    native::Platform,
    shell::{Outcome, program, read_file, run as execute, write_file},
};

/// What Debian calls a platform's processor, and the folder of its libraries.
const ARCHITECTURES: [(&str, &str, &str); 2] =
    [("linux-x86_64", "amd64", "x86_64-linux-gnu"), ("linux-aarch64", "arm64", "aarch64-linux-gnu")];

const HOMEPAGE: &str = "https://github.com/kenpo/kenpo";

/// Both packages, for a platform that Debian has.
pub(super) fn packages(plan: &Plan, platform: &'static Platform) -> Outcome {
    let Some((_, architecture, multiarch)) = ARCHITECTURES.iter().find(|(name, ..)| *name == platform.name) else {
        return Ok(());
    };
    let abi = install::abi()?;
    let (runtime, development) = (format!("libkenpo{abi}"), "libkenpo-dev".to_owned());
    let libdir = format!("lib/{multiarch}");
    let (run, dev) = (tree(plan, &runtime, architecture), tree(plan, &development, architecture));
    install::install(&Layout { platform, folder: &dev.join("usr"), libdir: &libdir })?;
    let libraries = run.join("usr").join(&libdir);
    fs::create_dir_all(&libraries).map_err(|error| error.to_string())?;
    for file in [format!("libkenpo.so.{VERSION}"), format!("libkenpo.so.{abi}")] {
        fs::rename(dev.join("usr").join(&libdir).join(&file), libraries.join(&file))
            .map_err(|error| format!("{file}: {error}"))?;
    }

    let dependency = format!("{runtime} (= {VERSION}-1)");
    let short = "rule book of Japanese health-insurance programmes";
    control(&run, &runtime, architecture, "libs", "libc6 (>= 2.17)", &format!("{short}: library"))?;
    control(&dev, &development, architecture, "libdevel", &dependency, &format!("{short}: headers"))?;
    write_file(&run.join("DEBIAN/triggers"), "activate-noawait ldconfig\n")?;
    write_file(&run.join("DEBIAN/shlibs"), format!("libkenpo {abi} {runtime} (>= {VERSION})\n"))?;
    for (folder, name) in [(&run, &runtime), (&dev, &development)] {
        copyright(folder, name)?;
        build(plan, folder, name, architecture)?;
    }
    Ok(())
}

/// What Debian calls a platform's processor, and the folder of its libraries.
pub(super) fn architecture(platform: &Platform) -> Option<(&'static str, &'static str)> {
    let found = ARCHITECTURES.iter().find(|(name, ..)| *name == platform.name);
    found.map(|(_, architecture, multiarch)| (*architecture, *multiarch))
}

/// The package of the command, whose tree is there. It is static and depends on nothing.
pub(super) fn command(plan: &Plan, tree: &Path, architecture: &str) -> Outcome {
    let size = size(&tree.join("usr"))? / 1024;
    let text = format!(
        "Package: kenpo\nSource: kenpo\nVersion: {VERSION}-1\nArchitecture: {architecture}\nSection: utils\nPriority: \
         optional\nMaintainer: the kenpo authors <kenpo@invalid>\nInstalled-Size: {size}\nHomepage: {HOMEPAGE}\nDescription: rule \
         book of Japanese health-insurance programmes: command\n Programme documents checked, explained, compared and tested by \
         those who write them.\n",
    );
    write_file(&tree.join("DEBIAN/control"), text)?;
    copyright(tree, "kenpo")?;
    build(plan, tree, "kenpo", architecture)
}

fn copyright(folder: &Path, name: &str) -> Outcome {
    let licence = read_file("LICENSE-MIT")?;
    // An empty line ends a paragraph of this format; a full stop stands in for it.
    let licence: String =
        licence.lines().map(|line| format!(" {}\n", if line.is_empty() { "." } else { line })).collect();
    let text = format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: kenpo\nSource: \
         {HOMEPAGE}\n\nFiles: *\nCopyright: the kenpo authors\nLicense: MIT or Apache-2.0\n\nLicense: MIT\n{}\nLicense: \
         Apache-2.0\n On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.\n",
        licence,
    );
    write_file(&folder.join("usr/share/doc").join(name).join("copyright"), text)
}

fn build(plan: &Plan, folder: &Path, name: &str, architecture: &str) -> Outcome {
    let file = plan.out.join(format!("{name}_{VERSION}-1_{architecture}.deb"));
    let mut build = program("dpkg-deb");
    build.args(["--build", "--root-owner-group", "-Zxz"]).arg(folder).arg(file);
    execute(build.env("SOURCE_DATE_EPOCH", &plan.time))
}

fn tree(plan: &Plan, name: &str, architecture: &str) -> std::path::PathBuf {
    plan.work.join(format!("{name}_{architecture}"))
}

fn control(folder: &Path, name: &str, architecture: &str, section: &str, depends: &str, says: &str) -> Outcome {
    let size = size(&folder.join("usr"))? / 1024;
    let text = format!(
        "Package: {name}\nSource: kenpo\nVersion: {VERSION}-1\nArchitecture: {architecture}\nMulti-Arch: same\nSection: \
         {section}\nPriority: optional\nMaintainer: the kenpo authors <kenpo@invalid>\nInstalled-Size: {size}\nDepends: \
         {depends}\nHomepage: {HOMEPAGE}\nDescription: {says}\n Registration, bookings, points and draws of Japanese health-insurance \
         societies, explained, by one C ABI.\n",
    );
    write_file(&folder.join("DEBIAN/control"), text)
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        let about = entry.metadata().map_err(|error| error.to_string())?;
        bytes += if about.is_dir() { size(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
