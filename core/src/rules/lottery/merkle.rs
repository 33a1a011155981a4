use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use crate::base::value::Hex;

/// The root of an RFC 9162 Merkle tree over entries, folded one entry at a time in logarithmic memory.
#[derive(Clone, Debug, Default)]
pub struct RootFold {
    /// Roots of complete subtrees, with the number of leaves, from left to right and large to small.
    subtrees: Vec<(u64, [u8; 32])>,
}

impl RootFold {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a leaf at the right.
    pub(super) fn push_leaf(&mut self, bytes: &[u8]) {
        let mut node = leaf(bytes);
        let mut leaves = 1_u64;
        while let Some((_, left)) = self.subtrees.pop_if(|(size, _)| *size == leaves) {
            node = parent(&left, &node);
            // At most the number of tickets, ten million.
            leaves = leaves.saturating_mul(2);
        }
        self.subtrees.push((leaves, node));
    }

    /// The root; `None` of an empty tree.
    pub fn root(mut self) -> Option<Hex<32>> {
        let (_, mut root) = self.subtrees.pop()?;
        while let Some((_, left)) = self.subtrees.pop() {
            root = parent(&left, &root);
        }
        Some(Hex(root))
    }
}

/// The hash of a leaf.
pub(super) fn leaf(bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// The hash of two nodes.
pub(super) fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(leaves: &[&str]) -> alloc::string::String {
        let mut fold = RootFold::new();
        for leaf in leaves {
            fold.push_leaf(&base16ct::lower::decode_vec(leaf).unwrap());
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
        assert!(RootFold::new().root().is_none());
    }
}
