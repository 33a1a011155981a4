use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{receipt::Receipt, view::MemberView};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode, Reason,
        value::{Hex, present},
    },
    rules::lottery::{
        award::reveals_open,
        beacon::randomness_of,
        entry::tag,
        fold::{BestTickets, Entry, leaf},
        log::{LONGEST_PATH, includes},
        manifest::{Manifest, draw_hash},
        proof::TimeEvidence,
        score::derive_key,
        step::{Step, first_failed, step, unchecked_time_evidence},
    },
};

/// The request of `lottery.check_receipt`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckReceiptRequest {
    /// The draw hash that the member received before the draw.
    pub draw_hash: Hex<32>,
    /// The manifest that was published.
    pub manifest: Manifest,
    /// The member's receipt.
    pub receipt: Receipt,
    /// What was published of the draw once it was held; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub drawn: Option<MemberView>,
}

/// The answer of `lottery.check_receipt`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckReceiptVerdict {
    /// `accepted`, or the first step that failed.
    pub reason: Reason,
    /// Every step, in order: the tag, the draw hash and the entry, of a draw that was held the randomness, the reveals and the awards, and the time
    /// evidence, which the host checks.
    pub steps: Vec<Step>,
    /// The member's tickets that have an award by their scores, best first; at most one more than there are awards in the view.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub won: Vec<OwnTicket>,
    /// Whether the view carries outside time evidence. Without it, nothing shows that the list was frozen before the randomness came.
    pub time_evidence: TimeEvidence,
}

/// A ticket of the member's, and its score.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnTicket {
    /// The ticket's number, from 1 for each holder.
    pub ticket: u32,
    /// Its score.
    pub score: Hex<32>,
}

/// Checks a receipt alone, without the list: that the entry is in it, and that its tickets have the awards that their scores give.
///
/// The scores of the receipt's tickets are computed, at most ten million, once everything before it holds.
///
/// # Errors
/// `too_large` for a path of more than 128 hashes.
pub fn check_receipt(request: &CheckReceiptRequest) -> Result<Decision<CheckReceiptVerdict>, Error> {
    let CheckReceiptRequest { draw_hash: received, manifest, receipt, drawn } = request;
    if receipt.path.len() > LONGEST_PATH {
        return Err(Error::new(ErrorCode::TooLarge, "/path").within("receipt"));
    }
    let own = receipt.draw_id == manifest.draw_id
        && tag(&receipt.salt.0, &receipt.draw_id, &receipt.member_id)? == receipt.tag;
    let bound = manifest.bytes().is_ok_and(|bytes| draw_hash(&bytes) == *received);
    let mut steps = Vec::from([
        step(Reason::ReceiptTag, own),
        step(Reason::ProofDrawHash, bound),
        step(Reason::ReceiptIncluded, is_included(manifest, receipt)),
    ]);
    let mut won = Vec::new();
    if let Some(view) = drawn {
        let randomness = randomness_of(&manifest.beacon, view.public_text.as_deref(), view.signature.as_ref());
        let holds = first_failed(&steps).is_none();
        steps.push(step(Reason::ProofRandomness, randomness.is_ok()));
        steps.push(step(Reason::ProofReveals, reveals_open(manifest, &view.reveals)));
        // Scores of tickets that the list does not have say nothing, and would cost what the false receipt claims.
        let key =
            randomness.ok().filter(|_| holds).map(|randomness| derive_key(&randomness, &view.reveals, received).1);
        let scored = key.map(|key| scores(manifest, receipt, view, &key));
        let stands = scored.as_ref().is_some_and(|scored| awards_stand(manifest, receipt, view, scored));
        steps.push(step(Reason::ReceiptAwards, stands));
        won = scored.unwrap_or_default();
    }
    let reason = first_failed(&steps).unwrap_or(Reason::Accepted);
    steps.push(unchecked_time_evidence());
    let time_evidence = TimeEvidence::of(drawn.as_ref().and_then(|view| view.time_evidence.as_ref()));
    Ok(Decision { verdict: CheckReceiptVerdict { reason, steps, won, time_evidence }, checks: Vec::new() })
}

fn is_included(manifest: &Manifest, receipt: &Receipt) -> bool {
    let entry = Entry { tag: receipt.tag, count: receipt.count };
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let (index, size) = (number(receipt.index.get()), number(manifest.holders.get()));
    receipt.count > 0
        && i64::from(receipt.count) <= manifest.tickets.get()
        && includes(leaf(&entry.bytes()), index, size, &receipt.path, &manifest.root)
}

/// The member's tickets that have an award: the best, as many as one holder may have, down to the score of the last award.
fn scores(manifest: &Manifest, receipt: &Receipt, view: &MemberView, key: &Hex<32>) -> Vec<OwnTicket> {
    // One more than the view has shows that one is missing; what a false manifest claims costs no memory.
    let most = u64::try_from(view.awards.len()).unwrap_or(u64::MAX).saturating_add(1);
    let mut best = BestTickets::new(key, manifest.slots().min(most), manifest.max_prizes_per_holder);
    best.push(&[Entry { tag: receipt.tag, count: receipt.count }]);
    let tickets = best.finish().into_iter().map(|scored| OwnTicket { ticket: scored.ticket, score: scored.score });
    tickets.take_while(|ticket| view.cutoff.is_none_or(|cutoff| ticket.score <= cutoff)).collect()
}

/// Whether the awards are those of the tickets, in their order, with ranks that ascend and the prizes of these ranks.
fn awards_stand(manifest: &Manifest, receipt: &Receipt, view: &MemberView, scored: &[OwnTicket]) -> bool {
    let mut first = 1_u64;
    let prizes: BTreeMap<u64, _> = manifest
        .prizes
        .iter()
        .map(|prize| {
            let from = first;
            first = first.saturating_add(prize.quantity.into());
            (from, &prize.code)
        })
        .collect();
    let prize_of = |rank: u32| {
        let rank = u64::from(rank);
        prizes.range(..=rank).next_back().filter(|_| rank < first).map(|(_, code)| *code)
    };
    let ranks = view.awards.iter().map(|award| award.rank);
    view.awards.len() == scored.len()
        && ranks.clone().zip(ranks.skip(1)).all(|(better, worse)| better < worse)
        && view.awards.iter().zip(scored).all(|(award, own)| {
            award.holder == receipt.tag
                && (award.ticket, award.score) == (own.ticket, own.score)
                && award.rank > 0
                && u64::from(award.rank) <= manifest.slots()
                && award.prize.as_ref() == prize_of(award.rank)
        })
}
