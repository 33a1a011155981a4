//! Proofs out of the Merkle tree of RFC 9162: inclusion (§2.1.3.1) and consistency (§2.1.4.1).

use alloc::{vec, vec::Vec};

use crate::{base::value::Hex, rules::lottery::merkle::parent};

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
    pub(in crate::rules::lottery) fn root(&self) -> Option<Hex<32>> {
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
