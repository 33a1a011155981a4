//! Files and what is in them.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use kenpo::{Programme, member::Person};
use kenpo_intake::{Dropped, Report};
use kenpo_wire::document_faults;
use serde_json::Value;

use crate::{
    args::Walked,
    codes::Own,
    desk::Desk,
    diagnostics,
    lang::Lang,
    source::{Source, number},
    steps,
    stop::{Outcome, Stop, Told},
    told,
    words::phrases,
};

/// Whether the standard input was taken: it comes once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the standard input.
///
/// # Errors
/// Where it is a terminal, and where it was taken before.
pub(crate) fn take_standard_input(lang: Lang) -> Outcome<()> {
    if TAKEN.swap(true, Ordering::Relaxed) {
        return Err(Stop::Usage(phrases::standard_input_twice(lang)));
    }
    if io::stdin().is_terminal() {
        return Err(Stop::Usage(phrases::no_standard_input(lang)));
    }
    Ok(())
}

/// The bytes of a file, or of the standard input for `-`.
pub(crate) fn read(lang: Lang, path: &str) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        take_standard_input(lang)?;
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(path).map(|read| bytes = read)
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
        return Err(Told::new(Own::RequestNotFound, phrases::no_request(desk.lang)).into());
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
        let source = Source::new(&name, &bytes);
        let no_json = |error: serde_json::Error| {
            let place = (number(error.line()), number(error.column()));
            source.told(desk, Told::new(Own::ValueInvalid, phrases::not_json(desk.lang)).file(&name), place)
        };
        let mut person: Value = serde_json::from_slice(&bytes).map_err(no_json)?;
        // As in scenarios: who is described by the date of birth alone has been insured since then.
        if let Value::Object(person) = &mut person {
            let born = person.get("born").cloned();
            for (key, value) in
                [("id", Some("member".into())), ("relation", Some("insured".into())), ("insured_from", born)]
            {
                if let Some(value) = value {
                    person.entry(key).or_insert(value);
                }
            }
        }
        let unusable = |error: serde_path_to_error::Error<serde_json::Error>| {
            // What serde says names a key that is missing between backquotes.
            let said = error.inner().to_string();
            let missing = said.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let at = missing.map_or_else(|| error.path().to_string(), str::to_owned);
            Told::new(Own::ValueInvalid, phrases::no_person(desk.lang, at)).file(&name).into()
        };
        serde_path_to_error::deserialize(person).map(Some).map_err(unusable)
    }
}

/// Whether these are several requests, one a line: the first line is one by itself, and others follow.
pub(crate) fn is_lines(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some() && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}

/// The rows of a file of steps, member by member.
pub(crate) fn steps(desk: &Desk, walked: &Walked, take: &mut steps::Take<'_>) -> Outcome<Report> {
    let (lang, file) = (desk.lang, &walked.steps);
    let mut dropped = |dropped: &Dropped<'_>| told::dropped(lang, file, dropped, desk.show_input).say(lang, desk.json);
    let read = steps::read(lang, file, walked.dates.map(Into::into), phrases::drawn(lang), &mut dropped, take);
    read.map_err(|stop| match stop {
        Stop::Unread(file, why) if desk.show_input => told::unread(lang, &file, &why, true).into(),
        stop => stop,
    })
}

/// Whether a path ends so.
pub(crate) fn ends_with(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
