//! The state of a fold as bytes, which a caller keeps between two chunks: closed by a SHA-256, so that a state that was changed or cut off is noticed.

use alloc::vec::Vec;

use super::merkle::TreeFold;
use crate::{
    base::value::Hex,
    rules::lottery::bytes::{Bytes, sha256},
};

const HASH: usize = 32;

/// `D(label) || body || H(D(label) || body)`.
pub(in crate::rules::lottery) fn sealed(label: &[u8], body: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut state = Vec::new();
    state.domain(label);
    body(&mut state);
    let seal = sha256(|hash| hash.put(&state));
    state.put(&seal.0);
    state
}

/// The body of a state, read from its beginning. `None` for a state of another kind, or one that was changed.
pub(in crate::rules::lottery) fn opened<'s>(label: &[u8], state: &'s [u8]) -> Option<Body<'s>> {
    let (covered, seal) = state.split_last_chunk::<HASH>()?;
    let mut domain = Vec::new();
    domain.domain(label);
    let stands = sha256(|hash| hash.put(covered)).0 == *seal;
    covered.strip_prefix(domain.as_slice()).filter(|_| stands).map(Body)
}

/// What of a body is not read yet.
pub(in crate::rules::lottery) struct Body<'s>(&'s [u8]);

impl Body<'_> {
    pub(in crate::rules::lottery) fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (read, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*read)
    }

    pub(in crate::rules::lottery) fn hex(&mut self) -> Option<Hex<HASH>> {
        self.bytes().map(Hex)
    }

    pub(in crate::rules::lottery) fn u32(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_be_bytes)
    }

    pub(in crate::rules::lottery) fn u64(&mut self) -> Option<u64> {
        self.bytes().map(u64::from_be_bytes)
    }

    /// A list: how many elements it has, and each. It is never longer than the bytes that are there.
    pub(in crate::rules::lottery) fn list<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.u32()?;
        (0..count).map(|_| element(self)).collect()
    }

    /// A part of a list of this number of leaves at most: its tree, and the tickets of the leaves, each of which has one.
    pub(in crate::rules::lottery) fn tree(&mut self, most: u64) -> Option<(TreeFold, u64)> {
        let (first, end, tickets) = (self.u64()?, self.u64()?, self.u64()?);
        let leaves = end.checked_sub(first).filter(|_| end <= most)?;
        if tickets > most || tickets < leaves || (leaves == 0) != (tickets == 0) {
            return None;
        }
        Some((TreeFold::read(first, end, || self.bytes())?, tickets))
    }

    /// Whether all of it was read.
    pub(in crate::rules::lottery) fn ends(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// What [`Body::tree`] reads.
pub(in crate::rules::lottery) fn write_tree(tree: &TreeFold, tickets: u64, out: &mut Vec<u8>) {
    for number in [tree.first(), tree.end(), tickets] {
        out.put(&number.to_be_bytes());
    }
    tree.hashes().for_each(|hash| out.put(hash));
}

/// The length of a list that [`Body::list`] reads. No list is longer than the most tickets.
pub(in crate::rules::lottery) fn write_length(length: usize, out: &mut Vec<u8>) {
    out.put(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
}
