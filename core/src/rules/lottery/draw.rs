use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Entry, Manifest, Proof,
    award::{commitment, select},
    beacon::{PublicText, randomness_of},
    entry::totals,
    log::LoggedExchange,
    manifest::{bound, draw_hash, round_stands},
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
    /// The log that the manifest binds, in order of time; absent for a manifest of version 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<LoggedExchange>,
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
}

/// A draw that was held before, as its proof has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarlierDraw {
    /// The hash of its manifest's bytes.
    pub draw_hash: Hex<32>,
    /// Its randomness.
    pub randomness: Hex<32>,
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
/// A manifest, list, log, text, signature or reveal that do not fit each other. A draw is never repeated with other input: `drawn_before`.
pub fn draw(request: &DrawRequest) -> Result<Decision<DrawVerdict>, Error> {
    let manifest = &request.manifest;
    let bytes = manifest.bytes().map_err(|e| e.within("manifest"))?;
    let totals = totals(&request.entries)?;
    if (totals.holders, totals.tickets, totals.root) != (manifest.holders, manifest.tickets, manifest.root) {
        return Err(Error::new(ErrorCode::TotalsDiffer, "/manifest"));
    }
    if bound(&request.entries, &request.exchanges)? != manifest.log {
        return Err(Error::new(ErrorCode::LogDiffers, "/exchanges"));
    }
    round_stands(manifest).map_err(|e| e.within("manifest"))?;
    let randomness = randomness_of(&manifest.beacon, request.public_text.as_deref(), request.signature.as_ref())?;
    if request.reveals.len() != manifest.commitments.len() {
        return Err(Error::new(ErrorCode::RevealsIncomplete, "/reveals"));
    }
    let opened = request.reveals.iter().zip(&manifest.commitments);
    if let Some(index) = opened.into_iter().position(|(r, c)| commitment(&manifest.draw_id, r) != *c) {
        return Err(Error::new(ErrorCode::RevealDiffers, "").within(index).within("reveals"));
    }
    let draw_hash = draw_hash(&bytes);
    if let Some(earlier) = request.earlier {
        let repeated = [("/draw_hash", earlier.draw_hash, draw_hash), ("/randomness", earlier.randomness, randomness)];
        if let Some((path, ..)) = repeated.iter().find(|(_, before, now)| before != now) {
            return Err(Error::new(ErrorCode::DrawnBefore, *path).within("earlier"));
        }
    }
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
        exchanges: request.exchanges.clone(),
        public_text: request.public_text.clone(),
        signature: request.signature,
        randomness,
        reveals: request.reveals.clone(),
        prk,
        key,
        entries: request.entries.clone(),
        result,
        shortfall,
        time_evidence: request.time_evidence.clone(),
        settlement: None,
    };
    Ok(Decision { verdict: DrawVerdict { proof }, checks: Vec::new() })
}
