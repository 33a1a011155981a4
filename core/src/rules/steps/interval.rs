//! What is added up, and what comes of it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::{
        Reason,
        value::{Code, Count, HostId, present},
    },
    civil::{Date, Instant},
    points::Arrival,
};

/// The longest interval in seconds: 48 hours. Health stores keep intervals of a day at most.
pub const LONGEST_INTERVAL: i64 = 2 * 86_400;

/// Steps that one source counted from a start to an end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepInterval {
    /// The first second.
    pub start: Instant,
    /// The end, outside; equal to the start for a single instant.
    pub end: Instant,
    /// Steps.
    pub count: Count,
    /// What counted them, such as a health store, an app or a kind of watch: by a code of the host's choice, which programmes name.
    pub source: Code,
    /// The device, where one source has several, as the host names it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub device: Option<HostId>,
    /// The record's own id. Records of one id count once.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub id: Option<HostId>,
}

/// An interval that is not counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DroppedInterval {
    /// Its place in the request, from 0.
    pub index: Count,
    /// `deleted`, `repeated`, `end_before_start`, `interval_too_long` or `source_not_linked`.
    pub reason: Reason,
}

/// Steps of a day that several sources or devices counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overlap {
    /// The civil day in Japan.
    pub date: Date,
    /// Steps left out, because another source or device counted the same hour.
    pub steps: Count,
}

/// The verdict of `steps.collect`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CollectVerdict {
    /// A day's total for each civil day in Japan with an interval, earliest first, as `points.accrue` takes them. The source is the one
    /// of most of the day's steps.
    pub arrivals: Vec<Arrival>,
    /// Steps that were left out because another source or device counted the same hour, by day; days without any are not listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overlaps: Vec<Overlap>,
    /// Intervals that are not counted, by their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<DroppedInterval>,
}
