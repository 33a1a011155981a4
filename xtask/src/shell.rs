//! Running other programs.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a chore ends with: a fault is said as it stands.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the root")
}

/// Where everything that is built goes: cargo's folder, whichever it is.
pub(crate) fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()))
}

/// A program, run from the root, which reads nothing.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    // `cargo run` adds the folder of debug libraries to the search path, where an older libkenpo.so may lie.
    command.current_dir(root()).stdin(Stdio::null()).env_remove("LD_LIBRARY_PATH");
    command
}

/// `cargo`, building into the project's own folder.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = program("cargo");
    command.args(arguments).env("CARGO_TARGET_DIR", target());
    command
}

/// Says what it runs, and runs it.
pub(crate) fn run(command: &mut Command) -> Outcome {
    println!("$ {}", line(command));
    let status = command.status().map_err(|error| missing(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{status}: {}", line(command))) }
}

/// Runs it and gives what it printed; what it printed to the error stream is shown.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| missing(command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(text) } else { Err(format!("{}: {}\n{text}", output.status, line(command))) }
}

/// Runs it, and gives what it printed to the error stream, which is also shown when it ends.
pub(crate) fn read_errors(command: &mut Command) -> Outcome<String> {
    println!("$ {}", line(command));
    let output = command.stdout(Stdio::inherit()).output().map_err(|error| missing(command, &error))?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    eprint!("{text}");
    if output.status.success() { Ok(text) } else { Err(format!("{}: {}", output.status, line(command))) }
}

/// Whether it runs and succeeds; nothing is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Whether a program of this name is found.
pub(crate) fn exists(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

pub(crate) fn read_file(path: impl AsRef<Path>) -> Outcome<String> {
    let path = root().join(path);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file and the folders it stands in.
pub(crate) fn write_file(path: &Path, text: impl AsRef<[u8]>) -> Outcome {
    let folder = path.parent().ok_or("no folder")?;
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let short = |text: &OsStr| text.to_string_lossy().replace(&*root().to_string_lossy(), ".");
    let mut line = String::new();
    for (name, value) in command.get_envs().filter(|(name, _)| !name.to_string_lossy().starts_with("CARGO_TARGET")) {
        if let Some(value) = value {
            let _ = write!(line, "{}={} ", name.to_string_lossy(), short(value));
        }
    }
    line += &short(command.get_program());
    for argument in command.get_args() {
        let _ = write!(line, " {}", short(argument));
    }
    match command.get_current_dir() {
        Some(folder) if folder != root() => format!("(in {}) {line}", short(folder.as_os_str())),
        _ => line,
    }
}

fn missing(command: &Command, error: &std::io::Error) -> String {
    format!("{} cannot be run ({error}); `cargo xtask setup` installs what is missing", line(command))
}
