use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    fold::{LogHead, LogTotals, LoggedExchange, totals_of},
    tree::Tree,
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, Hex, present},
    },
    rules::lottery::fold::Entry,
};

/// The request of `lottery.log`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogRequest {
    /// All exchanges so far, in order of time.
    pub exchanges: Vec<LoggedExchange>,
    /// The size of an earlier head, of which a proof of consistency is wanted; at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub since: Option<Count>,
}

/// The answer of `lottery.log`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogVerdict {
    /// The head to publish.
    pub head: LogHead,
    /// What the exchanges add up to: the list to freeze.
    pub entries: Vec<Entry>,
    /// What shows that the log at `since` is a beginning of this one (RFC 9162 §2.1.4.1); empty where it is the whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consistency: Vec<Hex<32>>,
}

/// Gives the head of a log of exchanges, what they add up to, and how it follows from an earlier
/// head.
///
/// # Errors
/// `list_empty`, `log_unordered`, `too_many_tickets`, `out_of_range` for an exchange without a ticket or before 1970, and for a `since` that
/// is 0 or longer than the log.
pub fn log(request: &LogRequest) -> Result<Decision<LogVerdict>, Error> {
    let LogTotals { head, entries } = totals_of(&request.exchanges)?;
    let consistency = match request.since {
        None => Vec::new(),
        Some(since) => {
            let tree = Tree::of(request.exchanges.iter().map(LoggedExchange::leaf).collect());
            let path = usize::try_from(since.get()).ok().and_then(|since| tree.consistency(since));
            path.ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/since"))?
        }
    };
    Ok(Decision { verdict: LogVerdict { head, entries, consistency }, checks: Vec::new() })
}
