//! What the same steps are paid under two programmes.

use std::collections::BTreeMap;

use kenpo::points::{StepCredit, StepDay};

use crate::{
    pay::{self, Payer, Terms},
    stop::Outcome,
};

/// What all members were paid under both.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) members: u64,
    pub(crate) rows: u64,
    pub(crate) differing_members: u64,
    pub(crate) differing_days: u64,
    pub(crate) points: [i64; 2],
    pub(crate) lost: [i64; 2],
    /// Days on which those who have no name in the file differ, with the points under each.
    pub(crate) days: BTreeMap<i32, [i64; 2]>,
}

/// Pays members one after the other under both.
pub(crate) struct Comparison<'p> {
    payers: [Payer<'p>; 2],
    differences: Vec<(i32, i64)>,
    pub(crate) totals: Totals,
}

impl<'p> Comparison<'p> {
    pub(crate) fn new(both: [Terms<'p>; 2]) -> Self {
        Self { payers: both.map(Payer::new), differences: Vec::new(), totals: Totals::default() }
    }

    pub(crate) fn member(&mut self, name: Option<&str>, rows: &[StepDay]) -> Outcome<()> {
        let Self { payers: [ours, theirs], differences, totals } = self;
        let morning = pay::morning(rows)?;
        let ours = ours.pay(rows, morning)?;
        let theirs = theirs.pay(rows, morning)?;
        totals.members += 1;
        totals.rows += rows.len() as u64;
        for (place, sum) in compare(ours, theirs, differences).into_iter().enumerate() {
            totals.points[place] += sum.points;
            totals.lost[place] += sum.earned - sum.points;
        }
        totals.differing_days += differences.len() as u64;
        totals.differing_members += u64::from(!differences.is_empty());
        if name.is_none() {
            totals.days.extend(differences.iter().map(|(day, _)| (*day, [0, 0])));
            for (place, credits) in [ours, theirs].into_iter().enumerate() {
                for credit in credits {
                    totals.days.entry(credit.walked).and_modify(|points| points[place] += credit.points);
                }
            }
        }
        Ok(())
    }

    /// What became of the rows of those who were paid nothing, under both.
    pub(crate) fn unpaid(&self) -> [&BTreeMap<&'static str, u64>; 2] {
        self.payers.each_ref().map(|payer| &payer.unpaid)
    }
}

#[derive(Default)]
struct Sum {
    earned: i64,
    points: i64,
}

impl Sum {
    fn add(&mut self, credit: &StepCredit) {
        self.earned += credit.earned;
        self.points += credit.points;
    }
}

/// What two payments sum up to, with the days on which they differ and by how much. A day may have several credits, not all next to each other.
fn compare(ours: &[StepCredit], theirs: &[StepCredit], differences: &mut Vec<(i32, i64)>) -> [Sum; 2] {
    differences.clear();
    let [mut our_sum, mut their_sum] = [Sum::default(), Sum::default()];
    // Both are in the order of the same rows: as long as their days are alike, only what is paid can differ, and one pass sees all.
    let mut alike = 0;
    for (one, other) in ours.iter().zip(theirs) {
        if one.walked != other.walked {
            break;
        }
        our_sum.add(one);
        their_sum.add(other);
        if one.points != other.points {
            differences.push((one.walked, other.points - one.points));
        }
        alike += 1;
    }
    for credit in ours.get(alike..).unwrap_or_default() {
        our_sum.add(credit);
        differences.push((credit.walked, -credit.points));
    }
    for credit in theirs.get(alike..).unwrap_or_default() {
        their_sum.add(credit);
        differences.push((credit.walked, credit.points));
    }
    if !differences.is_sorted_by(|one, other| one.0 < other.0) {
        differences.sort_unstable_by_key(|(day, _)| *day);
        differences.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            first.1 += if is_same { later.1 } else { 0 };
            is_same
        });
    }
    differences.retain(|(_, more)| *more != 0);
    [our_sum, their_sum]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(of: &[(i32, i64)]) -> Vec<StepCredit> {
        let credit = |&(walked, points)| StepCredit { walked, points, ..StepCredit::default() };
        of.iter().map(credit).collect()
    }

    #[test]
    fn days_are_compared_by_their_sums() {
        let found = |ours: &[(i32, i64)], theirs: &[(i32, i64)]| {
            let mut found = Vec::new();
            let [ours, theirs] = [credits(ours), credits(theirs)];
            let sums = compare(&ours, &theirs, &mut found).map(|sum| sum.points);
            assert_eq!(sums, [ours, theirs].map(|credits| credits.iter().map(|credit| credit.points).sum::<i64>()));
            found
        };
        assert_eq!(found(&[(1, 5), (1, 5), (2, 7)], &[(1, 10), (2, 8), (3, 1)]), [(2, 1), (3, 1)]);
        assert_eq!(found(&[(1, 5), (2, 5), (1, 5)], &[(1, 6), (2, 6), (1, 4)]), [(2, 1)]);
        assert_eq!(found(&[(1, 5), (3, 2)], &[(1, 5)]), [(3, -2)]);
        assert!(found(&[(1, 5), (2, 1)], &[(1, 5), (2, 1)]).is_empty());
    }
}
