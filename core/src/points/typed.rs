use super::{
    meter::{Delivery, Meter, Source},
    sums::{Day, Grid, Months},
};
use crate::{Programme, Reason, Silent, value::MAX_SAFE};

/// The typed lane: a day's steps from a linked source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepDay {
    /// The day walked, YYYYMMDD.
    pub walked: i32,
    /// Steps of the whole day, 0 to 2^53 − 1.
    pub steps: i64,
}

/// The typed lane: what was earned and paid for a day under a rule or campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepCredit {
    /// The day walked, YYYYMMDD.
    pub walked: i32,
    /// The day on which the record arrived, YYYYMMDD.
    pub synced: i32,
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
    /// The programme has more than one rule, or asks what a row does not hold, or the days lie more than 40 months apart:
    /// ask `points.accrue`.
    Unsupported,
    /// The room is too small for these days: so many sums are needed.
    Room(usize),
}

/// The typed lane of `points.accrue`, for a programme with one rule, which earns by steps: gives for each record what became of it, and the credit if it earned.
///
/// The host vouches that the records come from a linked source. `room` is the caller's working memory and nothing is allocated: a year
/// with a monthly cap takes 470 sums. Every row is looked at before the first is answered.
///
/// # Errors
/// Where a row is none, the programme or the days are out of reach, or the room is too small; then nothing was answered.
pub fn accrue_steps(
    programme: &Programme,
    synced: i32,
    days: impl Iterator<Item = StepDay> + Clone,
    credited: impl Iterator<Item = StepCredit> + Clone,
    room: &mut [i64],
    mut answer: impl FnMut(Reason, Option<StepCredit>),
) -> Result<(), StepsRefused> {
    let plan = programme.plan();
    let terms = &programme.document().points;
    let by_steps_alone = plan.ids.len() == 1
        && terms.most_balance.is_none()
        && terms.rules.iter().all(|rule| {
            rule.ages.is_none()
                && rule.opened_within_days.is_none()
                && rule.mean.is_none()
                && rule.activity.is_none()
                && rule.purse.is_none()
                && rule.final_after.is_none()
                && rule.downward.is_keep()
        });
    if !by_steps_alone {
        return Err(StepsRefused::Unsupported);
    }
    let synced = Day::from_yyyymmdd(synced).ok_or(StepsRefused::Invalid)?;
    let months = months(synced, days.clone(), credited.clone())?;
    let needed = months.size(plan.lanes);
    let room = room.get_mut(..needed).ok_or(StepsRefused::Room(needed))?;
    room.fill(0);
    let grid = Grid::new(months, plan.lanes, room).ok_or(StepsRefused::Room(needed))?;
    let delivery = Delivery { synced, closed_through: None, enrolled: None, opened: None, born: None, balance: 0 };
    let mut meter = Meter::new(programme, delivery, grid);
    for StepCredit { walked, synced, earned, points } in credited {
        if let (Some(day), Some(synced)) = (Day::from_yyyymmdd(walked), Day::from_yyyymmdd(synced)) {
            meter.remember(0, day, synced, earned, points);
        }
    }
    for StepDay { walked, steps } in days {
        let Some(day) = Day::from_yyyymmdd(walked) else { continue };
        let mut credit = None;
        let reason = meter.pay_steps(day, steps, Source::Linked, &mut Silent, &mut |payment| {
            if payment.earned > 0 {
                let (earned, points) = (payment.earned, payment.points);
                credit = Some(StepCredit { walked, synced: synced.ymd, earned, points });
            }
        });
        // A linked record of a rule that asks for no age and no app has nothing left to miss.
        answer(reason.unwrap_or(Reason::NoRuleInEffect), credit);
    }
    Ok(())
}

/// The months of all rows, each looked at.
fn months(
    synced: Day,
    days: impl Iterator<Item = StepDay>,
    credited: impl Iterator<Item = StepCredit>,
) -> Result<Months, StepsRefused> {
    let in_range = |value: i64| (0..=MAX_SAFE).contains(&value);
    let mut valid = true;
    let mut day = |ymd: i32, numbers: bool| {
        let day = Day::from_yyyymmdd(ymd);
        valid &= numbers && day.is_some();
        day.unwrap_or(synced)
    };
    let mut months = Months::around(synced);
    for row in days {
        months.include(day(row.walked, in_range(row.steps)));
    }
    for row in credited {
        months.include(day(row.walked, in_range(row.earned)));
        months.include(day(row.synced, in_range(row.points)));
    }
    if !valid {
        return Err(StepsRefused::Invalid);
    }
    months.if_near().ok_or(StepsRefused::Unsupported)
}
