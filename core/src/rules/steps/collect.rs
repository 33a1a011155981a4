use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Collector,
    collector::terms,
    interval::{CollectVerdict, DroppedInterval, StepInterval},
};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::HostId},
    programme::Programme,
};

/// The request of `steps.collect`.
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

/// Adds the intervals of steps that phones and watches keep up to the totals of days in Japan. The
/// same totals come from a [`Collector`], for intervals that arrive one by one.
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

/// The check that an interval did not pass: a rule of the programme where its source is not among those of the programme.
fn check(programme: &Programme, request: &CollectRequest, dropped: DroppedInterval) -> Check {
    let interval = usize::try_from(dropped.index.get()).ok().and_then(|index| request.intervals.get(index));
    let terms = interval.and_then(|interval| terms(programme, interval.start.date()));
    let check = match terms.filter(|_| dropped.reason == Reason::SourceNotLinked) {
        Some(terms) => Check::new(terms.rule.as_str(), dropped.reason, false).under(terms.period, terms.clause()),
        None => Check::new("steps.collect", dropped.reason, false),
    };
    check.read("index", dropped.index)
}
