//! The C host: everything is built against what the archive of `dist` unpacks to.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    dist,
    native::{self, Platform},
    quickstart, rust,
    shell::{Outcome, program, read, read_file, root, run, target, write_file},
    vectors::Runner,
};

const SOURCES: &str = "hosts/c";
const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
const C_STANDARDS: [&str; 4] = ["c99", "c11", "c17", "c2x"];
const CXX_STANDARDS: [&str; 4] = ["c++11", "c++14", "c++17", "c++20"];

/// What the example prints for these stands in `hosts/c/examples/kiosk.expected`.
const INSURER_NUMBER: &str = "31470123";
const KIOSK: [&str; 2] = ["programmes/kkr.json", "20220411"];
const STEPS: [&str; 3] = ["20220401=13017", "20220402=3551", "20220403=8299"];

/// A way to build and run a test.
struct Way {
    name: &'static str,
    flags: &'static [&'static str],
    /// A program that runs it.
    under: &'static [&'static str],
}

const PLAIN: Way = Way { name: "plain", flags: &["-O2"], under: &[] };
const SANITIZED: Way = Way {
    name: "sanitized",
    flags: &["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"],
    under: &[],
};
const VALGRIND: Way = Way {
    name: "valgrind",
    flags: &["-O1", "-g"],
    under: &[
        "valgrind",
        "--quiet",
        "--leak-check=full",
        "--show-leak-kinds=definite,indirect,possible",
        "--error-exitcode=99",
    ],
};

fn folder() -> PathBuf {
    target().join("c")
}

fn prefix() -> PathBuf {
    folder().join("prefix")
}

/// What the archive of `dist` unpacks to.
fn install_here() -> Outcome {
    static INSTALLED: OnceLock<Outcome> = OnceLock::new();
    INSTALLED.get_or_init(|| dist::unpack_kit(Platform::here()?, &prefix())).clone()
}

pub(crate) fn runners() -> Vec<Runner> {
    vec![Runner {
        name: "c",
        command: || {
            install_here()?;
            let runner = build_runner(&PLAIN)?;
            let mut command = program(runner);
            command.arg(root());
            Ok(command)
        },
    }]
}

pub(crate) fn soak() -> Outcome<Command> {
    install_here()?;
    let mut command = program(build("soak", &PLAIN, &["tests/soak.c"], &["kenpo", "jansson"])?);
    command.arg(root());
    Ok(command)
}

/// The header is clean in every C and C++ it is meant for.
pub(crate) fn header() -> Outcome {
    install_here()?;
    let include = prefix().join("include");
    let source = root().join(SOURCES).join("tests/header.c");
    for (compiler, language, standards) in [("gcc", "c", C_STANDARDS), ("g++", "c++", CXX_STANDARDS)] {
        for standard in standards {
            let mut compile = program(compiler);
            compile.args(["-x", language, &format!("-std={standard}"), "-fsyntax-only"]).args(WARNINGS);
            run(compile.arg("-I").arg(&include).arg(&source))?;
        }
    }
    // kenpo.hpp needs C++17.
    for standard in ["c++17", "c++20"] {
        let mut compile = program("g++");
        compile.arg(format!("-std={standard}")).arg("-fsyntax-only").args(WARNINGS);
        run(compile.arg("-I").arg(&include).arg(root().join(SOURCES).join("tests/cxx.cpp")))?;
    }
    Ok(())
}

pub(crate) fn tests() -> Outcome {
    install_here()?;
    rust::build_probe()?;
    for way in [&PLAIN, &SANITIZED, &VALGRIND] {
        let conventions = build("conventions", way, &["tests/conventions.c"], &["kenpo"])?;
        run(under(way, &conventions).arg("programmes/kkr.json"))?;
        let columns = build("columns", way, &["tests/columns.c"], &["kenpo"])?;
        run(under(way, &columns).arg("programmes/kenren.json"))?;
        let folds = build("folds", way, &["tests/folds.c"], &["kenpo"])?;
        run(under(way, &folds).arg(folder().join("state")))?;
        let cxx = build_with("g++", "c++17", "cxx", way, &["tests/cxx.cpp"], &["kenpo"])?;
        run(under(way, &cxx).arg("programmes/kkr.json"))?;
    }
    let allocations = build("allocations", &PLAIN, &["tests/allocations.c"], &["kenpo"])?;
    run(program(allocations).args(["programmes/kkr.json", "programmes/kenren.json"]))?;
    run(program(build("day", &PLAIN, &["tests/day.c"], &["kenpo"])?).arg("programmes/kkr.json"))?;
    let probe = build("probe", &PLAIN, &["tests/probe.c"], &["kenpo"])?;
    run(program(probe).arg(native::probe_library()))?;
    run(program(build_runner(&SANITIZED)?).arg(root()))?;
    kiosk(&[&PLAIN, &SANITIZED, &VALGRIND])?;
    time_evidence()
}

/// Programs of those who have the archive: by pkg-config, by CMake, linked statically, and as the README has it.
pub(crate) fn consumers() -> Outcome {
    install_here()?;
    kiosk(&[&PLAIN])?;
    with_cmake()?;
    linked_statically()?;
    quick_start()
}

/// The example that checks time stamps, on those of an authority that the test makes: which steps fail of each.
fn time_evidence() -> Outcome {
    let stamps = folder().join("stamps");
    let [hash, other] = ["5a", "a5"].map(|byte| byte.repeat(32));
    let make = root().join("tests/timestamp/make.sh");
    run(program("sh").arg(make).arg(&stamps).args([hash.as_str(), &other]))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_secs();
    let (before, after) = (now.saturating_sub(3600).to_string(), now.saturating_add(3600).to_string());
    let cases = [
        (hash.as_str(), &after, [false; 3]),
        (hash.as_str(), &before, [false, false, true]),
        (other.as_str(), &after, [false, true, false]),
        ("resigned", &after, [false; 3]),
        ("other_hash", &after, [false, true, false]),
        ("unnamed", &after, [true, false, false]),
        ("renamed", &after, [true, false, false]),
        ("other_use", &after, [true, false, false]),
        ("two_uses", &after, [true, false, false]),
        ("not_critical", &after, [true, false, false]),
        ("earlier", &after, [true, false, false]),
        ("two_signers", &after, [true, false, false]),
    ];
    for way in [&PLAIN, &SANITIZED, &VALGRIND] {
        let built = build("time_evidence", way, &["examples/time_evidence.c"], &["libcrypto"])?;
        let said = |token: &Path, time: &str| {
            let mut example = under(way, &built);
            example.arg(token).args([hash.as_str(), time]);
            let output = example.output().map_err(|error| format!("time_evidence: {error}"))?;
            Ok::<_, String>((output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()))
        };
        for (name, time, fails) in &cases {
            let found = said(&stamps.join(format!("{name}.tst")), time)?;
            let steps = ["token", "imprint", "time"].into_iter().zip(fails);
            let lines =
                steps.map(|(step, fails)| format!("{}  timestamp_{step}\n", if *fails { "FAILS" } else { "holds" }));
            let expected = lines.collect::<String>() + "open   timestamp_authority\n";
            if found != (Some(i32::from(fails.contains(&true))), expected) {
                return Err(format!("{}: the time stamp {name}: {found:?}", way.name));
            }
        }
        // What is no token, or of other content; bytes after it, and one of its signature.
        let token = fs::read(stamps.join(format!("{hash}.tst"))).map_err(|error| error.to_string())?;
        let signature = token.len().saturating_sub(10);
        let changed =
            token.iter().enumerate().map(|(at, byte)| if at == signature { byte ^ 1 } else { *byte }).collect();
        let longer = [token.as_slice(), &[0]].concat();
        for (name, bytes, code) in [
            ("empty", Vec::new(), 1),
            ("cut", token[..signature].to_vec(), 1),
            ("longer", longer, 1),
            ("changed", changed, 1),
        ] {
            let file = stamps.join(format!("{name}.tst"));
            write_file(&file, bytes)?;
            let found = said(&file, &after)?;
            if found.0 != Some(code) || !found.1.starts_with("FAILS  timestamp_token\n") {
                return Err(format!("{}: the time stamp {name}: {found:?}", way.name));
            }
        }
        for name in ["other_content", "not_there"] {
            let code = said(&stamps.join(format!("{name}.tst")), &after)?.0;
            if code != Some(if name == "not_there" { 2 } else { 1 }) {
                return Err(format!("{}: the time stamp {name}: {code:?}", way.name));
            }
        }
    }
    println!("time stamps: {} tokens and an empty file, answered as expected in three ways", cases.len());
    Ok(())
}

/// A program without any shared library, by what pkg-config says of static linking.
fn linked_statically() -> Outcome {
    let mut pkg_config = program("pkg-config");
    pkg_config.args(["--static", "--cflags", "--libs", "kenpo"]).env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig"));
    let flags = read(&mut pkg_config)?;
    let output = folder().join("conventions-static");
    let mut compile = program("gcc");
    compile.args(["-std=c11", "-O2", "-static", "-o"]).arg(&output);
    compile.arg(root().join(SOURCES).join("tests/conventions.c")).args(flags.split_whitespace());
    run(&mut compile)?;
    run(program(output).arg("programmes/kkr.json"))
}

fn build_runner(way: &Way) -> Outcome<PathBuf> {
    let sources = ["tests/vectors.c", "tests/twins.c", "tests/column_twins.c", "tests/markers.c"];
    build("vectors", way, &sources, &["kenpo", "jansson"])
}

/// Compiles and links what pkg-config says the packages need.
fn build(name: &str, way: &Way, sources: &[&str], packages: &[&str]) -> Outcome<PathBuf> {
    build_with("gcc", "c11", name, way, sources, packages)
}

fn build_with(
    compiler: &str,
    standard: &str,
    name: &str,
    way: &Way,
    sources: &[&str],
    packages: &[&str],
) -> Outcome<PathBuf> {
    let output = folder().join(way.name).join(name);
    fs::create_dir_all(folder().join(way.name)).map_err(|error| error.to_string())?;
    let mut pkg_config = program("pkg-config");
    pkg_config.args(["--cflags", "--libs"]).args(packages).env("PKG_CONFIG_PATH", prefix().join("lib/pkgconfig"));
    let flags = read(&mut pkg_config)?;
    let mut compile = program(compiler);
    compile.arg(format!("-std={standard}")).args(WARNINGS).args(way.flags).arg("-o").arg(&output);
    compile.args(sources.iter().map(|source| root().join(SOURCES).join(source)));
    compile.args(flags.split_whitespace()).arg(format!("-Wl,-rpath,{}", prefix().join("lib").display()));
    run(&mut compile)?;
    Ok(output)
}

fn under(way: &Way, built: &Path) -> Command {
    match way.under {
        [] => program(built),
        [checker, flags @ ..] => {
            let mut command = program(checker);
            command.args(flags).arg(built);
            command
        }
    }
}

/// The example, through pkg-config.
fn kiosk(ways: &[&'static Way]) -> Outcome {
    let mut built = Vec::new();
    for way in ways {
        built.push((*way, build("kiosk", way, &["examples/kiosk.c"], &["kenpo"])?));
    }
    says_as_expected(&built)
}

/// The example, through CMake, linked to either library.
fn with_cmake() -> Outcome {
    // Copied, so that CMake finds nothing of the project's beside what the archive brought.
    let copied = folder().join("examples");
    let cmake = folder().join("cmake");
    for folder in [&copied, &cmake] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
    }
    run(program("cp").arg("-R").arg(root().join(SOURCES).join("examples")).arg(&copied))?;
    let mut configure = program("cmake");
    configure.arg("-S").arg(&copied).arg("-B").arg(&cmake);
    run(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix().display())))?;
    run(program("cmake").arg("--build").arg(&cmake))?;
    says_as_expected(&["kiosk", "kiosk-static"].map(|name| (&PLAIN, cmake.join(name))))
}

fn says_as_expected(built: &[(&Way, PathBuf)]) -> Outcome {
    let expected = read_file(Path::new(SOURCES).join("examples/kiosk.expected"))?;
    let typed = folder().join("typed.txt");
    write_file(&typed, format!("{INSURER_NUMBER}\n"))?;
    for (checker, built) in built {
        let typed = fs::File::open(&typed).map_err(|error| error.to_string())?;
        for (number, input) in [(INSURER_NUMBER, Stdio::null()), ("-", Stdio::from(typed))] {
            let mut kiosk = under(checker, built);
            let printed = read(kiosk.args(KIOSK).arg(number).args(STEPS).stdin(input))?;
            if printed != expected {
                return Err(format!("the kiosk printed\n{printed}instead of\n{expected}"));
            }
        }
    }
    println!("the kiosk says the same in {} ways", built.len());
    Ok(())
}

/// The kiosk of `examples/last_place`, at which people sign in.
pub(crate) fn sign_in() -> Outcome<PathBuf> {
    install_here()?;
    build("sign_in", &SANITIZED, &["../../examples/last_place/c/sign_in.c"], &["kenpo", "sqlite3", "libcrypto"])
}

/// The README's own text, compiled and run.
fn quick_start() -> Outcome {
    let readme = read_file(Path::new(SOURCES).join("README.md"))?;
    let code = quickstart::block(&readme, "c").ok_or("hosts/c/README.md has no quick start")?;
    let source = folder().join("quickstart.c");
    write_file(&source, code)?;
    let built = build("quickstart", &PLAIN, &[&source.to_string_lossy()], &["kenpo"])?;
    let printed = read(&mut program(built))?;
    if readme.contains(&format!("`{}`", printed.trim_end())) {
        Ok(())
    } else {
        Err(format!("the quick start printed what its README does not say:\n{printed}"))
    }
}
