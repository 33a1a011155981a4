//! The typed way to accrue steps: integers in, integers out, nothing allocated.

use super::{
    credited::CreditedMonth,
    pay::StepsEngine,
    rows::{StepCredit, StepDay, StepDelivery, StepsRefused, look},
};
use crate::{
    base::{Internal, Reason},
    programme::{IdIndex, Plan, Programme},
    rules::points::{
        accumulators::Grid,
        day::Day,
        delivery::{Delivery, Fault},
    },
};

/// The typed way of `points.accrue`: writes what became of each record, and a credit for each rule under which it earned; gives the number
/// of credits.
///
/// The host vouches that the records come from a linked source. `room` is the caller's working memory and nothing is allocated: a year
/// of one rule with a monthly cap takes 470 sums. There is a place among `reasons` for each record, and in `credits` one for each record and
/// id of a rule that earns by steps ([`credits_per_record`]). Every row is looked at before the first is answered; the places are written
/// in turn, and what stands in `credits` past the number given means nothing.
///
/// # Errors
/// Where a row cannot be used, the programme or the days are not supported, or the room or the places are too few; then
/// nothing was answered.
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
    if !is_reached(plan, &delivery) {
        return Err(StepsRefused::Unsupported);
    }
    let looked = look(delivery.synced, days, credited)?;
    let (months, few_steps) = (looked.months()?, looked.few_steps);
    if !credited.iter().all(|row| has_rule(plan, row)) {
        return Err(StepsRefused::Invalid);
    }
    let most = days.len().saturating_mul(credits_per_record(programme));
    if reasons.len() < days.len() || credits.len() < most {
        return Err(StepsRefused::Places(most));
    }
    let needed = months.size(plan.accumulators);
    let grid = zeros(needed).and_then(|zeros| Grid::new(months, plan.accumulators, zeros));
    let mut grid = grid.ok_or(StepsRefused::Room(needed))?;
    if !credited.is_empty() {
        remember(plan, credited, &mut grid)?;
    }
    let paid = StepsEngine { programme, delivery, grid, few_steps }.pay(days, credits, reasons);
    paid.map_err(|Internal| StepsRefused::Internal)
}

/// Whether the typed way can pay for a delivery: also what rules ask of the person is given.
#[inline]
pub(super) fn is_reached(plan: &Plan, delivery: &Delivery) -> bool {
    plan.steps.is_supported
        && (delivery.born.is_some() || !plan.steps.asks_born)
        && (delivery.opened.is_some() || !plan.steps.asks_opened)
}

/// Whether the programme has the rule of a credit.
#[inline]
pub(super) fn has_rule(plan: &Plan, credit: &StepCredit) -> bool {
    id(plan, credit.rule).is_some()
}

/// Takes what was credited before.
///
/// # Errors
/// [`StepsRefused::Invalid`] where the credits of one window pass 2^53 − 1.
pub(super) fn remember(plan: &Plan, credited: &[StepCredit], grid: &mut Grid<'_>) -> Result<(), StepsRefused> {
    let mut month = CreditedMonth::none(grid);
    let mut of = None;
    for StepCredit { walked, synced, rule, earned, points, .. } in credited {
        let at = id(plan, *rule);
        if of != at || !month.contains(*walked, *synced) {
            let id = Internal::unless(at, "a credit's rule was looked at, and is missing").and_then(|id| plan.id(id));
            let day =
                |ymd| Internal::unless(Day::from_yyyymmdd(ymd), "a credit's day was looked at, and is not a date");
            let looked_up = id.and_then(|id| month.look_up(id, day(*walked)?, day(*synced)?, grid));
            looked_up.map_err(|Internal| StepsRefused::Internal)?;
            of = at;
        }
        month.count(*walked, *earned, *points, grid).map_err(|fault| match fault {
            Fault::Internal => StepsRefused::Internal,
            Fault::SumOutOfRange | Fault::Missing(_) => StepsRefused::Invalid,
        })?;
    }
    Ok(())
}

/// The most credits that one record can bring: the ids of rules that earn by steps.
pub fn credits_per_record(programme: &Programme) -> usize {
    programme.plan().steps.ids
}

/// The id of a credit's rule, by its place in the plan.
#[inline]
fn id(plan: &Plan, rule: u32) -> Option<IdIndex> {
    usize::try_from(rule).ok().and_then(|rule| plan.rules.get(rule)).map(|rule| rule.id)
}

/// A delivery with its days.
///
/// # Errors
/// [`StepsRefused::Invalid`] where one is no day of the calendar.
pub(super) fn delivery(given: &StepDelivery) -> Result<Delivery, StepsRefused> {
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
