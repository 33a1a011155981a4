//! The typed way for many members in one call: columns in, columns out, nothing allocated.
//!
//! Members share nothing, so that a host may part them however it likes. The deliveries of one member share a grid of sums: what one
//! of them paid is counted for the next without being read again.
//!
//! Over 300 lines: half of them say what the columns are, which is read beside how they are followed.

use core::ops::Range;

use super::{
    accrue::{credits_per_record, delivery, has_rule, is_reached, remember},
    pay::StepsEngine,
    rows::{Looked, StepCredit, StepDay, StepDelivery, StepsRefused, look},
};
use crate::{
    base::{Internal, Reason, value::MAX_SAFE},
    programme::Programme,
    rules::points::{
        accumulators::{Grid, Months},
        delivery::Delivery,
    },
};

/// Deliveries of many members, member after member.
///
/// Rows of a column belong together as its offsets say: those from one offset up to the next. There is one offset more than there are
/// groups, the first need not be 0, and rows before the first and from the last on are not read: a part of the members is a part of
/// `delivery_offsets` and `credited_offsets`, with the columns whole.
#[derive(Clone, Copy)]
pub struct StepMembers<'a> {
    /// The deliveries, each member's in the order in which they arrived.
    pub deliveries: &'a [StepDelivery],
    /// Where each member's deliveries begin; empty where each member has one.
    pub delivery_offsets: &'a [i64],
    /// The records, in the order in which they arrived.
    pub days: &'a [StepDay],
    /// Where each delivery's records begin.
    pub day_offsets: &'a [i64],
    /// What was credited before, as [`accrue_steps`](super::accrue_steps) takes it.
    pub credited: &'a [StepCredit],
    /// Where each member's credits begin; empty where nothing was credited before.
    pub credited_offsets: &'a [i64],
}

impl StepMembers<'_> {
    /// How many members there are.
    pub fn len(&self) -> usize {
        if self.delivery_offsets.is_empty() { self.deliveries.len() } else { groups(self.delivery_offsets) }
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records the members have: a reason is given for each.
    ///
    /// # Errors
    /// Where the offsets lead out of their columns.
    pub fn records(&self) -> Result<usize, MemberRefused> {
        let days = self.all_days();
        days.map(|days| days.len()).map_err(|at| MemberRefused { member: 0, at, refused: StepsRefused::Invalid })
    }

    /// The records of the members' deliveries.
    ///
    /// # Errors
    /// [`RefusedAt::Offsets`] where the columns do not have them.
    fn all_days(&self) -> Result<Range<usize>, RefusedAt> {
        let deliveries = match (self.delivery_offsets.first(), self.delivery_offsets.last()) {
            (Some(first), Some(last)) => range(*first, *last, self.deliveries.len())?,
            _ => 0..self.deliveries.len(),
        };
        match (self.day_offsets.get(deliveries.start), self.day_offsets.get(deliveries.end)) {
            (Some(begin), Some(end)) => range(*begin, *end, self.days.len()),
            _ if deliveries.is_empty() => Ok(0..0),
            _ => Err(RefusedAt::Offsets),
        }
    }

    fn deliveries_of(&self, member: usize) -> Result<Range<usize>, RefusedAt> {
        if self.delivery_offsets.is_empty() {
            Ok(member..member.saturating_add(1))
        } else {
            group(self.delivery_offsets, member, self.deliveries.len())
        }
    }

    fn credited_of(&self, member: usize) -> Result<Range<usize>, RefusedAt> {
        if self.credited_offsets.is_empty() {
            Ok(0..0)
        } else {
            group(self.credited_offsets, member, self.credited.len())
        }
    }
}

/// Where [`accrue_members`] writes. After a refusal nothing in it means anything.
pub struct MembersPaid<'a, R> {
    /// Credits, member after member: a place for each record and id of a rule that earns by steps.
    pub credits: &'a mut [StepCredit],
    /// Where each member's credits begin, and last where they end: one more than there are members.
    pub credit_offsets: &'a mut [i64],
    /// The points that each member is paid.
    pub points: &'a mut [i64],
    /// What became of each record, from the first of the first member's on.
    pub reasons: &'a mut [R],
}

/// Which row was refused, by its place in its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusedAt {
    /// The offsets: they descend, are outside their columns, or are not one more than there are groups.
    Offsets,
    /// A delivery.
    Delivery(usize),
    /// A record.
    Day(usize),
    /// A credit given.
    Credit(usize),
    /// No row alone: the programme, the months that the member's days lie apart, or what credits add up to.
    Member,
}

/// Why [`accrue_members`] paid nobody, and the first member in turn that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemberRefused {
    /// The member's place, from 0.
    pub member: usize,
    /// The row.
    pub at: RefusedAt,
    /// The reason.
    pub refused: StepsRefused,
}

/// [`accrue_steps`](super::accrue_steps) for many members in one call. Gives the number of credits.
///
/// Members are answered as if each of their deliveries were a call of its own that is given what the member was credited before; so
/// any division of members over calls gives the same. `room` is the caller's working memory; [`most_room`] sums are always enough.
///
/// # Errors
/// Where a row cannot be used or is out of reach, with the first member for whom that is so. A member's days lie at most 40 months apart,
/// of all deliveries together. [`StepsRefused::Places`] has the number of credits for which there has to be a place, and is also given
/// where there are fewer places for members and reasons than there are of them.
pub fn accrue_members<R: Copy + From<Reason>>(
    programme: &Programme,
    members: &StepMembers<'_>,
    room: &mut [i64],
    into: MembersPaid<'_, R>,
) -> Result<usize, MemberRefused> {
    let all = |at| MemberRefused { member: 0, at, refused: StepsRefused::Invalid };
    let len = members.len();
    if groups(members.day_offsets) != members.deliveries.len()
        || !(members.credited_offsets.is_empty() || groups(members.credited_offsets) == len)
    {
        return Err(all(RefusedAt::Offsets));
    }
    let days = members.all_days().map_err(all)?;
    let most = days.len().saturating_mul(credits_per_record(programme));
    let MembersPaid { credits, credit_offsets, points, reasons } = into;
    if credits.len() < most || reasons.len() < days.len() || points.len() < len || credit_offsets.len() <= len {
        let refused = StepsRefused::Places(most);
        return Err(MemberRefused { member: 0, at: RefusedAt::Member, refused });
    }
    let given = Given { programme, members, days: &days };
    let mut paid = 0_usize;
    let mut ends = credit_offsets.iter_mut();
    if let Some(begin) = ends.next() {
        *begin = 0;
    }
    for (member, (points, end)) in points.iter_mut().zip(ends).enumerate().take(len) {
        let refused = |(at, refused)| MemberRefused { member, at, refused };
        let places = credits.get_mut(paid..).ok_or(refused((RefusedAt::Member, StepsRefused::Internal)))?;
        let credits = given.pay(member, room, places, reasons).map_err(refused)?;
        let total = total(places.get(..credits).unwrap_or_default());
        *points = total.ok_or(refused((RefusedAt::Member, StepsRefused::Invalid)))?;
        paid = paid.wrapping_add(credits);
        // A slice is never longer than this holds.
        *end = i64::try_from(paid).unwrap_or(i64::MAX);
    }
    Ok(paid)
}

/// The most sums that [`accrue_members`] needs for a member under a programme.
pub fn most_room(programme: &Programme) -> usize {
    Months::most().size(programme.plan().accumulators)
}

/// What was given.
struct Given<'a> {
    programme: &'a Programme,
    members: &'a StepMembers<'a>,
    /// The records of all deliveries, for the first of which the first reason is.
    days: &'a Range<usize>,
}

/// A row, and why it was refused.
type Refused = (RefusedAt, StepsRefused);

const OFFSETS: Refused = (RefusedAt::Offsets, StepsRefused::Invalid);

impl Given<'_> {
    /// Pays a member, and gives the number of credits.
    fn pay<R: Copy + From<Reason>>(
        &self,
        member: usize,
        room: &mut [i64],
        credits: &mut [StepCredit],
        reasons: &mut [R],
    ) -> Result<usize, Refused> {
        let Self { programme, members, .. } = *self;
        let plan = programme.plan();
        let of_member = |refused| (RefusedAt::Member, refused);
        let internal = |Internal| of_member(StepsRefused::Internal);
        let invalid = |at| (at, StepsRefused::Invalid);
        let given = members.deliveries_of(member).map_err(invalid)?;
        let Some(first) = given.clone().next() else { return Ok(0) };
        let credited = members.credited_of(member).map_err(invalid)?;
        let known = members.credited.get(credited.clone()).ok_or(OFFSETS)?;

        let mut looked = self.look(first, known, credited.start)?;
        for at in given.clone().skip(1) {
            looked = looked.and(self.look(at, &[], 0)?);
        }
        if let Some(row) = known.iter().position(|credit| !has_rule(plan, credit)) {
            return Err(invalid(RefusedAt::Credit(credited.start.saturating_add(row))));
        }
        let months = looked.months().map_err(of_member)?;
        let needed = months.size(plan.accumulators);
        let too_small = of_member(StepsRefused::Room(needed));
        let sums = room.get_mut(..needed).ok_or(too_small)?;
        sums.fill(0);
        let mut grid = Grid::new(months, plan.accumulators, sums).ok_or(too_small)?;
        if !known.is_empty() {
            remember(plan, known, &mut grid).map_err(of_member)?;
        }
        let mut engine = StepsEngine { programme, delivery: self.delivery(first)?, grid, few_steps: looked.few_steps };
        let mut paid = 0_usize;
        for at in given {
            engine.delivery = self.delivery(at)?;
            let (rows, days) = self.rows(at)?;
            let places = rows.start.wrapping_sub(self.days.start)..rows.end.wrapping_sub(self.days.start);
            let reasons = Internal::unless(reasons.get_mut(places), "there are fewer reasons than days");
            let rest = Internal::unless(credits.get_mut(paid..), "there are too few places for credits");
            let more = engine.pay(days, rest.map_err(internal)?, reasons.map_err(internal)?).map_err(internal)?;
            paid = paid.wrapping_add(more);
        }
        Ok(paid)
    }

    /// Looks at a delivery's records, and at credits given, of which the first has a place in its column.
    fn look(&self, at: usize, known: &[StepCredit], first_known: usize) -> Result<Looked, Refused> {
        let delivery = self.delivery(at)?;
        if !is_reached(self.programme.plan(), &delivery) {
            return Err((RefusedAt::Delivery(at), StepsRefused::Unsupported));
        }
        let (rows, days) = self.rows(at)?;
        look(delivery.synced, days, known).map_err(|refused| {
            let is_unusable = |day: &StepDay| look(delivery.synced, &[*day], &[]).is_err();
            let day = days.iter().position(is_unusable).map(|row| RefusedAt::Day(rows.start.saturating_add(row)));
            let is_unusable = |credit: &StepCredit| look(delivery.synced, &[], &[*credit]).is_err();
            let credit = || known.iter().position(is_unusable);
            let credit = || credit().map(|row| RefusedAt::Credit(first_known.saturating_add(row)));
            (day.or_else(credit).unwrap_or(RefusedAt::Member), refused)
        })
    }

    /// A delivery's records, and their places.
    fn rows(&self, at: usize) -> Result<(Range<usize>, &[StepDay]), Refused> {
        let rows = group(self.members.day_offsets, at, self.members.days.len());
        let rows = rows.map_err(|at| (at, StepsRefused::Invalid))?;
        // Offsets that descend later on could lead out of them.
        if rows.start < self.days.start || rows.end > self.days.end {
            return Err(OFFSETS);
        }
        let days = self.members.days.get(rows.clone()).ok_or(OFFSETS)?;
        Ok((rows, days))
    }

    fn delivery(&self, at: usize) -> Result<Delivery, Refused> {
        let given = self.members.deliveries.get(at).ok_or(OFFSETS)?;
        delivery(given).map_err(|refused| (RefusedAt::Delivery(at), refused))
    }
}

/// How many groups offsets make.
fn groups(offsets: &[i64]) -> usize {
    offsets.len().saturating_sub(1)
}

/// The rows of a group, among as many as there are.
fn group(offsets: &[i64], at: usize, rows: usize) -> Result<Range<usize>, RefusedAt> {
    match (offsets.get(at), offsets.get(at.saturating_add(1))) {
        (Some(begin), Some(end)) => range(*begin, *end, rows),
        _ => Err(RefusedAt::Offsets),
    }
}

fn range(begin: i64, end: i64, rows: usize) -> Result<Range<usize>, RefusedAt> {
    match (usize::try_from(begin), usize::try_from(end)) {
        (Ok(begin), Ok(end)) if begin <= end && end <= rows => Ok(begin..end),
        _ => Err(RefusedAt::Offsets),
    }
}

/// What credits add up to, within 2^53 − 1.
fn total(credits: &[StepCredit]) -> Option<i64> {
    credits.iter().try_fold(0_i64, |sum, credit| {
        // Each is within 2^53 − 1, so that two of them fit.
        Some(sum.wrapping_add(credit.points)).filter(|sum| *sum <= MAX_SAFE)
    })
}
