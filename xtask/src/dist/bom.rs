//! The bill of materials, CycloneDX 1.5: every crate that is linked into the libraries, the command and the module, what else is, and what the jar asks for.

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
            linked.extend(crates(package, triple)?);
        }
    }
    linked.extend(crates("kenpo-wasm", "wasm32-unknown-unknown")?);
    let mut components = Vec::new();
    let is_ours = |name: &str| ["kenpo-ffi ", "kenpo-cli ", "kenpo-wasm "].iter().any(|ours| name.starts_with(ours));
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

    // What Maven brings beside the jar.
    for (group, name, version, licence) in maven(&read_file("hosts/java/pom.xml")?)? {
        components.push(component(&name, &version, licence, format!("pkg:maven/{group}/{name}@{version}")));
    }

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
    println!("{} components are linked or asked for", bom["components"].as_array().map_or(0, Vec::len));
    write_file(&plan.out.join(format!("kenpo-{VERSION}.cdx.json")), format!("{bom:#}\n"))
}

/// The crates that are linked into one, itself among them.
fn crates(package: &str, triple: &str) -> Outcome<Vec<String>> {
    let mut tree = cargo(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--package"]);
    let tree = read(tree.args([package, "--format", "{p}", "--target", triple]))?;
    Ok(tree.lines().map(|line| line.split(" (").next().unwrap_or(line).trim().to_owned()).collect())
}

/// Licences of what the jar asks for. Its `pom.xml` does not say them.
const OF_THE_JAR: [(&str, &str); 2] = [("jna", "Apache-2.0 OR LGPL-2.1-or-later"), ("jspecify", "Apache-2.0")];

/// Group, name, version and licence of each dependency that is not for tests alone.
fn maven(pom: &str) -> Outcome<Vec<(String, String, String, &'static str)>> {
    let mut found = Vec::new();
    for dependency in pom.split("<dependency>").skip(1).filter_map(|rest| rest.split("</dependency>").next()) {
        let value = |key: &str| {
            let (_, rest) = dependency.split_once(&format!("<{key}>"))?;
            rest.split_once("</").map(|(value, _)| value.to_owned())
        };
        let (Some(group), Some(name), Some(version)) = (value("groupId"), value("artifactId"), value("version")) else {
            return Err(format!("a dependency of pom.xml lacks its group, name or version:{dependency}"));
        };
        // Surefire's own dependency has no scope, and is a plugin's.
        if value("scope").is_some() || name.starts_with("surefire-") {
            continue;
        }
        let licence = OF_THE_JAR.iter().find(|(known, _)| *known == name).map(|(_, licence)| *licence);
        let licence = licence.ok_or_else(|| format!("xtask/src/dist/bom.rs has no licence of {name}"))?;
        found.push((group, name, version, licence));
    }
    if found.len() == OF_THE_JAR.len() { Ok(found) } else { Err(format!("pom.xml asks for {found:?}")) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_jar_asks_for_is_named() {
        let found = maven(&read_file("hosts/java/pom.xml").expect("the file")).expect("its dependencies");
        let names: Vec<&str> = found.iter().map(|(_, name, ..)| name.as_str()).collect();
        assert_eq!(names, ["jna", "jspecify"]);
        assert!(found.iter().all(|(_, _, version, _)| version.starts_with(|first: char| first.is_ascii_digit())));
    }

    #[test]
    fn the_module_has_what_the_library_lacks() {
        let module = crates("kenpo-wasm", "wasm32-unknown-unknown").expect("the crates");
        assert!(module.iter().any(|name| name.starts_with("wasm-bindgen v")), "{module:?}");
    }
}
