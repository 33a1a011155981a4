use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::place::{all_of, before};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, HexBytes, is_false, present},
    },
    rules::lottery::{
        fold::{Entry, count},
        log::{LogFold, LogHead, LoggedExchange},
    },
};

/// The request of `lottery.fold_log`: the next chunk of a log of exchanges.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoldLogRequest {
    /// The state that the chunk before gave; absent at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub state: Option<HexBytes>,
    /// The place of the chunk's first exchange in the whole log, from 0, at most 10,000,000. Without a state it begins a part there; beside one it has to be where that ends.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub place: Option<Count>,
    /// The chunk, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<LoggedExchange>,
    /// The state of the part that begins where the chunk ends, to be joined to it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub next: Option<HexBytes>,
    /// Whether the answer has the entries that the log adds up to.
    #[serde(default, skip_serializing_if = "is_false")]
    pub finish: bool,
}

/// The answer of `lottery.fold_log`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoldLogVerdict {
    /// The state, to be passed with the next chunk: 36 bytes for each holder, and a few for the tree.
    pub state: HexBytes,
    /// Exchanges so far.
    pub exchanges: Count,
    /// The tickets that they brought.
    pub tickets: Count,
    /// The head of the log so far; absent of a part that is not the log's beginning, and of no exchanges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<LogHead>,
    /// With `finish`, what the exchanges add up to: the list to freeze.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// Adds the next chunk of a log of exchanges that is too long for one request, and gives its head
/// so far.
///
/// # Errors
/// Those of a log, with the exchange's place in the chunk, and at `/next` where two parts do not fit; `fold_state_invalid`; a `place` that is not where the state
/// ends is `missing_value` or `log_unordered`, and one past the most tickets `out_of_range`; with `finish`, at `/finish`, `list_empty` and `missing_value` of a part that is not the log's beginning.
pub fn fold_log(request: &FoldLogRequest) -> Result<Decision<FoldLogVerdict>, Error> {
    let given = (request.state.as_ref(), request.place);
    let start = |place| Ok(LogFold::starting_at(place));
    let mut fold = before(given, LogFold::resume, LogFold::end, start, ErrorCode::LogUnordered)?;
    fold.push_chunk(&request.exchanges, fold.end())?;
    if let Some(next) = &request.next {
        let next = LogFold::resume(&next.0).map_err(all_of("/next"))?;
        fold.merge(next).map_err(all_of("/next"))?;
    }
    let (state, exchanges, tickets) = (HexBytes(fold.state()), count(fold.exchanges()), count(fold.tickets()));
    let (head, entries) = if request.finish {
        let totals = fold.finish().map_err(all_of("/finish"))?;
        (Some(totals.head), totals.entries)
    } else {
        (fold.head(), Vec::new())
    };
    Ok(Decision { verdict: FoldLogVerdict { state, exchanges, tickets, head, entries }, checks: Vec::new() })
}
