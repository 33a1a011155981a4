use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Entry, Manifest, Proof,
    award::{commitment, select},
    beacon::{PublicText, randomness},
    entry::totals,
    manifest::draw_hash,
    proof::PROOF_FORMAT,
    score::derive_key,
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Clause, Count, Hex, HexBytes, present},
    },
};

/// The request of `lottery.draw`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawRequest {
    /// The manifest that was published.
    pub manifest: Manifest,
    /// The list that was frozen.
    pub entries: Vec<Entry>,
    /// The public values, in RFC 3797's canonical text, such as `9319./2.5.8.10.12./`.
    pub public_text: PublicText,
    /// What opens the commitments, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Hex<32>>,
    /// Outside time evidence over the draw hash (an RFC 3161 token), carried along.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time_evidence: Option<HexBytes>,
}

/// The answer of `lottery.draw`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DrawVerdict {
    /// The proof, result included: all that anyone needs to repeat the draw.
    pub proof: Proof,
}

/// Draws: scores every ticket and awards prizes, then alternates, to the lowest scores.
///
/// # Errors
/// A manifest, list, text or reveal that do not fit each other. A draw is never repeated with other input.
pub fn draw(request: &DrawRequest) -> Result<Decision<DrawVerdict>, Error> {
    let manifest = &request.manifest;
    let bytes = manifest.bytes().map_err(|e| e.within("manifest"))?;
    let totals = totals(&request.entries)?;
    if (totals.holders, totals.tickets, totals.root) != (manifest.holders, manifest.tickets, manifest.root) {
        return Err(Error::new(ErrorCode::TotalsDiffer, "/manifest"));
    }
    let randomness = randomness(&request.public_text)?;
    if request.reveals.len() != manifest.commitments.len() {
        return Err(Error::new(ErrorCode::RevealsIncomplete, "/reveals"));
    }
    let opened = request.reveals.iter().zip(&manifest.commitments);
    if let Some(index) = opened.into_iter().position(|(r, c)| commitment(&manifest.draw_id, r) != *c) {
        return Err(Error::new(ErrorCode::RevealDiffers, "").within(index).within("reveals"));
    }
    let draw_hash = draw_hash(&bytes);
    let (prk, key) = derive_key(&randomness, &request.reveals, &draw_hash);
    let result =
        select(manifest, &request.entries, &key).ok_or_else(|| Error::new(ErrorCode::ValueInvalid, "/manifest"))?;
    // There are never more awards than slots, and at most 257 × (2^32 − 1) slots.
    let awarded = u64::try_from(result.len()).ok();
    let missing = awarded.and_then(|awarded| manifest.slots().checked_sub(awarded));
    let shortfall = missing.and_then(|missing| Count::new(i64::try_from(missing).ok()?));
    debug_assert!(shortfall.is_some(), "select gives at most an award for each slot");
    let shortfall = shortfall.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/manifest"))?;
    let proof = Proof {
        format: Clause::new(PROOF_FORMAT).map_err(|code| Error::new(code, ""))?,
        manifest: manifest.clone(),
        manifest_bytes: HexBytes(bytes),
        draw_hash,
        public_text: request.public_text.clone(),
        randomness,
        reveals: request.reveals.clone(),
        prk,
        key,
        entries: request.entries.clone(),
        result,
        shortfall,
        time_evidence: request.time_evidence.clone(),
    };
    Ok(Decision { verdict: DrawVerdict { proof }, checks: Vec::new() })
}
