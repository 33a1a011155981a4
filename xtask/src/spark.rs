//! Spark with kenpo, from what would be published: the wheel and the jars of `target/dist-here`, with Spark from PyPI.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    dist, hosts,
    install::VERSION,
    shell::{Outcome, program, read, read_file, root, run as execute, target, write_file},
};

const FOLDER: &str = "examples/spark";

/// What `requirements.txt` names, tried on the baseline of Java, and a later one on the newer Java.
const OLDER: &str = "pyspark==4.1.4";
const NEWER: &str = "pyspark==4.3.0";

/// Threads of one process, and executors that are processes of their own, to which jars and functions travel.
const MASTERS: [&str; 2] = ["local[2]", "local-cluster[2,1,1024]"];

/// The example and the checks beside it, in each version.
pub(crate) fn run() -> Outcome<String> {
    let jars = jars()?;
    for (spark, java) in [(OLDER, hosts::java::baseline()?), (NEWER, hosts::java::newer()?)] {
        let with_spark = || python(spark, &java);
        let kkr = root().join("programmes/kkr.json");
        execute(with_spark()?.arg("year.py").arg(&kkr).args(["--members", "300"]))?;
        let mut scala = within(spark, &java, "spark-shell")?;
        scala.args(["--master", "local[1]", "--jars", &jars, "-I", "register.scala"]).env("KENPO_PROGRAMME", &kkr);
        let said = read(&mut scala)?;
        if !said.contains("from Scala: 20 and [7,20]") {
            return Err(format!("register.scala said {said:?}"));
        }
        for master in MASTERS {
            execute(with_spark()?.arg("checks.py").arg(root()).args([master, &jars]))?;
        }
    }
    Ok(format!("{OLDER} on Java 17 and {NEWER} on Java 25"))
}

/// The jars that `spark.jars` takes: kenpo's, that of its functions, and JNA's, as Maven brings it.
pub(crate) fn jars() -> Outcome<String> {
    let folder = target().join("spark/jars");
    let into = format!("-DoutputDirectory={}", folder.display());
    execute(&mut hosts::java::maven(&["dependency:copy-dependencies", "-DincludeArtifactIds=jna", &into])?)?;
    let there = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut jars: Vec<PathBuf> = there.flatten().map(|entry| entry.path()).collect();
    let dist = dist::here()?;
    jars.extend(["kenpo", "kenpo-spark"].map(|name| dist.join(format!("{name}-{VERSION}.jar"))));
    Ok(jars.iter().map(|jar| jar.display().to_string()).collect::<Vec<_>>().join(","))
}

/// A Python with the Spark of `requirements.txt` and the wheel.
pub(crate) fn older() -> Outcome<Command> {
    python(OLDER, &hosts::java::baseline()?)
}

/// A Python with a version of Spark and the wheel, on a Java.
fn python(spark: &str, java: &Path) -> Outcome<Command> {
    let mut python = within(spark, java, "python")?;
    python.arg("-B");
    Ok(python)
}

/// A program of a version of Spark, which has the wheel.
fn within(spark: &str, java: &Path, name: &str) -> Outcome<Command> {
    let wanted = read_file(format!("{FOLDER}/requirements.txt"))?;
    if !wanted.contains(OLDER) {
        return Err(format!("{FOLDER}/requirements.txt does not name {OLDER}"));
    }
    let wanted = wanted.replace(OLDER, spark);
    let venv = target().join("spark").join(spark);
    let python = venv.join("bin/python");
    let stamp = venv.join("kenpo-installed");
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&wanted) {
        println!("installs {spark} and what goes with it from PyPI into {}", venv.display());
        execute(program("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let list = venv.join("requirements.txt");
        write_file(&list, &wanted)?;
        let mut pip = program(&python);
        execute(pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]).arg(list))?;
        write_file(&stamp, wanted)?;
    }
    let mut pip = program(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall", "--find-links"]);
    execute(pip.arg(dist::here()?).arg("kenpo"))?;
    let mut command = program(venv.join("bin").join(name));
    command.current_dir(root().join(FOLDER)).env("PYSPARK_PYTHON", &python).env("JAVA_HOME", java);
    command.env("SPARK_LOCAL_IP", "127.0.0.1").env_remove("KENPO_LIBRARY").env_remove("PYTHONPATH");
    Ok(command)
}
