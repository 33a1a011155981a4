//! Spark with kenpo, from what would be published: the wheel and the jars of `target/dist-here`, with Spark from PyPI.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    dist, hosts,
    install::{self, VERSION},
    shell::{Outcome, program, read, read_file, root, run as execute, target, write_file},
};

const FOLDER: &str = "examples/spark";

/// What `requirements.txt` names, tried on the baseline of Java, and a later one on the newer Java.
const OLDER: &str = "pyspark==4.1.4";
const NEWER: &str = "pyspark==4.3.0";

/// Threads of one process, and executors that are processes of their own, to which jars and functions travel.
const MASTERS: [&str; 2] = ["local[2]", "local-cluster[2,1,1024]"];

/// A year of eight thousand steps on each day, of three members, as Parquet in a folder.
const STEPS: &str = "
import datetime, pathlib, sys
import pyarrow, pyarrow.parquet
days = [datetime.date(2022, 4, 1) + datetime.timedelta(day) for day in range(365)]
steps = {'member': [1, 2, 3] * 365, 'date': [day for day in days for _ in range(3)], 'steps': [8000] * 1095}
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
pyarrow.parquet.write_table(pyarrow.table(steps), folder / 'steps.parquet')
";

/// The example, by the lines of its README, and the checks beside it, in each version.
pub(crate) fn run() -> Outcome<String> {
    let jars = jars()?;
    repository()?;
    for (spark, java) in [(OLDER, hosts::java::baseline()?), (NEWER, hosts::java::newer()?)] {
        year(spark, &java)?;
        registered(spark, &java)?;
        for master in MASTERS {
            execute(python(spark, &java)?.arg("checks.py").arg(root()).args([master, &jars]))?;
        }
    }
    Ok(format!("{OLDER} on Java 17 and {NEWER} on Java 25"))
}

/// The README's lines that begin with a text, as their words.
fn lines(begin: &str) -> Outcome<Vec<Vec<String>>> {
    let readme = read_file(format!("{FOLDER}/README.md"))?;
    let found = readme.lines().filter(|line| line.starts_with(begin));
    Ok(found.map(|line| line.split(' ').map(str::to_owned).collect()).collect())
}

/// A year that is made up, and steps of one's own: paid once, and nothing more on the day after.
fn year(spark: &str, java: &Path) -> Outcome {
    let [made_up, own] = lines("python year.py")?.try_into().map_err(|_| "README.md has not two lines for year.py")?;
    execute(python(spark, java)?.args(&made_up[1..]))?;
    let work = fresh("year")?;
    execute(python(spark, java)?.args(["-c", STEPS]).arg(work.join("steps")))?;
    for (day, paid) in [("2023-04-01", 18_000), ("2023-04-01", 18_000), ("2023-04-02", 0)] {
        let mut year = python(spark, java)?;
        for word in &own[1..] {
            match word.as_str() {
                "steps/" | "ledger/" => year.arg(work.join(word)),
                "2023-04-01" => year.arg(day),
                word => year.arg(word),
            };
        }
        let said = read(&mut year)?;
        if !said.contains(&format!("the delivery of {day} is paid {paid} points")) {
            return Err(format!("year.py said {said:?} of {day}"));
        }
    }
    Ok(())
}

/// The functions of a programme from Scala and from Java, the jar being asked for by its name.
fn registered(spark: &str, java: &Path) -> Outcome {
    let [asked] = lines("spark-shell")?.try_into().map_err(|_| "README.md has not one line for spark-shell")?;
    let kkr = root().join("programmes/kkr.json");
    // Ivy keeps what it found under the same version before, and prefers what Maven has in the user's folder.
    let home = format!("-Duser.home={}", fresh("home")?.display());
    let repository = format!("file://{}", folder("repository").display());
    let with = ["--repositories", &repository, "--driver-java-options", &home, "--master", "local[1]"];
    let mut scala = within(spark, java, "spark-shell")?;
    let scala = read(scala.args(&asked[1..]).args(with).args(["-I", "register.scala"]).env("KENPO_PROGRAMME", &kkr))?;

    let classes = fresh("register")?;
    let mut of_spark = python(spark, java)?;
    let spark_jars = read(of_spark.args(["-c", "import pyspark; print(pyspark.__path__[0])"]))?;
    let kenpo_spark = dist::here()?.join(format!("kenpo-spark-{VERSION}.jar"));
    let class_path = format!("{}/jars/*:{}", spark_jars.trim(), kenpo_spark.display());
    let tool = |name: &str| Ok::<_, String>(program(hosts::java::baseline()?.join("bin").join(name)));
    let mut compile = tool("javac")?;
    compile.args(["--release", "17", "-cp", &class_path, "-d"]).arg(&classes);
    execute(compile.arg(root().join(FOLDER).join("Register.java")))?;
    let jar = classes.join("register.jar");
    execute(tool("jar")?.arg("--create").arg("--file").arg(&jar).arg("-C").arg(&classes).arg("Register.class"))?;
    let mut submit = within(spark, java, "spark-submit")?;
    let of_java = read(submit.args(&asked[1..]).args(with).args(["--class", "Register"]).arg(jar).arg(kkr))?;

    for (from, said) in [("Scala", scala), ("Java", of_java)] {
        if !said.contains(&format!("from {from}: 20 and [7,20]")) {
            return Err(format!("the program from {from} said {said:?}"));
        }
    }
    Ok(())
}

fn folder(name: &str) -> PathBuf {
    target().join("spark").join(name)
}

/// An empty folder.
fn fresh(name: &str) -> Outcome<PathBuf> {
    let folder = folder(name);
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(fault)?;
    }
    fs::create_dir_all(&folder).map_err(fault)?;
    Ok(folder)
}

/// A repository as Maven has them, of what would be published and of what that depends on.
fn repository() -> Outcome {
    let dist = dist::here()?;
    let out = fresh("repository")?;
    let into = format!("-DoutputDirectory={}", out.display());
    let copy =
        ["dependency:copy-dependencies", "-DincludeScope=runtime", "-Dmdep.useRepositoryLayout", "-Dmdep.copyPom"];
    let mut maven = hosts::java::maven(&["--file", "spark/pom.xml"])?;
    execute(maven.args(copy).args(["-Dmdep.addParentPoms", &into]))?;
    for name in ["kenpo", "kenpo-spark"] {
        for kind in ["jar", "pom"] {
            let file = format!("{name}-{VERSION}.{kind}");
            install::copy(&dist.join(&file), &out.join("io/github/kenpo").join(name).join(VERSION).join(file))?;
        }
    }
    Ok(())
}

/// The jars that `spark.jars` takes: kenpo's, that of its functions, and JNA's, as Maven brings it.
pub(crate) fn jars() -> Outcome<String> {
    let folder = folder("jars");
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
    let venv = folder(spark);
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
