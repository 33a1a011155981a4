//! The Python host: its wheel is built, installed into an empty environment as a stranger would, and tested there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use crate::{
    bench, dist, install, native, quickstart,
    shell::{Outcome, program, read, read_file, root, run, target, write_file},
    vectors::Runner,
};

const FOLDER: &str = "hosts/python";
const REQUIREMENTS: &str = "hosts/python/requirements-dev.txt";

/// The oldest Python that the package runs on, as `3.minor`.
const OLDEST: u32 = 9;
/// No later one is looked for.
const NEWEST: u32 = 16;

fn venv() -> PathBuf {
    target().join("python/venv")
}

/// The Python that has what the wheel is built and tested with.
pub(crate) fn interpreter() -> PathBuf {
    venv().join("bin/python")
}

/// Fetches that into an environment of its own; anew when the list changed.
pub(crate) fn setup() -> Outcome {
    let wanted = read_file(REQUIREMENTS)?;
    let stamp = venv().join("kenpo-installed");
    if fs::read_to_string(&stamp).ok().as_ref() == Some(&wanted) {
        return Ok(());
    }
    println!("installs what {REQUIREMENTS} lists from PyPI into target/python/venv");
    run(program("python3").args(["-m", "venv", "--clear"]).arg(venv()))?;
    let mut pip = program(interpreter());
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]).arg(root().join(REQUIREMENTS));
    run(&mut pip)?;
    write_file(&stamp, wanted)
}

/// The wheel for this machine, from among everything that would be published.
fn wheel() -> Outcome<PathBuf> {
    dist::python::in_folder(&dist::here()?, native::Platform::here()?)
}

/// The wheel, unpacked by pip into a folder that any Python can be pointed to.
fn installed() -> Outcome<PathBuf> {
    static INSTALLED: OnceLock<Outcome<PathBuf>> = OnceLock::new();
    let install = || {
        let wheel = wheel()?;
        let folder = target().join("python/installed");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let mut pip = program(interpreter());
        pip.args(["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target"]);
        run(pip.arg(&folder).arg(wheel))?;
        Ok(folder)
    };
    INSTALLED.get_or_init(install).clone()
}

/// A Python in the host's folder, which finds the package where the wheel was installed.
fn python(interpreter: &Path) -> Outcome<Command> {
    let mut python = program(interpreter);
    python.current_dir(root().join(FOLDER)).env("PYTHONPATH", installed()?).env("PYTHONDONTWRITEBYTECODE", "1");
    python.env("KENPO_ROOT", root()).env_remove("KENPO_LIBRARY");
    Ok(python)
}

/// A Python that has the package and those it is measured beside.
pub(crate) fn with_the_wheel() -> Outcome<Command> {
    python(&interpreter())
}

pub(crate) fn tests() -> Outcome {
    let own = interpreter();
    let mut types = python(&own)?;
    run(types.args(["-m", "mypy", "--cache-dir"]).arg(target().join("python/mypy")))?;
    run(python(&own)?.args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"]))?;
    bench::digests()
}

/// The wheel of `dist` as its README has it, and by other Pythons.
pub(crate) fn consumers() -> Outcome {
    stranger(&wheel()?)?;
    for (version, other) in others()? {
        println!("Python {version}, without any other package:");
        run(python(&other)?.args(["tests/run_vectors.py"]).arg(root()))?;
        run(python(&other)?.args(["tests/bare.py"]).arg(root()))?;
    }
    Ok(())
}

/// An empty environment and an empty folder: the README's command finds the wheel by its name and platform, and the README's example runs.
fn stranger(wheel: &Path) -> Outcome {
    let folder = target().join("python/stranger");
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let within = |name: &str| {
        let mut command = program(folder.join("bin").join(name));
        command.current_dir(&folder).env_remove("KENPO_LIBRARY").env_remove("PYTHONPATH");
        command
    };
    // A registry of one package, and of that all that pip asks for: a page with a link.
    let registry = folder.join("registry");
    let name = wheel.file_name().ok_or("a wheel has no name")?.to_string_lossy();
    install::copy(wheel, &registry.join("kenpo").join(&*name))?;
    write_file(&registry.join("kenpo/index.html"), format!("<!doctype html>\n<a href=\"{name}\">{name}</a>\n"))?;
    let readme = read_file(Path::new(FOLDER).join("README.md"))?;
    let command = quickstart::block(&readme, "sh").ok_or("hosts/python/README.md does not say how to get it")?;
    let mut path = vec![folder.join("bin")];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut shell = program("sh");
    shell.args(["-ec", &command]).current_dir(&folder).env_remove("PYTHONPATH").env("PIP_CONFIG_FILE", "/dev/null");
    shell.env_remove("PIP_FIND_LINKS").env_remove("PIP_NO_INDEX");
    shell.env("PIP_INDEX_URL", format!("file://{}", registry.display())).env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    shell.env("PATH", env::join_paths(path).map_err(|error| error.to_string())?);
    run(&mut shell)?;
    let example = quickstart::block(&readme, "python").ok_or("hosts/python/README.md has no example")?;
    write_file(&folder.join("example.py"), example)?;
    let said = read(within("python").arg("example.py"))?;
    if said.trim() != "20" {
        return Err(format!("the example of hosts/python/README.md said {said:?} and not 20"));
    }
    println!("a stranger's example says {}", said.trim());
    Ok(())
}

/// The other Pythons of this machine that the package is for: the oldest and the newest.
fn others() -> Outcome<Vec<(String, PathBuf)>> {
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    // Those of pyenv, whose commands on the path run the one that is chosen.
    let versions = fs::read_dir(home.join(".pyenv/versions")).into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    let mut found = Vec::new();
    for minor in OLDEST..=NEWEST {
        let name = format!("python3.{minor}");
        let says = |path: &PathBuf| {
            path.is_file() && !path.starts_with(home.join(".pyenv/shims")) && {
                let mut ask = program(path);
                read(ask.args(["-c", "import sys, ctypes; print(sys.version_info[1])"]))
                    .is_ok_and(|said| said.trim() == minor.to_string())
            }
        };
        if let Some(path) = folders.iter().map(|folder| folder.join(&name)).find(says) {
            found.push((format!("3.{minor}"), path));
        }
    }
    if found.len() > 2 {
        found.drain(1..found.len() - 1);
    }
    Ok(found)
}

pub(crate) fn soak() -> Outcome<Command> {
    let mut python = python(&interpreter())?;
    python.arg("tests/soak.py").arg(root());
    Ok(python)
}

pub(crate) fn runners() -> Vec<Runner> {
    vec![Runner { name: "python", command: runner }]
}

fn runner() -> Outcome<Command> {
    let mut python = python(&interpreter())?;
    python.arg("tests/run_vectors.py").arg(root());
    Ok(python)
}
