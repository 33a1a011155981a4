use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Award, BestTickets, Entry, Manifest,
    award::{reveals_open, select},
    beacon::{PublicText, randomness_of},
    fold::totals,
    freeze::bound,
    log::LoggedExchange,
    manifest::draw_hash,
    score::derive_key,
    settle::{Settlement, first_false},
    step::{Step, first_failed, step, unchecked_time_evidence},
};
use crate::{
    answer::Decision,
    base::{
        Error, Reason,
        value::{Clause, Count, Hex, HexBytes, present},
    },
};

/// The proof's format.
pub const PROOF_FORMAT: &str = "kenpo-draw-proof/1";

/// All that anyone needs to repeat a draw. The derived values are there to show where a repetition departs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// `kenpo-draw-proof/1`.
    pub format: Clause,
    /// The manifest.
    pub manifest: Manifest,
    /// Its bytes.
    pub manifest_bytes: HexBytes,
    /// Their hash.
    pub draw_hash: Hex<32>,
    /// The public values, for a beacon of them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub public_text: Option<PublicText>,
    /// The round's signature, for a beacon of drand.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub signature: Option<Hex<48>>,
    /// The 32 bytes of randomness that they give.
    pub randomness: Hex<32>,
    /// What opens the commitments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Hex<32>>,
    /// HKDF-Extract of randomness and reveals.
    pub prk: Hex<32>,
    /// HKDF-Expand of it, bound to the draw hash.
    pub key: Hex<32>,
    /// The list.
    pub entries: Vec<Entry>,
    /// The log that the manifest binds, in order of time; absent for a manifest of version 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<LoggedExchange>,
    /// Awards by rank.
    pub result: Vec<Award>,
    /// Awards for which no ticket was left.
    pub shortfall: Count,
    /// Outside time evidence over the draw hash.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time_evidence: Option<HexBytes>,
    /// What happened after the draw, by `lottery.settle`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub settlement: Option<Settlement>,
}

/// The request of `lottery.verify`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// The proof.
    pub proof: Proof,
}

/// The answer of `lottery.verify`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifyVerdict {
    /// `accepted`, or the first step that failed.
    pub reason: Reason,
    /// Every step, in order.
    pub steps: Vec<Step>,
    /// The first event after the draw that does not follow, from 0, where the step `proof_events` fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// Whether the proof carries outside time evidence. Without it, nothing shows that the list was frozen before the randomness came.
    pub time_evidence: TimeEvidence,
}

/// Whether a proof, or a member's view of it, carries outside time evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeEvidence {
    /// None.
    None,
    /// Present; the host checks it.
    Present,
}

impl TimeEvidence {
    /// Of what is carried.
    pub(super) fn of(carried: Option<&HexBytes>) -> Self {
        if carried.is_some() { Self::Present } else { Self::None }
    }
}

/// Repeats a draw from its proof alone, step by step, and says of each step whether it holds. Each
/// step is judged on what the proof states, so that one false value fails one step.
///
/// # Errors
/// None: whatever a well-formed request holds is answered.
pub fn verify(request: &VerifyRequest) -> Result<Decision<VerifyVerdict>, Error> {
    Ok(Decision { verdict: verified(&request.proof), checks: Vec::new() })
}

/// What [`verify`] finds.
pub(super) fn verified(proof: &Proof) -> VerifyVerdict {
    let manifest = &proof.manifest;
    let bytes = manifest.bytes();
    let listed = totals(&proof.entries);
    let totals_stand = listed.as_ref().is_ok_and(|t| t.holders == manifest.holders && t.tickets == manifest.tickets);
    let root_stands = listed.as_ref().is_ok_and(|t| t.root == manifest.root);
    let scored = BestTickets::new(&proof.key, 0, 1);
    let scores_stand = proof.result.iter().all(|award| scored.score(&award.holder, award.ticket) == award.score);
    // A manifest that no draw could have selects nothing: its awards may be too many to hold.
    let result_stands = listed.is_ok() && bytes.is_ok() && {
        let result = select(manifest, &proof.entries, &proof.key);
        let awarded = i64::try_from(result.len()).unwrap_or(i64::MAX);
        let slots = i64::try_from(manifest.slots()).unwrap_or(i64::MAX);
        result == proof.result && slots.saturating_sub(awarded) == proof.shortfall.get()
    };
    let key = derive_key(&proof.randomness, &proof.reveals, &proof.draw_hash);
    let randomness = randomness_of(&manifest.beacon, proof.public_text.as_deref(), proof.signature.as_ref());

    let mut steps = Vec::from([
        step(Reason::ProofFormat, proof.format.as_str() == PROOF_FORMAT),
        step(Reason::ProofManifestBytes, bytes.is_ok_and(|bytes| bytes == proof.manifest_bytes.0)),
        step(Reason::ProofDrawHash, draw_hash(&proof.manifest_bytes.0) == proof.draw_hash),
        step(Reason::ProofList, listed.is_ok()),
    ]);
    // The steps of a version 1 manifest with public values are those it always had.
    if manifest.log.is_some() || !proof.exchanges.is_empty() {
        let stands = bound(&proof.entries, &proof.exchanges).is_ok_and(|log| log == manifest.log);
        steps.push(step(Reason::ProofLog, stands));
    }
    steps.push(step(Reason::ProofTotals, totals_stand));
    steps.push(step(Reason::ProofRoot, root_stands));
    steps.extend(manifest.beacon.round_stands(manifest.draw_time).map(|stands| step(Reason::ProofRound, stands)));
    steps.extend([
        step(Reason::ProofRandomness, randomness == Ok(proof.randomness)),
        step(Reason::ProofReveals, reveals_open(manifest, &proof.reveals)),
        step(Reason::ProofKey, key == (proof.prk, proof.key)),
        step(Reason::ProofScores, scores_stand),
        step(Reason::ProofResult, result_stands),
    ]);
    let mut event = None;
    if let Some(settlement) = &proof.settlement {
        if let Some(terms) = &manifest.terms {
            steps.push(step(Reason::ProofTerms, settlement.is_under(terms)));
        }
        let first_false = first_false(settlement, &proof.result, manifest.draw_time);
        event = first_false.and_then(|place| u32::try_from(place).ok());
        steps.push(step(Reason::ProofEvents, first_false.is_none()));
        steps.push(step(Reason::ProofSettlement, settlement.hashed(&proof.draw_hash) == settlement.hash));
    }
    let reason = first_failed(&steps).unwrap_or(Reason::Accepted);
    steps.push(unchecked_time_evidence());
    VerifyVerdict { reason, steps, event, time_evidence: TimeEvidence::of(proof.time_evidence.as_ref()) }
}
