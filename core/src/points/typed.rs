use super::{
    meter::{Delivery, Meter},
    payer::Payer,
    sums::{Day, Grid, Months},
};
use crate::{Programme, Reason, civil::is_date, value::MAX_SAFE};

/// The typed lane: a day's steps from a linked source.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepDay {
    /// The day walked, YYYYMMDD.
    pub walked: i32,
    /// Steps of the whole day, 0 to 2^53 − 1.
    pub steps: i64,
}

/// The typed lane: what was earned and paid for a day under a rule or campaign.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
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
    /// There are fewer places for reasons than days, or too few for credits: so many are always enough.
    Places(usize),
}

/// The typed lane of `points.accrue`, for a programme with one rule, which earns by steps: writes what became of each record,
/// and a credit for each that earned; gives the number of credits.
///
/// The host vouches that the records come from a linked source. `room` is the caller's working memory and nothing is allocated: a year
/// with a monthly cap takes 470 sums. There is a place among `reasons` for each record, and in `credits` too. Every row is looked at before
/// the first is answered.
///
/// # Errors
/// Where a row is none, the programme or the days are out of reach, or the room or the places are too few; then nothing was answered.
pub fn accrue_steps<R: Copy + From<Reason>>(
    programme: &Programme,
    synced: i32,
    days: &[StepDay],
    credited: &[StepCredit],
    room: &mut [i64],
    credits: &mut [StepCredit],
    reasons: &mut [R],
) -> Result<usize, StepsRefused> {
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
    let months = months(synced, days, credited)?;
    if reasons.len() < days.len() || credits.len() < days.len() {
        return Err(StepsRefused::Places(days.len()));
    }
    let needed = months.size(plan.lanes);
    let room = room.get_mut(..needed).ok_or(StepsRefused::Room(needed))?;
    room.fill(0);
    let grid = Grid::new(months, plan.lanes, room).ok_or(StepsRefused::Room(needed))?;
    let delivery = Delivery { synced, closed_through: None, enrolled: None, opened: None, born: None, balance: 0 };
    let mut meter = Meter::new(programme, delivery, grid);
    let (mut walked_in, mut synced_in) = (Month::none(), Month::none());
    for StepCredit { walked, synced, earned, points } in credited {
        if let (Some(day), Some(synced)) = (walked_in.day(*walked), synced_in.day(*synced)) {
            meter.remember(0, day, synced, *earned, *points);
        }
    }
    Ok(Payer { programme, delivery, grid: meter.into_sums() }.pay(days, credits, reasons))
}

/// A month, in which rows that follow one another are mostly found.
#[derive(Clone, Copy)]
struct Month {
    zeroth: Day,
    days: u32,
}

impl Month {
    /// A month that no day is in.
    fn none() -> Self {
        Self { zeroth: Day::none(), days: 0 }
    }

    /// The day written YYYYMMDD, in this month or in one that takes its place; `None` where the calendar has no such day.
    #[inline]
    fn day(&mut self, ymd: i32) -> Option<Day> {
        if !self.has(ymd) {
            let zeroth = Day::from_yyyymmdd(ymd)?.zeroth();
            let longer = (29..=31).filter(|day| is_date(zeroth.ymd.wrapping_add(*day)));
            let days = longer.fold(28, |days: u32, _| days.wrapping_add(1));
            *self = Self { zeroth, days };
        }
        Some(Day { ymd, ..self.zeroth })
    }

    #[inline]
    fn has(&self, ymd: i32) -> bool {
        ymd.wrapping_sub(self.zeroth.ymd).wrapping_sub(1).cast_unsigned() < self.days
    }
}

/// The months of all rows, each looked at.
fn months(synced: Day, days: &[StepDay], credited: &[StepCredit]) -> Result<Months, StepsRefused> {
    let mut months = Months::around(synced);
    let mut month = Month::none();
    // Numbers in range have no bit that the highest number has not.
    let mut bits = 0;
    let mut see = |month: &mut Month, ymd: i32| -> Result<(), StepsRefused> {
        if !month.has(ymd) {
            months.include(month.day(ymd).ok_or(StepsRefused::Invalid)?);
        }
        Ok(())
    };
    for StepDay { walked, steps } in days {
        see(&mut month, *walked)?;
        bits |= *steps;
    }
    let mut synced_in = Month::none();
    for StepCredit { walked, synced, earned, points } in credited {
        see(&mut month, *walked)?;
        see(&mut synced_in, *synced)?;
        bits |= *earned | *points;
    }
    if bits & !MAX_SAFE != 0 {
        return Err(StepsRefused::Invalid);
    }
    months.if_near().ok_or(StepsRefused::Unsupported)
}
