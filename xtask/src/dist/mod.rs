//! Everything that would be published, in `target/dist`: the same bytes from the same commit.

mod bom;
mod command;
pub(crate) mod consumers;
mod crates;
mod debian;
mod java;
mod npm;
mod php;
pub(crate) mod python;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::{
    install::{self, Layout, VERSION},
    native::{self, PLATFORMS, Platform, System},
    shell::{Outcome, program, read, root, run as execute, target, write_file},
    symbols,
};

/// What is made, and for which platforms.
struct Plan {
    platforms: Vec<&'static Platform>,
    /// Where it is put together.
    work: PathBuf,
    /// Where it ends up.
    out: PathBuf,
    /// The time of the commit, which all files bear.
    time: String,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => all().map(drop),
        [flag] if flag == "--here" => here().map(drop),
        _ => Err("takes --here, or nothing".into()),
    }
}

/// For every platform, in `target/dist`.
pub(crate) fn all() -> Outcome<PathBuf> {
    make("dist", PLATFORMS.iter().collect())
}

/// For the platform that xtask runs on alone, in `target/dist-here`: what is tried in every run of the tests, and made once in it.
pub(crate) fn here() -> Outcome<PathBuf> {
    static MADE: OnceLock<Outcome<PathBuf>> = OnceLock::new();
    MADE.get_or_init(|| make("dist-here", vec![Platform::here()?])).clone()
}

/// What is made for this platform is made twice alike, and serves those who have nothing else.
pub(crate) fn test() -> Outcome {
    let sums = |folder: &Path| fs::read_to_string(folder.join("SHA256SUMS")).map_err(|error| error.to_string());
    let folder = here()?;
    let again = make("dist-again", vec![Platform::here()?])?;
    let (first, second) = (sums(&folder)?, sums(&again)?);
    if first != second {
        return Err(format!("made twice from one commit, the files differ:\n{first}\n{second}"));
    }
    consumers::c(&folder)?;
    consumers::php(&folder)?;
    consumers::rust(&folder)
}

fn make(name: &str, platforms: Vec<&'static Platform>) -> Outcome<PathBuf> {
    let time = read(program("git").args(["log", "-1", "--format=%ct"]))?.trim().to_owned();
    let plan = Plan { platforms, work: target().join(format!("{name}-work")), out: target().join(name), time };
    for folder in [&plan.work, &plan.out] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    for platform in &plan.platforms {
        let library = native::build(platform)?.join(platform.library());
        symbols::check(platform, &library)?;
        kit(&plan, platform)?;
        debian::packages(&plan, platform)?;
        command::packages(&plan, platform)?;
    }
    php::archive(&plan)?;
    java::jars(&plan)?;
    npm::tarball(&plan)?;
    crates::packages(&plan)?;
    python::wheels(&plan)?;
    bom::write(&plan)?;
    sums(&plan)?;
    println!("{}", plan.out.display());
    Ok(plan.out)
}

/// Headers, libraries and what finds them, for C and C++.
fn kit(plan: &Plan, platform: &'static Platform) -> Outcome {
    let name = format!("kenpo-c-{VERSION}-{}", platform.name);
    let folder = plan.work.join(&name);
    install::install(&Layout { platform, folder: &folder, libdir: "lib" })?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "hosts/c/README.md"] {
        let to = folder.join(Path::new(file).file_name().ok_or("no name")?);
        install::copy(&root().join(file), &to)?;
    }
    match platform.system {
        System::Windows => zip(plan, &name),
        _ => archive(plan, &plan.work, &name, &format!("{name}.tar.gz")),
    }
}

/// A folder as Windows opens it, with the time of the commit.
fn zip(plan: &Plan, folder: &str) -> Outcome {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(plan.work.join(&inner)).map_err(|error| format!("{inner}: {error}"))?.flatten() {
            let path = format!("{inner}/{}", entry.file_name().to_string_lossy());
            let list = if entry.path().is_dir() { &mut open } else { &mut files };
            list.push(path);
        }
    }
    files.sort();
    execute(program("touch").arg(format!("--date=@{}", plan.time)).args(&files).current_dir(&plan.work))?;
    let mut pack = program("zip");
    pack.args(["--quiet", "-X", "-9"]).arg(plan.out.join(format!("{folder}.zip"))).args(&files);
    // The format has local time, without a zone.
    execute(pack.env("TZ", "UTC").current_dir(&plan.work)).map_err(|fault| format!("Debian's package zip: {fault}"))
}

/// A folder as an archive that depends on nothing but what is in it.
fn archive(plan: &Plan, within: &Path, folder: &str, name: &str) -> Outcome {
    let tar = plan.work.join("archive.tar");
    let mut pack = program("tar");
    pack.args(["--create", "--format=ustar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    pack.args(["--mode=u=rwX,go=rX", &format!("--mtime=@{}", plan.time)]);
    execute(pack.arg("--file").arg(&tar).arg("--directory").arg(within).arg(folder))?;
    execute(program("gzip").args(["-9", "--no-name", "--force"]).arg(&tar))?;
    fs::rename(plan.work.join("archive.tar.gz"), plan.out.join(name)).map_err(|error| format!("{name}: {error}"))
}

/// `SHA256SUMS`, which `sha256sum --check` reads.
fn sums(plan: &Plan) -> Outcome {
    let mut names: Vec<String> = fs::read_dir(&plan.out)
        .map_err(|error| error.to_string())?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let sums = read(program("sha256sum").args(&names).current_dir(&plan.out))?;
    write_file(&plan.out.join("SHA256SUMS"), &sums)?;
    print!("{sums}");
    Ok(())
}
