use super::{
    meter::Delivery,
    payer::Payer,
    stretch::Past,
    sums::{Day, Grid, Months},
};
use crate::programme::plan::Plan;
use crate::{
    base::{Reason, value::MAX_SAFE},
    programme::Programme,
};

/// The typed lane: a day's steps from a linked source.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StepDay {
    /// The day walked, YYYYMMDD.
    pub walked: i32,
    /// Must be 0.
    pub reserved: i32,
    /// Steps of the whole day, 0 to 2^53 − 1.
    pub steps: i64,
}

impl StepDay {
    /// Steps of a day, YYYYMMDD.
    pub fn new(walked: i32, steps: i64) -> Self {
        Self { walked, reserved: 0, steps }
    }
}

/// The typed lane: a delivery of a member's steps. Dates are written YYYYMMDD, and 0 stands for one that is not given.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StepDelivery {
    /// The day on which the records arrived.
    pub synced: i32,
    /// The date of birth; needed where a rule asks for an age.
    pub born: i32,
    /// The day on which the person joined; days before it earn nothing.
    pub enrolled_on: i32,
    /// The day on which the app was last opened; needed where a rule asks for it.
    pub opened_on: i32,
    /// Days up to this one earn nothing more. Their credits are given all the same where a cap's window still needs them.
    pub closed_through: i32,
}

impl StepDelivery {
    /// Records that arrived on a day, under a programme that asks nothing of the person.
    pub fn on(synced: i32) -> Self {
        Self { synced, ..Self::default() }
    }
}

/// The typed lane: what was earned and paid for a day under a rule.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StepCredit {
    /// The day walked, YYYYMMDD.
    pub walked: i32,
    /// The day on which the record arrived, YYYYMMDD.
    pub synced: i32,
    /// The rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is the first, and in what is given any.
    /// Places are those of one version of a programme: what is stored is the rule's id.
    pub rule: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Points earned, before caps.
    pub earned: i64,
    /// Points paid.
    pub points: i64,
}

/// Why the typed lane paid nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepsRefused {
    /// A row is no day of the calendar, or a number is outside its range.
    Invalid,
    /// The programme has campaigns or a highest balance, more than 8 rules that earn by steps or more than 16 caps on them, or asks what
    /// was not given; or the days lie more than 40 months apart: ask `points.accrue`.
    Unsupported,
    /// The room is too small for these days: so many sums are needed.
    Room(usize),
    /// There are fewer places for reasons than days, or too few for credits: so many are always enough.
    Places(usize),
}

/// The typed lane of `points.accrue`: writes what became of each record, and a credit for each rule under which it earned; gives the number
/// of credits.
///
/// The host vouches that the records come from a linked source. `room` is the caller's working memory and nothing is allocated: a year
/// of one rule with a monthly cap takes 470 sums. There is a place among `reasons` for each record, and in `credits` one for each record and
/// id of a rule that earns by steps ([`credits_per_record`]). Every row is looked at before the first is answered; the places are written
/// in turn, and what stands in `credits` past the number given means nothing.
///
/// # Errors
/// Where a row is none, the programme or the days are out of reach, or the room or the places are too few; then nothing was answered.
pub fn accrue_steps<R: Copy + From<Reason>>(
    programme: &Programme,
    delivery: &StepDelivery,
    days: &[StepDay],
    credited: &[StepCredit],
    room: &mut [i64],
    credits: &mut [StepCredit],
    reasons: &mut [R],
) -> Result<usize, StepsRefused> {
    accrue_steps_in(
        programme,
        delivery,
        days,
        credited,
        |needed| {
            let room = room.get_mut(..needed)?;
            room.fill(0);
            Some(room)
        },
        credits,
        reasons,
    )
}

/// [`accrue_steps`] where `zeros` gives as many sums as are asked for, all zero, or none where that is too many.
///
/// # Errors
/// As [`accrue_steps`].
#[inline(always)]
pub fn accrue_steps_in<'z, R: Copy + From<Reason>>(
    programme: &Programme,
    delivery: &StepDelivery,
    days: &[StepDay],
    credited: &[StepCredit],
    zeros: impl FnOnce(usize) -> Option<&'z mut [i64]>,
    credits: &mut [StepCredit],
    reasons: &mut [R],
) -> Result<usize, StepsRefused> {
    let plan = programme.plan();
    let delivery = self::delivery(delivery)?;
    let is_told =
        (delivery.born.is_some() || !plan.typed.asks_born) && (delivery.opened.is_some() || !plan.typed.asks_opened);
    if !plan.typed.is_within_reach || !is_told {
        return Err(StepsRefused::Unsupported);
    }
    let (months, few_steps) = months(delivery.synced, days, credited)?;
    if credited.iter().any(|row| id(plan, row.rule).is_none()) {
        return Err(StepsRefused::Invalid);
    }
    let most = days.len().saturating_mul(credits_per_record(programme));
    if reasons.len() < days.len() || credits.len() < most {
        return Err(StepsRefused::Places(most));
    }
    let needed = months.size(plan.lanes);
    let grid = zeros(needed).and_then(|zeros| Grid::new(months, plan.lanes, zeros));
    let mut grid = grid.ok_or(StepsRefused::Room(needed))?;
    remember(plan, credited, &mut grid);
    Ok(Payer { programme, delivery, grid, few_steps }.pay(days, credits, reasons))
}

/// Takes what was credited before.
fn remember(plan: &Plan, credited: &[StepCredit], grid: &mut Grid<'_>) {
    if credited.is_empty() {
        return;
    }
    let mut past = Past::none(grid);
    for StepCredit { walked, synced, rule, earned, points, .. } in credited {
        let Some(id) = id(plan, *rule) else { continue };
        if !past.has(id, *walked, *synced) {
            let (Some(walked), Some(synced)) = (Day::from_yyyymmdd(*walked), Day::from_yyyymmdd(*synced)) else {
                continue;
            };
            past.look_up(plan, id, walked, synced, grid);
        }
        past.count(*walked, *earned, *points, grid);
    }
}

/// The most credits that one record can bring: the ids of rules that earn by steps.
pub fn credits_per_record(programme: &Programme) -> usize {
    programme.plan().typed.ids
}

/// The id of a credit's rule, by its place in the plan.
#[inline]
fn id(plan: &Plan, rule: u32) -> Option<usize> {
    usize::try_from(rule).ok().and_then(|rule| plan.rules.get(rule)).map(|rule| rule.id)
}

fn delivery(given: &StepDelivery) -> Result<Delivery, StepsRefused> {
    let day = |ymd: i32| Day::from_yyyymmdd(ymd).ok_or(StepsRefused::Invalid);
    let or_none = |ymd: i32| if ymd == 0 { Ok(None) } else { day(ymd).map(Some) };
    Ok(Delivery {
        synced: day(given.synced)?,
        born: or_none(given.born)?,
        enrolled: or_none(given.enrolled_on)?,
        opened: or_none(given.opened_on)?,
        closed_through: or_none(given.closed_through)?,
        balance: 0,
    })
}

/// The months of rows, each looked at.
struct Seen {
    months: Months,
    /// The first day of the month of the last row that began one, and that month's days.
    first: i32,
    days: u32,
    valid: bool,
}

impl Seen {
    /// Looks at a day, mostly one of the month of the day before.
    #[inline]
    fn see(&mut self, ymd: i32) {
        if ymd.wrapping_sub(self.first).cast_unsigned() >= self.days {
            self.begin(ymd);
        }
    }

    /// The same for four days.
    #[inline]
    fn see_all(&mut self, ymds: [i32; 4]) {
        let outside = ymds.map(|ymd| ymd.wrapping_sub(self.first).cast_unsigned() >= self.days);
        if outside.iter().fold(false, |any, outside| any | outside) {
            ymds.iter().for_each(|ymd| self.see(*ymd));
        }
    }

    fn begin(&mut self, ymd: i32) {
        let day = Day::split(ymd);
        self.days = day.days_of_month();
        self.valid &= day.is_within(self.days);
        self.months.include(day);
        self.first = day.zeroth().wrapping_add(1);
    }
}

/// The months of all rows, each looked at, and whether all steps are numbers of 31 bits.
#[inline]
fn months(synced: Day, days: &[StepDay], credited: &[StepCredit]) -> Result<(Months, bool), StepsRefused> {
    let mut seen = Seen { months: Months::around(synced), first: 0, days: 0, valid: true };
    // Numbers in range have no bit that the highest number has not.
    let (mut bits, mut any_reserved) = (0, 0);
    let (fours, few) = days.as_chunks::<4>();
    for four in fours {
        seen.see_all(four.map(|day| day.walked));
        bits |= four.iter().fold(0, |bits, day| bits | day.steps);
        any_reserved |= four.iter().fold(0, |any, day| any | day.reserved);
    }
    for StepDay { walked, reserved, steps } in few {
        seen.see(*walked);
        bits |= *steps;
        any_reserved |= *reserved;
    }
    let few_steps = bits <= i64::from(i32::MAX);
    for StepCredit { walked, reserved, earned, points, .. } in credited {
        seen.see(*walked);
        bits |= *earned | *points;
        any_reserved |= reserved.cast_signed();
    }
    for StepCredit { synced, .. } in credited {
        seen.see(*synced);
    }
    if !seen.valid || bits & !MAX_SAFE != 0 || any_reserved != 0 {
        return Err(StepsRefused::Invalid);
    }
    Ok((seen.months.if_near().ok_or(StepsRefused::Unsupported)?, few_steps))
}
