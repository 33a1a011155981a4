//! The Rust runner of the conformance vectors.
//!
//! `kenpo-vectors --seeds DIR` writes what the fuzz targets begin with, a folder for each.
//! `kenpo-vectors` compares; `kenpo-vectors --record` writes the recorded lines anew, for a reader to compare.

use std::{collections::BTreeSet, env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let record = arguments.iter().any(|argument| argument == "--record");
    let root = env::var_os("KENPO_ROOT").map_or_else(kenpo_tests::root, Into::into);
    if let [flag, folder] = arguments.as_slice()
        && flag == "--seeds"
    {
        return match kenpo_tests::write_seeds(&root, Path::new(folder)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let run = match kenpo_tests::run(&root, !record) {
        Ok(run) => run,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if record {
        for (path, lines) in &run.recorded {
            if let Err(error) = fs::write(path, lines) {
                eprintln!("{}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    for failed in &run.failures {
        println!("{} [{}]: {}", failed.id, failed.rules.join(" "), failed.fault);
    }
    let failed = run.failures.iter().map(|failed| &failed.id).collect::<BTreeSet<_>>().len();
    println!("kenpo-vectors runner=rust abi=1 cases={} failed={failed} answers_sha256={}", run.cases, run.digest);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
