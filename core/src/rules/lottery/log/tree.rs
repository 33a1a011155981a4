//! Proofs out of the Merkle tree of RFC 9162: inclusion (§2.1.3.1) and consistency (§2.1.4.1).

use alloc::{vec, vec::Vec};

use crate::{base::value::Hex, rules::lottery::fold::parent};

/// A tree with all its levels, from the leaves to the root. The last node of a level that has no partner moves up as it is, which gives
/// the hashes of RFC 9162 §2.1.1: the node at `place` of level `k` is that of the leaves from `place × 2^k`, of which there are at most 2^k.
pub(in crate::rules::lottery) struct Tree(Vec<Vec<[u8; 32]>>);

impl Tree {
    /// The tree over leaves that are hashed already.
    pub(in crate::rules::lottery) fn of(leaves: Vec<[u8; 32]>) -> Self {
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level.chunks(2).filter_map(|pair| match pair {
                [left, right] => Some(parent(left, right)),
                [alone] => Some(*alone),
                _ => None,
            });
            let above = above.collect();
            levels.push(above);
        }
        Self(levels)
    }

    fn size(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// The hash of the leaves from `first` until `end`, where they are a subtree.
    fn node(&self, first: usize, end: usize) -> Option<Hex<32>> {
        let level = end.checked_sub(first)?.checked_next_power_of_two()?.checked_ilog2()?;
        let nodes = self.0.get(usize::try_from(level).ok()?)?;
        nodes.get(first.checked_shr(level)?).copied().map(Hex)
    }

    /// The root; `None` of a tree without leaves.
    #[cfg(test)]
    pub(super) fn root(&self) -> Option<Hex<32>> {
        self.node(0, self.size())
    }

    /// What shows that the leaf at `index` is in the tree, from the leaf's neighbour up.
    pub(in crate::rules::lottery) fn inclusion(&self, index: usize) -> Vec<Hex<32>> {
        let mut place = index;
        let mut path = Vec::new();
        for level in &self.0 {
            // At the root nothing stands beside it.
            path.extend(level.get(place ^ 1).copied().map(Hex));
            place >>= 1;
        }
        path
    }

    /// What shows that the tree of the first `size` leaves is a beginning of this one; empty where it is the whole. `None` for no leaves,
    /// or more than there are.
    pub(in crate::rules::lottery) fn consistency(&self, size: usize) -> Option<Vec<Hex<32>>> {
        if size == 0 || size > self.size() {
            return None;
        }
        // SUBPROOF of the RFC, from the root down: the leaves from `first` until `end` are looked at.
        let (mut first, mut end) = (0_usize, self.size());
        let mut path = Vec::new();
        while size != end {
            let widest = end.checked_sub(first)?.checked_sub(1)?;
            let middle = first.checked_add(1_usize.checked_shl(widest.checked_ilog2()?)?)?;
            if size <= middle {
                path.push(self.node(middle, end)?);
                end = middle;
            } else {
                path.push(self.node(first, middle)?);
                first = middle;
            }
        }
        // The whole of the smaller tree is known to whoever has its head.
        if first > 0 {
            path.push(self.node(first, end)?);
        }
        path.reverse();
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{super::check::is_prefix, *};
    use crate::rules::lottery::fold::leaf;

    /// The tree over the first of the eight leaves that Certificate Transparency implementations share.
    fn tree(size: usize) -> Tree {
        let leaves =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        Tree::of(leaves[..size].iter().map(|hex| leaf(&base16ct::lower::decode_vec(hex).unwrap())).collect())
    }

    fn hex(path: &[Hex<32>]) -> Vec<String> {
        path.iter().map(|node| base16ct::lower::encode_string(&node.0)).collect()
    }

    /// Their known answers for proofs of inclusion, of leaves counted from 0.
    #[test]
    fn known_proofs_of_inclusion() {
        assert_eq!(
            hex(&tree(8).inclusion(0)),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
        assert_eq!(
            hex(&tree(8).inclusion(5)),
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
        assert_eq!(hex(&tree(3).inclusion(2)), ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]);
        assert_eq!(
            hex(&tree(5).inclusion(1)),
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        );
        assert!(tree(1).inclusion(0).is_empty());
    }

    /// Their known answers for proofs of consistency, which the check takes.
    #[test]
    fn known_proofs_of_consistency() {
        let known: [(usize, usize, &[&str]); 5] = [
            (1, 1, &[]),
            (
                1,
                8,
                &[
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ],
            ),
            (
                6,
                8,
                &[
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
            (
                2,
                5,
                &[
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ],
            ),
            (
                6,
                7,
                &[
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
        ];
        for (first, second, expected) in known {
            let path = tree(second).consistency(first).unwrap();
            assert_eq!(hex(&path), expected, "{first} of {second}");
            let size = |size: usize| u64::try_from(size).unwrap();
            let (smaller, whole) = (tree(first).root().unwrap(), tree(second).root().unwrap());
            assert!(is_prefix((size(first), &smaller), (size(second), &whole), &path));
        }
    }
}
