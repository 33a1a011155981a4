use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::place::{all_of, before};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Count, Hex, HexBytes, is_false, present},
    },
    rules::lottery::{
        Manifest,
        beacon::PublicText,
        draw::{DrawFold, DrawKeys, DrawRequest, EarlierDraw, draw_keys, proof_of},
        fold::{Entry, count},
        freeze::log_stands,
        proof::Proof,
    },
};

/// The request of `lottery.fold_draw`: a draw, and the next chunk of its list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoldDrawRequest {
    /// The manifest that was published. It and what the randomness comes from are the same with every chunk.
    pub manifest: Manifest,
    /// The public values, in RFC 3797's canonical text, such as `9319./2.5.8.10.12./`; for a beacon of them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub public_text: Option<PublicText>,
    /// The round's signature, for a beacon of drand. Whether it is drand's is the host's to check.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub signature: Option<Hex<48>>,
    /// What opens the commitments, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Hex<32>>,
    /// Outside time evidence over the draw hash (an RFC 3161 token), carried along.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time_evidence: Option<HexBytes>,
    /// The draw as it was held before, where it was: another manifest or other randomness is then refused.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub earlier: Option<EarlierDraw>,
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
    /// Whether this was the last chunk, so that the answer has the proof.
    #[serde(default, skip_serializing_if = "is_false")]
    pub finish: bool,
    /// With `finish`, the state of the whole log by `lottery.fold_log`, where the manifest binds a log.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub log: Option<HexBytes>,
}

/// The answer of `lottery.fold_draw`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoldDrawVerdict {
    /// The state, to be passed with the next chunk of this draw: 68 bytes for each award so far, and a few for the list.
    pub state: HexBytes,
    /// Holders so far.
    pub holders: Count,
    /// Their tickets.
    pub tickets: Count,
    /// With `finish`, the proof that `lottery.draw` gives of the whole, but for `entries` and `exchanges`, which are empty here: the host puts in what it folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// Draws from the next chunk of a list that is too long for one request, and at the end gives the
/// proof. The proof comes with `finish`.
///
/// # Errors
/// Those of `lottery.draw`, with the entry's place in the chunk, and at `/next` where two parts do not fit; `fold_state_invalid`, also for a state of another draw; a `place` that is
/// not where the state ends is `missing_value` or `entries_unordered`, and one past the most tickets `out_of_range`; with `finish`, `list_empty` and `missing_value` of a part that is
/// not the list's beginning at `/finish`, `totals_differ` at `/manifest`, and `log_differs` at `/log`.
pub fn fold_draw(request: &FoldDrawRequest) -> Result<Decision<FoldDrawVerdict>, Error> {
    let whole = DrawRequest {
        manifest: request.manifest.clone(),
        entries: Vec::new(),
        exchanges: Vec::new(),
        public_text: request.public_text.clone(),
        signature: request.signature,
        reveals: request.reveals.clone(),
        time_evidence: request.time_evidence.clone(),
        earlier: request.earlier,
    };
    let (manifest, keys) = (&request.manifest, draw_keys(&whole)?);
    let DrawKeys { key, .. } = &keys;
    let given = (request.state.as_ref(), request.place);
    let resume = |state: &[u8]| DrawFold::resume(state, manifest, key);
    let start = |place| DrawFold::starting_at(place, manifest, key);
    let end = |fold: &DrawFold| fold.list().end();
    let mut fold = before(given, resume, end, start, ErrorCode::EntriesUnordered)?;
    fold.push_chunk(&request.entries, fold.list().end())?;
    if let Some(next) = &request.next {
        fold.merge(resume(&next.0).map_err(all_of("/next"))?).map_err(all_of("/next"))?;
    }
    let (state, list) = (HexBytes(fold.state()), fold.list());
    let (holders, tickets) = (count(list.entries()), count(list.tickets()));
    let proof = if request.finish {
        let totals = list.clone().finish().map_err(all_of("/finish"))?;
        let (result, shortfall) = fold.finish(manifest)?;
        log_stands(manifest, &totals, request.log.as_ref())?;
        Some(proof_of(&whole, keys, result, shortfall)?)
    } else {
        None
    };
    Ok(Decision { verdict: FoldDrawVerdict { state, holders, tickets, proof }, checks: Vec::new() })
}
