//! The byte encodings: integers big-endian, texts with their length in two bytes, and a domain tag before everything hashed.

use sha2::{Digest, Sha256};

use crate::base::value::Hex;

const DOMAIN: &[u8] = b"kenpo-draw/v1/";

/// Something that takes bytes: a hash, or a list.
pub(super) trait Bytes {
    fn put(&mut self, bytes: &[u8]);

    /// `D(label)`: what keeps hashes of different things apart.
    fn domain(&mut self, label: &[u8]) {
        self.put(DOMAIN);
        self.put(label);
        self.put(&[0]);
    }

    /// `lp(bytes)`. Every text that reaches it is shorter than 2^16 bytes.
    fn prefixed(&mut self, bytes: &[u8]) {
        self.put(&u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes());
        self.put(bytes);
    }
}

impl Bytes for Sha256 {
    fn put(&mut self, bytes: &[u8]) {
        Digest::update(self, bytes);
    }
}

impl Bytes for alloc::vec::Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

pub(super) fn sha256(fill: impl FnOnce(&mut Sha256)) -> Hex<32> {
    let mut hash = Sha256::new();
    fill(&mut hash);
    Hex(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples that NIST publishes for FIPS 180-4, and no bytes at all.
    #[test]
    fn the_hash_is_sha_256() {
        let two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        let thousand = [b'a'; 1_000];
        let cases: [(&[u8], usize, &str); 4] = [
            (b"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (b"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (two_blocks, 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
            (&thousand, 1_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ];
        for (bytes, times, expected) in cases {
            let hash = sha256(|hash| (0..times).for_each(|_| hash.put(bytes)));
            assert_eq!(base16ct::lower::encode_string(&hash.0), expected);
        }
    }
}
