//! README.md repeats each host's quick start word for word. The hosts' own tests run theirs; the Rust one is run here.

use std::fs;

use crate::shell::{Outcome, program, read_file, root, run as execute, target, write_file};

/// The longest quick start, in lines that are not blank.
const LINES: usize = 10;

/// The language of a fenced block, and the README whose block it repeats.
const QUICK_STARTS: &[(&str, &str)] = &[
    ("c", "hosts/c/README.md"),
    ("java", "hosts/java/README.md"),
    ("php", "hosts/php/README.md"),
    ("js", "hosts/js/README.md"),
    ("python", "hosts/python/README.md"),
];

pub(crate) fn run(_: &[String]) -> Outcome {
    let readme = read_file("README.md")?;
    let mut faults = Vec::new();
    for (language, of_host) in QUICK_STARTS {
        match (block(&readme, language), block(&read_file(of_host)?, language)) {
            (Some(repeated), Some(original)) if repeated == original => {
                let lines = repeated.lines().filter(|line| !line.trim().is_empty()).count();
                if lines > LINES {
                    faults.push(format!("the {language} quick start has {lines} lines"));
                }
            }
            (Some(_), Some(_)) => faults.push(format!("README.md and {of_host} differ in the {language} quick start")),
            (None, _) => faults.push(format!("README.md has no {language} quick start")),
            (_, None) => faults.push(format!("{of_host} has no {language} quick start")),
        }
    }
    match block(&readme, "rust") {
        Some(code) if code.lines().filter(|line| !line.trim().is_empty()).count() <= LINES => rust(&code)?,
        Some(_) => faults.push(format!("the rust quick start has more than {LINES} lines")),
        None => faults.push("README.md has no rust quick start".into()),
    }
    println!("{} quick starts", QUICK_STARTS.len() + 1);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// The first fenced block of a language.
pub(crate) fn block(text: &str, language: &str) -> Option<String> {
    let fence = format!("```{language}");
    let mut lines = text.lines().skip_while(|line| line.trim_end() != fence);
    lines.next()?;
    Some(lines.take_while(|line| !line.starts_with("```")).map(|line| format!("{line}\n")).collect())
}

/// Runs the block as a program of its own that depends on this project, as a reader would.
fn rust(code: &str) -> Outcome {
    let folder = target().join("quickstart/rust");
    let at = |name: &str| root().join(name).display().to_string();
    let manifest = format!(
        "[package]\nname = \"quickstart\"\nedition = \"2024\"\n\n[dependencies]\nkenpo = {{ path = {:?} }}\n\n[workspace]\n",
        at("hosts/rust"),
    );
    write_file(&folder.join("Cargo.toml"), manifest)?;
    write_file(&folder.join("src/main.rs"), code)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
    let mut cargo = program("cargo");
    cargo.args(["run", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    execute(cargo.env("CARGO_TARGET_DIR", target().join("quickstart/target")))
}
