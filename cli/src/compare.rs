//! What the same steps are paid under two programmes.

use std::collections::BTreeMap;

use kenpo::{Programme, points::StepDay};

use crate::{
    pay::{self, Payer},
    steps::Row,
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
    ours: Payer<'p>,
    theirs: Payer<'p>,
    input: Vec<StepDay>,
    pub(crate) totals: Totals,
}

impl<'p> Comparison<'p> {
    pub(crate) fn new(ours: &'p Programme, theirs: &'p Programme) -> Self {
        Self { ours: Payer::new(ours), theirs: Payer::new(theirs), input: Vec::new(), totals: Totals::default() }
    }

    pub(crate) fn member(&mut self, name: Option<&str>, rows: &[Row]) -> Outcome<()> {
        let Self { ours, theirs, input, totals } = self;
        pay::typed(rows, input);
        ours.pay(rows, input)?;
        theirs.pay(rows, input)?;
        totals.members += 1;
        totals.rows += rows.len() as u64;
        for (place, paid) in [ours, theirs].into_iter().enumerate() {
            totals.points[place] += paid.points;
            totals.lost[place] += paid.lost;
        }
        let differing = differing(&self.ours.days, &self.theirs.days, |day, points| {
            if name.is_none() {
                totals.days.insert(day, points);
            }
        });
        totals.differing_days += differing;
        totals.differing_members += u64::from(differing > 0);
        Ok(())
    }
}

/// The days on which two payments differ; both are in the order of their days, and a day may have several credits.
fn differing(ours: &[(i32, i64)], theirs: &[(i32, i64)], mut each: impl FnMut(i32, [i64; 2])) -> u64 {
    if ours == theirs {
        return 0;
    }
    let (mut ours, mut theirs, mut count) = (ours, theirs, 0);
    while let Some(day) = [ours.first(), theirs.first()].into_iter().flatten().map(|(day, _)| *day).min() {
        let points = [taken(&mut ours, day), taken(&mut theirs, day)];
        if points[0] != points[1] {
            count += 1;
            each(day, points);
        }
    }
    count
}

/// Takes a day's credits from the front, and adds them up.
fn taken(credits: &mut &[(i32, i64)], day: i32) -> i64 {
    let end = credits.iter().position(|(other, _)| *other != day).unwrap_or(credits.len());
    let (of_day, rest) = credits.split_at(end);
    *credits = rest;
    of_day.iter().map(|(_, points)| points).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_compared_by_their_sums() {
        let found = |ours: &[(i32, i64)], theirs: &[(i32, i64)]| {
            let mut found = Vec::new();
            differing(ours, theirs, |day, points| found.push((day, points)));
            found
        };
        assert_eq!(found(&[(1, 5), (1, 5), (2, 7)], &[(1, 10), (2, 8), (3, 1)]), [(2, [7, 8]), (3, [0, 1])]);
        assert!(found(&[(1, 5)], &[(1, 5)]).is_empty());
    }
}
