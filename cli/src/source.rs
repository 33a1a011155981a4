//! A text from which requests come, and places in it: line and column alone, and the text there only where it may be shown.

use std::borrow::Cow;

use kenpo::{ErrorCode, json::Failure};

use crate::{
    codes::Own,
    commands::schema,
    desk::Desk,
    diagnostics,
    stop::{Stop, Told},
    words::phrases,
};

/// A text, or a line of one.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// What it is called in messages; empty where that is for scripts and has no file.
    name: &'a str,
    text: &'a [u8],
    /// The number of its first line.
    first: u64,
    /// Characters of that line before what is read of it.
    before: u32,
}

impl<'a> Source<'a> {
    pub(crate) fn new(name: &'a str, text: &'a [u8]) -> Self {
        Self { name, text, first: 1, before: 0 }
    }

    /// A line of a file, by its number from 1.
    pub(crate) fn line(name: &'a str, text: &'a [u8], number: usize) -> Self {
        Self { first: number as u64, ..Self::new(name, text) }
    }

    /// The same, of which a part of the first line is read that begins at a byte.
    pub(crate) fn from(self, byte: usize) -> Self {
        let before = String::from_utf8_lossy(self.text.get(..byte).unwrap_or_default());
        Self { before: number(before.chars().count()), ..self }
    }

    /// A fault of this text.
    pub(crate) fn named(&self, told: Told) -> Told {
        told.file(self.name)
    }

    /// What is wrong with the request of an operation; of a key that is not there, the keys that are.
    pub(crate) fn unusable(&self, desk: &Desk, operation: &str, failure: &Failure) -> Stop {
        let mut told = Told::request(desk.lang, self.name, failure);
        match failure.code {
            ErrorCode::UnknownKey => {
                let keys = schema::keys_at(operation, &failure.path).unwrap_or_default();
                if !keys.is_empty() {
                    told.help = format!("{}: {}", phrases::allowed(desk.lang), keys.join(", "));
                }
            }
            ErrorCode::UnknownOperation => {
                told.help = schema::operation_meant(desk.lang, operation).unwrap_or_default();
            }
            _ => {}
        }
        match failure.line.zip(failure.column) {
            Some(place) => self.told(desk, told, place),
            None => told.into(),
        }
    }

    /// What is not JSON.
    pub(crate) fn not_json(&self, desk: &Desk, error: &serde_json::Error) -> Stop {
        let told = Told::new(Own::JsonSyntax, phrases::not_json(desk.lang));
        self.told(desk, self.named(told), (number(error.line()), number(error.column())))
    }

    /// A fault at a place in what is read, each from 1.
    pub(crate) fn told(&self, desk: &Desk, told: Told, (line, column): (u32, u32)) -> Stop {
        let before = if line == 1 { self.before } else { 0 };
        let number = self.first.saturating_add(line.saturating_sub(1).into());
        let column = column.saturating_add(before);
        let told = Told { line: Some(number), column: Some(column.into()), ..told };
        let text: Cow<'_, str> = String::from_utf8_lossy(self.text);
        match text.split('\n').nth(line.saturating_sub(1) as usize).filter(|_| desk.show_input) {
            Some(shown) => told.below(diagnostics::excerpt_of(self.name, shown, (number, column))).into(),
            None => told.into(),
        }
    }
}

pub(crate) fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
