//! The C interface beside that of an earlier tree, by libabigail's `abidiff`: what a host was built with is still there, and as it was.

use std::{fs, path::PathBuf};

use crate::{
    replay::EARLIER,
    shell::{Outcome, exists, program, read, read_file, run as execute, target, write_file},
};

const HEADER: &str = "include/kenpo.h";

/// Functions that were renamed since. Another function that went, or changed, fails.
const RENAMED: [(&str, &str); 6] = [
    ("kenpo_insurer_number_check", "kenpo_insurer_number_reason"),
    ("kenpo_insurer_numbers_check", "kenpo_insurer_number_reasons"),
    ("kenpo_eligibility_check", "kenpo_eligibility_reasons"),
    ("kenpo_subsidy", "kenpo_subsidy_yen"),
    ("kenpo_subsidies", "kenpo_subsidies_yen"),
    ("kenpo_name_match_key", "kenpo_match_key"),
];

pub(crate) fn run() -> Outcome<String> {
    if !exists("abidiff") {
        return Err("install abidiff, of Debian's package abigail-tools".into());
    }
    let was = read(program("git").args(["show", &format!("{EARLIER}:{HEADER}")]))?;
    let was = RENAMED.iter().fold(was, |text, (from, to)| text.replace(&format!("{from}("), &format!("{to}(")));
    let is = read_file(HEADER)?;
    for line in was.lines().filter(|line| is_constant(line)) {
        if !is.lines().any(|of_now| of_now == line) {
            return Err(format!("{HEADER} no longer has {line:?}"));
        }
    }
    let (functions, earlier) = library("earlier", &was)?;
    let (_, now) = library("now", &is)?;
    // A function more breaks nobody.
    execute(program("abidiff").arg("--no-added-syms").args([earlier, now]))?;
    Ok(format!("{functions} functions of {EARLIER} with their structs, and its constants"))
}

/// Such as `#define KENPO_SLOT_FREE 4`, and not the guard.
fn is_constant(line: &str) -> bool {
    line.strip_prefix("#define KENPO_").is_some_and(|name| name.contains(' '))
}

/// The functions of a header without a body, compiled with debug information: how many, and the library.
fn library(name: &str, header: &str) -> Outcome<(usize, PathBuf)> {
    let folder = target().join("abi");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let declared = without_comments(header);
    let declared = declared.split("\n\n").map(str::trim).filter_map(|block| block.strip_suffix(");"));
    let stubs: Vec<String> = declared
        .filter(|block| block.contains(" kenpo_") || block.contains("*kenpo_"))
        .map(|block| format!("{block}) {{ __builtin_trap(); }}\n"))
        .collect();
    write_file(&folder.join(format!("{name}.h")), header)?;
    let source = folder.join(format!("{name}.c"));
    write_file(&source, format!("#include \"{name}.h\"\n{}", stubs.concat()))?;
    let library = folder.join(format!("{name}.so"));
    execute(program("gcc").args(["-g", "-shared", "-fPIC", "-w", "-o"]).arg(&library).arg(&source))?;
    Ok((stubs.len(), library))
}

fn without_comments(header: &str) -> String {
    let mut parts = header.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("*/")).fold(first, |text, (_, code)| text + code)
}
