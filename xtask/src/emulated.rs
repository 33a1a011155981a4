//! The shipped libraries of other platforms, run here: aarch64 under qemu-user, musl under its own loader, i686 by the
//! kernel itself, Windows under wine.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use crate::{
    dist, install,
    native::{self, PLATFORMS, Platform, System},
    shell::{Outcome, program, read, read_file, root, run as execute, target, write_file},
    symbols,
};

/// Tests of the C library that need nothing but it, and the programme that each reads. Beside them the vectors, by a runner without a JSON library, and the
/// guard's probe.
const TESTS: [(&str, &str); 2] = [("conventions", "programmes/kkr.json"), ("columns", "programmes/kenren.json")];

/// What a platform is compiled for and run with.
struct Machine {
    platform: &'static str,
    zig_target: &'static str,
    /// The program that runs it, and its arguments.
    runner: &'static [&'static str],
    /// Debian's packages for that.
    packages: &'static [&'static str],
}

const MACHINES: &[Machine] = &[
    Machine { platform: "linux-x86_64", zig_target: "x86_64-linux-gnu.2.17", runner: &[], packages: &[] },
    Machine {
        platform: "linux-aarch64",
        zig_target: "aarch64-linux-gnu.2.17",
        runner: &["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"],
        packages: &["qemu-user", "libc6-arm64-cross"],
    },
    Machine { platform: "linux-musl-x86_64", zig_target: "x86_64-linux-musl", runner: &[], packages: &["musl"] },
    Machine { platform: "linux-i686", zig_target: "x86-linux-gnu.2.17", runner: &[], packages: &["libc6-i386"] },
    Machine {
        platform: "windows-x86_64",
        zig_target: "x86_64-windows-gnu",
        runner: &["/usr/lib/wine/wine64"],
        packages: &["wine64"],
    },
];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
    for argument in arguments {
        Platform::named(argument)?;
    }
    let mut faults = Vec::new();
    for platform in PLATFORMS.iter().filter(|platform| wanted(platform.name)) {
        let library = native::build(platform)?.join(platform.library());
        faults.extend(symbols::check(platform, &library).err());
        match MACHINES.iter().find(|machine| machine.platform == platform.name) {
            Some(machine) => faults.extend(one(platform, machine).err()),
            None => println!("{}: linked, and not run: there is no machine for it here", platform.name),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn one(platform: &'static Platform, machine: &Machine) -> Outcome {
    let folder = target().join("emulated").join(platform.name);
    dist::unpack_kit(platform, &folder)?;
    if platform.system == System::Windows {
        for_wine(machine, &folder)?;
    }
    if native::command_triple(platform).is_some() {
        desk(platform, machine, &folder)?;
    }
    let cases = cases()?;
    let probe = native::build_probe(platform)?.join(platform.library());
    let argument = |path: &Path| path.display().to_string();
    for (name, argument) in TESTS
        .map(|(name, programme)| (name, programme.to_owned()))
        .into_iter()
        .chain([("plain", argument(&cases)), ("probe", argument(&probe))])
    {
        let built = compile(machine, &folder, name)?;
        let said = read(command(platform, machine, &folder, &built).arg(argument))
            .map_err(|fault| format!("{}: {fault}\nneeded are {}", platform.name, machine.packages.join(", ")))?;
        print!("{}: {said}", platform.name);
        if !said.contains(" 0 failed") {
            return Err(format!("{}: {name} did not end well", platform.name));
        }
    }
    Ok(())
}

/// Every case of the vectors, as it is sent and as it is recorded: what `plain.c` reads without a JSON library. Cases of one programme follow each other.
fn cases() -> Outcome<PathBuf> {
    let mut cases = Vec::new();
    for path in vector_files()? {
        let vectors: Value = serde_json::from_str(&read_file(&path)?).map_err(|error| format!("{path}: {error}"))?;
        let recorded = read_file(path.replace(".json", ".tsv"))?;
        let recorded: BTreeMap<&str, &str> = recorded.lines().filter_map(|line| line.split_once('\t')).collect();
        for case in vectors["cases"].as_array().into_iter().flatten() {
            let id = text(&case["id"]);
            let request = case["request_text"].as_str().map_or_else(|| case["request"].to_string(), Into::into);
            let expected = recorded.get(id.as_str()).ok_or_else(|| format!("{path}: {id} is not recorded"))?;
            cases.push([text(&vectors["programme"]), id, text(&vectors["operation"]), request, (*expected).to_owned()]);
        }
    }
    cases.sort();
    let mut out = String::new();
    for [programme, id, operation, request, expected] in cases {
        let parts = [id, programme, operation, request, expected];
        out += &parts.iter().map(|part| part.len().to_string()).collect::<Vec<_>>().join(" ");
        out += &format!("\n{}\n", parts.concat());
    }
    let file = target().join("emulated/cases");
    write_file(&file, out)?;
    Ok(file)
}

/// From the project's root.
fn vector_files() -> Outcome<Vec<String>> {
    let listed = read(program("git").args(["ls-files", "--", "tests/vectors/*.json"]))?;
    Ok(listed.lines().map(Into::into).collect())
}

/// An absent text is empty.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}

/// A DLL of Windows 10 that wine 8.0 of Debian 12 lacks, without which no program with Rust's standard library starts: random bytes by the older function.
fn for_wine(machine: &Machine, folder: &Path) -> Outcome {
    let source = folder.join("bcryptprimitives.c");
    let text = "#include <windows.h>\nBOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n\
                __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {\n\
                return SystemFunction036(data, (ULONG)size);\n}\n";
    write_file(&source, text)?;
    let mut compile = native::zig_cc(machine.zig_target);
    compile.args(["-shared", "-O1", "-o"]).arg(folder.join("bin/bcryptprimitives.dll"));
    execute(compile.arg(&source).arg("-ladvapi32"))
}

/// The command `kenpo`, which says of a document what it says here.
fn desk(platform: &'static Platform, machine: &Machine, folder: &Path) -> Outcome {
    let built = native::command(platform)?;
    let built = if platform.system == System::Windows {
        // Beside what wine lacks.
        let copied = folder.join("bin/kenpo.exe");
        install::copy(&built, &copied)?;
        copied
    } else {
        built
    };
    for arguments in [["check", "cli/tests/data/faulty.json"], ["test", "tests/scenarios"]] {
        let answered = |mut command: Command| {
            command
                .args(arguments)
                .args(["--lang", "ja"])
                .output()
                .map_err(|error| format!("{}: {error}", platform.name))
        };
        let there = answered(command(platform, machine, folder, &built))?;
        let here = answered(program(native::command(Platform::here()?)?))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        // Windows has another separator in the names of files that are found in a folder.
        let said = |output: &Output| (output.status.code(), text(&output.stdout).replace('\\', "/"));
        if said(&there) != said(&here) {
            return Err(format!(
                "{}: kenpo {} says\n{}{}and not\n{}",
                platform.name,
                arguments.join(" "),
                text(&there.stdout),
                text(&there.stderr),
                text(&here.stdout)
            ));
        }
        println!("{}: kenpo {} says the same as here", platform.name, arguments.join(" "));
    }
    Ok(())
}

fn compile(machine: &Machine, folder: &Path, name: &str) -> Outcome<PathBuf> {
    let windows = machine.zig_target.contains("windows");
    let built = folder.join(if windows { format!("bin/{name}.exe") } else { name.to_owned() });
    let mut compile = native::zig_cc(machine.zig_target);
    if machine.zig_target.ends_with("musl") {
        // zig links musl into a program unless told otherwise.
        compile.arg("-dynamic");
    }
    compile.args(["-std=c11", "-O1", "-I"]).arg(folder.join("include")).arg("-o").arg(&built);
    compile.arg(root().join("hosts/c/tests").join(format!("{name}.c")));
    if windows {
        compile.arg(folder.join("lib/libkenpo.dll.a"));
    } else {
        compile.arg("-L").arg(folder.join("lib")).args(["-lkenpo", "-ldl"]);
    }
    execute(&mut compile)?;
    Ok(built)
}

fn command(platform: &Platform, machine: &Machine, folder: &Path, built: &Path) -> Command {
    let library = folder.join("lib");
    let [runner, arguments @ ..] = machine.runner else {
        let mut command = program(built);
        command.env("LD_LIBRARY_PATH", library);
        return command;
    };
    let mut command = program(runner);
    command.args(arguments);
    if platform.system == System::Windows {
        // Its registry and drives, in a folder of its own; a DLL is found beside the program.
        let prefix = target().join("emulated/wine");
        let _ = fs::create_dir_all(&prefix);
        command.env("WINEPREFIX", prefix).env("WINEDEBUG", "-all");
    } else {
        command.arg("-E").arg(format!("LD_LIBRARY_PATH={}", library.display()));
    }
    command.arg(built);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_written_with_its_lengths() {
        let text = fs::read_to_string(cases().expect("cases")).expect("the file");
        let (mut rest, mut count) = (text.as_str(), 0);
        while let Some((lengths, more)) = rest.split_once('\n') {
            let length: usize = lengths.split(' ').map(|length| length.parse::<usize>().expect("a length")).sum();
            assert_eq!(lengths.split(' ').count(), 5, "{lengths}");
            rest = more.get(length..).and_then(|after| after.strip_prefix('\n')).expect("the end of a case");
            count += 1;
        }
        assert!(rest.is_empty() && count > 4_000, "{count}");
    }
}
