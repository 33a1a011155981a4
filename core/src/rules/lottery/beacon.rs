use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, sha256};
use crate::base::{
    Error, ErrorCode,
    value::{Clause, Hex},
};

/// Where the randomness comes from, named before the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Beacon {
    /// The kind of source.
    pub kind: BeaconKind,
    /// Which public values, published when and where: enough for anyone to write down the same text.
    pub description: Clause,
}

/// The kind of randomness.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BeaconKind {
    /// Public values named in advance, such as lottery results and stock prices, in RFC 3797's canonical text.
    PublicText,
}

impl Beacon {
    pub(super) fn write(&self, out: &mut impl Bytes) {
        match self.kind {
            BeaconKind::PublicText => {
                out.put(&[2]);
                out.prefixed(self.description.as_str().as_bytes());
            }
        }
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

/// The 32 bytes of randomness that a canonical text gives: its SHA-256 under a domain tag.
pub(super) fn randomness(text: &str) -> Result<Hex<32>, Error> {
    if !is_canonical(text) {
        return Err(Error::new(ErrorCode::RandomnessNotCanonical, "/public_text"));
    }
    Ok(sha256(|hash| {
        hash.domain(b"text");
        hash.prefixed(text.as_bytes());
    }))
}

/// Public text as given; canonical only after [`is_canonical`].
pub(super) type PublicText = String;

#[cfg(test)]
mod tests {
    use super::is_canonical;

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
}
