//! A draw from a file of exchanges to a folder that anyone can verify, and a receipt for each member.
//!
//!     cargo run --release --example draw -- freeze examples/data/exchanges.csv kkr-2022-06 target/draw
//!     cargo run --release --example draw -- draw target/draw 2217133./80412./3.8.17.22.31.40./
//!     cargo run --release --example draw -- verify target/draw/published
//!     cargo run --release --example draw -- check target/draw/members/m-001.json
//!
//! `freeze` is run when entry has ended, and `draw` when the public values named in the manifest are known. `published` is for everyone;
//! `members` has a file for each member, for that member alone; `operator` has what the operator keeps. A stranger needs `published` and
//! `verify`. README.md has the web page on which a member opens the own file.

mod exchanges;
mod files;
mod holding;
mod operator;
mod stranger;

use std::{env, error::Error, path::Path, process::ExitCode};

/// What went well: whether everything holds that was looked at.
type Outcome<T = bool> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["freeze", exchanges, draw_id, folder] => operator::freeze(Path::new(exchanges), draw_id, Path::new(folder)),
        ["draw", folder, public_text] => operator::draw(Path::new(folder), public_text),
        ["verify", published] => stranger::verify(Path::new(published)),
        ["check", receipt] => stranger::check(Path::new(receipt)),
        _ => Err("draw freeze EXCHANGES DRAW FOLDER | draw FOLDER VALUES | verify PUBLISHED | check RECEIPT".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
