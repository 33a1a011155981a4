//! Threads that share a programme, under ThreadSanitizer: the library, Rust's own libraries and the C program that calls it are all made to
//! tell it what they read and write.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    native::Platform,
    shell::{Outcome, cargo, program, read, root, run as execute, target},
};

const SOURCE: &str = "hosts/c/tests/threads.c";
const PROGRAMME: &str = "programmes/kenren.json";

/// Cases of the campaign for a round with a programme that eight threads share.
const CASES_OF_A_ROUND: u64 = 1_000;

pub(crate) fn run(cases: u64) -> Outcome<String> {
    let rounds = cases.div_ceil(CASES_OF_A_ROUND).max(1);
    let library = library()?;
    // It must see a programme that is released while others use it.
    let early = build("too_early", &["-DTOO_EARLY"], &library)?;
    let output = program(early).args(["1", PROGRAMME]).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !said.contains("WARNING: ThreadSanitizer: ") {
        return Err(format!("a programme that is released too early is not seen: {}\n{said}", output.status));
    }
    let said = read(program(build("threads", &[], &library)?).args([&rounds.to_string(), PROGRAMME]))?;
    print!("{said}");
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

/// The static library with the standard library, from source. Both take flags that the stable compiler has when told so.
fn library() -> Outcome<PathBuf> {
    let triple = Platform::here()?.triple;
    let sources = sysroot()?.join("lib/rustlib/src/rust/library");
    if !sources.is_dir() {
        execute(program("rustup").args(["component", "add", "rust-src"]))
            .map_err(|fault| format!("install the component rust-src: {fault}"))?;
    }
    let folder = target().join("threads");
    let mut build = cargo(["rustc", "--quiet", "--profile", "quick", "--locked", "--package", "kenpo-ffi"]);
    build.args(["--lib", "--crate-type", "staticlib", "-Zbuild-std", "--target", triple]);
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=thread").env("CARGO_TARGET_DIR", &folder);
    execute(&mut build)?;
    Ok(folder.join(triple).join("quick/libkenpo.a"))
}

/// With the sanitizer that comes with Rust, which knows what either compiler calls; gcc's is older than Rust's.
fn build(name: &str, flags: &[&str], library: &Path) -> Outcome<PathBuf> {
    let folder = target().join("threads");
    let [object, output] = [format!("{name}.o"), name.to_owned()].map(|file| folder.join(file));
    let mut compile = program("gcc");
    compile.args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-g", "-fsanitize=thread"]);
    compile.args(flags).arg("-I").arg(root().join("include")).args(["-c", "-o"]).arg(&object).arg(root().join(SOURCE));
    execute(&mut compile)?;
    let sanitizer = sanitizer()?;
    let mut link = program("gcc");
    link.arg("-o").arg(&output).arg(&object).arg(library);
    link.arg("-Wl,--whole-archive").arg(sanitizer).arg("-Wl,--no-whole-archive");
    execute(link.args(["-lpthread", "-ldl", "-lm", "-lrt", "-lgcc_s"]))?;
    Ok(output)
}

fn sanitizer() -> Outcome<PathBuf> {
    let folder = sysroot()?.join("lib/rustlib").join(Platform::here()?.triple).join("lib");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let is_it = |path: &PathBuf| path.to_string_lossy().ends_with("_rt.tsan.a");
    entries.flatten().map(|entry| entry.path()).find(is_it).ok_or("this Rust has no ThreadSanitizer".into())
}

fn sysroot() -> Outcome<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
    Ok(PathBuf::from(read(program(rustc).args(["--print", "sysroot"]))?.trim()))
}
