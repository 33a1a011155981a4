use crate::base::{Error, ErrorCode};

/// What a rule asks for, and was not given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Missing {
    /// The date of birth, of the request.
    Born,
    /// The day on which the app was opened, of the request.
    Opened,
    /// The source, of the record.
    Source,
    /// Which revision of its day it is, of the record.
    Revision,
}

impl Missing {
    /// Whether it is one record that lacks it, and not the request.
    pub(super) fn of_record(self) -> bool {
        matches!(self, Self::Source | Self::Revision)
    }
}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        let path = match missing {
            Missing::Born => "/born",
            Missing::Opened => "/opened_on",
            Missing::Source => "/source",
            Missing::Revision => "/revision",
        };
        Self::new(ErrorCode::MissingValue, path)
    }
}
