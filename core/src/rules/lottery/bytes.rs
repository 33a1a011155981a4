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
