//! A member's steps paid under a programme: through the typed lane, and by requests where that does not reach.

pub(crate) mod opening;
mod payer;
mod requests;
mod settled;

use kenpo::{
    Programme,
    civil::{Date, Instant},
    member::Person,
    points::StepDay,
    programme::{CapMonth, EarningRule, ExpiryCounted},
};

pub(crate) use payer::Payer;
pub(crate) use requests::{Asked, Paid, asked};
pub(crate) use settled::{Periods, Settled};

use crate::stop::{Outcome, Stop};

/// Under what, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'p> {
    pub(crate) programme: &'p Programme,
    /// Whoever walks, where rules ask.
    pub(crate) person: Option<&'p Person>,
    pub(crate) arrival: Arrival,
    /// The message where a rule asks for a person and nobody is given.
    pub(crate) nobody: &'p str,
}

/// When the phone sends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Arrival {
    /// Everything on the morning after the last day.
    Together,
    /// Each day on the next morning.
    Daily,
}

impl Arrival {
    /// [`Together`](Self::Together), which is quicker, where no programme asks when steps arrive.
    pub(crate) fn of(programmes: &[&Programme]) -> Self {
        let asks = |rule: &EarningRule| {
            let by_day = !rule.step_tiers.is_empty() || rule.per_steps.is_some();
            let in_time = rule.grace_days.is_some() || rule.arrives_by.is_some() || rule.opened_within_days.is_some();
            by_day && (in_time || !rule.admitted_on.is_activity())
        };
        let is_daily = programmes.iter().any(|programme| {
            let points = &programme.document().points;
            let by_arrival = points.caps.iter().any(|cap| cap.month_of == CapMonth::Synced);
            // What is granted late may have expired by then.
            let by_grant = points.expiry.iter().any(|expiry| expiry.counted_from == ExpiryCounted::Activity);
            by_arrival || by_grant || points.balance_cap.is_some() || points.rules.iter().any(asks)
        });
        if is_daily { Self::Daily } else { Self::Together }
    }
}

/// The day after the last.
pub(crate) fn morning(rows: &[StepDay]) -> Outcome<Date> {
    let last = rows.iter().map(|row| row.walked).max();
    let morning = last.and_then(Date::from_yyyymmdd).and_then(Date::succ);
    morning.ok_or_else(|| Stop::fault("there is no row with a date and steps"))
}

/// The hour at which the phone sends.
fn nine(day: Date) -> Outcome<Instant> {
    let nine = Instant::from_unix(Instant::start_of(day).unix() + 9 * 3_600);
    nine.ok_or_else(|| Stop::fault("there is no such morning"))
}

fn date(walked: i32) -> Outcome<Date> {
    Date::from_yyyymmdd(walked).ok_or_else(|| Stop::fault("there is no such day"))
}
