//! How what could not be read or used is told: in words, or as one line of JSON.

use std::{fmt::Display, io};

use kenpo::json::Failure;
use kenpo_wire::Fault;
use serde_json::{Map, Value};

use crate::{
    catalogue::{self, Reader},
    lang::Lang,
    stop::{Stop, Told, Unread},
    words::{self, phrases},
};

impl Told {
    pub(crate) fn new(code: &str, message: impl Display) -> Self {
        Self { code: code.to_owned(), message: message.to_string(), ..Self::default() }
    }

    /// A code of the library, which is shown to people as well.
    pub(crate) fn library(code: &str, message: impl Display) -> Self {
        Self { is_library: true, ..Self::new(code, message) }
    }

    pub(crate) fn file(mut self, file: impl Display) -> Self {
        self.file = file.to_string();
        self
    }

    pub(crate) fn place(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (Some(line.into()), Some(column.into()));
        self
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
            faults: serde_json::to_string(faults).ok(),
            ..Self::new(first.map_or("document_faulty", |fault| fault.code.name()), phrases::document_has_faults(lang))
                .file(file)
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
        if !self.below.is_empty() {
            text += &format!("\n{}", self.below);
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
                plain = Told::new("usage", said);
                &plain
            }
            Self::Fault(said) => {
                plain = Told::new("unusable", said);
                &plain
            }
            Self::Unread(file, why) => {
                plain = unread(lang, why).file(file);
                &plain
            }
            Self::Os(file, error) => {
                let (code, message) = os(lang, error);
                plain = Told::new(code, message).file(file);
                &plain
            }
        };
        if json {
            eprintln!("{}", told.to_json());
        } else {
            anstream::eprintln!("{}", told.to_text());
        }
    }
}

/// Why a file of steps is not read.
fn unread(lang: Lang, why: &Unread) -> Told {
    let (told, line) = match why {
        Unread::Reader(error) => {
            let told = Told::new(words::intake::code(error), words::intake::error(lang, error));
            (told, words::intake::line(error))
        }
        Unread::Empty => (Told::new("no_steps", phrases::no_steps(lang)), None),
        Unread::Unsorted(line) => (Told::new("members_unsorted", phrases::members_unsorted(lang)), Some(*line)),
        Unread::TooMany(line) => (Told::new("too_large", phrases::too_many_rows(lang)), Some(*line)),
    };
    Told { line, ..told }
}

/// Says that a row of steps is not counted.
pub(crate) fn dropped(lang: Lang, json: bool, file: &str, dropped: &kenpo_intake::Dropped) {
    let told = Told::new(dropped.cause.name(), words::intake::dropped(lang, dropped)).file(file);
    match json {
        true => Stop::from(Told { line: Some(dropped.line), ..told }).say(lang, json),
        false => anstream::eprintln!("{file}: {}", told.message),
    }
}

/// What the operating system says, as a code and in words.
pub(crate) fn os(lang: Lang, error: &io::Error) -> (&'static str, String) {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => ("not_found", phrases::os_not_found(lang)),
        Kind::PermissionDenied => ("permission_denied", phrases::os_permission(lang)),
        Kind::IsADirectory => ("is_a_directory", phrases::os_is_directory(lang)),
        Kind::NotADirectory => ("not_a_directory", phrases::os_not_directory(lang)),
        Kind::AlreadyExists => ("already_exists", phrases::os_exists(lang)),
        Kind::StorageFull => ("storage_full", phrases::os_full(lang)),
        Kind::ReadOnlyFilesystem => ("read_only", phrases::os_read_only(lang)),
        _ => ("os_error", phrases::os_other(lang, error.raw_os_error().unwrap_or_default())),
    }
}
