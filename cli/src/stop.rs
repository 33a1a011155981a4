//! How a command ends. What it says of it is in `told`.

use std::{
    fmt::{self, Display},
    io,
};

/// Whether all went well: `false` where something was refused, or a scenario failed.
pub(crate) type Outcome<T = bool> = Result<T, Stop>;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Used wrongly: exit code 2.
    Usage(String),
    /// Something that cannot be, unless kenpo has a defect: exit code 1.
    Fault(String),
    /// An error of the library, and a JSON Pointer into what it was given: exit code 1.
    Library(&'static str, String),
    /// Something could not be read or used, with its code and place: exit code 1.
    Told(Box<Told>),
    /// A file, or the output, that the operating system does not read or write: exit code 1.
    Os(String, io::Error),
    /// A file of steps that is not read: exit code 1.
    Unread(String, Unread),
    /// Whoever reads the output has seen enough: exit code 141, and nothing is said.
    Closed,
}

/// Why a file of steps is not read.
#[derive(Debug)]
pub(crate) enum Unread {
    Reader(kenpo_intake::Error),
    /// It holds no steps.
    Empty,
    /// The member at this place sorts before the one above.
    Unsorted(Row),
    /// The member at this place has too many rows.
    TooMany(Row),
}

/// A row of a file of steps, and where its member stands in it.
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) column: u32,
    /// The line, which may be shown or not.
    pub(crate) text: String,
}

/// Without what stands there.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What could not be read or used, and where.
#[derive(Default, Debug)]
pub(crate) struct Told {
    /// A code of the library, or one of the command's own.
    pub(crate) code: String,
    /// Whether the code is the library's, and so worth showing to people.
    pub(crate) is_library: bool,
    pub(crate) message: String,
    pub(crate) file: String,
    /// A JSON Pointer.
    pub(crate) path: String,
    pub(crate) line: Option<u64>,
    pub(crate) column: Option<u64>,
    /// What is shown above or below the message: faults of a document, or the place in a text that may be shown.
    pub(crate) above: String,
    pub(crate) below: String,
    /// What helps: the keys that are there, or the name that was meant.
    pub(crate) help: String,
    /// Faults of a document, as a list in JSON.
    pub(crate) faults: Option<String>,
}

impl Stop {
    pub(crate) fn fault(text: impl Display) -> Self {
        Self::Fault(text.to_string())
    }

    pub(crate) fn library(error: &kenpo::Error) -> Self {
        Self::Library(error.code().name(), error.path().to_owned())
    }
}

impl From<Told> for Stop {
    fn from(told: Told) -> Self {
        Self::Told(Box::new(told))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Os(String::new(), error),
        }
    }
}
