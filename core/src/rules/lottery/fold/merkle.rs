use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use crate::base::value::Hex;

/// The RFC 9162 Merkle tree over a part of a list's leaves, folded one leaf at a time in logarithmic memory. Its subtrees are those of the
/// whole list's tree, the largest that lie within the part: they are the same whatever way the part was folded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::rules::lottery) struct TreeFold {
    /// The place of the first leaf in the whole list, and that after the last.
    first: u64,
    end: u64,
    /// From left to right.
    subtrees: Vec<Subtree>,
}

/// A complete subtree: 2^k leaves from a multiple of 2^k on.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Subtree {
    first: u64,
    leaves: u64,
    hash: [u8; 32],
}

impl TreeFold {
    /// No leaves yet, the first of which is at this place in the list.
    pub(in crate::rules::lottery) fn starting_at(first: u64) -> Self {
        Self { first, end: first, subtrees: Vec::new() }
    }

    /// The place of the first leaf.
    pub(in crate::rules::lottery) fn first(&self) -> u64 {
        self.first
    }

    /// The place after the last leaf.
    pub(in crate::rules::lottery) fn end(&self) -> u64 {
        self.end
    }

    /// How many leaves were folded.
    pub(in crate::rules::lottery) fn leaves(&self) -> u64 {
        self.end.saturating_sub(self.first)
    }

    /// A part of the list from `first` to before `end`, whose subtrees have these hashes from left to right. Which subtrees it has follows from
    /// the two places.
    pub(super) fn read(first: u64, end: u64, mut hash: impl FnMut() -> Option<[u8; 32]>) -> Option<Self> {
        let mut fold = Self::starting_at(first);
        while let Some(left) = end.checked_sub(fold.end).filter(|left| *left > 0) {
            // The largest power of two of at most what is left, and of which the place is a multiple.
            let longest = 1_u64.checked_shl(left.ilog2())?;
            let leaves =
                if fold.end == 0 { longest } else { longest.min(1_u64.checked_shl(fold.end.trailing_zeros())?) };
            fold.subtrees.push(Subtree { first: fold.end, leaves, hash: hash()? });
            fold.end = fold.end.checked_add(leaves)?;
        }
        Some(fold)
    }

    /// The hashes of its subtrees, from left to right.
    pub(super) fn hashes(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.subtrees.iter().map(|subtree| &subtree.hash)
    }

    /// Adds a hashed leaf at the right.
    pub(in crate::rules::lottery) fn push(&mut self, hash: [u8; 32]) {
        self.join(Subtree { first: self.end, leaves: 1, hash });
    }

    /// Adds the leaves of the part that begins where this one ends.
    pub(in crate::rules::lottery) fn append(&mut self, next: Self) {
        for subtree in next.subtrees {
            self.join(subtree);
        }
    }

    /// Adds a subtree at the right, and joins those that are two halves of one.
    fn join(&mut self, mut right: Subtree) {
        // A list is no longer than memory, or than the most tickets: it stays in range.
        self.end = self.end.saturating_add(right.leaves);
        let is_left_half = |left: &Subtree, leaves| left.leaves == leaves && left.first & leaves == 0;
        while let Some(left) = self.subtrees.pop_if(|left| is_left_half(left, right.leaves)) {
            let hash = parent(&left.hash, &right.hash);
            right = Subtree { first: left.first, leaves: right.leaves.saturating_mul(2), hash };
        }
        self.subtrees.push(right);
    }

    /// The root; `None` of a tree without leaves, or without the list's first.
    pub(in crate::rules::lottery) fn root(mut self) -> Option<Hex<32>> {
        let last = self.subtrees.pop().filter(|_| self.first == 0)?;
        Some(Hex(self.subtrees.iter().rev().fold(last.hash, |right, left| parent(&left.hash, &right))))
    }
}

/// The hash of a leaf.
pub(in crate::rules::lottery) fn leaf(bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// The hash of two nodes.
pub(in crate::rules::lottery) fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(leaves: &[&str]) -> alloc::string::String {
        let mut fold = TreeFold::starting_at(0);
        for bytes in leaves {
            fold.push(leaf(&base16ct::lower::decode_vec(bytes).unwrap()));
        }
        base16ct::lower::encode_string(&fold.root().unwrap().0)
    }

    /// The known answers that Certificate Transparency implementations share for the tree of RFC 9162.
    #[test]
    fn known_roots_of_one_to_eight_leaves() {
        let leaves =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (count, expected) in (1..).zip(roots) {
            assert_eq!(root(&leaves[..count]), expected, "{count} leaves");
        }
        assert!(TreeFold::starting_at(0).root().is_none());
        let mut without_the_first = TreeFold::starting_at(1);
        without_the_first.push(leaf(b""));
        assert!(without_the_first.root().is_none());
    }
    #[test]
    fn parts_cut_anywhere_have_the_whole_list_s_subtrees() {
        let part = |first: u64, end: u64| {
            let mut fold = TreeFold::starting_at(first);
            (first..end).for_each(|place| fold.push(leaf(&place.to_be_bytes())));
            fold
        };
        for first in 0..20 {
            for end in first..40 {
                for cut in first..=end {
                    let mut joined = part(first, cut);
                    joined.append(part(cut, end));
                    assert_eq!(joined, part(first, end), "{first} to {end}, cut at {cut}");
                }
            }
        }
    }
}
