//! The commands, each in a file of its own.

mod answer;
mod check;
mod coverage;
mod diff;
mod draw;
mod explain;
mod new;
mod noticed;
mod operations;
mod pipe;
mod public;
mod replay;
pub(crate) mod schema;
mod standing;
mod test;
mod uncited;
mod what_if;
mod year;

use clap::CommandFactory as _;

use crate::{
    args::{Arguments, Command},
    desk::Desk,
    stop::Outcome,
    words,
};

/// Runs a command, and says whether all went well.
pub(crate) fn run(desk: &mut Desk, command: Command) -> Outcome {
    match command {
        Command::New { template, file } => new::run(desk, template, file.as_deref()),
        Command::Check { files, watch: false } => check::run(desk, &files),
        Command::Check { files, watch: true } => check::watch(desk, &files),
        Command::Answer { operation, request, programme } => {
            answer::run(desk, &operation, &request, programme.as_deref())
        }
        Command::Explain { file, operation, request, public } => {
            explain::run(desk, &file, &operation, &request, public)
        }
        Command::Test { files } => test::run(desk, &files),
        Command::Diff { old, new } => diff::run(desk, &old, &new),
        Command::WhatIf { file, set, yen, walked } => what_if::run(desk, &file, &set, &walked, yen),
        Command::Year { walked, programme } => year::run(desk, &walked, &programme),
        Command::Replay { file, requests, against, operation } => {
            replay::replay(desk, &file, &requests, &against, operation.as_deref())
        }
        Command::Rerun { answer, request, programmes, operation } => {
            replay::rerun(desk, &answer, &request, &programmes, operation.as_deref())
        }
        Command::Coverage { file, suites } => coverage::run(desk, &file, &suites),
        Command::Draw { step, request, programme } => draw::draw(desk, step, &request, programme.as_deref()),
        Command::Verify { proof } => draw::verify(desk, &proof),
        Command::Operations => operations::run(desk),
        Command::Pipe => pipe::run(desk),
        Command::Schema { what } => schema::run(desk, &what),
        Command::Completions { shell } => {
            let mut command = words::usage::command(Arguments::command(), desk.lang);
            // Into memory first: a pipe that is closed is no reason to panic.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "kenpo", &mut script);
            desk.out.write_all(&script)?;
            Ok(true)
        }
    }
}
