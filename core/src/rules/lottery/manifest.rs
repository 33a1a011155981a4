use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Beacon, SettlementTerms,
    bytes::{Bytes, sha256},
};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, Count, DrawId, Hex, present},
    },
    civil::Instant,
};

/// A draw awards this number of prizes and alternates at most, or [`MOST_AWARDS_PER_HOLDER`] for each holder in the list, whichever is more.
pub const MOST_AWARDS: u64 = 500;

/// As [`MOST_AWARDS`], for each holder.
pub const MOST_AWARDS_PER_HOLDER: u64 = 32;

/// The most prizes of different codes.
pub const MOST_PRIZES: usize = 256;

/// The most commitments.
pub const MOST_COMMITMENTS: usize = 2;

/// The most reasons for which an award is taken away.
pub const MOST_REASONS: usize = 256;

/// The least time between freeze and draw, in seconds.
const LEAST_WAIT: i64 = 86_400;

/// A prize and how many of it, in award order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prize {
    /// The prize's code.
    pub code: Code,
    /// How many, at least 1.
    pub quantity: u32,
}

/// What is published when the list is frozen. Its bytes are hashed; the result depends on all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The draw.
    pub draw_id: DrawId,
    /// When the list was frozen.
    pub freeze_time: Instant,
    /// When the randomness comes, at least 86,400 seconds later.
    pub draw_time: Instant,
    /// Where the randomness comes from.
    pub beacon: Beacon,
    /// How many holders.
    pub holders: Count,
    /// How many tickets.
    pub tickets: Count,
    /// The Merkle root of the entries.
    pub root: Hex<32>,
    /// The log of exchanges that the entries are the sums of, which makes it a manifest of version 2, or with terms of version 4; absent in versions 1 and 3.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub log: Option<ManifestLog>,
    /// Prizes in award order.
    pub prizes: Vec<Prize>,
    /// How many alternates are drawn after the prizes.
    pub alternates: u32,
    /// The most awards of one holder, winners and alternates together; at least 1.
    pub max_prizes_per_holder: u32,
    /// Commitments of parties other than the operator, at most two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Hex<32>>,
    /// The terms of what happens after the draw, which make it a manifest of version 3, or with a log of version 4; absent in versions 1 and 2.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub terms: Option<SettlementTerms>,
}

/// The log of exchanges, as a manifest of version 2 or 4 binds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ManifestLog {
    /// How many exchanges it has.
    pub size: Count,
    /// The Merkle root of the exchanges.
    pub root: Hex<32>,
}

impl Manifest {
    /// The bytes that are hashed.
    ///
    /// # Errors
    /// A manifest that no draw could have, with the path inside it.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        self.validate()?;
        let mut m = Vec::new();
        m.domain(b"manifest");
        m.prefixed(self.draw_id.as_str().as_bytes());
        m.put(&[match (&self.log, &self.terms) {
            (None, None) => 1,
            (Some(_), None) => 2,
            (None, Some(_)) => 3,
            (Some(_), Some(_)) => 4,
        }]);
        m.put(&self.freeze_time.unix().to_be_bytes());
        m.put(&self.draw_time.unix().to_be_bytes());
        self.beacon.write(&mut m).map_err(|e| e.within("beacon"))?;
        m.put(&self.holders.get().to_be_bytes());
        m.put(&self.tickets.get().to_be_bytes());
        m.put(&self.root.0);
        if let Some(log) = &self.log {
            m.put(&log.size.get().to_be_bytes());
            m.put(&log.root.0);
        }
        m.put(&u16::try_from(self.prizes.len()).unwrap_or(u16::MAX).to_be_bytes());
        for prize in &self.prizes {
            m.prefixed(prize.code.as_str().as_bytes());
            m.put(&prize.quantity.to_be_bytes());
        }
        m.put(&self.alternates.to_be_bytes());
        m.put(&self.max_prizes_per_holder.to_be_bytes());
        m.put(&[u8::try_from(self.commitments.len()).unwrap_or(u8::MAX)]);
        for commitment in &self.commitments {
            m.put(&commitment.0);
        }
        if let Some(terms) = &self.terms {
            terms.write(&mut m);
        }
        Ok(m)
    }

    fn validate(&self) -> Result<(), Error> {
        let fault = |code, path: &str| Err(Error::new(code, path));
        if self.freeze_time.unix() < 0 {
            return fault(ErrorCode::OutOfRange, "/freeze_time");
        }
        if self.draw_time.unix().saturating_sub(self.freeze_time.unix()) < LEAST_WAIT {
            return fault(ErrorCode::DrawTooSoon, "/draw_time");
        }
        if self.prizes.is_empty() {
            return fault(ErrorCode::ListEmpty, "/prizes");
        }
        if self.prizes.len() > MOST_PRIZES {
            return fault(ErrorCode::ListTooLong, "/prizes");
        }
        if let Some(index) = self.prizes.iter().position(|prize| prize.quantity == 0) {
            return Err(Error::new(ErrorCode::OutOfRange, "/quantity").within(index).within("prizes"));
        }
        if self.max_prizes_per_holder == 0 {
            return fault(ErrorCode::OutOfRange, "/max_prizes_per_holder");
        }
        if self.commitments.len() > MOST_COMMITMENTS {
            return fault(ErrorCode::ListTooLong, "/commitments");
        }
        if self.terms.as_ref().is_some_and(|terms| terms.disqualifications.len() > MOST_REASONS) {
            return fault(ErrorCode::ListTooLong, "/terms/disqualifications");
        }
        // Before the list is frozen, so that no draw is announced whose result would be too long to give.
        if self.awards() > MOST_AWARDS.max(self.holder_count().saturating_mul(MOST_AWARDS_PER_HOLDER)) {
            return fault(ErrorCode::TooLarge, "/prizes");
        }
        Ok(())
    }

    fn holder_count(&self) -> u64 {
        u64::try_from(self.holders.get()).unwrap_or(0)
    }

    /// The most awards that can come of it: no more than tickets, and than every holder may have.
    fn awards(&self) -> u64 {
        let tickets = u64::try_from(self.tickets.get()).unwrap_or(0);
        let of_holders = self.holder_count().saturating_mul(self.max_prizes_per_holder.into());
        self.slots().min(tickets).min(of_holders)
    }

    /// Awards in all: prizes and alternates. At most 257 × (2^32 − 1), since there are at most 256 prizes: the sum stays in range.
    pub(super) fn slots(&self) -> u64 {
        let prizes = self.prizes.iter().fold(0_u64, |sum, prize| sum.saturating_add(u64::from(prize.quantity)));
        prizes.saturating_add(u64::from(self.alternates))
    }
}

/// `H(M)`.
pub(super) fn draw_hash(bytes: &[u8]) -> Hex<32> {
    sha256(|hash| hash.put(bytes))
}

/// A beacon of drand names the round that the time of the draw gives.
pub(super) fn round_stands(manifest: &Manifest) -> Result<(), Error> {
    match manifest.beacon.round_stands(manifest.draw_time) {
        Some(false) => Err(Error::new(ErrorCode::RoundDiffers, "/round").within("beacon")),
        _ => Ok(()),
    }
}
