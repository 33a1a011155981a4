use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Award, Entry, Manifest,
    award::{commitment, select},
    beacon::{PublicText, randomness},
    entry::totals,
    manifest::draw_hash,
    score::{BestTickets, derive_key},
};
use crate::{
    answer::{Decision, Outcome},
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
    /// The public values.
    pub public_text: PublicText,
    /// The 32 bytes of randomness that the public values give.
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
    /// Awards by rank.
    pub result: Vec<Award>,
    /// Awards for which no ticket was left.
    pub shortfall: Count,
    /// Outside time evidence over the draw hash.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time_evidence: Option<HexBytes>,
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
    /// Whether the proof carries outside time evidence. Without it, nothing shows that the list was frozen before the randomness came.
    pub time_evidence: TimeEvidence,
}

/// One step of a verification.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// What the step compares.
    pub step: Reason,
    /// How it came out.
    pub outcome: Outcome,
}

/// Whether a proof carries outside time evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeEvidence {
    /// None.
    None,
    /// Present; the host checks it.
    Present,
}

/// Repeats a draw from its proof alone, step by step. Each step is judged on what the proof states, so that one false value fails one step.
///
/// # Errors
/// None: whatever a well-formed request holds is answered.
pub fn verify(request: &VerifyRequest) -> Result<Decision<VerifyVerdict>, Error> {
    let proof = &request.proof;
    let manifest = &proof.manifest;
    let bytes = manifest.bytes();
    let listed = totals(&proof.entries);
    let totals_stand = listed.as_ref().is_ok_and(|t| t.holders == manifest.holders && t.tickets == manifest.tickets);
    let root_stands = listed.as_ref().is_ok_and(|t| t.root == manifest.root);
    let reveals_open = proof.reveals.len() == manifest.commitments.len()
        && proof.reveals.iter().zip(&manifest.commitments).all(|(r, c)| commitment(&manifest.draw_id, r) == *c);
    let scored = BestTickets::new(&proof.key, 0, 1);
    let scores_stand = scored.is_some_and(|scored| {
        proof.result.iter().all(|award| scored.score(&award.holder, award.ticket) == award.score)
    });
    let result_stands = listed.is_ok()
        && select(manifest, &proof.entries, &proof.key).is_some_and(|result| {
            let awarded = i64::try_from(result.len()).unwrap_or(i64::MAX);
            let slots = i64::try_from(manifest.slots()).unwrap_or(i64::MAX);
            result == proof.result && slots.saturating_sub(awarded) == proof.shortfall.get()
        });

    let steps = [
        (Reason::ProofFormat, proof.format.as_str() == PROOF_FORMAT),
        (Reason::ProofManifestBytes, bytes.is_ok_and(|bytes| bytes == proof.manifest_bytes.0)),
        (Reason::ProofDrawHash, draw_hash(&proof.manifest_bytes.0) == proof.draw_hash),
        (Reason::ProofList, listed.is_ok()),
        (Reason::ProofTotals, totals_stand),
        (Reason::ProofRoot, root_stands),
        (Reason::ProofRandomness, randomness(&proof.public_text) == Ok(proof.randomness)),
        (Reason::ProofReveals, reveals_open),
        (Reason::ProofKey, derive_key(&proof.randomness, &proof.reveals, &proof.draw_hash) == (proof.prk, proof.key)),
        (Reason::ProofScores, scores_stand),
        (Reason::ProofResult, result_stands),
    ];
    let reason = steps.iter().find(|(_, stands)| !stands).map_or(Reason::Accepted, |(step, _)| *step);
    let outcome = |stands| if stands { Outcome::Pass } else { Outcome::Fail };
    let mut steps: Vec<Step> = steps.map(|(step, stands)| Step { step, outcome: outcome(stands) }).into();
    // Present evidence is the host's to check, so the step is never passed here.
    steps.push(Step { step: Reason::ProofTimeEvidence, outcome: Outcome::NotEvaluated });
    let time_evidence = if proof.time_evidence.is_some() { TimeEvidence::Present } else { TimeEvidence::None };
    Ok(Decision { verdict: VerifyVerdict { reason, steps, time_evidence }, checks: Vec::new() })
}
