//! Which tickets win what.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    BestTickets, Entry, Manifest,
    bytes::{Bytes, sha256},
};
use crate::base::{
    Error, ErrorCode,
    value::{Code, Count, DrawId, Hex, present},
};

/// One award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Place in the order of scores, from 1.
    pub rank: u32,
    /// The prize; absent for an alternate.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub prize: Option<Code>,
    /// The holder's tag.
    pub holder: Hex<32>,
    /// The ticket's number, from 1 for each holder.
    pub ticket: u32,
    /// Its score.
    pub score: Hex<32>,
}

/// `H(D("commit") || lp(draw_id) || r)`.
pub(super) fn commitment(draw_id: &DrawId, reveal: &Hex<32>) -> Hex<32> {
    sha256(|hash| {
        hash.domain(b"commit");
        hash.prefixed(draw_id.as_str().as_bytes());
        hash.put(&reveal.0);
    })
}

/// Whether there is one reveal for each commitment, and it opens it.
pub(super) fn reveals_open(manifest: &Manifest, reveals: &[Hex<32>]) -> bool {
    let mut opened = reveals.iter().zip(&manifest.commitments);
    reveals.len() == manifest.commitments.len()
        && opened.all(|(reveal, committed)| commitment(&manifest.draw_id, reveal) == *committed)
}

/// The awards, by rank.
pub(super) fn select(manifest: &Manifest, entries: &[Entry], key: &Hex<32>) -> Vec<Award> {
    let mut best = best_of(manifest, key);
    best.push(entries);
    awards(manifest, best)
}

/// A fold of no tickets yet, that keeps those that a draw awards.
pub(super) fn best_of(manifest: &Manifest, key: &Hex<32>) -> BestTickets {
    BestTickets::new(key, manifest.slots(), manifest.max_prizes_per_holder)
}

/// The awards of the best tickets, by rank.
pub(super) fn awards(manifest: &Manifest, best: BestTickets) -> Vec<Award> {
    let mut prizes = manifest.prizes.iter().flat_map(|prize| {
        let times = usize::try_from(prize.quantity).unwrap_or(usize::MAX);
        core::iter::repeat_n(&prize.code, times)
    });
    let awards = (1_u32..).zip(best.finish()).map(|(rank, scored)| Award {
        rank,
        prize: prizes.next().cloned(),
        holder: scored.tag,
        ticket: scored.ticket,
        score: scored.score,
    });
    awards.collect()
}

/// Awards for which no ticket was left. There are never more awards than slots, and at most 257 × (2^32 − 1) slots.
pub(super) fn shortfall(manifest: &Manifest, awards: &[Award]) -> Result<Count, Error> {
    let awarded = u64::try_from(awards.len()).ok();
    let missing = awarded.and_then(|awarded| manifest.slots().checked_sub(awarded));
    let shortfall = missing.and_then(|missing| Count::new(i64::try_from(missing).ok()?));
    debug_assert!(shortfall.is_some(), "there is at most an award for each slot");
    shortfall.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/manifest"))
}
