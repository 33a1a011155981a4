//! The typed lane: a column of costs.

use super::amount::{NoAmount, amount, for_anyone};
use crate::{
    base::value::Count,
    civil::Date,
    programme::{Programme, SubsidyBand, SubsidyTerms},
};

/// The amount written for a cost that cannot be claimed.
pub const NO_AMOUNT: i32 = -1;

/// Costs that are calculated together: as many as the compiler keeps in vector registers.
const LANES: usize = 32;

/// What the bands pay on a day for each cost, both in yen, whoever claims: as [`amount_on`](super::amount_on) says of one,
/// [`NO_AMOUNT`] for a cost that is negative or above the highest plausible one. The shorter of both columns ends it.
/// Nothing is allocated. Inlined, so that the loop has the processor features of its caller.
///
/// # Errors
/// `NotInEffect` where no subsidy on the service is in effect on the day, `NeedsPerson` where the amount depends on the person; nothing is
/// written.
#[inline(always)]
pub fn column(programme: &Programme, service: &str, on: Date, costs: &[i32], yen: &mut [i32]) -> Result<(), NoAmount> {
    let terms = for_anyone(programme, service, on)?;
    if !terms.is_plain() {
        one_by_one(terms, costs, yen);
        return Ok(());
    }
    let (blocks, rest) = costs.as_chunks::<LANES>();
    let mut out = yen.chunks_mut(LANES);
    for (costs, out) in blocks.iter().zip(&mut out) {
        match out.as_mut_array() {
            Some(out) => block(terms, costs, out),
            None => part(terms, costs, out),
        }
    }
    if let Some(out) = out.next() {
        part(terms, rest, out);
    }
    Ok(())
}

/// What terms pay that do more than amounts and plain shares.
fn one_by_one(terms: &SubsidyTerms, costs: &[i32], yen: &mut [i32]) {
    for (yen, cost) in yen.iter_mut().zip(costs) {
        let paid = Count::new((*cost).into()).and_then(|cost| amount(terms, cost));
        // Nobody is paid more than it cost.
        *yen = paid.and_then(|paid| i32::try_from(paid.get()).ok()).unwrap_or(NO_AMOUNT);
    }
}

/// Less than a block: the shorter of both.
fn part(terms: &SubsidyTerms, costs: &[i32], out: &mut [i32]) {
    let (mut whole, mut paid) = ([0; LANES], [0; LANES]);
    whole.iter_mut().zip(costs).for_each(|(slot, cost)| *slot = *cost);
    block(terms, &whole, &mut paid);
    out.iter_mut().zip(paid).zip(costs).for_each(|((out, paid), _)| *out = paid);
}

#[inline(always)]
fn block(terms: &SubsidyTerms, costs: &[i32; LANES], out: &mut [i32; LANES]) {
    // A band from beyond the column's numbers on is not reached.
    let mut paid = [0; LANES];
    for (from, pays) in terms.bands.iter().map_while(step) {
        for (paid, cost) in paid.iter_mut().zip(costs) {
            let reached = all(*cost >= from);
            *paid = (pays & reached) | (*paid & !reached);
        }
    }
    let most = terms.max_plausible_cost_yen.and_then(|most| i32::try_from(most.get()).ok()).unwrap_or(i32::MAX);
    for ((out, paid), cost) in out.iter_mut().zip(&paid).zip(costs) {
        let by_amount = all(*paid < 0);
        let slip = all(*cost < 0) | all(*cost > most);
        *out = share_of(*cost, paid & !by_amount) | (!paid & by_amount) | slip;
    }
}

/// Where a band begins and what it pays, in one number: a share in basis points, or the amount's complement, which is
/// negative. An amount is no more than the cost from which it is paid.
#[inline(always)]
fn step(band: &SubsidyBand) -> Option<(i32, i32)> {
    let pays = match band.yen {
        Some(yen) => !i32::try_from(yen.get()).ok()?,
        None => {
            debug_assert!(band.basis_points.is_some(), "a document whose band has neither is refused");
            band.basis_points?.into()
        }
    };
    Some((i32::try_from(band.at_least.get()).ok()?, pays))
}

/// A share in basis points, rounded down to a yen. Exact: the product is below 2^45, and a float of 64 bits has 53. The
/// quotient's fraction is a multiple of 0.0001, so that 0.49995 less is closest to the integer below, by more than the error of
/// a product of that size, below 2^-20. Adding 1.5 × 2^52 leaves this integer in the lowest bits. Processors divide vectors
/// of floats and not of integers.
#[inline(always)]
fn share_of(cost: i32, basis_points: i32) -> i32 {
    let share = f64::from(cost) * f64::from(basis_points) * 0.000_1 - 0.499_95 + 6_755_399_441_055_744.0;
    let [a, b, c, d, ..] = share.to_bits().to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

/// All bits or none.
#[inline(always)]
fn all(holds: bool) -> i32 {
    i32::from(holds).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::value::{Code, Count, RuleId},
        rules::subsidy::amount,
    };

    fn terms(bands: &[(i64, Option<u16>, Option<i64>)], most: i64) -> SubsidyTerms {
        let band = |(at_least, basis_points, yen): &(i64, Option<u16>, Option<i64>)| {
            let from = Count::new(*at_least).unwrap();
            match (basis_points, yen) {
                (Some(share), _) => SubsidyBand::of_share(from, *share),
                (None, yen) => SubsidyBand::of_yen(from, Count::new(yen.unwrap()).unwrap()),
            }
        };
        let (id, rule) = (Code::new("dock").unwrap(), RuleId::new("R-1").unwrap());
        let terms = SubsidyTerms::new(id, rule, bands.iter().map(band).collect());
        SubsidyTerms { max_plausible_cost_yen: Count::new(most), ..terms }
    }

    /// Holds a block to the amount of one cost.
    fn compare(terms: &SubsidyTerms, costs: &[i32; LANES]) {
        let one = |cost: i32| {
            let paid = Count::new(cost.into()).and_then(|cost| amount(terms, cost));
            paid.map_or(NO_AMOUNT, |yen| yen.get().try_into().unwrap())
        };
        let mut paid = [77; LANES];
        block(terms, costs, &mut paid);
        assert_eq!(paid, costs.map(one), "{costs:?}");
    }

    #[test]
    fn every_share_of_small_costs_and_of_the_largest() {
        let lanes = |first: i32| core::array::from_fn(|lane| first.wrapping_add(i32::try_from(lane).unwrap()));
        for share in 0..=10_000 {
            let terms = terms(&[(1, Some(share), None)], i64::from(i32::MAX));
            for first in [0, 9_990, 20_000 - i32::from(share), 123_456_789, 2_000_000_000, i32::MAX - 31] {
                compare(&terms, &lanes(first));
            }
        }
    }

    #[test]
    fn every_cost_that_the_preset_takes() {
        let bands = [
            (1, Some(10_000), None),
            (13_001, None, Some(13_000)),
            (18_573, Some(7_000), None),
            (42_859, None, Some(30_000)),
        ];
        let terms = terms(&bands, 10_000_000);
        for first in (-64..10_000_064).step_by(LANES) {
            compare(&terms, &core::array::from_fn(|lane| first + i32::try_from(lane).unwrap()));
        }
    }

    #[test]
    fn what_a_column_cannot_hold_is_not_reached() {
        let past = i64::from(i32::MAX) + 1;
        let terms = terms(&[(5, None, Some(5)), (past, Some(1), None), (past + 1, None, Some(past))], past + 2);
        let edges = [i32::MIN, -1, 0, 4, 5, 6, i32::MAX - 1, i32::MAX];
        compare(&terms, &core::array::from_fn(|lane| edges[lane % edges.len()]));
    }
}
