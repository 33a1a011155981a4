//! What a rule needs to know beside the record: the delivery it came with, and what of it was not given.

use super::day::Day;
use crate::base::{Error, ErrorCode};

/// What holds for every record of a delivery.
#[derive(Clone, Copy)]
pub(super) struct Delivery {
    /// The day on which it arrived.
    pub(super) synced: Day,
    /// Days up to this one are closed.
    pub(super) closed_through: Option<Day>,
    /// The first day that earns.
    pub(super) enrolled: Option<Day>,
    /// The day on which the app was last opened.
    pub(super) opened: Option<Day>,
    /// The date of birth.
    pub(super) born: Option<Day>,
    /// The balance of the programme's own points before it.
    pub(super) balance: i64,
}

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
