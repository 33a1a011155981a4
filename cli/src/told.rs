//! How what could not be read or used is told: in words, or as one line of JSON.

use std::{
    fmt::Display,
    fs::File,
    io::{self, BufRead as _, BufReader, Write as _},
};

use kenpo::json::Failure;
use kenpo_wire::Fault;
use serde_json::{Map, Value};

use crate::{
    catalogue::{self, Reader},
    codes::Own,
    diagnostics, fault,
    lang::Lang,
    stop::{Row, Stop, Told, Unread},
    words::{self, phrases},
};

impl Told {
    /// A code of the command's own.
    pub(crate) fn new(code: Own, message: impl Display) -> Self {
        Self { code: code.name().to_owned(), message: message.to_string(), ..Self::default() }
    }

    /// A code of the library, which is shown to people as well.
    pub(crate) fn library(code: &str, message: impl Display) -> Self {
        Self { is_library: true, code: code.to_owned(), message: message.to_string(), ..Self::default() }
    }

    pub(crate) fn file(mut self, file: impl Display) -> Self {
        self.file = file.to_string();
        self
    }

    pub(crate) fn place(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (Some(line.into()), Some(column.into()));
        self
    }

    /// With the line of a file below the message, where that is a text.
    pub(crate) fn shown(self, file: &str) -> Self {
        let column = self.column.and_then(|column| u32::try_from(column).ok());
        let (Some(line), Some(column)) = (self.line, column) else { return self };
        let place = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        let lines = File::open(file).map(|file| BufReader::new(file).lines());
        match lines.ok().and_then(|mut lines| lines.nth(place)?.ok()) {
            Some(text) => self.below(diagnostics::excerpt_of(file, &text, (line, column))),
            None => self,
        }
    }

    /// What is shown below the message.
    pub(crate) fn below(mut self, below: String) -> Self {
        self.below = below;
        self
    }

    /// A request that could not be used.
    pub(crate) fn request(lang: Lang, file: &str, failure: &Failure) -> Self {
        let code = failure.code.name();
        Self {
            path: failure.path.to_string(),
            line: failure.line.map(Into::into),
            column: failure.column.map(Into::into),
            ..Self::library(code, catalogue::text(code, lang, Reader::Member)).file(file)
        }
    }

    /// A document with faults; `shown` has them in its text.
    pub(crate) fn document(lang: Lang, file: &str, faults: &[Fault], shown: String) -> Self {
        let first = faults.first();
        Self {
            path: first.map(|fault| fault.path.to_string()).unwrap_or_default(),
            line: first.map(|fault| fault.line.into()),
            column: first.map(|fault| fault.column.into()),
            above: shown,
            faults: serde_json::to_string(&fault::told(lang, faults)).ok(),
            code: first.map_or(Own::DocumentFaulty.name(), |fault| fault.code.name()).to_owned(),
            ..Self::new(Own::DocumentFaulty, phrases::document_has_faults(lang)).file(file)
        }
    }

    /// As one line of JSON.
    fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("kenpo".into(), env!("CARGO_PKG_VERSION").into());
        object.insert("code".into(), self.code.as_str().into());
        for (key, text) in [("message", &self.message), ("file", &self.file), ("path", &self.path)] {
            if !text.is_empty() {
                object.insert(key.into(), text.as_str().into());
            }
        }
        for (key, number) in [("line", self.line), ("column", self.column)] {
            if let Some(number) = number {
                object.insert(key.into(), number.into());
            }
        }
        if let Some(faults) = &self.faults {
            object.insert("faults".into(), serde_json::from_str(faults).unwrap_or_default());
        }
        object.into()
    }

    /// `kenpo: a.json:1:9: A number is out of range. [out_of_range] /points`
    fn to_text(&self) -> String {
        let mut place = self.file.clone();
        // Of a document, the faults above have their places.
        if self.faults.is_none() {
            for number in [self.line, self.column].into_iter().flatten() {
                place += &format!(":{number}");
            }
        }
        let place = place.trim_start_matches(':');
        let mut text = self.above.clone() + "kenpo: " + place;
        text += if place.is_empty() { "" } else { ": " };
        text += &self.message;
        if self.is_library {
            text += &format!(" [{}]", self.code);
            if !self.path.is_empty() {
                text += &format!(" {}", self.path);
            }
        }
        for further in [&self.below, &self.help] {
            if !further.is_empty() {
                text += &format!("\n{further}");
            }
        }
        text
    }
}

impl Stop {
    /// Says it on the error stream: in words, or as one line of JSON.
    pub(crate) fn say(&self, lang: Lang, json: bool) {
        let plain;
        let told = match self {
            Self::Closed => return,
            Self::Told(told) => told,
            Self::Usage(said) => {
                plain = Told::new(Own::Usage, said);
                &plain
            }
            Self::Fault(said) => {
                let code = kenpo::ErrorCode::Internal.name();
                let text = catalogue::text(code, lang, Reader::Member);
                plain = Told::library(code, format!("{text} ({said})"));
                &plain
            }
            Self::Library(code, path) => {
                plain = Told { path: path.clone(), ..Told::library(code, catalogue::text(code, lang, Reader::Member)) };
                &plain
            }
            Self::Unread(file, why) => {
                plain = unread(lang, file, why, false);
                &plain
            }
            Self::Os(file, error) => {
                let (code, message) = os(lang, error);
                plain = Told::new(code, message).file(file);
                &plain
            }
        };
        let text = if json { told.to_json().to_string() } else { told.to_text() };
        // Nobody may be there to read it: then the exit code alone says so.
        drop(writeln!(anstream::stderr(), "{text}"));
    }
}

/// Why a file of steps is not read; with the line at fault where that may be shown.
pub(crate) fn unread(lang: Lang, file: &str, why: &Unread, show: bool) -> Told {
    let of_row = |code: Own, message: String, row: &Row| {
        let told = Told { line: Some(row.line), column: Some(row.column.into()), ..Told::new(code, message) };
        match show {
            true => told.below(diagnostics::excerpt_of(file, &row.text, (row.line, row.column))),
            false => told,
        }
    };
    let told = match why {
        Unread::Reader(error) => {
            let (line, column) = words::intake::place(error).unzip();
            let told = Told::new(words::intake::code(error), words::intake::error(lang, error));
            let told = Told { line, column: column.flatten().map(Into::into), ..told };
            if show { told.shown(file) } else { told }
        }
        Unread::Empty => Told::new(Own::NoSteps, phrases::no_steps(lang)),
        Unread::Unsorted(row) => of_row(Own::MembersUnsorted, phrases::members_unsorted(lang), row),
        Unread::TooMany(row) => of_row(Own::TooLarge, phrases::too_many_rows(lang), row),
    };
    told.file(file)
}

/// A row of steps that is not counted; with its text where that may be shown.
pub(crate) fn dropped(lang: Lang, file: &str, dropped: &kenpo_intake::Dropped<'_>, show: bool) -> Stop {
    let told = Told::new(words::intake::of_row(dropped.cause), words::intake::dropped(lang, dropped)).file(file);
    let told = Told { line: Some(dropped.line), column: dropped.column.map(Into::into), ..told };
    match dropped.column.filter(|_| show) {
        Some(column) => told.below(diagnostics::excerpt_of(file, dropped.text, (dropped.line, column))).into(),
        None => told.into(),
    }
}

/// What the operating system says, as a code and in words.
pub(crate) fn os(lang: Lang, error: &io::Error) -> (Own, String) {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => (Own::NotFound, phrases::os_not_found(lang)),
        Kind::PermissionDenied => (Own::PermissionDenied, phrases::os_permission(lang)),
        Kind::IsADirectory => (Own::IsADirectory, phrases::os_is_directory(lang)),
        Kind::NotADirectory => (Own::NotADirectory, phrases::os_not_directory(lang)),
        Kind::AlreadyExists => (Own::AlreadyExists, phrases::os_exists(lang)),
        Kind::StorageFull => (Own::StorageFull, phrases::os_full(lang)),
        Kind::ReadOnlyFilesystem => (Own::ReadOnly, phrases::os_read_only(lang)),
        _ => (Own::OsError, phrases::os_other(lang, error.raw_os_error().unwrap_or_default())),
    }
}
