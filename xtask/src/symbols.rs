//! What the shipped library exports is what the headers declare, and its name carries its ABI.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use object::{File, Object};

use crate::{
    native::{self, GLIBC, Platform, System},
    shell::{Outcome, program, read, read_file},
};

pub(crate) fn run(_: &[String]) -> Outcome {
    let platform = Platform::here()?;
    let library = native::build(platform)?.join(platform.library());
    check(platform, &library)?;

    let header = code_of(&read_file("include/kenpo.h")?);
    let declared = functions(&header);
    let for_php = functions(&code_of(&read_file("include/kenpo_php.h")?));
    let mut faults = differences((&declared, "declared in kenpo.h"), (&for_php, "declared in kenpo_php.h"));
    let constants = constants(&header);
    let mut statuses = BTreeMap::new();
    for (name, number) in &constants {
        if (name == "KENPO_OK" || name.starts_with("KENPO_ERR_"))
            && let Some(other) = statuses.insert(number.as_str(), name)
        {
            faults.push(format!("{name} and {other} are both {number}"));
        }
    }
    println!("{} functions, {} statuses", declared.len(), statuses.len());
    if declared.is_empty() || statuses.len() < 2 {
        faults.push("too little was found to compare".into());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What a shipped library exports, what it is called, and how old a C library it runs with.
pub(crate) fn check(platform: &Platform, library: &Path) -> Outcome {
    let header = code_of(&read_file("include/kenpo.h")?);
    let bytes = fs::read(library).map_err(|error| format!("{}: {error}", library.display()))?;
    let file = File::parse(&*bytes).map_err(|error| format!("{}: {error}", library.display()))?;
    // macOS puts an underscore before names of C.
    let prefix = if platform.system == System::Macos { "_" } else { "" };
    let mut exported = BTreeSet::new();
    for export in file.exports().map_err(|error| error.to_string())? {
        let export = export.map_err(|error| error.to_string())?;
        let name = export.name();
        let name = String::from_utf8_lossy(name.name().ok_or("a function is exported without a name")?);
        exported.insert(name.strip_prefix(prefix).unwrap_or(&name).to_owned());
    }
    let mut of_runtime = BTreeSet::new();
    if matches!(platform.system, System::Windows | System::Macos) {
        // zig's linker exports what of the runtimes is linked in as well, and knows no flag that keeps it from that.
        of_runtime = exported.extract_if(.., |name| !name.starts_with("kenpo_")).collect();
    }
    let mut faults = differences((&exported, "exported"), (&functions(&header), "declared in kenpo.h"));
    faults.extend(exported.iter().filter(|name| name.contains("probe")).map(|name| format!("{name} is exported")));

    let mut said = format!("{} functions", exported.len());
    if !of_runtime.is_empty() {
        said += &format!(" and {} names of the runtime", of_runtime.len());
    }
    if matches!(platform.system, System::Gnu | System::Musl) {
        let constants = constants(&header);
        let abi = constants.iter().find(|(name, _)| name == "KENPO_ABI_VERSION").map(|(_, number)| number.as_str());
        let soname = format!("libkenpo.so.{}", abi.ok_or("kenpo.h has no KENPO_ABI_VERSION")?);
        if !read(program("readelf").args(["--wide", "-d"]).arg(library))?.contains(&format!("soname: [{soname}]")) {
            faults.push(format!("the library is not called {soname}"));
        }
        said += &format!(", {soname}");
    }
    let glibc = match platform.system {
        System::Gnu | System::Musl => glibc(&read(program("readelf").args(["--wide", "--version-info"]).arg(library))?),
        // These have no versions of symbols.
        System::Windows | System::Macos => None,
    };
    match (platform.system, glibc) {
        (System::Gnu, None) => faults.push("no version of glibc is named, as it must be".into()),
        (System::Gnu, Some(needed)) => {
            let version = |version: &[u32]| version.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
            said += &format!(", glibc {}", version(&needed));
            if *needed > GLIBC[..] {
                faults.push(format!("needs glibc {}, and may need {}", version(&needed), version(&GLIBC)));
            }
        }
        (_, Some(_)) => faults.push("needs glibc".into()),
        (_, None) => {}
    }
    println!("{}: {said}, {} bytes", platform.name, bytes.len());
    faults.extend(resized(&read_file(SIZES)?, platform.name, bytes.len()));
    if faults.is_empty() { Ok(()) } else { Err(format!("{}: {}", library.display(), faults.join("\n"))) }
}

/// The ledger of the libraries' sizes in bytes, a line for each platform.
const SIZES: &str = "ffi/sizes.tsv";

/// By how many hundredths a size may differ from its line: a change that makes every caller load more is to be seen, a new compiler's few bytes are not.
const TOLERANCE: usize = 5;

/// What is wrong with a size, and the line that would be right.
fn resized(ledger: &str, platform: &str, bytes: usize) -> Option<String> {
    let sizes = ledger.lines().filter_map(|line| line.split_once('\t'));
    let recorded: Option<usize> = sizes.filter(|(name, _)| *name == platform).find_map(|(_, size)| size.parse().ok());
    let Some(recorded) = recorded else {
        // The first whole `cargo xtask dist` says it; there is nothing to hold it to.
        println!("{SIZES} has no line yet: {platform}\t{bytes}");
        return None;
    };
    let is_near = bytes.abs_diff(recorded) <= recorded / 100 * TOLERANCE;
    (!is_near).then(|| {
        format!("{bytes} bytes, and {SIZES} has {recorded}; if that is meant, write there {platform}\t{bytes}")
    })
}

/// The highest version of glibc that symbols are asked of.
fn glibc(versions: &str) -> Option<Vec<u32>> {
    let names = versions.split_whitespace().filter_map(|word| word.strip_prefix("GLIBC_"));
    names.filter_map(|name| name.split('.').map(|number| number.parse().ok()).collect()).max()
}

/// Names that only one of the two has.
fn differences(
    (left, of_left): (&BTreeSet<String>, &str),
    (right, of_right): (&BTreeSet<String>, &str),
) -> Vec<String> {
    let only_left = left.difference(right).map(|name| format!("{name} is {of_left}, but not {of_right}"));
    let only_right = right.difference(left).map(|name| format!("{name} is {of_right}, but not {of_left}"));
    only_left.chain(only_right).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_far_from_its_line_is_a_fault() {
        let ledger = "linux-x86_64\t1000\nlinux-i686\t900\n";
        assert_eq!(resized(ledger, "linux-x86_64", 1050), None);
        assert_eq!(resized(ledger, "linux-x86_64", 950), None);
        assert!(resized(ledger, "linux-x86_64", 1051).unwrap().ends_with("write there linux-x86_64\t1051"));
        assert!(resized(ledger, "linux-x86_64", 949).is_some());
        assert_eq!(resized(ledger, "linux", 1), None);
    }
}
