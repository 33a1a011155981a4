use alloc::vec::Vec;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{
    bytes::Bytes,
    fold::{Label, Scorer, bytes},
};
use crate::{
    answer::Decision,
    base::{
        Error, ErrorCode,
        value::{Hex, HexBytes},
    },
};

/// The longest label, in bytes.
const LABEL_LIMIT: usize = 1_024;

/// The request of `lottery.score`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreRequest {
    /// The key: `key` of a proof.
    pub key: Hex<32>,
    /// What is scored, at most 1,024 bytes: of a ticket the holder's tag and the ticket's number in four bytes, big-endian.
    pub label: HexBytes,
}

/// The answer of `lottery.score`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreVerdict {
    /// HKDF-Expand of key and label (RFC 5869), 32 bytes; the lowest score wins.
    pub score: Hex<32>,
}

/// Computes the score of a label under a key, as every ticket of a draw is scored.
///
/// # Errors
/// `text_too_long` for a label of more than 1,024 bytes.
pub fn score(request: &ScoreRequest) -> Result<Decision<ScoreVerdict>, Error> {
    let ScoreRequest { key, label } = request;
    if label.0.len() > LABEL_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/label"));
    }
    // As a ticket is scored, where the label is as short as a ticket's.
    let score = match Label::new(&label.0) {
        Some(label) => bytes(Scorer::new(key).score(&label)),
        None => {
            // HKDF takes any key of 32 bytes.
            let hkdf = Hkdf::<Sha256>::from_prk(&key.0).map_err(|_| Error::new(ErrorCode::ValueInvalid, "/key"))?;
            let mut score = [0; 32];
            expand(&hkdf, &label.0, &mut score);
            Hex(score)
        }
    };
    Ok(Decision { verdict: ScoreVerdict { score }, checks: Vec::new() })
}

/// `PRK` and `key`: everything public that comes after the freeze, bound to the manifest.
pub(super) fn derive_key(randomness: &Hex<32>, reveals: &[Hex<32>], draw_hash: &Hex<32>) -> (Hex<32>, Hex<32>) {
    let (prk, hkdf) = extract(reveals, &randomness.0);
    let mut info = Vec::new();
    info.domain(b"key");
    info.put(&draw_hash.0);
    let mut key = [0; 32];
    expand(&hkdf, &info, &mut key);
    (prk, Hex(key))
}

fn extract(reveals: &[Hex<32>], randomness: &[u8]) -> (Hex<32>, Hkdf<Sha256>) {
    let mut salt = Vec::new();
    for reveal in reveals {
        salt.put(&reveal.0);
    }
    let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(&salt), randomness);
    (Hex(prk.into()), hkdf)
}

fn expand(hkdf: &Hkdf<Sha256>, info: &[u8], out: &mut [u8; 32]) {
    // 32 bytes are one block of output, so expansion cannot fail; were it to, the zero key would fail verification.
    if hkdf.expand(info, out).is_err() {
        *out = [0; 32];
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        base16ct::lower::decode_vec(hex).unwrap()
    }

    /// Extract and expand, as a key and a score are made, of which 32 bytes are taken.
    fn extracted_and_expanded(salt: &str, info: &str) -> (String, String) {
        let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(&bytes(salt)), &[0x0b; 22]);
        let mut out = [0; 32];
        expand(&hkdf, &bytes(info), &mut out);
        (base16ct::lower::encode_string(&prk), base16ct::lower::encode_string(&out))
    }

    #[test]
    fn rfc_5869_s_first_and_third_case() {
        let (prk, okm) = extracted_and_expanded("000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9");
        assert_eq!(prk, "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assert_eq!(okm, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
        let (prk, okm) = extracted_and_expanded("", "");
        assert_eq!(prk, "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        assert_eq!(okm, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    /// The worked example of draft-thomson-elegy-vrs: a one-time code revealed by the facilitator, and lottery numbers in RFC 3797's text. The
    /// draft prints the first 27 digits of each score.
    #[test]
    fn the_worked_example_of_the_draft() {
        let text = b"1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./";
        let draws: [(&str, &[(&str, &str)]); 2] = [
            (
                "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456",
                &[
                    ("lavenderblush", "002ed527ae0a44a86c205d1cdba"),
                    ("blue", "03f710be2b61a6f9c3f89aa5ab5"),
                    ("darkgoldenrod", "08bab81380d7f0769cecf9969a8"),
                    ("mediumvioletred", "0c26494fa81f3aed8a9f66e77b7"),
                    ("bisque", "0e1af5d1ccfd44de075cc0bb6d5"),
                    ("lightpink", "13a07cc9abf3b737e49a62b0634"),
                ],
            ),
            (
                "2f70f884997ce80771adbefbbbc6c71a1b921da71896c25ca0f64966bfd0c8ce",
                &[
                    ("aqua", "00d1c59a9f1b581060a9e732e91"),
                    ("darkgray", "02b514b0b1807bfe086db524f40"),
                    ("cornflowerblue", "0337add95eac62a356b020a273a"),
                ],
            ),
        ];
        for (code, scores) in draws {
            let code = Hex(bytes(code).try_into().unwrap());
            let (key, _) = extract(&[code], text);
            for (label, printed) in scores {
                let request = ScoreRequest { key, label: HexBytes(label.as_bytes().to_vec()) };
                let scored = score(&request).unwrap().verdict.score;
                assert!(base16ct::lower::encode_string(&scored.0).starts_with(printed), "{label}");
            }
        }
    }
}
