use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::place::{all_of, before};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, Hex, HexBytes, present},
    },
    rules::lottery::fold::{Entry, ListFold, count},
};

/// The request of `lottery.fold_list`: the next chunk of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoldListRequest {
    /// The state that the chunk before gave; absent at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub state: Option<HexBytes>,
    /// The place of the chunk's first entry in the whole list, from 0, at most 10,000,000. Without a state it begins a part there; beside one it has to be where that ends.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub place: Option<Count>,
    /// The chunk, strictly ascending by tag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// The state of the part that begins where the chunk ends, to be joined to it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub next: Option<HexBytes>,
}

/// The answer of `lottery.fold_list`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoldListVerdict {
    /// The state, to be passed with the next chunk. It is a function of the entries alone, whatever the chunks.
    pub state: HexBytes,
    /// Holders so far.
    pub holders: Count,
    /// Their tickets.
    pub tickets: Count,
    /// The Merkle root of the entries so far; absent of a part that is not the list's beginning, and of no entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<Hex<32>>,
}

/// Adds the next chunk of a list that is too long for one request, and says what the list adds up
/// to so far. It takes no more memory than a chunk does.
///
/// # Errors
/// Those of a list, with the entry's place in the chunk, and at `/next` where two parts do not fit; `fold_state_invalid`; a `place` that is not where the state ends
/// is `missing_value` or `entries_unordered`, and one past the most tickets `out_of_range`.
pub fn fold_list(request: &FoldListRequest) -> Result<Decision<FoldListVerdict>, Error> {
    let given = (request.state.as_ref(), request.place);
    let start = |place| Ok(ListFold::starting_at(place));
    let mut fold = before(given, ListFold::resume, ListFold::end, start, ErrorCode::EntriesUnordered)?;
    fold.push_chunk(&request.entries, fold.end())?;
    if let Some(next) = &request.next {
        let next = ListFold::resume(&next.0).map_err(all_of("/next"))?;
        fold.merge(next).map_err(all_of("/next"))?;
    }
    let (state, holders, tickets) = (HexBytes(fold.state()), count(fold.entries()), count(fold.tickets()));
    // Of a part that has no root yet, none is given.
    let root = fold.finish().ok().map(|totals| totals.root);
    Ok(Decision { verdict: FoldListVerdict { state, holders, tickets, root }, checks: Vec::new() })
}
