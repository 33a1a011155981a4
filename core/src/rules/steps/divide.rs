//! Dividing an interval's steps by time.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::civil::JAPAN;

/// The hours in Japan that an interval touches, counted from 1970, and the seconds in each. A single instant is in its own.
/// Hours are whole parts of days: divided by 24, they give the day.
pub(super) fn hours(start: i64, end: i64) -> impl Iterator<Item = (i64, i64)> {
    let hour = |at: i64| at.saturating_add(JAPAN).div_euclid(3_600);
    let first = hour(start);
    let last = hour(end.saturating_sub(1)).max(first);
    (first..=last).map(move |hour| {
        let from = hour.saturating_mul(3_600).saturating_sub(JAPAN);
        (hour, end.min(from.saturating_add(3_600)).saturating_sub(start.max(from)))
    })
}

/// Divides a count by weights, by the method of the largest remainder (Hamilton): each share is rounded down, and what is left goes,
/// one each, to those of which the most was rounded away; of equal ones to the earlier. Without any weight the first takes all.
pub(super) fn divide(count: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole == 0 {
        return weights.iter().enumerate().map(|(index, _)| if index == 0 { count } else { 0 }).collect();
    }
    let share = |weight: &i64| {
        let product = i128::from(count).saturating_mul(i128::from(*weight));
        // No weight is more than all together, so that no share is more than the count.
        let share = product.checked_div(whole).and_then(|share| i64::try_from(share).ok()).unwrap_or(0);
        (share, product.checked_rem(whole).unwrap_or(0))
    };
    let (mut shares, remainders): (Vec<i64>, Vec<i128>) = weights.iter().map(share).unzip();
    let mut left = count.saturating_sub(shares.iter().sum());
    let mut order: Vec<(i128, usize)> = remainders.into_iter().zip(0..).collect();
    order.sort_by_key(|(remainder, index)| (Reverse(*remainder), *index));
    for (_, index) in order {
        if left == 0 {
            break;
        }
        if let Some(share) = shares.get_mut(index) {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use proptest::prelude::*;

    use super::{divide, hours};

    #[test]
    fn remainders_go_to_the_largest_and_ties_to_the_earlier() {
        assert_eq!(divide(101, &[600, 600]), [51, 50]);
        assert_eq!(divide(100, &[1_200, 2_400]), [33, 67]);
        assert_eq!(divide(7, &[1, 2, 1]), [2, 3, 2]);
        assert_eq!(divide(5, &[0, 0]), [5, 0]);
    }

    #[test]
    fn an_instant_and_an_end_are_in_one_hour() {
        // 1970-01-01T09:00+09:00 is second 0, of hour 9.
        assert_eq!(hours(0, 0).collect::<Vec<_>>(), vec![(9, 0)]);
        assert_eq!(hours(0, 3_600).collect::<Vec<_>>(), vec![(9, 3_600)]);
        assert_eq!(hours(-1, 3_601).collect::<Vec<_>>(), vec![(8, 1), (9, 3_600), (10, 1)]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_share_is_a_step_off(count in 0..1_i64 << 53, weights in prop::collection::vec(0_i64..90_000, 1..30)) {
            let shares = divide(count, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), count);
            let whole: i64 = weights.iter().sum();
            if whole > 0 {
                for (share, weight) in shares.iter().zip(&weights) {
                    let exact = i128::from(count) * i128::from(*weight);
                    prop_assert!((i128::from(*share) * i128::from(whole) - exact).abs() < i128::from(whole));
                }
            }
        }
    }
}
