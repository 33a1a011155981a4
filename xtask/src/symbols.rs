//! What the shipped library exports is what the headers declare, and its name carries its ABI.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    rust,
    shell::{Outcome, program, read, read_file, target},
};

pub(crate) fn run(_: &[String]) -> Outcome {
    rust::build_release()?;
    let library = target().join("release/libkenpo.so");
    let header = code_of(&read_file("include/kenpo.h")?);

    let exported: BTreeSet<String> =
        read(program("nm").args(["-D", "--defined-only", "--format=posix"]).arg(&library))?
            .lines()
            .filter_map(|line| line.split(' ').next())
            .map(|name| name.split('@').next().unwrap_or_default().to_owned())
            .collect();
    let declared = functions(&header);
    let for_php = functions(&code_of(&read_file("include/kenpo_php.h")?));
    let mut faults = Vec::new();
    for (left, left_name, right, right_name) in [
        (&exported, "exported", &declared, "declared in kenpo.h"),
        (&declared, "declared in kenpo.h", &exported, "exported"),
        (&declared, "declared in kenpo.h", &for_php, "declared in kenpo_php.h"),
        (&for_php, "declared in kenpo_php.h", &declared, "declared in kenpo.h"),
    ] {
        faults.extend(left.difference(right).map(|name| format!("{name} is {left_name}, but not {right_name}")));
    }
    faults.extend(exported.iter().filter(|name| name.contains("probe")).map(|name| format!("{name} is exported")));

    let constants = constants(&header);
    let mut statuses = BTreeMap::new();
    for (name, number) in &constants {
        if (name == "KENPO_OK" || name.starts_with("KENPO_ERR_"))
            && let Some(other) = statuses.insert(number.as_str(), name)
        {
            faults.push(format!("{name} and {other} are both {number}"));
        }
    }
    let abi = constants.iter().find(|(name, _)| name == "KENPO_ABI_VERSION").map(|(_, number)| number.as_str());
    let soname = format!("libkenpo.so.{}", abi.ok_or("kenpo.h has no KENPO_ABI_VERSION")?);
    if !read(program("readelf").arg("-d").arg(&library))?.contains(&format!("soname: [{soname}]")) {
        faults.push(format!("the library is not called {soname}"));
    }
    println!("{} functions, {} statuses, {soname}", exported.len(), statuses.len());
    if exported.is_empty() || statuses.len() < 2 {
        faults.push("too little was found to compare".into());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// A header without its comments.
fn code_of(header: &str) -> String {
    let mut code = String::new();
    let mut rest = header;
    while let Some((before, comment)) = rest.split_once("/*") {
        code += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    code += rest;
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Names that are followed by an opening bracket.
fn functions(code: &str) -> BTreeSet<String> {
    let brackets = code.match_indices('(').filter_map(|(at, _)| code.get(..at));
    let names = brackets.map(|before| {
        before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
    });
    names.filter(|name| name.starts_with("kenpo_")).collect()
}

/// `#define NAME 1` and `NAME = 1`.
fn constants(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in code.lines() {
        let words: Vec<&str> = line.split([' ', '\t', '=', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
        let words = words.strip_prefix(&["#define"]).unwrap_or(&words);
        if let [name, number, ..] = words
            && name.starts_with("KENPO_")
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            found.push(((*name).to_owned(), number.trim_end_matches(['u', 'U']).to_owned()));
        }
    }
    found
}
