use std::fmt;

use kenpo_core::{Error, ErrorCode};
use serde::Serialize;

use crate::{
    limits::ANSWER_LIMIT,
    write::{Text, Unwritable},
};

/// What an error body says, in the order of its keys: a code and a place, never the value that was wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// What was wrong.
    pub code: ErrorCode,
    /// Where, as a JSON Pointer (RFC 6901); empty for the whole input.
    pub path: String,
    /// The line, from 1; absent where there is no text to point into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column, from 1, in Unicode code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// The outcome of a call, as the C ABI numbers it. Numbers are never reused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Status {
    /// It went well.
    Ok = 0,
    /// The request cannot be used.
    InvalidRequest = 4,
    /// The programme document cannot be used.
    InvalidProgramme = 5,
    /// The input is longer than the operation takes.
    TooLarge = 6,
    /// There is no operation of that name.
    UnknownOperation = 7,
    /// The operation needs a programme.
    ProgrammeRequired = 8,
}

impl Failure {
    /// A failure without a place.
    pub fn of(code: ErrorCode) -> Self {
        Self { code, path: String::new(), line: None, column: None }
    }

    /// Whether it is the answer that is too long: what is too long of a request has a place.
    pub(crate) fn is_of_answer(&self) -> bool {
        self.code == ErrorCode::TooLarge && self.line.is_none()
    }

    /// The status of a request that failed so.
    pub fn status(&self) -> Status {
        match self.code {
            ErrorCode::TooLarge => Status::TooLarge,
            ErrorCode::UnknownOperation => Status::UnknownOperation,
            ErrorCode::ProgrammeRequired => Status::ProgrammeRequired,
            _ => Status::InvalidRequest,
        }
    }

    /// The body as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let mut body = Text::new(ANSWER_LIMIT, 0);
        // A code, a text and two numbers are written.
        let _ = body.append(self);
        body.into_bytes()
    }
}

/// The code, and the place where there is one: `date_invalid at /born, line 1, column 9`.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, ", line {line}, column {column}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Unwritable> for Failure {
    fn from(unwritable: Unwritable) -> Self {
        Self::of(match unwritable {
            Unwritable::TooLong => ErrorCode::TooLarge,
            // Answers hold no such value.
            Unwritable::Kind => ErrorCode::ValueInvalid,
        })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: error.code(), path: error.path().into(), line: None, column: None }
    }
}
