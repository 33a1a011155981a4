//! Files and what is in them.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
};

use kenpo::{Programme, json::Failure};

use crate::{
    catalogue::{self, Reader},
    desk::Desk,
    diagnostics,
    stop::{Outcome, Stop},
};

/// The bytes of a file, or of the standard input for `-`.
pub(crate) fn read(path: &str) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path {
        "-" if io::stdin().is_terminal() => {
            return Err(Stop::Usage("- is the standard input, and nothing comes from there".into()));
        }
        "-" => io::stdin().lock().read_to_end(&mut bytes).map(drop),
        _ => fs::read(path).map(|read| bytes = read),
    };
    read.map(|()| bytes).map_err(|error| Stop::Fault(format!("{path}: {error}")))
}

/// A request: the text itself where it begins with a brace, else a file.
pub(crate) fn request(desk: &Desk, given: &str) -> Outcome<Vec<u8>> {
    if given.trim_start().starts_with('{') {
        return Ok(given.into());
    }
    if given != "-" && !Path::new(given).exists() {
        // It may be a request that a shell has cut into pieces, with what someone entered.
        return Err(Stop::Fault(desk.lang.pick(
            "依頼は、「{」で始まる JSON か、あるファイルの名前か、- です".into(),
            "the request is neither JSON that begins with {, nor the name of a file that is there, nor -".into(),
        )));
    }
    read(given)
}

/// What a request is called in messages: its file, and never the request itself.
pub(crate) fn name<'a>(desk: &Desk, given: &'a str) -> &'a str {
    if given.trim_start().starts_with('{') { desk.lang.pick("依頼", "request") } else { given }
}

/// The programme of a document, and its bytes. One with faults is shown with all of them.
pub(crate) fn programme(desk: &mut Desk, path: &str) -> Outcome<(Programme, Vec<u8>)> {
    let bytes = read(path)?;
    match kenpo::parse_programme(&bytes) {
        Ok(programme) => Ok((programme, bytes)),
        Err(_) => {
            let faults = kenpo_wire::document_faults(&bytes);
            anstream::eprint!("{}", diagnostics::text(desk.lang, path, &bytes, &faults));
            let said = desk.lang.pick("文書に誤りがあります", "the document has faults");
            Err(Stop::Fault(format!("{path}: {said}")))
        }
    }
}

/// A request that could not be used, in words: the place, and the text there only where it may be shown.
pub(crate) fn unusable(desk: &Desk, path: &str, bytes: &[u8], failure: &Failure) -> String {
    let text = catalogue::text(failure.code.name(), desk.lang, Reader::Member);
    let place = match (failure.line, failure.column) {
        (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        _ => path.to_owned(),
    };
    let mut said = format!("{place}: {text} [{}]", failure.code);
    if !failure.path.is_empty() {
        said += &format!(" {}", failure.path);
    }
    if desk.show_input
        && let (Some(line), Some(column), Ok(text)) = (failure.line, failure.column, std::str::from_utf8(bytes))
    {
        said.push('\n');
        said += &diagnostics::excerpt(path, text, line, column, "");
    }
    said
}

/// Whether a path ends so.
pub(crate) fn ends_with(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
