//! Which tickets win what.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Entry, Manifest,
    bytes::{Bytes, sha256},
    score::BestTickets,
};
use crate::base::value::{Code, DrawId, Hex, present};

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

/// The awards, by rank. `None` for a key that HMAC does not take.
pub(super) fn select(manifest: &Manifest, entries: &[Entry], key: &Hex<32>) -> Option<Vec<Award>> {
    let mut best = BestTickets::new(key, manifest.slots(), manifest.max_prizes_per_holder)?;
    for entry in entries {
        best.push(entry);
    }
    let mut prizes = manifest.prizes.iter().flat_map(|prize| {
        let times = usize::try_from(prize.quantity).unwrap_or(usize::MAX);
        core::iter::repeat_n(&prize.code, times)
    });
    let awards = (1_u32..).zip(best.into_sorted()).map(|(rank, scored)| Award {
        rank,
        prize: prizes.next().cloned(),
        holder: scored.tag,
        ticket: scored.ticket,
        score: scored.score,
    });
    Some(awards.collect())
}
