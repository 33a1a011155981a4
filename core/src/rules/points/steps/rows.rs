//! The rows of the typed accrual: what goes in, what comes out, and the look at each before any is answered.

use crate::{
    base::value::MAX_SAFE,
    rules::points::{accumulators::Months, day::Day},
};

/// A day's steps from a linked source.
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

/// A delivery of a member's steps. Dates are written YYYYMMDD, and 0 means one that is not given.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Default)]
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

crate::base::redacted!(StepDelivery { synced, opened_on, closed_through });

impl StepDelivery {
    /// Records that arrived on a day, under a programme that asks nothing of the person.
    pub fn on(synced: i32) -> Self {
        Self { synced, ..Self::default() }
    }
}

/// What was earned and paid for a day under a rule.
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

/// Why [`accrue_steps`](super::accrue_steps) paid nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepsRefused {
    /// A row is no day of the calendar, or a number is outside its range, or the credits given add up to more than 2^53 − 1 in a window.
    Invalid,
    /// The programme has campaigns or a highest balance, counts by the week, the quarter or the calendar year, has more than 8 rules that earn by steps or more than 16 caps on them, or asks what
    /// was not given; or the days lie more than 40 months apart: ask `points.accrue`.
    Unsupported,
    /// The room is too small for these days: this number of sums is needed.
    Room(usize),
    /// There are fewer places for reasons than days, or too few for credits: this number is always enough.
    Places(usize),
    /// The library contradicts itself. Some of the outputs may have been written, and mean nothing.
    Internal,
}

/// The months of rows, each looked at.
struct MonthScan {
    months: Months,
    /// The first day of the month of the last row that began one, and that month's days.
    first: i32,
    days: u32,
    valid: bool,
}

impl MonthScan {
    /// Looks at a day, mostly one of the month of the day before.
    #[inline]
    fn scan(&mut self, ymd: i32) {
        if ymd.wrapping_sub(self.first).cast_unsigned() >= self.days {
            self.begin(ymd);
        }
    }

    /// The same for four days.
    #[inline]
    fn scan_all(&mut self, ymds: [i32; 4]) {
        let outside = ymds.map(|ymd| ymd.wrapping_sub(self.first).cast_unsigned() >= self.days);
        if outside.iter().fold(false, |any, outside| any | outside) {
            ymds.iter().for_each(|ymd| self.scan(*ymd));
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

/// Rows that were looked at: their months, and whether all steps are numbers of 31 bits.
#[derive(Clone, Copy)]
pub(super) struct Looked {
    months: Months,
    pub(super) few_steps: bool,
}

impl Looked {
    /// With those of another delivery.
    pub(super) fn and(self, other: Self) -> Self {
        Self { months: self.months.and(other.months), few_steps: self.few_steps & other.few_steps }
    }

    /// The months, where a grid covers them.
    pub(super) fn months(self) -> Result<Months, StepsRefused> {
        self.months.if_near().ok_or(StepsRefused::Unsupported)
    }
}

/// Looks at all rows.
///
/// # Errors
/// [`StepsRefused::Invalid`] where one cannot be used.
#[inline]
pub(super) fn look(synced: Day, days: &[StepDay], credited: &[StepCredit]) -> Result<Looked, StepsRefused> {
    let mut scan = MonthScan { months: Months::around(synced), first: 0, days: 0, valid: true };
    // Numbers in range have no bit that the highest number has not.
    let (mut bits, mut any_reserved) = (0, 0);
    let (fours, few) = days.as_chunks::<4>();
    for four in fours {
        scan.scan_all(four.map(|day| day.walked));
        bits |= four.iter().fold(0, |bits, day| bits | day.steps);
        any_reserved |= four.iter().fold(0, |any, day| any | day.reserved);
    }
    for StepDay { walked, reserved, steps } in few {
        scan.scan(*walked);
        bits |= *steps;
        any_reserved |= *reserved;
    }
    let few_steps = bits <= i64::from(i32::MAX);
    for StepCredit { walked, reserved, earned, points, .. } in credited {
        scan.scan(*walked);
        bits |= *earned | *points;
        any_reserved |= reserved.cast_signed();
    }
    for StepCredit { synced, .. } in credited {
        scan.scan(*synced);
    }
    if !scan.valid || bits & !MAX_SAFE != 0 || any_reserved != 0 {
        return Err(StepsRefused::Invalid);
    }
    Ok(Looked { months: scan.months, few_steps })
}
