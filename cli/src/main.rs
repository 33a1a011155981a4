//! The `kenpo` command: for those who know a programme's rules and write no code.
//!
//! It holds no rules: it reads files, calls the library, and shows what it answers.
#![forbid(unsafe_code)]

mod args;
mod catalogue;
mod codes;
mod commands;
mod compare;
mod desk;
mod diagnostics;
mod fault;
mod input;
mod lang;
mod left_out;
mod meant;
mod mutate;
mod pay;
mod progress;
mod scenario;
mod settings;
mod source;
mod steps;
mod stop;
mod syntax;
mod told;
mod words;

use std::{io::Write as _, process::ExitCode};

use args::Arguments;
use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};
use desk::Desk;
use lang::Lang;
use stop::Stop;

/// All went well; refused or failed; used wrongly.
const GOOD: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;
/// Whoever reads the output closed it before its end: what a shell reports of a program that SIGPIPE ends (128 and its number, 13).
const CLOSED: u8 = 141;
/// What clap shows where nothing is given.
const HELP: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    let lang = asked(&given).unwrap_or_else(Lang::of_locale);
    let command = words::usage::command(Arguments::command(), lang);
    let arguments = command.try_get_matches_from(&given).and_then(|found| Arguments::from_arg_matches(&found));
    let json = given.iter().any(|argument| argument == "--json");
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) if !error.use_stderr() || (error.kind() == HELP && !json) => error.exit(),
        Err(error) => {
            Stop::Usage(words::usage::misuse(lang, &error)).say(lang, json);
            return ExitCode::from(USAGE);
        }
    };
    let mut desk = Desk::new(arguments.lang.unwrap_or(lang), arguments.json, arguments.show_input);
    let ended = commands::run(&mut desk, arguments.command);
    let ended = ended.and_then(|good| desk.out.flush().map(|()| good).map_err(Stop::from));
    ExitCode::from(match ended {
        Ok(true) => GOOD,
        Ok(false) => FAILED,
        Err(Stop::Closed) => CLOSED,
        Err(stop) => {
            stop.say(desk.lang, desk.json);
            if matches!(stop, Stop::Usage(_)) { USAGE } else { FAILED }
        }
    })
}

/// The language of the help, which is wanted before the arguments are read.
fn asked(given: &[std::ffi::OsString]) -> Option<Lang> {
    let mut given = given.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = given.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => given.next()?.into_owned(),
            Some(rest) => rest.strip_prefix('=')?.to_owned(),
            None => continue,
        };
        return clap::ValueEnum::from_str(&value, true).ok();
    }
    None
}
