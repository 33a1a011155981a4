use alloc::string::String;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bytes::{Bytes, sha256};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Clause, Count, Hex, present},
    },
    civil::Instant,
};

/// The chain hash of drand's network quicknet.
pub const QUICKNET: Hex<32> = Hex([
    0x52, 0xdb, 0x9b, 0xa7, 0x0e, 0x0c, 0xc0, 0xf6, 0xea, 0xf7, 0x80, 0x3d, 0xd0, 0x74, 0x47, 0xa1, 0xf5, 0x47, 0x77,
    0x35, 0xfd, 0x3f, 0x66, 0x17, 0x92, 0xba, 0x94, 0x60, 0x0c, 0x84, 0xe9, 0x71,
]);

/// When quicknet's first round was, in Unix seconds.
const QUICKNET_GENESIS: i64 = 1_692_803_367;

/// Seconds from one round of quicknet to the next.
const QUICKNET_PERIOD: i64 = 3;

/// The first round of quicknet that is not before an instant: `ceil((time − 1692803367) / 3) + 1`. `None` before its first round.
pub fn quicknet_round(time: Instant) -> Option<Count> {
    let since = time.unix().checked_sub(QUICKNET_GENESIS).filter(|since| *since >= 0)?;
    let rounds = since.checked_add(QUICKNET_PERIOD.checked_sub(1)?)?.checked_div(QUICKNET_PERIOD)?;
    Count::new(rounds.checked_add(1)?)
}

/// Where the randomness comes from, named before the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Beacon {
    /// The kind of source.
    pub kind: BeaconKind,
    /// Of public values: which, published when and where, enough for anyone to write down the same text. Absent for drand.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub description: Option<Clause>,
    /// Of drand: the chain hash, which is that of quicknet; `lottery.freeze` fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub chain_hash: Option<Hex<32>>,
    /// Of drand: the round, which the time of the draw gives; `lottery.freeze` fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub round: Option<Count>,
}

/// The kind of randomness.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BeaconKind {
    /// Public values named in advance, such as lottery results and stock prices, in RFC 3797's canonical text.
    PublicText,
    /// A round of drand's network quicknet, whose signature the host passes. Whether the signature is drand's is the host's to check.
    Drand,
}

impl Beacon {
    /// Public values, named by a description.
    pub fn public_text(description: Clause) -> Self {
        Self { kind: BeaconKind::PublicText, description: Some(description), chain_hash: None, round: None }
    }

    /// The round of drand's network quicknet that the time of the draw gives.
    pub fn drand() -> Self {
        Self { kind: BeaconKind::Drand, description: None, chain_hash: None, round: None }
    }

    /// With chain hash and round, where they are not given.
    pub(super) fn settled(&self, draw_time: Instant) -> Self {
        let mut beacon = self.clone();
        if self.kind == BeaconKind::Drand {
            beacon.chain_hash = self.chain_hash.or(Some(QUICKNET));
            beacon.round = self.round.or_else(|| quicknet_round(draw_time));
        }
        beacon
    }

    /// Whether a beacon of drand names the round that the time of the draw gives; `None` for public values.
    pub(super) fn round_stands(&self, draw_time: Instant) -> Option<bool> {
        let named = self.chain_hash == Some(QUICKNET) && self.round.is_some();
        (self.kind == BeaconKind::Drand).then(|| named && self.round == quicknet_round(draw_time))
    }

    /// Writes the beacon's bytes.
    ///
    /// # Errors
    /// `missing_value` for a key that its kind needs, `value_invalid` for one that belongs to the other kind.
    pub(super) fn write(&self, out: &mut impl Bytes) -> Result<(), Error> {
        let Self { kind, description, chain_hash, round } = self;
        let fault = |code, path| Err(Error::new(code, path));
        match kind {
            BeaconKind::PublicText => {
                let Some(description) = description else { return fault(ErrorCode::MissingValue, "/description") };
                if chain_hash.is_some() {
                    return fault(ErrorCode::ValueInvalid, "/chain_hash");
                }
                if round.is_some() {
                    return fault(ErrorCode::ValueInvalid, "/round");
                }
                out.put(&[2]);
                out.prefixed(description.as_str().as_bytes());
            }
            BeaconKind::Drand => {
                if description.is_some() {
                    return fault(ErrorCode::ValueInvalid, "/description");
                }
                let Some(chain_hash) = chain_hash else { return fault(ErrorCode::MissingValue, "/chain_hash") };
                let Some(round) = round else { return fault(ErrorCode::MissingValue, "/round") };
                out.put(&[1]);
                out.put(&chain_hash.0);
                out.put(&round.get().to_be_bytes());
            }
        }
        Ok(())
    }
}

/// The longest canonical text, in bytes.
const TEXT_LIMIT: usize = 4_096;

/// Whether a text is RFC 3797's canonical form: for each source its values, each followed by `.`, the source closed by `/`.
///
/// Values are integers without leading zeros, or strings of A to Z and 0 to 9.
pub fn is_canonical(text: &str) -> bool {
    let value = |value: &str| {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        !value.is_empty()
            && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && !(digits && value.len() > 1 && value.starts_with('0'))
    };
    let source = |source: &str| source.strip_suffix('.').is_some_and(|values| values.split('.').all(value));
    text.len() <= TEXT_LIMIT && text.strip_suffix('/').is_some_and(|sources| sources.split('/').all(source))
}

/// The 32 bytes of randomness that a beacon gives: SHA-256 of the text under a domain tag, or of a round's signature as drand has it.
///
/// # Errors
/// `missing_value` or `value_invalid` for a text or signature that the kind of beacon needs or does not have, and
/// `randomness_not_canonical`.
pub(super) fn randomness_of(
    beacon: &Beacon,
    text: Option<&str>,
    signature: Option<&Hex<48>>,
) -> Result<Hex<32>, Error> {
    let fault = |code, path| Err(Error::new(code, path));
    match (beacon.kind, text, signature) {
        (BeaconKind::PublicText, _, Some(_)) => fault(ErrorCode::ValueInvalid, "/signature"),
        (BeaconKind::PublicText, None, None) => fault(ErrorCode::MissingValue, "/public_text"),
        (BeaconKind::PublicText, Some(text), None) if !is_canonical(text) => {
            fault(ErrorCode::RandomnessNotCanonical, "/public_text")
        }
        (BeaconKind::PublicText, Some(text), None) => Ok(sha256(|hash| {
            hash.domain(b"text");
            hash.prefixed(text.as_bytes());
        })),
        (BeaconKind::Drand, Some(_), _) => fault(ErrorCode::ValueInvalid, "/public_text"),
        (BeaconKind::Drand, None, None) => fault(ErrorCode::MissingValue, "/signature"),
        (BeaconKind::Drand, None, Some(signature)) => Ok(Hex(Sha256::digest(signature.0).into())),
    }
}

/// Public text as given; canonical only after [`is_canonical`].
pub(super) type PublicText = String;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3797_s_own_example() {
        assert!(is_canonical("9319./2.5.8.10.12./9.18.26.34.41.45./"));
    }

    #[test]
    fn what_is_not_canonical() {
        for text in ["", "/", "1", "1.", "./", "1/", "01./", "1../", "a./", "1. /", "-1./", "１./", "1.//"] {
            assert!(!is_canonical(text), "{text}");
        }
        assert!(is_canonical("0./A1./"));
    }

    #[test]
    fn rounds_of_quicknet() {
        let round = |unix| quicknet_round(Instant::from_unix(unix).unwrap()).map(Count::get);
        assert_eq!(round(QUICKNET_GENESIS - 1), None);
        // The first round is at the genesis, and each of the next two instants waits for the second.
        assert_eq!([0, 1, 2, 3, 4].map(|later| round(QUICKNET_GENESIS + later)), [1, 2, 2, 2, 3].map(Some));
    }
}
