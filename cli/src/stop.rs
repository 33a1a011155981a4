//! How a command ends.

use std::{fmt::Display, io};

/// Whether all went well: `false` where something was refused, or a scenario failed.
pub(crate) type Outcome<T = bool> = Result<T, Stop>;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Used wrongly: exit code 2.
    Usage(String),
    /// Something could not be read or used: exit code 1.
    Fault(String),
    /// Whoever reads the output has seen enough: exit code 0.
    Closed,
}

impl Stop {
    pub(crate) fn fault(text: impl Display) -> Self {
        Self::Fault(text.to_string())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::fault(error),
        }
    }
}
