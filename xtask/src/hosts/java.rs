//! The Java host: compiled and tested by Maven on the baseline JDK, the same classes run again on a newer one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use crate::{
    dist,
    install::VERSION,
    jdk, native, rust,
    shell::{Outcome, program, read_file, root, run, target},
    vectors::Runner,
};

const FOLDER: &str = "hosts/java";

/// Tests that start programs from their source, which a runtime without a compiler cannot.
const NEED_A_COMPILER: &str = "LibraryFinderTest ReadmeTest";

pub(crate) fn baseline() -> Outcome<PathBuf> {
    jdk::baseline().ok_or("no JDK 17; install openjdk-17-jdk-headless".into())
}

pub(crate) fn newer() -> Outcome<PathBuf> {
    jdk::newer().ok_or("no JDK from 22 on; `cargo xtask setup` fetches one, or KENPO_JDK25 names its folder".into())
}

/// Maven in the host's folder, on the baseline JDK, with both libraries named.
pub(crate) fn maven(arguments: &[&str]) -> Outcome<Command> {
    let mut maven = program("mvn");
    maven.current_dir(root().join(FOLDER)).args(["--batch-mode", "--quiet", "--no-transfer-progress"]).args(arguments);
    maven.env("JAVA_HOME", baseline()?);
    maven.env("KENPO_ROOT", root()).env("KENPO_LIBRARY", native::library());
    maven.env("KENPO_PROBE_LIBRARY", native::probe_library());
    Ok(maven)
}

/// Fetches what Maven needs, by compiling.
pub(crate) fn setup() -> Outcome {
    compile()
}

fn compile() -> Outcome {
    static COMPILED: OnceLock<Outcome> = OnceLock::new();
    COMPILED.get_or_init(|| run(&mut maven(&["test-compile"])?)).clone()
}

pub(crate) fn tests_17() -> Outcome {
    build()?;
    run(&mut maven(&["verify", &natives()?])?)
}

/// The jar with the libraries of a folder in it, the jar of its sources and that of its javadoc; no test is run.
pub(crate) fn package(natives: &Path) -> Outcome<[PathBuf; 3]> {
    let built = root().join(FOLDER).join("target");
    // Maven adds to the libraries of an earlier build, which may have been of other platforms.
    let earlier = built.join("classes/native");
    if earlier.exists() {
        fs::remove_dir_all(&earlier).map_err(|error| format!("{}: {error}", earlier.display()))?;
    }
    let natives = format!("-Dkenpo.natives={}", natives.display());
    run(&mut maven(&["package", "source:jar-no-fork", "javadoc:jar", "-Dmaven.test.skip", &natives])?)?;
    Ok(["", "-sources", "-javadoc"].map(|kind| built.join(format!("kenpo-{VERSION}{kind}.jar"))))
}

/// The jar of functions for Spark, made with a jar of the package, those of its sources and its javadoc, and what says on what it depends.
pub(crate) fn package_spark(package: &Path) -> Outcome<[PathBuf; 4]> {
    install(package)?;
    let goals = ["package", "source:jar-no-fork", "javadoc:jar", "-Dmaven.test.skip"];
    run(maven(&["--file", "spark/pom.xml"])?.args(goals))?;
    let folder = root().join(FOLDER).join("spark");
    let pom = folder.join(format!("target/kenpo-spark-{VERSION}.pom"));
    fs::copy(folder.join("pom.xml"), &pom).map_err(|error| format!("{}: {error}", pom.display()))?;
    let [jar, sources, javadoc] =
        ["", "-sources", "-javadoc"].map(|kind| folder.join(format!("target/kenpo-spark-{VERSION}{kind}.jar")));
    Ok([jar, sources, javadoc, pom])
}

/// Puts a jar into Maven's local repository, as a registry's copy would be. What it depends on is said by the `pom.xml` within it.
pub(crate) fn install(jar: &Path) -> Outcome {
    let mut maven = maven(&[
        "org.apache.maven.plugins:maven-install-plugin:3.2.0:install-file",
        &format!("-Dfile={}", jar.display()),
    ])?;
    run(maven.current_dir(jar.parent().ok_or("a jar is in no folder")?))
}

/// Puts this machine's library where Maven takes it from, and names that folder.
fn natives() -> Outcome<String> {
    let folder = target().join("java/natives");
    let own = folder.join(native::Platform::here()?.name);
    let fault = |error: std::io::Error| format!("{}: {error}", own.display());
    fs::create_dir_all(&own).map_err(fault)?;
    fs::copy(native::library(), own.join("libkenpo.so")).map_err(fault)?;
    Ok(format!("-Dkenpo.natives={}", folder.display()))
}

pub(crate) fn tests_25() -> Outcome {
    build()?;
    compile()?;
    let home = newer()?;
    let mut tests = maven(&["surefire:test", &format!("-Djvm={}", home.join("bin/java").display())])?;
    if !home.join("bin/javac").is_file() {
        println!("{} has no compiler; left to java17 are {NEED_A_COMPILER}", home.display());
        tests.arg(format!("-Dtest=!{}", NEED_A_COMPILER.replace(' ', ",!")));
    }
    run(&mut tests)
}

fn build() -> Outcome {
    rust::build_release()?;
    rust::build_probe()
}

pub(crate) fn runners() -> Vec<Runner> {
    vec![
        Runner { name: "java17", command: || runner(baseline()?) },
        Runner { name: "java25", command: || runner(newer()?) },
        Runner { name: "java17-jar", command: || jar_runner("java17-jar", &baseline()?) },
        Runner { name: "java25-jar", command: || jar_runner("java25-jar", &newer()?) },
    ]
}

/// The jar that would be published in place of the classes that it was made of, with the library that it brings.
fn jar_runner(name: &str, home: &Path) -> Outcome<Command> {
    let jar = dist::here()?.join(format!("kenpo-{VERSION}.jar"));
    let (tests, needed) = compiled_tests()?;
    let class_path = format!("{}:{}:{needed}", jar.display(), tests.display());
    vectors_of_jar(name, home, &class_path, "io.github.kenpo.VectorRunner")
}

/// The vectors by a class on a class path that has a jar, from which its library is extracted.
pub(crate) fn vectors_of_jar(name: &str, home: &Path, class_path: &str, class: &str) -> Outcome<Command> {
    let mut java = java(home)?;
    let extracted = target().join("java/extracted").join(name);
    // Without a folder of libraries, in which the runner would name the one that was built beside it.
    java.env_remove("KENPO_LIBRARY").arg("-Djna.library.path=").arg(format!("-Dkenpo.extract={}", extracted.display()));
    java.arg(format!("-Dkenpo.runner={name}")).args(["-cp", class_path, class]);
    Ok(java)
}

/// The compiled tests, and the class path of what they need beside the package.
pub(crate) fn compiled_tests() -> Outcome<(PathBuf, String)> {
    compile()?;
    let built = root().join(FOLDER).join("target");
    Ok((built.join("test-classes"), read_file(built.join("test.classpath"))?.trim().into()))
}

fn runner(home: PathBuf) -> Outcome<Command> {
    let mut java = java(&home)?;
    java.args(["-cp", &class_path()?, "io.github.kenpo.VectorRunner"]);
    Ok(java)
}

/// In a heap that is small, and there from the beginning.
pub(crate) fn soak(home: &Path) -> Outcome<Command> {
    let mut java = java(home)?;
    java.args(["-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-cp", &class_path()?, "io.github.kenpo.Soak"]);
    Ok(java)
}

/// The package with its tests, and what they need.
pub(crate) fn class_path() -> Outcome<String> {
    compile()?;
    let built = root().join(FOLDER).join("target");
    let dependencies = read_file(built.join("test.classpath"))?;
    Ok(format!("{0}/classes:{0}/test-classes:{1}", built.display(), dependencies.trim()))
}

/// A runtime, with the library named.
pub(crate) fn java(home: &Path) -> Outcome<Command> {
    let mut java = program(home.join("bin/java"));
    if home != baseline()? {
        java.arg("--enable-native-access=ALL-UNNAMED");
    }
    java.env("KENPO_ROOT", root()).env("KENPO_LIBRARY", native::library());
    Ok(java)
}
