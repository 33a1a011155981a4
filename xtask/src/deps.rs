//! Each crate's direct dependencies are on a list, and arrows between the crates of the house point one way. Whatever these bring along comes
//! from the registry, and under a licence that is on a list.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    rooms,
    shell::{Outcome, cargo, program, read, read_file, root},
};

/// What a crate may depend on directly. A new line here is a decision, made in a review.
struct Allowed {
    package: &'static str,
    normal: &'static [&'static str],
    dev: &'static [&'static str],
}

const ALLOWED: &[Allowed] = &[
    Allowed {
        package: "kenpo-core",
        normal: &[
            "base16ct",
            "chrono",
            "ctutils",
            "hkdf",
            "hmac",
            "itoa",
            "rand_core",
            "schemars",
            "serde",
            "sha2",
            "smol_str",
            "thiserror",
            "zeroize",
        ],
        dev: &["proptest", "rand_core", "time"],
    },
    Allowed {
        package: "kenpo-wire",
        normal: &["itoa", "kenpo-core", "schemars", "serde", "serde_json", "zeroize"],
        dev: &["proptest", "serde_json"],
    },
    Allowed { package: "kenpo", normal: &["kenpo-core", "kenpo-wire"], dev: &["chrono", "serde"] },
    Allowed {
        package: "kenpo-intake",
        normal: &[
            "csv",
            "encoding_rs",
            "encoding_rs_io",
            "fitparser",
            "kenpo-core",
            "quick-xml",
            "rusqlite",
            "serde",
            "serde_json",
            "tempfile",
            "thiserror",
            "zip",
        ],
        dev: &[],
    },
    Allowed {
        package: "kenpo-cli",
        normal: &[
            "annotate-snippets",
            "anstream",
            "clap",
            "clap_complete",
            "comfy-table",
            "indicatif",
            "kenpo",
            "kenpo-intake",
            "kenpo-wire",
            "notify",
            "saphyr-parser",
            "schemars",
            "serde",
            "serde_json",
            "serde_path_to_error",
            "strsim",
            "sys-locale",
            "terminal_size",
        ],
        dev: &["serde_json", "trycmd"],
    },
    Allowed { package: "kenpo-ffi", normal: &["kenpo-core", "kenpo-wire", "zeroize"], dev: &[] },
    Allowed { package: "kenpo-wasm", normal: &["kenpo-core", "kenpo-wire", "wasm-bindgen", "zeroize"], dev: &[] },
    Allowed {
        package: "kenpo-tests",
        normal: &["base16ct", "kenpo-core", "kenpo-wire", "serde", "serde_json", "sha2"],
        dev: &["proptest"],
    },
    Allowed {
        package: "kenpo-examples",
        normal: &["kenpo", "kenpo-intake"],
        dev: &["csv", "getrandom", "indicatif", "serde", "serde_json"],
    },
    Allowed { package: "kenpo-beacon", normal: &["blst", "kenpo", "sha2"], dev: &["serde_json"] },
    Allowed { package: "kenpo-kiosk", normal: &["ed25519-compact"], dev: &[] },
    Allowed { package: "kenpo-timestamp", normal: &["cms", "der", "kenpo", "openssl", "x509-tsp"], dev: &["tempfile"] },
    Allowed {
        package: "kenpo-benches",
        normal: &["kenpo-core", "kenpo-wire"],
        // Beside what measures, what the command's comparison is made of.
        dev: &["anstream", "gungraun", "indicatif", "kenpo", "kenpo-intake", "sha2"],
    },
    Allowed {
        package: "kenpo-peers",
        normal: &["cel", "kenpo-core", "kenpo-wire", "rustix", "zen-expression"],
        dev: &[],
    },
    Allowed { package: "kenpo-abi", normal: &["kenpo-core", "kenpo-wire", "zeroize"], dev: &[] },
    Allowed {
        package: "kenpo-fuzz",
        normal: &["kenpo-core", "kenpo-abi", "kenpo-wire", "libfuzzer-sys", "serde_json", "sha2"],
        dev: &[],
    },
    Allowed { package: "kenpo-php-fuzz", normal: &["libfuzzer-sys"], dev: &[] },
    Allowed { package: "kenpo-bindgen", normal: &["wasm-bindgen-cli-support"], dev: &[] },
    Allowed {
        package: "xtask",
        normal: &["cbindgen", "kenpo-wire", "object", "proc-macro2", "serde_json", "syn"],
        dev: &[],
    },
];

/// Core ← wire ← {ffi, wasm}: the crates of the house that each may know. Tests and chores may know all.
const ARROWS: &[(&str, &[&str])] = &[
    ("kenpo-core", &[]),
    ("kenpo-wire", &["kenpo-core"]),
    ("kenpo", &["kenpo-core", "kenpo-wire"]),
    ("kenpo-ffi", &["kenpo-core", "kenpo-wire"]),
    ("kenpo-abi", &["kenpo-core", "kenpo-wire"]),
    ("kenpo-wasm", &["kenpo-core", "kenpo-wire"]),
    ("kenpo-intake", &["kenpo-core"]),
    ("kenpo-cli", &["kenpo", "kenpo-intake", "kenpo-wire"]),
];

/// Crates that stand outside the workspace, by folder.
const OUTSIDE: &[&str] = &[
    "xtask/bindgen",
    "benches",
    "benches/peers/rust",
    "examples/beacon",
    "examples/kiosk",
    "examples/timestamp",
    "fuzz",
    "hosts/php/fuzz",
];

/// Where every crate of every lock file comes from. A repository or a folder elsewhere would have no checksum.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences of which each crate that the workspace is built from has enough.
const LICENCES: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates of other licences, and why they may be.
const OTHER_LICENCES: &[(&str, &str)] = &[
    // Writes headers, which are kenpo's own; nothing that is shipped holds it.
    ("cbindgen", "MPL-2.0"),
];

pub(crate) fn run(_: &[String]) -> Outcome {
    let mut packages = packages("Cargo.toml", &["--no-deps", "--offline"])?;
    for folder in OUTSIDE {
        let manifest = format!("{folder}/Cargo.toml");
        if root().join(&manifest).is_file() {
            packages.extend(self::packages(&manifest, &["--no-deps", "--offline"])?);
        }
    }
    let mut faults = Vec::new();
    for package in &packages {
        faults.extend(faults_of(package));
    }
    for allowed in ALLOWED {
        if !packages.iter().any(|package| package["name"] == allowed.package) {
            faults.push(format!("{} is listed, but there is no such crate", allowed.package));
        }
    }
    println!("{} crates", packages.len());
    faults.extend(sources()?);
    faults.extend(licences()?);
    faults.extend(rooms::faults()?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What of the lock files comes from elsewhere than the registry.
fn sources() -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    let locks = read(program("git").args(["ls-files", "--", "Cargo.lock", "*/Cargo.lock"]))?;
    for lock in locks.lines() {
        let text = read_file(lock)?;
        let sources = text.lines().filter_map(|line| line.strip_prefix("source = "));
        let others = sources.map(|source| source.trim_matches('"')).filter(|source| *source != REGISTRY);
        faults.extend(others.map(|source| format!("{lock}: {source} is not the registry")));
    }
    Ok(faults)
}

/// Licences of all that the workspace is built from, also of what is only for other systems and for tests.
fn licences() -> Outcome<Vec<String>> {
    let packages = packages("Cargo.toml", &["--locked"])?;
    println!("{} crates with all that they depend on", packages.len());
    let mut faults = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("no licence");
        if !is_allowed(licence) && !OTHER_LICENCES.contains(&(name, licence)) {
            faults.push(format!("{name}: {licence} is not among the licences of xtask/src/deps.rs"));
        }
    }
    let unused = OTHER_LICENCES.iter().filter(|(name, _)| !packages.iter().any(|package| package["name"] == *name));
    faults.extend(unused.map(|(name, _)| format!("{name} has a licence of its own, but is not used")));
    Ok(faults)
}

/// Of each part one choice is on the list. A choice between parts that are not in brackets is refused, though it may be good.
fn is_allowed(licence: &str) -> bool {
    licence
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| part.trim_matches(['(', ')']).split(" OR ").any(|choice| LICENCES.contains(&choice.trim())))
}

fn packages(manifest: &str, flags: &[&str]) -> Outcome<Vec<Value>> {
    let text = read(cargo(["metadata", "--format-version", "1", "--manifest-path", manifest]).args(flags))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(metadata["packages"].as_array().cloned().unwrap_or_default())
}

fn faults_of(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_kind = |kind: Option<&str>| -> BTreeSet<&str> {
        let of_kind = dependencies.iter().filter(|dependency| dependency["kind"].as_str() == kind);
        of_kind.filter_map(|dependency| dependency["name"].as_str()).collect()
    };
    let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.package == name) else {
        return vec![format!("{name} is not on the list in xtask/src/deps.rs")];
    };
    let mut faults = Vec::new();
    let kinds: [(Option<&str>, &[&str]); 3] =
        [(None, allowed.normal), (Some("dev"), allowed.dev), (Some("build"), &[])];
    for (kind, list) in kinds {
        let (found, list) = (of_kind(kind), BTreeSet::from_iter(list.iter().copied()));
        let label = kind.map_or(String::new(), |kind| format!("{kind}-"));
        faults.extend(found.difference(&list).map(|other| format!("{name}: {label}dependency {other} is not allowed")));
        faults.extend(list.difference(&found).map(|other| format!("{name}: {other} is listed, but not used")));
    }
    if let Some((_, known)) = ARROWS.iter().find(|(package, _)| *package == name) {
        let of_house = |other: &&Value| ALLOWED.iter().any(|allowed| other["name"] == allowed.package);
        let outward = dependencies.iter().filter(of_house).filter_map(|other| other["name"].as_str());
        let outward = outward.filter(|other| !known.contains(other));
        faults.extend(outward.map(|other| format!("{name} must not know {other}: arrows point to the core")));
    }
    faults
}
