//! What a day's steps are worth, and what a campaign adds.

use alloc::vec::Vec;
use core::hint::select_unpredictable as select;

use crate::programme::earning::PerSteps;

/// A few tiers: steps from which each holds, and points. They ascend; those that no steps reach fill up the last few.
pub(crate) type Tiers = [(i64, i64); 4];

/// The worth of a day's steps by a few tiers, above what it is by lower ones. Each is looked at, since steps follow no pattern.
#[inline]
pub(crate) fn worth_by(tiers: &Tiers, steps: i64, lower: i64) -> i64 {
    tiers.iter().fold(lower, |worth, (at_least, points)| select(*at_least <= steps, *points, worth))
}

/// What a rule earns by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Earns {
    /// The highest tier of a day's steps.
    Tiers(Vec<Tiers>),
    /// A threshold of a day's steps, and points for further steps.
    PerSteps(PerSteps),
    /// The mean of a period, or an activity: not by a day's steps.
    Otherwise,
}

impl Earns {
    /// What a day's steps are worth; `None` for a rule that does not earn by them.
    #[inline]
    pub(crate) fn worth(&self, steps: i64) -> Option<i64> {
        match self {
            Self::Tiers(tiers) => Some(tiers.iter().fold(0, |lower, few| worth_by(few, steps, lower))),
            Self::PerSteps(terms) => {
                let Some(further) = steps.checked_sub(terms.at_least.get()).filter(|further| *further >= 0) else {
                    return Some(0);
                };
                let times = further.checked_div(terms.each.get()).unwrap_or(0);
                let more = times.saturating_mul(terms.each_points.get());
                Some(terms.points.get().saturating_add(more).min(terms.max_points.get()))
            }
            Self::Otherwise => None,
        }
    }
}

/// What a campaign pays on top.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bonus {
    BasisPoints(i64),
    Points(i64),
}

impl Bonus {
    /// The bonus on what rules have earned, rounded down.
    pub(crate) fn on(self, earned: i64) -> i64 {
        match self {
            _ if earned <= 0 => 0,
            Self::Points(points) => points,
            Self::BasisPoints(share) => {
                let (tens, rest) = (earned.div_euclid(10_000), earned.rem_euclid(10_000));
                tens.saturating_mul(share).saturating_add(rest.saturating_mul(share).div_euclid(10_000))
            }
        }
    }
}
