//! What a day's steps are worth, and what a campaign adds.

use alloc::vec::Vec;
use core::{hint::select_unpredictable as select, num::NonZeroU64};

use crate::{
    base::{
        Internal,
        value::{Count, MAX_SAFE},
    },
    programme::earning::{EarningRule, PerSteps},
};

/// A few tiers: steps from which each holds, and points. They ascend; those that no steps reach fill up the last few.
pub(crate) type Tiers = [(i64, i64); 4];

/// The worth of a day's steps by a few tiers, above what it is by lower ones. Each is looked at, since steps follow no pattern.
#[inline]
fn worth_by(tiers: &Tiers, steps: i64, lower: i64) -> i64 {
    tiers.iter().fold(lower, |worth, (at_least, points)| select(*at_least <= steps, *points, worth))
}

/// What a rule earns by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Earns {
    /// The highest tier of a day's steps.
    Tiers(Vec<Tiers>),
    /// A threshold of a day's steps, and so much per further steps.
    PerSteps(FurtherSteps),
    /// The mean of a period, or an activity: not by a day's steps.
    Otherwise,
}

/// A threshold of a day's steps, and points per further steps; each 0 to 2^53 − 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FurtherSteps {
    at_least: i64,
    points: i64,
    each: NonZeroU64,
    each_points: i64,
    most: i64,
}

impl Earns {
    /// What a rule earns by.
    ///
    /// # Errors
    /// [`Internal`] for points per none further steps, which validation refuses.
    pub(super) fn of(rule: &EarningRule) -> Result<Self, Internal> {
        if let Some(PerSteps { at_least, points, each, each_points, max_points }) = rule.per_steps {
            let each = Internal::unless(
                NonZeroU64::new(each.get().cast_unsigned()),
                "points are earned for each of no steps",
            )?;
            let (at_least, points) = (at_least.get(), points.get());
            let (each_points, most) = (each_points.get(), max_points.map_or(MAX_SAFE, Count::get));
            return Ok(Self::PerSteps(FurtherSteps { at_least, points, each, each_points, most }));
        }
        if rule.step_tiers.is_empty() {
            return Ok(Self::Otherwise);
        }
        let tiers = rule.step_tiers.chunks(4).map(|some| {
            let mut few = [(i64::MAX, 0); 4];
            few.iter_mut().zip(some).for_each(|(slot, tier)| *slot = (tier.at_least.get(), tier.points.get()));
            few
        });
        Ok(Self::Tiers(tiers.collect()))
    }

    /// What a day's steps are worth; `None` for a rule that does not earn by them.
    #[inline]
    pub(crate) fn worth(&self, steps: i64) -> Option<i64> {
        match self {
            Self::Tiers(tiers) => Some(tiers.iter().fold(0, |lower, few| worth_by(few, steps, lower))),
            Self::PerSteps(terms) => Some(terms.worth(steps)),
            Self::Otherwise => None,
        }
    }
}

impl FurtherSteps {
    /// What a day's steps are worth.
    #[inline]
    fn worth(&self, steps: i64) -> i64 {
        if steps < self.at_least {
            return 0;
        }
        // Steps are 0 to 2^53 − 1, so the difference fits.
        let times = (steps.wrapping_sub(self.at_least).cast_unsigned() / self.each).cast_signed();
        // Past every `most`, a saturated product is cut to it as the true one would be.
        let more = times.saturating_mul(self.each_points);
        self.points.saturating_add(more).min(self.most)
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
                // Rules have earned at most 2^53 − 1, and a share is at most 65,535: no product leaves 64 bits.
                let (tens, rest) = (earned.div_euclid(10_000), earned.rem_euclid(10_000));
                tens.wrapping_mul(share).wrapping_add(rest.wrapping_mul(share).div_euclid(10_000))
            }
        }
    }
}
