//! Points by their last day, in a tree from which the earliest can be split off, and to which they can be merged back.
//!
//! A big-endian Patricia tree over the last day as the integer YYYYMMDD (Okasaki and Gill, *Fast Mergeable Integer Maps*, 1998).
//! An exchange splits off what it takes, whole, and its reversal merges that back. A ledger may do both again and again over
//! thousands of days: taking days out one by one would cost the number of days each time. Merging two trees goes down only where both
//! hold days of one subtree, and each such step makes two subtrees one; only a split makes a subtree two, along one path. So `n`
//! operations take at most `n` times the depth, 27, together.

use alloc::boxed::Box;
use core::mem;

use crate::civil::Date;

/// Points by last day. The sum of all is at most what a purse may hold, 2^53 − 1: sums of sums stay within `i64`.
#[derive(Debug, Default)]
pub(super) enum DayTree {
    #[default]
    Empty,
    /// Points of one day, more than 0.
    Leaf(Date, i64),
    Branch(Box<Branch>),
}

/// Two subtrees, whose days differ first, from the highest bit down, in one bit.
#[derive(Debug)]
pub(super) struct Branch {
    /// The bits above that bit, which all days have in common.
    prefix: u32,
    /// The bit, by itself.
    bit: u32,
    /// The points of both.
    sum: i64,
    /// The days without the bit: they are earlier.
    earlier: DayTree,
    later: DayTree,
}

impl DayTree {
    /// Points of one day; nothing for 0 points.
    pub(super) fn of(day: Date, points: i64) -> Self {
        if points == 0 { Self::Empty } else { Self::Leaf(day, points) }
    }

    /// The points of all days.
    pub(super) fn sum(&self) -> i64 {
        match self {
            Self::Empty => 0,
            Self::Leaf(_, points) => *points,
            Self::Branch(branch) => branch.sum,
        }
    }

    /// Whether any points are of a day before this one.
    pub(super) fn begins_before(&self, day: Date) -> bool {
        let mut tree = self;
        loop {
            match tree {
                Self::Empty => return false,
                Self::Leaf(first, _) => return *first < day,
                Self::Branch(branch) => tree = &branch.earlier,
            }
        }
    }

    /// Both together. Points of one day add up.
    pub(super) fn merge(self, other: Self) -> Self {
        let ((above, bit), (other_above, other_bit)) = match (self.place(), other.place()) {
            (None, _) => return other,
            (_, None) => return self,
            (Some(place), Some(other)) => (place, other),
        };
        if bit < other_bit {
            return other.merge(self);
        }
        if high_bits(other_above, bit) != above {
            return Self::join(self, above, other, other_above);
        }
        let sum = self.sum().saturating_add(other.sum());
        let mut branch = match self {
            Self::Branch(branch) => branch,
            // Of two leaves of one day.
            Self::Leaf(day, _) => return Self::Leaf(day, sum),
            Self::Empty => return other,
        };
        branch.sum = sum;
        match other {
            Self::Branch(other) if other_bit == bit => {
                let Branch { earlier, later, .. } = *other;
                branch.earlier = mem::take(&mut branch.earlier).merge(earlier);
                branch.later = mem::take(&mut branch.later).merge(later);
            }
            other => {
                let side = if other_above & bit == 0 { &mut branch.earlier } else { &mut branch.later };
                *side = mem::take(side).merge(other);
            }
        }
        Self::Branch(branch)
    }

    /// Splits off the earliest points: those, and the rest. All, where there are not more.
    pub(super) fn split_points(self, points: i64) -> (Self, Self) {
        match self {
            _ if points <= 0 => (Self::Empty, self),
            _ if self.sum() <= points => (self, Self::Empty),
            Self::Empty => (Self::Empty, Self::Empty),
            Self::Leaf(day, held) => (Self::Leaf(day, points), Self::Leaf(day, held.saturating_sub(points))),
            Self::Branch(branch) => {
                let Branch { prefix, bit, earlier, later, .. } = *branch;
                let in_earlier = earlier.sum();
                if points < in_earlier {
                    let (taken, earlier) = earlier.split_points(points);
                    (taken, Self::branch(prefix, bit, earlier, later))
                } else {
                    let (taken, later) = later.split_points(points.saturating_sub(in_earlier));
                    (Self::branch(prefix, bit, earlier, taken), later)
                }
            }
        }
    }

    /// Splits off the points of the days before one: those, and the rest.
    pub(super) fn split_before(self, day: Date) -> (Self, Self) {
        match self {
            Self::Empty => (Self::Empty, Self::Empty),
            Self::Leaf(of, _) if of < day => (self, Self::Empty),
            Self::Leaf(..) => (Self::Empty, self),
            Self::Branch(branch) => {
                let Branch { prefix, bit, earlier, later, .. } = *branch;
                if bits(day) <= (prefix | bit) {
                    let (before, earlier) = earlier.split_before(day);
                    (before, Self::branch(prefix, bit, earlier, later))
                } else {
                    let (before, later) = later.split_before(day);
                    (Self::branch(prefix, bit, earlier, before), later)
                }
            }
        }
    }

    /// The points of the days before one.
    pub(super) fn sum_before(&self, day: Date) -> i64 {
        let (mut tree, mut sum) = (self, 0_i64);
        loop {
            match tree {
                Self::Leaf(of, points) if *of < day => return sum.saturating_add(*points),
                Self::Empty | Self::Leaf(..) => return sum,
                Self::Branch(branch) if bits(day) <= (branch.prefix | branch.bit) => tree = &branch.earlier,
                Self::Branch(branch) => {
                    sum = sum.saturating_add(branch.earlier.sum());
                    tree = &branch.later;
                }
            }
        }
    }

    /// Shows each day and its points, earliest first.
    pub(super) fn each(&self, show: &mut impl FnMut(Date, i64)) {
        match self {
            Self::Empty => {}
            Self::Leaf(day, points) => show(*day, *points),
            Self::Branch(branch) => {
                branch.earlier.each(show);
                branch.later.each(show);
            }
        }
    }

    /// The bits that all days have in common, and the bit in which they differ first: 0 for one day.
    fn place(&self) -> Option<(u32, u32)> {
        match self {
            Self::Empty => None,
            Self::Leaf(day, _) => Some((bits(*day), 0)),
            Self::Branch(branch) => Some((branch.prefix, branch.bit)),
        }
    }

    /// Two trees as one, where neither is empty; else the other.
    fn branch(prefix: u32, bit: u32, earlier: Self, later: Self) -> Self {
        match (&earlier, &later) {
            (Self::Empty, _) => later,
            (_, Self::Empty) => earlier,
            _ => {
                let sum = earlier.sum().saturating_add(later.sum());
                Self::Branch(Box::new(Branch { prefix, bit, sum, earlier, later }))
            }
        }
    }

    /// Two trees as one, of which neither has days among those of the other.
    fn join(one: Self, above: u32, other: Self, other_above: u32) -> Self {
        let differing = above ^ other_above;
        let bit = 1_u32.rotate_right(differing.leading_zeros().wrapping_add(1));
        let prefix = high_bits(above, bit);
        match above & bit {
            0 => Self::branch(prefix, bit, one, other),
            _ => Self::branch(prefix, bit, other, one),
        }
    }
}

/// A day as bits in the order of days: what is before every day that can be written is 0.
fn bits(day: Date) -> u32 {
    day.yyyymmdd().max(0).cast_unsigned()
}

/// The bits of a day above one bit; all of them, for no bit.
fn high_bits(day: u32, bit: u32) -> u32 {
    if bit == 0 { day } else { day & !(bit | bit.wrapping_sub(1)) }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, vec::Vec};

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn day(offset: i64) -> Date {
        Date::from_days_since_epoch(18_990 + offset).unwrap()
    }

    fn shown(tree: &DayTree) -> Vec<(Date, i64)> {
        let mut all = Vec::new();
        tree.each(&mut |day, points| all.push((day, points)));
        all
    }

    fn plain(all: &[(i64, i64)]) -> BTreeMap<Date, i64> {
        let mut sums = BTreeMap::new();
        for (offset, points) in all.iter().filter(|(_, points)| *points > 0) {
            *sums.entry(day(*offset)).or_insert(0) += points;
        }
        sums
    }

    fn tree(all: &[(i64, i64)]) -> DayTree {
        all.iter().fold(DayTree::Empty, |tree, (offset, points)| tree.merge(DayTree::of(day(*offset), *points)))
    }

    fn lots() -> impl Strategy<Value = Vec<(i64, i64)>> {
        prop_oneof![vec((0_i64..40, 0_i64..9), 0..30), vec((-700_000_i64..2_000_000, 0_i64..9), 0..30)]
    }

    proptest! {
        #[test]
        fn a_tree_is_a_sorted_map(one in lots(), other in lots(), points in -1_i64..200, at in -1_i64..41) {
            let both: Vec<_> = one.iter().chain(&other).copied().collect();
            let merged = tree(&one).merge(tree(&other));
            let expected = plain(&both);
            prop_assert_eq!(shown(&merged), expected.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(merged.sum(), expected.values().sum::<i64>());

            let before: i64 = expected.range(..day(at)).map(|(_, points)| points).sum();
            prop_assert_eq!(merged.sum_before(day(at)), before);
            prop_assert_eq!(merged.begins_before(day(at)), before > 0);
            let (early, late) = merged.split_before(day(at));
            prop_assert_eq!(shown(&early), expected.range(..day(at)).map(|(day, points)| (*day, *points)).collect::<Vec<_>>());
            prop_assert_eq!(shown(&late), expected.range(day(at)..).map(|(day, points)| (*day, *points)).collect::<Vec<_>>());

            let (taken, rest) = early.merge(late).split_points(points);
            let mut left = points.max(0);
            let plainly: Vec<_> = expected.iter().map(|(day, held)| {
                let taken = left.min(*held);
                left -= taken;
                (*day, taken)
            }).filter(|(_, taken)| *taken > 0).collect();
            prop_assert_eq!(shown(&taken), plainly);
            prop_assert_eq!(taken.sum(), points.max(0).min(expected.values().sum::<i64>()));
            prop_assert_eq!(shown(&taken.merge(rest)), expected.into_iter().collect::<Vec<_>>());
        }
    }
}
