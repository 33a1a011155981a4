//! `kenpo-peers data FOLDER` writes the data of every work, and what is to be counted in it.
//! `kenpo-peers WORK FOLDER` measures this room's contestants and prints a line for each.

mod accrual;
mod eligibility;
mod insurer_numbers;
mod json;
mod measure;
mod seeded;
mod subsidy;

use std::{env, path::Path, process::ExitCode};

/// A piece of work that peers do on the same data.
struct Work {
    name: &'static str,
    data: fn(&Path) -> std::io::Result<()>,
    measure: fn(&Path) -> std::io::Result<()>,
}

const WORKS: &[Work] = &[
    Work { name: "insurer-numbers", data: insurer_numbers::data::write, measure: insurer_numbers::measure },
    Work { name: "eligibility", data: eligibility::data::write, measure: eligibility::measure },
    Work { name: "subsidy", data: subsidy::data::write, measure: subsidy::measure },
    Work { name: "accrual", data: accrual::data::write, measure: accrual::measure },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, folder] = arguments.as_slice() else {
        eprintln!("takes `data` or a work's name, and the folder of the data");
        return ExitCode::FAILURE;
    };
    let folder = Path::new(folder);
    let done = match WORKS.iter().find(|work| work.name == name) {
        Some(work) => (work.measure)(folder),
        None if name == "data" => WORKS.iter().try_for_each(|work| (work.data)(folder)),
        None => {
            eprintln!("there is no work {name:?} here");
            return ExitCode::FAILURE;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
