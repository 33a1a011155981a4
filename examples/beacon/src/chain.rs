//! Chains of drand, <https://docs.drand.love/docs/cryptography>, and whether a round is one of theirs.

use blst::{BLST_ERROR, min_pk, min_sig};
use sha2::{Digest, Sha256};

/// A chain, as its `/info` says it.
pub struct Chain {
    key: &'static str,
    period: u32,
    genesis: u64,
    group: &'static str,
    /// Its name; that of the default chain is left out of its hash.
    name: &'static str,
    scheme: Scheme,
}

/// What a round signs, and on which group of BLS12-381 the signature is.
#[derive(Clone, Copy, PartialEq)]
enum Scheme {
    /// `bls-unchained-g1-rfc9380`.
    UnchainedG1,
    /// `pedersen-bls-chained`: each round signs the signature before it, too.
    ChainedG2,
}

/// The network of `kenpo-draw/v1`.
pub const QUICKNET: Chain = Chain {
    key: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451\
          0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    period: 3,
    genesis: 1_692_803_367,
    group: "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    name: "quicknet",
    scheme: Scheme::UnchainedG1,
};

/// The network that drand began with.
#[cfg(test)]
const DEFAULT: Chain = Chain {
    key: "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
    period: 30,
    genesis: 1_595_431_050,
    group: "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
    name: "",
    scheme: Scheme::ChainedG2,
};

impl Chain {
    /// The chain's hash, which binds its key, its rounds' times and its name.
    pub fn hash(&self) -> [u8; 32] {
        let times = [&self.period.to_be_bytes()[..], &self.genesis.to_be_bytes()].concat();
        Sha256::digest([times, bytes(self.key), bytes(self.group), self.name.into()].concat()).into()
    }

    /// Whether a signature is the chain's, of this round. `previous` is the signature of the round before, which a chained scheme signs.
    pub fn signed(&self, round: u64, signature: &[u8], previous: &[u8]) -> bool {
        let previous = if self.scheme == Scheme::ChainedG2 { previous } else { &[] };
        let message = Sha256::digest([previous, &round.to_be_bytes()].concat());
        // Each sees to it that points are on the curve, in the subgroup and not the infinite one.
        match self.scheme {
            Scheme::UnchainedG1 => {
                let domain = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
                let key = min_sig::PublicKey::key_validate(&bytes(self.key));
                let signature = min_sig::Signature::sig_validate(signature, true);
                key.and_then(|key| Ok(signature?.verify(false, &message, domain, &[], &key, false)))
            }
            Scheme::ChainedG2 => {
                let domain = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";
                let key = min_pk::PublicKey::key_validate(&bytes(self.key));
                let signature = min_pk::Signature::sig_validate(signature, true);
                key.and_then(|key| Ok(signature?.verify(false, &message, domain, &[], &key, false)))
            }
        }
        .is_ok_and(|found| found == BLST_ERROR::BLST_SUCCESS)
    }
}

/// The bytes of hexadecimal digits; none where they are no such digits.
fn bytes(text: &str) -> Vec<u8> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect();
    digits.unwrap_or_default().chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounds that drand published. Of quicknet, 123: tests of the crate drand-verify 0.6.2; 1000 and 30,000,000:
    /// tests of the crate drand 0.4.0, as in `tests/vectors/lottery`.
    const QUICK: [(u64, &str); 3] = [
        (123, "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"),
        (1000, "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"),
        (30_000_000, "81d2fc112b91932d9e4074a46b88c4dc78149b859660e0673c0bb9bd0caefdc9cc194e83de980441355b8ef44cc7a355"),
    ];

    /// Of the default chain, with the signature before it: tests of drand-verify 0.6.2.
    const CHAINED: (u64, &str, &str) = (
        72_785,
        "82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959eb9cfa368b3c1b77d18f02a54fe047b8\
         0f0989315f83b12a74fd8679c4f12aae86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42",
        "a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8a609685d9917efbfb0c37f058c2de88f\
         13d297c7e19e0ab24813079efe57a182554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747",
    );

    #[test]
    fn chain_hashes_are_those_of_drand() {
        let quicknet = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
        let default = "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce";
        assert_eq!(QUICKNET.hash().as_slice(), bytes(quicknet));
        assert_eq!(DEFAULT.hash().as_slice(), bytes(default));
    }

    #[test]
    fn published_rounds_are_signed_and_others_are_not() {
        for (round, signature) in QUICK {
            assert!(QUICKNET.signed(round, &bytes(signature), &[]), "{round}");
            assert!(!QUICKNET.signed(round + 1, &bytes(signature), &[]), "{round}");
            assert!(!DEFAULT.signed(round, &bytes(signature), &[]), "{round}");
        }
        let [(_, other), (round, _), _] = QUICK;
        assert!(!QUICKNET.signed(round, &bytes(other), &[]));
        let (round, signature, previous) = CHAINED;
        assert!(DEFAULT.signed(round, &bytes(signature), &bytes(previous)));
        assert!(!DEFAULT.signed(round, &bytes(signature), &bytes(signature)));
        assert!(!DEFAULT.signed(round - 1, &bytes(signature), &bytes(previous)));
        assert!(!DEFAULT.signed(round, &bytes(previous), &bytes(previous)));
        assert!(!QUICKNET.signed(round, &bytes(signature), &bytes(previous)));
    }

    #[test]
    fn no_signature_and_points_that_a_pairing_alone_would_take() {
        let (round, signature) = QUICK[1];
        let signature = bytes(signature);
        let infinite = [&[0xC0][..], &[0; 47]].concat();
        // On the curve, of order 3.
        let small = [&[0x80][..], &[0; 47]].concat();
        for other in [&[][..], &signature[1..], &signature[..47], &infinite, &small, &[0xFF; 48]] {
            assert!(!QUICKNET.signed(round, other, &[]));
        }
    }
}
