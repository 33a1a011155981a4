//! Checks of proofs in the Merkle tree of RFC 9162: inclusion (§2.1.3.2) and consistency (§2.1.4.2).

use crate::{base::value::Hex, rules::lottery::fold::parent};

/// A walk from a node to the root: the node's place in its level, and that of the level's last node.
struct Walk {
    place: u64,
    last: u64,
}

impl Walk {
    fn up(&mut self) {
        self.place >>= 1;
        self.last >>= 1;
    }

    /// Whether the neighbour stands to the left. Then the levels are passed over in which the node moves up without one.
    fn is_right(&mut self) -> bool {
        let is_right = self.place & 1 == 1 || self.place == self.last;
        if is_right {
            while self.place & 1 == 0 && self.place != 0 {
                self.up();
            }
        }
        is_right
    }
}

/// Whether a path shows that the hashed leaf is at `index` in the tree of this size and root.
pub(in crate::rules::lottery) fn includes(
    leaf: [u8; 32],
    index: u64,
    size: u64,
    path: &[Hex<32>],
    root: &Hex<32>,
) -> bool {
    let Some(last) = size.checked_sub(1).filter(|last| index <= *last) else { return false };
    let mut walk = Walk { place: index, last };
    let mut node = leaf;
    for beside in path {
        if walk.last == 0 {
            return false;
        }
        node = if walk.is_right() { parent(&beside.0, &node) } else { parent(&node, &beside.0) };
        walk.up();
    }
    walk.last == 0 && node == root.0
}

/// Whether a path shows that the first tree, of a size and root, is a beginning of the second.
pub(super) fn is_prefix(first: (u64, &Hex<32>), second: (u64, &Hex<32>), path: &[Hex<32>]) -> bool {
    let ((size, root), (whole, whole_root)) = (first, second);
    if size == whole {
        return size > 0 && path.is_empty() && root == whole_root;
    }
    let (Some(place), Some(last)) = (size.checked_sub(1), whole.checked_sub(1)) else { return false };
    if size > whole {
        return false;
    }
    // A whole subtree is its own first node, which is not sent again.
    let (start, path) = match path.split_first() {
        Some(_) if size.is_power_of_two() => (root, path),
        Some((start, rest)) => (start, rest),
        None => return false,
    };
    let mut walk = Walk { place, last };
    while walk.place & 1 == 1 {
        walk.up();
    }
    let (mut smaller, mut larger) = (start.0, start.0);
    for beside in path {
        if walk.last == 0 {
            return false;
        }
        if walk.is_right() {
            smaller = parent(&beside.0, &smaller);
            larger = parent(&beside.0, &larger);
        } else {
            larger = parent(&larger, &beside.0);
        }
        walk.up();
    }
    walk.last == 0 && smaller == root.0 && larger == whole_root.0
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{super::tree::Tree, *};
    use crate::rules::lottery::fold::leaf;

    fn leaves(count: usize) -> Vec<[u8; 32]> {
        (0..count).map(|number| leaf(&u64::try_from(number).unwrap().to_be_bytes())).collect()
    }

    #[test]
    fn every_leaf_is_shown_to_be_where_it_is_and_nowhere_else() {
        for count in 1..=40 {
            let leaves = leaves(count);
            let tree = Tree::of(leaves.clone());
            let root = tree.root().unwrap();
            let size = u64::try_from(count).unwrap();
            for (index, leaf) in (0_u64..).zip(&leaves) {
                let path = tree.inclusion(usize::try_from(index).unwrap());
                for other in 0..=size {
                    assert_eq!(includes(*leaf, other, size, &path, &root), other == index, "{index} of {count}");
                }
                for place in 0..path.len() {
                    let mut false_path = path.clone();
                    false_path[place].0[0] ^= 1;
                    assert!(!includes(*leaf, index, size, &false_path, &root));
                }
                let mut longer = path.clone();
                longer.push(root);
                assert!(!includes(*leaf, index, size, &longer, &root));
                if let Some((_, shorter)) = path.split_last() {
                    assert!(!includes(*leaf, index, size, shorter, &root));
                }
            }
        }
    }

    #[test]
    fn every_beginning_is_shown_to_be_one() {
        for count in 1..=40 {
            let tree = Tree::of(leaves(count));
            let whole = (u64::try_from(count).unwrap(), &tree.root().unwrap());
            assert!(tree.consistency(0).is_none() && tree.consistency(count + 1).is_none());
            for size in 1..=count {
                let root = Tree::of(leaves(size)).root().unwrap();
                let first = (u64::try_from(size).unwrap(), &root);
                let path = tree.consistency(size).unwrap();
                assert!(is_prefix(first, whole, &path), "{size} of {count}");
                let mut other = root;
                other.0[31] ^= 1;
                assert!(!is_prefix((first.0, &other), whole, &path));
                for place in 0..path.len() {
                    let mut false_path = path.clone();
                    false_path[place].0[0] ^= 1;
                    assert!(!is_prefix(first, whole, &false_path));
                }
            }
        }
    }
}
