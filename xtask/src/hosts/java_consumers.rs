//! The Java package as an application has it: the jar of `target/dist-here` alone, installed, and programs in empty folders that ask for it.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    dist,
    hosts::java::{self, baseline, maven, newer},
    quickstart,
    shell::{Outcome, exists, program, read, read_file, root, run, target, write_file},
};

/// Versions of Spring Boot, each with its starter of JSON; the first is tried in every run of the tests.
const BOOTS: [(&str, &str); 3] = [
    ("3.5.7", "spring-boot-starter-json"),
    ("4.0.4", "spring-boot-starter-jackson"),
    ("4.1.0", "spring-boot-starter-jackson"),
];

/// A JNA of 2021, as applications that pin one may have: the package asks for a newer one.
const OLDER_JNA: &str = "5.8.0";

/// What every consumer prints of the same day.
const PAID: &str = "points 20";

/// On the class path, on the module path and in two class loaders, and within the oldest Spring Boot.
pub(crate) fn quick() -> Outcome {
    install()?;
    plain()?;
    boot(BOOTS[0])
}

/// The same within every version of Spring Boot, by Gradle, and in a jar of which it is a part under another name.
pub(crate) fn all() -> Outcome {
    install()?;
    plain()?;
    gradle()?;
    shaded()?;
    BOOTS.into_iter().try_for_each(boot)
}

/// Into Maven's local repository, as a registry's copy would be, by the command of `docs/packages.md`.
fn install() -> Outcome {
    dist::printed::java(&dist::here()?)
}

/// A copy of a consumer in an empty folder, so that nothing of the project is found by chance.
fn fresh(name: &str) -> Outcome<PathBuf> {
    let folder = target().join("consumers/java").join(name);
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(fault)?;
    }
    fs::create_dir_all(&folder).map_err(fault)?;
    run(program("cp").arg("-R").arg(root().join("hosts/java/consumers").join(name).join(".")).arg(&folder))?;
    Ok(folder)
}

/// Maven in a consumer's folder, which knows of no library beside that in the jar.
fn build(folder: &PathBuf, arguments: &[&str]) -> Outcome {
    let mut maven = maven(arguments)?;
    run(maven.current_dir(folder).env_remove("KENPO_LIBRARY").env_remove("KENPO_ROOT"))
}

fn start(home: PathBuf, folder: &PathBuf, arguments: &[&str]) -> Outcome {
    let mut java: Command = program(home.join("bin/java"));
    java.current_dir(folder).env_remove("KENPO_LIBRARY");
    java.arg(format!("-Dkenpo.extract={}", folder.join("extracted").display())).args(arguments);
    let said = read(java.arg(root().join("programmes/kkr.json")))?;
    let paid = said.lines().filter(|line| *line == PAID).count();
    println!("{} {}: {PAID}", home.display(), arguments.join(" "));
    let expected = if arguments.iter().any(|argument| argument.ends_with("TwoLoaders")) { 2 } else { 1 };
    if paid == expected { Ok(()) } else { Err(format!("{arguments:?} printed {said:?} and not {PAID:?}")) }
}

/// Asked for as the README says.
fn plain() -> Outcome {
    let folder = fresh("plain")?;
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let asked = quickstart::block(&read_file("hosts/java/README.md")?, "xml")
        .ok_or("hosts/java/README.md does not say how to get it")?;
    if !lines(&read_file(folder.join("pom.xml"))?).contains(lines(&asked).trim()) {
        return Err(format!("the consumer's pom.xml does not ask for what hosts/java/README.md says:\n{asked}"));
    }
    build(&folder, &["compile"])?;
    for home in [baseline()?, newer()?] {
        let unnamed = "--enable-native-access=ALL-UNNAMED";
        let class_path = "target/classes:target/lib/*";
        start(home.clone(), &folder, &[unnamed, "-cp", class_path, "consumer.Main"])?;
        start(home.clone(), &folder, &[unnamed, "-cp", class_path, "consumer.TwoLoaders"])?;
        let named = "--enable-native-access=io.github.kenpo,com.sun.jna";
        start(home, &folder, &[named, "-p", "target/classes:target/lib", "-m", "consumer/consumer.Main"])?;
    }
    // Before the other on the class path, whose classes and library are then not looked at.
    let fetch = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";
    build(&folder, &[fetch, &format!("-Dartifact=net.java.dev.jna:jna:{OLDER_JNA}"), "-DoutputDirectory=older"])?;
    let older = format!("older/jna-{OLDER_JNA}.jar");
    if !folder.join(&older).is_file() {
        return Err(format!("Maven fetched no {older}"));
    }
    start(baseline()?, &folder, &["-cp", &format!("target/classes:{older}:target/lib/*"), "consumer.Main"])?;
    // Compiled by the JDK that runs it: the package's own source level has no switch over types.
    start(newer()?, &folder, &["--enable-native-access=ALL-UNNAMED", "-cp", "target/lib/*", "Items.java"])
}

/// By Gradle as Debian has it, with the line of the README.
fn gradle() -> Outcome {
    if !exists("gradle") {
        return Err("there is no gradle; install Debian's package gradle".into());
    }
    let folder = fresh("gradle")?;
    run(program("cp").arg("-R").arg(root().join("hosts/java/consumers/plain/src")).arg(&folder))?;
    let readme = read_file("hosts/java/README.md")?;
    let line =
        readme.lines().find_map(|line| line.split_once("`implementation(").and_then(|(_, rest)| rest.split_once('`')));
    let (inner, _) = line.ok_or("hosts/java/README.md has no line for Gradle")?;
    let build = folder.join("build.gradle");
    let text = read_file(&build)?.replace("// DEPENDENCY", &format!("implementation({inner}"));
    write_file(&build, text)?;
    let mut gradle = program("gradle");
    gradle.current_dir(&folder).env("JAVA_HOME", baseline()?).env_remove("KENPO_LIBRARY");
    gradle.args(["--offline", "--no-daemon", "--quiet", "paid"]);
    let said = read(gradle.arg(format!("-Pprogramme={}", root().join("programmes/kkr.json").display())))?;
    println!("Gradle: {}", said.trim());
    if said.lines().any(|line| line == PAID) {
        Ok(())
    } else {
        Err(format!("Gradle printed {said:?} and not {PAID:?}"))
    }
}

/// The library and the messages are found where a plugin moved the classes, on both ways to C. The vectors' runner is moved with them, and answers as elsewhere.
fn shaded() -> Outcome {
    let folder = fresh("shaded")?;
    let (tests, needed) = java::compiled_tests()?;
    build(&folder, &["package", &format!("-Dkenpo.tests={}", tests.display())])?;
    let class_path = format!("{}:{needed}", folder.join("target/shaded.jar").display());
    let mut digests = Vec::new();
    for (name, home) in [("java17-shaded", baseline()?), ("java25-shaded", newer()?)] {
        let flags = ["--enable-native-access=ALL-UNNAMED", "-cp", "target/shaded.jar", "consumer.Main"];
        start(home.clone(), &folder, &flags)?;
        let said = read(&mut java::vectors_of_jar(name, &home, &class_path, "consumer.kenpo.VectorRunner")?)?;
        let line = said.lines().last().unwrap_or_default();
        println!("{line}");
        if !line.starts_with(&format!("kenpo-vectors runner={name} ")) || !line.contains(" failed=0 ") {
            return Err(format!("{name}: {said}"));
        }
        digests.push(line.split_once(" abi=").map(|(_, rest)| rest.to_owned()));
    }
    if digests[0] == digests[1] { Ok(()) } else { Err("the two ways to C answered unlike each other".into()) }
}

fn boot((version, json): (&str, &str)) -> Outcome {
    let folder = fresh("boot")?;
    build(&folder, &["package", &format!("-Dboot={version}"), &format!("-Djson={json}")])?;
    for home in [baseline()?, newer()?] {
        start(home, &folder, &["--enable-native-access=ALL-UNNAMED", "-jar", "target/boot.jar"])?;
    }
    Ok(())
}
