//! The bill of materials, CycloneDX 1.5: every crate that is linked into the libraries, and what else is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Plan;
use crate::{
    install::VERSION,
    native,
    shell::{Outcome, cargo, program, read, read_file, write_file},
};

pub(super) fn write(plan: &Plan) -> Outcome {
    let metadata = read(&mut cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let packages: BTreeMap<String, &Value> = metadata["packages"]
        .as_array()
        .ok_or("no packages")?
        .iter()
        .map(|package| (format!("{} v{}", text(package, "name"), text(package, "version")), package))
        .collect();
    let lock = read_file("Cargo.lock")?;
    let checksums = checksums(&lock);

    // Crates that are linked; macros and build scripts run on the machine that builds.
    let mut linked = BTreeSet::new();
    for platform in &plan.platforms {
        let command = native::command_triple(platform).map(|triple| ("kenpo-cli", triple));
        for (package, triple) in [Some(("kenpo-ffi", platform.triple)), command].into_iter().flatten() {
            let mut tree =
                cargo(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--package"]);
            tree.args([package, "--format", "{p}", "--target", triple]);
            for line in read(&mut tree)?.lines() {
                linked.insert(line.split(" (").next().unwrap_or(line).trim().to_owned());
            }
        }
    }
    let mut components = Vec::new();
    let is_ours = |name: &str| name.starts_with("kenpo-ffi ") || name.starts_with("kenpo-cli ");
    for name in linked.iter().filter(|name| !is_ours(name) && !name.is_empty()) {
        let package = packages.get(name).ok_or(format!("{name} is linked and unknown"))?;
        let (name, version) = (text(package, "name"), text(package, "version"));
        let purl = format!("pkg:cargo/{name}@{version}");
        let mut component = json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "licenses": [{"expression": text(package, "license").replace('/', " OR ")}],
            "purl": purl,
        });
        if let Some(checksum) = checksums.get(&(name, version)) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": checksum}]);
        }
        components.push(component);
    }
    // The standard library, and zig's unwinder and compiler support.
    let compiler = read(program("rustc").arg("--version"))?;
    let compiler = compiler.split(' ').nth(1).ok_or("rustc states no version")?;
    components.push(component("rust-std", compiler, "MIT OR Apache-2.0", format!("pkg:generic/rust-std@{compiler}")));
    let zig = native::ZIG_VERSION;
    let licence = "MIT AND Apache-2.0 WITH LLVM-exception";
    components.push(component("ziglang", zig, licence, format!("pkg:pypi/ziglang@{zig}")));

    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {
            "type": "library",
            "bom-ref": format!("pkg:generic/kenpo@{VERSION}"),
            "name": "kenpo",
            "version": VERSION,
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
            "purl": format!("pkg:generic/kenpo@{VERSION}"),
        }},
        "components": components,
    });
    println!("{} components are linked", bom["components"].as_array().map_or(0, Vec::len));
    write_file(&plan.out.join(format!("kenpo-{VERSION}.cdx.json")), format!("{bom:#}\n"))
}

fn component(name: &str, version: &str, licence: &str, purl: String) -> Value {
    json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": purl,
    })
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_default()
}

/// SHA-256 of the crates that come from a registry, by name and version.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key));
            line.map(|value| value.trim_start_matches(" = ").trim_matches('"'))
        };
        if let (Some(name), Some(version), Some(checksum)) = (value("name"), value("version"), value("checksum")) {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}
