use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{check::is_prefix, fold::LogHead};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Count, Hex},
    },
};

/// The request of `lottery.check_heads`: two heads of one log, as they were published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckHeadsRequest {
    /// The earlier head.
    pub first: LogHead,
    /// The later head.
    pub second: LogHead,
    /// The proof of consistency, of `lottery.log`; at most 128 hashes.
    pub consistency: Vec<Hex<32>>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `lottery.check_heads`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckHeadsVerdict {
    /// `accepted`, or `log_not_consistent`.
    pub reason: Reason,
}

/// The most hashes of a proof in a tree of at most 2^64 leaves.
pub const LONGEST_PATH: usize = 128;

/// Says whether nothing was taken out of a log of exchanges, changed or put in between, from one
/// head to a later one.
///
/// # Errors
/// `too_large` for a proof of more than 128 hashes.
pub fn check_heads(request: &CheckHeadsRequest) -> Result<Decision<CheckHeadsVerdict>, Error> {
    if request.consistency.len() > LONGEST_PATH {
        return Err(Error::new(ErrorCode::TooLarge, "/consistency"));
    }
    let size = |count: Count| u64::try_from(count.get()).unwrap_or(0);
    let CheckHeadsRequest { first, second, consistency, explain } = request;
    let stands = first.time <= second.time
        && (first.size < second.size || first.time == second.time)
        && is_prefix((size(first.size), &first.root), (size(second.size), &second.root), consistency);
    let (stands, checks) = decide!(*explain, |sink| sink.holds(stands, || {
        Check::new("lottery.log", Reason::LogNotConsistent, stands)
            .read("first_size", first.size)
            .read("first_time", first.time)
            .read("second_size", second.size)
            .read("second_time", second.time)
    }));
    let reason = if stands { Reason::Accepted } else { Reason::LogNotConsistent };
    Ok(Decision { verdict: CheckHeadsVerdict { reason }, checks })
}
