//! Files and what is in them.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
};

use kenpo::{Programme, json::Failure, member::Person};
use kenpo_intake::{Dropped, Report};
use kenpo_wire::document_faults;

use crate::{
    args::Walked,
    desk::Desk,
    diagnostics,
    lang::Lang,
    steps,
    stop::{Outcome, Stop, Told},
    told,
    words::phrases,
};

/// The bytes of a file, or of the standard input for `-`.
pub(crate) fn read(lang: Lang, path: &str) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path {
        "-" if io::stdin().is_terminal() => {
            return Err(Stop::Usage(phrases::no_standard_input(lang)));
        }
        "-" => io::stdin().lock().read_to_end(&mut bytes).map(drop),
        _ => fs::read(path).map(|read| bytes = read),
    };
    read.map(|()| bytes).map_err(|error| Stop::Os(path.to_owned(), error))
}

/// A request: the text itself where it begins with a brace, else a file.
pub(crate) fn request(desk: &Desk, given: &str) -> Outcome<Vec<u8>> {
    if given.trim_start().starts_with('{') {
        return Ok(given.into());
    }
    if given != "-" && !Path::new(given).exists() {
        // It may be a request that a shell has cut into pieces, with what someone entered.
        return Err(Told::new("request_not_found", phrases::no_request(desk.lang)).into());
    }
    text(desk, given)
}

/// The bytes of a file without a byte-order mark, which some programs write before a text.
pub(crate) fn text(desk: &Desk, path: &str) -> Outcome<Vec<u8>> {
    let bytes = read(desk.lang, path)?;
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes))
}

/// What a request is called in messages: its file, and never the request itself. For scripts that has no file.
pub(crate) fn name(desk: &Desk, given: &str) -> String {
    match given.trim_start().starts_with('{') {
        true if desk.json => String::new(),
        true => phrases::the_request(desk.lang),
        false => given.to_owned(),
    }
}

/// The programme of a document, and its bytes. One with faults is shown with all of them.
pub(crate) fn programme(desk: &mut Desk, path: &str) -> Outcome<(Programme, Vec<u8>)> {
    let bytes = read(desk.lang, path)?;
    match kenpo::parse_programme(&bytes) {
        Ok(programme) => Ok((programme, bytes)),
        Err(_) => {
            let faults = document_faults(&bytes);
            let shown = diagnostics::text(desk.lang, path, &bytes, &faults);
            Err(Told::document(desk.lang, path, &faults, shown).into())
        }
    }
}

impl Walked {
    /// The person that is given.
    ///
    /// # Errors
    /// JSON that does not make a person of the contract, with its place alone.
    pub(crate) fn person(&self, desk: &Desk) -> Outcome<Option<Person>> {
        let Some(given) = &self.person else { return Ok(None) };
        let bytes = request(desk, given)?;
        let name = name(desk, given);
        let read = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(&bytes));
        let unusable = |error: serde_path_to_error::Error<serde_json::Error>| {
            let (line, column) = (error.inner().line(), error.inner().column());
            let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let told = Told::new("value_invalid", phrases::no_person(desk.lang, error.path())).file(name);
            Stop::from(told.place(number(line), number(column)))
        };
        read.map(Some).map_err(unusable)
    }
}

/// A request that could not be used: the place, and the text there only where it may be shown.
pub(crate) fn unusable(desk: &Desk, path: &str, bytes: &[u8], failure: &Failure) -> Stop {
    let told = Told::request(desk.lang, path, failure);
    match (failure.line, failure.column, std::str::from_utf8(bytes)) {
        (Some(line), Some(column), Ok(text)) if desk.show_input => {
            told.below(diagnostics::excerpt(path, text, line, column, "")).into()
        }
        _ => told.into(),
    }
}

/// What is not JSON, and where.
pub(crate) fn not_json(desk: &Desk, path: &str, error: &serde_json::Error) -> Stop {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let told = Told::new("json_syntax", phrases::not_json(desk.lang)).file(path);
    told.place(number(error.line()), number(error.column())).into()
}

/// Whether these are several requests, one a line: the first line is one by itself, and others follow.
pub(crate) fn is_lines(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some() && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}

/// The rows of a file of steps, member by member.
pub(crate) fn steps(desk: &Desk, walked: &Walked, take: &mut steps::Take<'_>) -> Outcome<Report> {
    let (lang, json) = (desk.lang, desk.json);
    let mut dropped = |dropped: &Dropped| told::dropped(lang, json, &walked.steps, dropped);
    steps::read(&walked.steps, walked.dates.map(Into::into), phrases::drawn(lang), &mut dropped, take)
}

/// Whether a path ends so.
pub(crate) fn ends_with(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
