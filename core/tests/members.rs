//! Many members in one call are paid as each of their deliveries is by a call of its own.

#[path = "support/deliveries.rs"]
mod deliveries;
mod support;

use std::ops::Range;

use deliveries::{date, delivery, programme, some_day, ymd};
use kenpo_core::{
    Programme, Reason,
    points::{
        MemberRefused, MembersPaid, RefusedAt, StepCredit, StepDay, StepDelivery, StepMembers, StepsRefused,
        accrue_members, accrue_steps, credits_per_record, most_room,
    },
    programme::{CapMonth, Window},
};
use proptest::{collection::vec, prelude::*};

/// A day on which records arrive, and the records.
type Delivered = (i64, Vec<(i64, i64)>);

/// Columns of members, which own their rows.
#[derive(Default)]
struct Columns {
    deliveries: Vec<StepDelivery>,
    delivery_offsets: Vec<i64>,
    days: Vec<StepDay>,
    day_offsets: Vec<i64>,
    credited: Vec<StepCredit>,
    credited_offsets: Vec<i64>,
}

fn offset(at: usize) -> i64 {
    i64::try_from(at).unwrap()
}

impl Columns {
    fn new() -> Self {
        Self { delivery_offsets: vec![0], day_offsets: vec![0], credited_offsets: vec![0], ..Self::default() }
    }

    fn add(&mut self, deliveries: &[(StepDelivery, Vec<StepDay>)], credited: &[StepCredit]) {
        for (delivery, days) in deliveries {
            self.deliveries.push(*delivery);
            self.days.extend(days);
            self.day_offsets.push(offset(self.days.len()));
        }
        self.delivery_offsets.push(offset(self.deliveries.len()));
        self.credited.extend(credited);
        self.credited_offsets.push(offset(self.credited.len()));
    }

    /// Some of the members: a part of their offsets, with the columns whole.
    fn part(&self, members: Range<usize>) -> StepMembers<'_> {
        StepMembers {
            deliveries: &self.deliveries,
            delivery_offsets: &self.delivery_offsets[members.start..=members.end],
            days: &self.days,
            day_offsets: &self.day_offsets,
            credited: &self.credited,
            credited_offsets: &self.credited_offsets[members.start..=members.end],
        }
    }

    fn all(&self) -> StepMembers<'_> {
        self.part(0..self.delivery_offsets.len() - 1)
    }
}

#[derive(PartialEq, Debug, Default)]
struct Paid {
    credits: Vec<StepCredit>,
    counts: Vec<i64>,
    points: Vec<i64>,
    reasons: Vec<Reason>,
}

fn pay(programme: &Programme, members: &StepMembers<'_>) -> Result<Paid, MemberRefused> {
    let records = members.records()?;
    let mut room = vec![i64::MIN; most_room(programme)];
    let mut credits = vec![StepCredit::default(); records * credits_per_record(programme)];
    let mut offsets = vec![i64::MIN; members.len() + 1];
    let (mut points, mut reasons) = (vec![i64::MIN; members.len()], vec![Reason::Empty; records]);
    let into =
        MembersPaid { credits: &mut credits, credit_offsets: &mut offsets, points: &mut points, reasons: &mut reasons };
    let len = accrue_members(programme, members, &mut room, into)?;
    credits.truncate(len);
    assert_eq!((offsets[0], offsets.last()), (0, Some(&offset(len))));
    Ok(Paid { credits, counts: offsets.windows(2).map(|pair| pair[1] - pair[0]).collect(), points, reasons })
}

/// One delivery by a call of its own.
fn one(
    programme: &Programme,
    delivery: &StepDelivery,
    days: &[StepDay],
    credited: &[StepCredit],
) -> (Vec<Reason>, Vec<StepCredit>) {
    let mut room = vec![0; most_room(programme)];
    let mut reasons = vec![Reason::Empty; days.len()];
    let mut credits = vec![StepCredit::default(); days.len() * credits_per_record(programme)];
    let len = accrue_steps(programme, delivery, days, credited, &mut room, &mut credits, &mut reasons).unwrap();
    credits.truncate(len);
    (reasons, credits)
}

/// A member with deliveries before, whose credits were stored, and with those that are paid now.
fn member() -> impl Strategy<Value = (Vec<Delivered>, usize, i64, i64, Option<i64>)> {
    (vec(delivery(), 0..4), 0_usize..3, 0_i64..19_000, some_day(), proptest::option::of(0_i64..40))
}

proptest! {
    #[test]
    fn they_are_paid_as_by_a_call_for_each_delivery(
        programme in programme(),
        members in vec(member(), 0..6),
        cuts in vec(0_usize..6, 0..3),
    ) {
        let (mut columns, mut expected) = (Columns::new(), Paid::default());
        for (mut given, before, born, opened, enrolled) in members {
            given.sort_by_key(|(synced, _)| *synced);
            let deliveries: Vec<(StepDelivery, Vec<StepDay>)> = given.iter().map(|(synced, records)| {
                let delivery = StepDelivery {
                    synced: ymd(*synced),
                    born: date(born - 19_000).yyyymmdd(),
                    enrolled_on: enrolled.map_or(0, ymd),
                    opened_on: ymd(opened),
                    closed_through: 0,
                };
                (delivery, records.iter().map(|(day, steps)| StepDay::new(ymd(*day), *steps)).collect())
            }).collect();
            let (stored, now) = deliveries.split_at(before.min(deliveries.len()));
            let mut credited = Vec::new();
            for (delivery, days) in stored {
                credited.extend(one(&programme, delivery, days, &credited).1);
            }
            columns.add(now, &credited);
            let known = credited.len();
            for (delivery, days) in now {
                let (reasons, credits) = one(&programme, delivery, days, &credited);
                credited.extend(credits);
                expected.reasons.extend(reasons);
            }
            let credits = &credited[known..];
            expected.credits.extend(credits);
            expected.counts.push(offset(credits.len()));
            expected.points.push(credits.iter().map(|credit| credit.points).sum());
        }
        let len = expected.points.len();
        prop_assert_eq!(&pay(&programme, &columns.all()).unwrap(), &expected);

        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(len)).chain([0, len]).collect();
        cuts.sort_unstable();
        let mut parts = Paid::default();
        for pair in cuts.windows(2) {
            let part = pay(&programme, &columns.part(pair[0]..pair[1])).unwrap();
            parts.credits.extend(part.credits);
            parts.counts.extend(part.counts);
            parts.points.extend(part.points);
            parts.reasons.extend(part.reasons);
        }
        prop_assert_eq!(parts, expected);
    }
}

proptest! {
    #[test]
    fn any_offsets_are_followed_or_refused(
        delivery_offsets in vec(-1_i64..4, 0..5),
        day_offsets in vec(-1_i64..8, 0..5),
        credited_offsets in vec(-1_i64..3, 0..5),
    ) {
        let credit = StepCredit { walked: 20_240_229, synced: 20_240_301, earned: 5, points: 5, ..StepCredit::default() };
        let members = StepMembers {
            deliveries: &[StepDelivery::on(20_240_301); 3],
            delivery_offsets: &delivery_offsets,
            days: &[RIGHT; 6],
            day_offsets: &day_offsets,
            credited: &[credit; 2],
            credited_offsets: &credited_offsets,
        };
        match pay(&plain(), &members) {
            Ok(paid) => prop_assert_eq!(paid.points.len(), members.len()),
            Err(refused) => prop_assert_eq!((refused.at, refused.refused), (RefusedAt::Offsets, StepsRefused::Invalid)),
        }
    }
}

fn plain() -> Programme {
    support::programme(&[(3_000, 5), (8_000, 20)], vec![support::cap("month", Window::Month, CapMonth::Walked, 100)])
}

/// A member of one delivery.
fn of_one(days: &[StepDay]) -> [(StepDelivery, Vec<StepDay>); 1] {
    [(StepDelivery::on(20_240_301), days.to_vec())]
}

const RIGHT: StepDay = StepDay { walked: 20_240_229, reserved: 0, steps: 8_000 };

#[test]
fn one_member_with_most_of_the_rows_is_one_among_the_others() {
    let many: Vec<StepDay> =
        (0..1_000_000).map(|row| StepDay::new(20_240_201 + row % 29, (i64::from(row) * 7_919) % 16_000)).collect();
    let mut columns = Columns::new();
    columns.add(&of_one(&[RIGHT]), &[]);
    columns.add(&of_one(&many), &[]);
    columns.add(&of_one(&[RIGHT, RIGHT]), &[]);
    let paid = pay(&plain(), &columns.all()).unwrap();
    let (reasons, credits) = one(&plain(), &StepDelivery::on(20_240_301), &many, &[]);
    assert_eq!(paid.points, [20, 100, 20]);
    assert!(paid.reasons[1..=many.len()] == reasons && paid.credits[1..=credits.len()] == credits);
    assert_eq!(paid.reasons[many.len() + 1..], [Reason::Paid, Reason::NothingNew]);
}

#[test]
fn a_fault_names_the_first_member_and_its_row() {
    let credit = StepCredit { walked: 20_240_229, synced: 20_240_301, earned: 5, points: 5, ..StepCredit::default() };
    let wrong = StepDay { walked: 20_240_230, ..RIGHT };
    let refused = |columns: &Columns| pay(&plain(), &columns.all()).unwrap_err();
    let invalid = |member, at| MemberRefused { member, at, refused: StepsRefused::Invalid };

    let mut columns = Columns::new();
    columns.add(&of_one(&[RIGHT, RIGHT]), &[credit]);
    columns.add(&of_one(&[RIGHT, wrong, wrong]), &[credit, credit]);
    columns.add(&of_one(&[wrong]), &[]);
    assert_eq!(refused(&columns), invalid(1, RefusedAt::Day(3)));
    columns.days[3] = StepDay { steps: -1, ..RIGHT };
    assert_eq!(refused(&columns), invalid(1, RefusedAt::Day(3)));
    columns.days[3..].fill(RIGHT);
    assert_eq!(pay(&plain(), &columns.all()).unwrap().points, [15, 10, 20]);

    for (change, at) in [
        (StepCredit { synced: 0, ..credit }, RefusedAt::Credit(2)),
        (StepCredit { rule: 1, ..credit }, RefusedAt::Credit(2)),
        (StepCredit { earned: -1, ..credit }, RefusedAt::Credit(2)),
        // Each can be used, and both together are more than a window counts.
        (StepCredit { points: 9_007_199_254_740_991, ..credit }, RefusedAt::Member),
    ] {
        columns.credited[2] = change;
        assert_eq!(refused(&columns), invalid(1, at), "{change:?}");
    }
    columns.credited[2] = credit;
    columns.deliveries[2].synced = 0;
    assert_eq!(refused(&columns), invalid(2, RefusedAt::Delivery(2)));
    columns.deliveries[2] = StepDelivery::on(20_290_301);
    let unsupported = |at| MemberRefused { member: 2, at, refused: StepsRefused::Unsupported };
    assert_eq!(refused(&columns), unsupported(RefusedAt::Member));

    let asks = support::programme(&[(3_000, 5)], Vec::new());
    let mut document = asks.document().clone();
    document.points.rules[0].opened_within_days = Some(3);
    let asks = Programme::new(document, b"").unwrap();
    columns.deliveries.iter_mut().for_each(|delivery| *delivery = StepDelivery::on(20_240_301));
    columns.deliveries[..2].iter_mut().for_each(|delivery| delivery.opened_on = 20_240_301);
    assert_eq!(pay(&asks, &columns.all()).unwrap_err(), unsupported(RefusedAt::Delivery(2)));
}

#[test]
fn offsets_that_lead_out_of_their_columns_are_refused() {
    let mut columns = Columns::new();
    columns.add(&of_one(&[RIGHT]), &[]);
    columns.add(&of_one(&[RIGHT, RIGHT]), &[]);
    let paid = pay(&plain(), &columns.all()).unwrap();
    for offsets in [
        vec![],
        vec![0],
        vec![0, 1],
        vec![0, 1, 4],
        vec![0, 4, 3],
        vec![-1, 1, 3],
        vec![2, 1, 3],
        vec![3, 1, 0],
        vec![0, i64::MAX, 3],
        vec![i64::MIN, 1, 3],
        vec![0, 1, 3, 3],
    ] {
        let members = StepMembers { day_offsets: &offsets, ..columns.all() };
        let at = pay(&plain(), &members).map_err(|refused| (refused.at, refused.refused));
        assert_eq!(at, Err((RefusedAt::Offsets, StepsRefused::Invalid)), "{offsets:?}");
    }
    for offsets in [vec![0, 3, 2], vec![0, 1, 3], vec![-1, 1, 2], vec![1, 0, 2]] {
        let members = StepMembers { delivery_offsets: &offsets, ..columns.all() };
        assert_eq!(pay(&plain(), &members).unwrap_err().at, RefusedAt::Offsets, "{offsets:?}");
    }
    for offsets in [vec![0], vec![0, 1], vec![0, 1, 1], vec![0, -1, 0]] {
        let members = StepMembers { credited_offsets: &offsets, ..columns.all() };
        assert_eq!(pay(&plain(), &members).unwrap_err().at, RefusedAt::Offsets, "{offsets:?}");
    }
    // One delivery each and nothing credited need no offsets.
    let short = StepMembers { delivery_offsets: &[], credited: &[], credited_offsets: &[], ..columns.all() };
    assert_eq!(pay(&plain(), &short).unwrap(), paid);
    let nobody = StepMembers { deliveries: &[], delivery_offsets: &[], day_offsets: &[], ..short };
    assert!(nobody.is_empty() && pay(&plain(), &nobody).unwrap() == Paid::default());
}

#[test]
fn too_few_places_are_counted_before_anybody_is_paid() {
    let mut columns = Columns::new();
    columns.add(&of_one(&[RIGHT]), &[]);
    columns.add(&of_one(&[RIGHT]), &[]);
    let programme = plain();
    let attempt = |room: usize, credits: usize, offsets: usize, points: usize, reasons: usize| {
        let into = MembersPaid {
            credits: &mut vec![StepCredit::default(); credits],
            credit_offsets: &mut vec![0; offsets],
            points: &mut vec![0; points],
            reasons: &mut vec![Reason::Empty; reasons],
        };
        accrue_members(&programme, &columns.all(), &mut vec![0; room], into).map_err(|refused| refused.refused)
    };
    assert_eq!(attempt(2 * 33, 2, 3, 2, 2), Ok(2));
    assert_eq!(attempt(2 * 33 - 1, 2, 3, 2, 2), Err(StepsRefused::Room(2 * 33)));
    for [credits, offsets, points, reasons] in [[1, 3, 2, 2], [2, 2, 2, 2], [2, 3, 1, 2], [2, 3, 2, 1]] {
        assert_eq!(attempt(2 * 33, credits, offsets, points, reasons), Err(StepsRefused::Places(2)));
    }
}
