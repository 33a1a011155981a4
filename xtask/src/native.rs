//! The native libraries that are shipped, one for each platform. zig links them, against a C library as old as is stated.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

use crate::{
    shell::{Outcome, program, read, root, run as execute, target, write_file},
    symbols,
};

/// A platform that a library is shipped for.
pub(crate) struct Platform {
    /// What packages call it: the system, a C library that is not the usual one, the processor.
    pub(crate) name: &'static str,
    pub(crate) triple: &'static str,
    pub(crate) system: System,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Linux with glibc, the oldest that will do being [`GLIBC`].
    Gnu,
    /// Linux with musl, such as Alpine.
    Musl,
    Windows,
    /// Linked without Apple's SDK, and never run.
    Macos,
}

/// The oldest glibc that a shipped library may need: that of RHEL 7, older than Debian 11, Ubuntu 20.04 and RHEL 8.
pub(crate) const GLIBC: [u32; 2] = [2, 17];

pub(crate) const PLATFORMS: &[Platform] = &[
    Platform { name: "linux-x86_64", triple: "x86_64-unknown-linux-gnu", system: System::Gnu },
    Platform { name: "linux-aarch64", triple: "aarch64-unknown-linux-gnu", system: System::Gnu },
    Platform { name: "linux-musl-x86_64", triple: "x86_64-unknown-linux-musl", system: System::Musl },
    Platform { name: "linux-musl-aarch64", triple: "aarch64-unknown-linux-musl", system: System::Musl },
    Platform { name: "windows-x86_64", triple: "x86_64-pc-windows-gnu", system: System::Windows },
    Platform { name: "linux-i686", triple: "i686-unknown-linux-gnu", system: System::Gnu },
    Platform { name: "macos-x86_64", triple: "x86_64-apple-darwin", system: System::Macos },
    Platform { name: "macos-aarch64", triple: "aarch64-apple-darwin", system: System::Macos },
];

impl Platform {
    pub(crate) fn named(name: &str) -> Outcome<&'static Self> {
        let names = || PLATFORMS.iter().map(|platform| platform.name).collect::<Vec<_>>().join(", ");
        let named = PLATFORMS.iter().find(|platform| platform.name == name);
        named.ok_or_else(|| format!("there is no platform {name:?}; platforms are {}", names()))
    }

    /// The one that xtask runs on.
    pub(crate) fn here() -> Outcome<&'static Self> {
        Self::named(&format!("{}-{}", env::consts::OS, env::consts::ARCH))
    }

    /// The shared library's file.
    pub(crate) fn library(&self) -> &'static str {
        match self.system {
            System::Gnu | System::Musl => "libkenpo.so",
            System::Windows => "kenpo.dll",
            System::Macos => "libkenpo.dylib",
        }
    }

    /// The file of a program.
    pub(crate) fn executable(&self, name: &str) -> String {
        if self.system == System::Windows { format!("{name}.exe") } else { name.into() }
    }

    /// What else is linked against: the static library, and for Windows the import library.
    pub(crate) fn archives(&self) -> &'static [&'static str] {
        match self.system {
            System::Windows => &["libkenpo.a", "libkenpo.dll.a"],
            _ => &["libkenpo.a"],
        }
    }

    /// The target as zig takes it.
    fn zig_target(&self) -> String {
        match self.system {
            System::Gnu => format!("{}.{}.{}", self.triple, GLIBC[0], GLIBC[1]),
            _ => self.triple.into(),
        }
    }
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let platforms: Vec<&Platform> = match arguments {
        [] => PLATFORMS.iter().collect(),
        names => names.iter().map(|name| Platform::named(name)).collect::<Outcome<_>>()?,
    };
    for platform in platforms {
        let library = build(platform)?.join(platform.library());
        symbols::check(platform, &library)?;
    }
    Ok(())
}

/// The library as it is shipped, for the platform that xtask runs on.
pub(crate) fn library() -> PathBuf {
    folder("native", Platform::here().expect("a platform that kenpo is shipped for")).join("libkenpo.so")
}

/// The same with the one function that panics.
pub(crate) fn probe_library() -> PathBuf {
    folder("native-probe", Platform::here().expect("a platform that kenpo is shipped for")).join("libkenpo.so")
}

/// Builds what is shipped for a platform, and gives its folder, `target/native/<platform>`.
pub(crate) fn build(platform: &'static Platform) -> Outcome<PathBuf> {
    build_into("native", platform, &[])
}

/// The same profile once more with the one function that panics, in `target/native-probe/<platform>`.
pub(crate) fn build_probe(platform: &'static Platform) -> Outcome<PathBuf> {
    build_into("native-probe", platform, &["--features", "probe"])
}

fn folder(kind: &str, platform: &Platform) -> PathBuf {
    target().join(kind).join(platform.name)
}

fn build_into(kind: &'static str, platform: &'static Platform, features: &[&str]) -> Outcome<PathBuf> {
    static BUILT: Mutex<Vec<(&str, &str)>> = Mutex::new(Vec::new());
    let folder = folder(kind, platform);
    let mut built = BUILT.lock().map_err(|error| error.to_string())?;
    if built.contains(&(kind, platform.name)) {
        return Ok(folder);
    }
    add_target(platform.triple)?;
    // The two kinds have folders of their own, so that neither makes cargo link the other anew.
    let by_cargo = if features.is_empty() { target() } else { target().join("probe") };
    let mut build = zigbuild();
    build.args(["--quiet", "--release", "--locked", "--package", "kenpo-ffi", "--target", &platform.zig_target()]);
    build.args(features).env("CARGO_TARGET_DIR", &by_cargo).env("CARGO_ENCODED_RUSTFLAGS", flags(platform)?);
    execute(&mut build)?;
    for name in platform.archives().iter().chain([&platform.library()]) {
        let from = by_cargo.join(platform.triple).join("release").join(name);
        let bytes = fs::read(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        replace(&folder.join(name), &bytes)?;
    }
    built.push((kind, platform.name));
    Ok(folder)
}

/// The target of the command `kenpo`, where it is shipped for a platform. On Linux that is musl, linked statically, so that any Linux runs it.
pub(crate) fn command_triple(platform: &Platform) -> Option<&'static str> {
    match platform.name {
        "linux-x86_64" => Some("x86_64-unknown-linux-musl"),
        "linux-aarch64" => Some("aarch64-unknown-linux-musl"),
        "windows-x86_64" => Some(platform.triple),
        _ => None,
    }
}

/// Builds the command for a platform, and gives its file.
pub(crate) fn command(platform: &Platform) -> Outcome<PathBuf> {
    let triple = command_triple(platform).ok_or_else(|| format!("no command is shipped for {}", platform.name))?;
    add_target(triple)?;
    // A folder of its own, since the libraries of the same target are built with other flags.
    let by_cargo = target().join("command");
    let mut build = zigbuild();
    build.args(["--quiet", "--release", "--locked", "--package", "kenpo-cli", "--target", triple]);
    build.env("CARGO_TARGET_DIR", &by_cargo).env("CARGO_ENCODED_RUSTFLAGS", remapped()?.join("\u{1f}"));
    execute(&mut build)?;
    Ok(by_cargo.join(triple).join("release").join(platform.executable("kenpo")))
}

/// Writes a file that is not what it should be. It is removed first, since a running program may have it mapped.
fn replace(to: &Path, bytes: &[u8]) -> Outcome {
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let _ = fs::remove_file(to);
    write_file(to, bytes)
}

/// Folders of this machine are not named in the library, which is the same wherever it is built.
fn flags(platform: &Platform) -> Outcome<String> {
    let mut flags = remapped()?;
    if platform.system == System::Musl {
        // Rust links musl into what it builds, which leaves no shared library.
        flags.extend(["-C".into(), "target-feature=-crt-static".into()]);
    }
    Ok(flags.join("\u{1f}"))
}

fn remapped() -> Outcome<Vec<String>> {
    let home = env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or(home).ok_or("neither CARGO_HOME nor HOME is set")?;
    // Rust's own sources have a name of their own, unless the toolchain has its component rust-src: then the compiler writes where that lies.
    let sysroot = read(program("rustc").args(["--print", "sysroot"]))?;
    let version = read(program("rustc").arg("-vV"))?;
    let hash = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).ok_or("rustc names no commit")?;
    Ok(vec![
        format!("--remap-path-prefix={}=/kenpo", root().display()),
        format!("--remap-path-prefix={}=/cargo", cargo_home.display()),
        format!("--remap-path-prefix={}/lib/rustlib/src/rust=/rustc/{hash}", sysroot.trim()),
    ])
}

/// cargo-zigbuild and ziglang, both of PyPI.
const ZIG_PACKAGES: [&str; 2] = ["cargo-zigbuild==0.24.1", "ziglang==0.17.1"];

/// The version of ziglang, whose unwinder is linked into the libraries.
pub(crate) const ZIG_VERSION: &str = "0.17.1";

fn zig() -> PathBuf {
    target().join("zig")
}

pub(crate) fn zig_is_there() -> bool {
    let stated = fs::read_to_string(zig().join("packages")).unwrap_or_default();
    stated == ZIG_PACKAGES.join("\n") && zig().join("bin/cargo-zigbuild").is_file()
}

pub(crate) fn fetch_zig() -> Outcome {
    let mut pip = program("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(zig()).args(ZIG_PACKAGES);
    execute(&mut pip)?;
    write_file(&zig().join("packages"), ZIG_PACKAGES.join("\n"))
}

/// `cargo zigbuild`.
fn zigbuild() -> Command {
    let mut command = program(zig().join("bin/cargo-zigbuild"));
    command.arg("zigbuild").env("CARGO_ZIGBUILD_ZIG_PATH", zig().join("ziglang/zig"));
    command.env("CARGO_ZIGBUILD_CACHE_DIR", zig().join("cache")).env("ZIG_GLOBAL_CACHE_DIR", zig().join("cache"));
    command
}

/// zig's C compiler for a target.
pub(crate) fn zig_cc(zig_target: &str) -> Command {
    let mut command = program(zig().join("ziglang/zig"));
    command.args(["cc", "-target", zig_target]).env("ZIG_GLOBAL_CACHE_DIR", zig().join("cache"));
    command.env("ZIG_LOCAL_CACHE_DIR", zig().join("cache/local"));
    command
}

/// Rust's standard library for a target.
pub(crate) fn add_target(triple: &str) -> Outcome {
    let folder = read(program("rustc").args(["--print", "target-libdir", "--target", triple]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    println!("installs the Rust target {triple}");
    execute(program("rustup").args(["target", "add", triple]))
        .map_err(|fault| format!("install Rust's standard library for {triple}: {fault}"))
}
