//! The commands, each in a file of its own.

mod answer;
mod check;
mod explain;
mod new;
mod operations;
mod schema;

use clap::CommandFactory as _;

use crate::{
    args::{Arguments, Command},
    desk::Desk,
    stop::Outcome,
};

/// Runs a command, and says whether all went well.
pub(crate) fn run(desk: &mut Desk, command: Command) -> Outcome {
    match command {
        Command::New { template, file } => new::run(desk, template, file.as_deref()),
        Command::Check { files } => check::run(desk, &files),
        Command::Answer { operation, request, programme } => {
            answer::run(desk, &operation, &request, programme.as_deref())
        }
        Command::Explain { file, operation, request, public } => {
            explain::run(desk, &file, &operation, &request, public)
        }
        Command::Operations => operations::run(desk),
        Command::Schema { what } => schema::run(desk, &what),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "kenpo", &mut desk.out);
            Ok(true)
        }
    }
}
