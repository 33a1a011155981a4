use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Collector, collector::terms};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId, present},
    },
    civil::{Date, Instant},
    points::Arrival,
    programme::Programme,
};

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

/// What `steps.collect` is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CollectRequest {
    /// A member's intervals, in any order. For the total of a day, all that touch it.
    pub intervals: Vec<StepInterval>,
    /// Ids of records that were deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<HostId>,
    /// Which checks to report: one for each interval that is dropped.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
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

/// What `steps.collect` answers.
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

/// Adds intervals up to the totals of civil days in Japan.
///
/// # Errors
/// `sum_out_of_range` at `/intervals` where steps of an hour or a day pass 2^53 − 1.
pub fn collect(programme: &Programme, request: &CollectRequest) -> Result<Decision<CollectVerdict>, Error> {
    let mut collector = Collector::new(programme);
    request.intervals.iter().for_each(|interval| collector.push(interval));
    request.deleted.iter().for_each(|id| collector.delete(id));
    let verdict = collector.finish().ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/intervals"))?;
    let ((), checks) = decide!(request.explain, |sink| {
        for dropped in &verdict.dropped {
            sink.holds(false, || check(programme, request, *dropped));
        }
    });
    Ok(Decision { verdict, checks })
}

/// The check that an interval did not pass: the programme's where its sources are at issue.
fn check(programme: &Programme, request: &CollectRequest, dropped: DroppedInterval) -> Check {
    let interval = usize::try_from(dropped.index.get()).ok().and_then(|index| request.intervals.get(index));
    let terms = interval.and_then(|interval| terms(programme, interval.start.date()));
    let check = match terms.filter(|_| dropped.reason == Reason::SourceNotLinked) {
        Some(terms) => Check::new(terms.rule.as_str(), dropped.reason, false).under(terms.period, terms.clause()),
        None => Check::new("steps.collect", dropped.reason, false),
    };
    check.read("index", dropped.index)
}
