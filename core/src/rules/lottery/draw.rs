use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Award, BestTickets, Entry, ListFold, ListTotals, Manifest, Proof,
    award::{awards, best_of, commitment, select, shortfall},
    beacon::{PublicText, randomness_of},
    bytes::{Bytes as _, sha256},
    fold::{opened, sealed, totals},
    freeze::bound,
    log::LoggedExchange,
    manifest::{draw_hash, round_stands},
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

/// What keeps the states of draws apart from others.
const LABEL: &[u8] = b"fold-draw";

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
    manifest.bytes().map_err(|e| e.within("manifest"))?;
    is_list_of(manifest, &totals(&request.entries)?)?;
    if bound(&request.entries, &request.exchanges)? != manifest.log {
        return Err(Error::new(ErrorCode::LogDiffers, "/exchanges"));
    }
    let keys = draw_keys(request)?;
    let result = select(manifest, &request.entries, &keys.key);
    let shortfall = shortfall(manifest, &result)?;
    let proof = proof_of(request, keys, result, shortfall)?;
    Ok(Decision { verdict: DrawVerdict { proof }, checks: Vec::new() })
}

/// The proof of what a draw comes to.
pub(super) fn proof_of(
    request: &DrawRequest,
    keys: DrawKeys,
    result: Vec<Award>,
    shortfall: Count,
) -> Result<Proof, Error> {
    let DrawKeys { draw_hash, randomness, prk, key } = keys;
    Ok(Proof {
        format: Clause::new(PROOF_FORMAT).map_err(|code| Error::new(code, ""))?,
        manifest: request.manifest.clone(),
        manifest_bytes: HexBytes(request.manifest.bytes().map_err(|e| e.within("manifest"))?),
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
    })
}

/// What the tickets of a draw are scored with, and how it comes about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DrawKeys {
    /// The hash of the manifest's bytes.
    pub draw_hash: Hex<32>,
    /// The 32 bytes of randomness that the public values or the round's signature give.
    pub randomness: Hex<32>,
    /// HKDF-Extract of randomness and reveals.
    pub prk: Hex<32>,
    /// HKDF-Expand of it, bound to the draw hash.
    pub key: Hex<32>,
}

/// What a draw does before it scores a ticket. List and log of the request are not read: a [`DrawFold`] takes the list, a
/// [`LogFold`](super::LogFold) the log.
///
/// # Errors
/// As [`draw`], but for those of a list or log.
pub fn draw_keys(request: &DrawRequest) -> Result<DrawKeys, Error> {
    let manifest = &request.manifest;
    let bytes = manifest.bytes().map_err(|e| e.within("manifest"))?;
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
    Ok(DrawKeys { draw_hash, randomness, prk, key })
}

/// Whether a list is the one that was frozen.
fn is_list_of(manifest: &Manifest, totals: &ListTotals) -> Result<(), Error> {
    if (totals.holders, totals.tickets, totals.root) == (manifest.holders, manifest.tickets, manifest.root) {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::TotalsDiffer, "/manifest"))
    }
}

/// A draw of a list that is read chunk by chunk: it adds the list up as it scores it. Its memory grows with the awards.
///
/// It is a plain value of the caller's, as [`ListFold`] is, and merges as that does.
#[derive(Clone, Debug)]
pub struct DrawFold {
    of: Hex<32>,
    list: ListFold,
    best: BestTickets,
}

impl DrawFold {
    /// A fold of a part of the list, whose first entry is at this place in the whole, from 0.
    ///
    /// # Errors
    /// Those of [`Manifest::bytes`].
    pub fn starting_at(place: u64, manifest: &Manifest, key: &Hex<32>) -> Result<Self, Error> {
        let bytes = manifest.bytes().map_err(|e| e.within("manifest"))?;
        // Which draw its state is of.
        let of = sha256(|hash| {
            hash.domain(LABEL);
            hash.put(&draw_hash(&bytes).0);
            hash.put(&key.0);
        });
        Ok(Self { of, list: ListFold::starting_at(place), best: best_of(manifest, key) })
    }

    /// The fold as bytes, to be kept and gone on with later, elsewhere too: 68 for each award so far, and a few for the list.
    pub fn state(&self) -> Vec<u8> {
        sealed(LABEL, |out| {
            out.put(&self.of.0);
            self.list.write(out);
            self.best.write(out);
        })
    }

    /// The fold of a [`state`](Self::state), of the same draw.
    ///
    /// # Errors
    /// Those of [`Manifest::bytes`], and `fold_state_invalid` for bytes that no fold of this draw gave.
    pub fn resume(state: &[u8], manifest: &Manifest, key: &Hex<32>) -> Result<Self, Error> {
        let fold = Self::starting_at(0, manifest, key)?;
        let read = opened(LABEL, state).and_then(|mut body| {
            body.hex().filter(|of| *of == fold.of)?;
            let list = ListFold::read(&mut body)?;
            let best = fold.best.with(&mut body)?;
            body.ends().map(|()| Self { of: fold.of, list, best })
        });
        read.ok_or_else(|| Error::new(ErrorCode::FoldStateInvalid, ""))
    }

    /// What of the list was folded.
    pub fn list(&self) -> &ListFold {
        &self.list
    }

    /// Folds the next entries in. Nothing of a chunk is scored in which a fault is.
    ///
    /// # Errors
    /// As [`ListFold::push`].
    pub fn push(&mut self, entries: &[Entry]) -> Result<(), Error> {
        self.push_chunk(entries, 0)
    }

    /// Folds the next entries in; in an error's path they are counted from `origin` in the whole list.
    pub(super) fn push_chunk(&mut self, entries: &[Entry], origin: u64) -> Result<(), Error> {
        self.list.push_chunk(entries, origin)?;
        self.best.push(entries);
        Ok(())
    }

    /// Takes in the part that begins where this one ends, of the same draw.
    ///
    /// # Errors
    /// As [`ListFold::merge`], and `fold_state_invalid` for one of another draw.
    pub fn merge(&mut self, next: Self) -> Result<(), Error> {
        if next.of != self.of {
            return Err(Error::new(ErrorCode::FoldStateInvalid, ""));
        }
        self.list.merge(next.list)?;
        self.best.merge(next.best);
        Ok(())
    }

    /// The awards, by rank, and for how many no ticket was left.
    ///
    /// # Errors
    /// As [`ListFold::finish`], and `totals_differ` for a list that is not the manifest's.
    pub fn finish(self, manifest: &Manifest) -> Result<(Vec<Award>, Count), Error> {
        is_list_of(manifest, &self.list.finish()?)?;
        let result = awards(manifest, self.best);
        let shortfall = shortfall(manifest, &result)?;
        Ok((result, shortfall))
    }
}
