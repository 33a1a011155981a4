//! The typed lane: a deadline of a slot's date, and of a column of dates.

use super::column::SlotUnsupported;
use crate::{
    civil::{Date, DeadlineShown},
    programme::{DaysBefore, Programme},
};

/// Which deadline of a slot's date, by the number that hosts have for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeadlineKind {
    /// Until when a slot is booked.
    Closes = 1,
    /// Until when a booking is changed.
    Change = 2,
    /// Until when a booking is cancelled.
    Cancel = 3,
}

impl DeadlineKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Closes, Self::Change, Self::Cancel];

    /// The kind of a number, 1 to 3.
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Closes),
            2 => Some(Self::Change),
            3 => Some(Self::Cancel),
            _ => None,
        }
    }
}

/// Why the typed lane has no deadline of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoDeadline {
    /// The programme has no such deadline for the date, or it lies outside the calendar.
    NotInEffect,
    /// It is counted in hours before the slot's time of day, which is not given here.
    Unsupported,
}

/// A deadline as a row of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeadlineRow {
    /// Its instant, Unix seconds; 0 where there is no deadline.
    pub at: i64,
    /// The last day that a display should name, YYYYMMDD; [`NO_DEADLINE`](Self::NO_DEADLINE) where the programme has no such deadline for
    /// the date, [`NO_DATE`](Self::NO_DATE) where the calendar has no such date.
    pub last_day: i32,
}

impl DeadlineRow {
    /// The last day of a date that has no such deadline.
    pub const NO_DEADLINE: i32 = 0;
    /// The last day of what is not a date.
    pub const NO_DATE: i32 = -1;
}

/// A deadline of a slot's date: the short way of [`deadlines`](super::deadlines).
///
/// # Errors
/// [`NoDeadline`].
pub fn deadline_on(
    programme: &Programme,
    service: &str,
    kind: DeadlineKind,
    date: Date,
) -> Result<DeadlineShown, NoDeadline> {
    let limit = limit(programme, service, kind, date).ok_or(NoDeadline::NotInEffect)?;
    if limit.hours_before.is_some() {
        return Err(NoDeadline::Unsupported);
    }
    programme.deadline(&limit, date).and_then(|deadline| deadline.shown(date)).ok_or(NoDeadline::NotInEffect)
}

fn limit(programme: &Programme, service: &str, kind: DeadlineKind, date: Date) -> Option<DaysBefore> {
    let terms = programme.booking(service, date)?;
    Some(match kind {
        DeadlineKind::Closes => terms.closing(),
        DeadlineKind::Change => terms.change.as_ref()?.deadline,
        DeadlineKind::Cancel => terms.cancel.as_ref()?.deadline,
    })
}

/// Gives the deadline of each date, written YYYYMMDD, as [`deadline_on`] says of one. Nothing is allocated.
///
/// # Errors
/// [`SlotUnsupported::Time`] where that of one of the dates is counted in hours; the dates before it were answered.
pub fn deadline_column(
    programme: &Programme,
    service: &str,
    kind: DeadlineKind,
    dates: &[i32],
    mut answer: impl FnMut(DeadlineRow),
) -> Result<(), SlotUnsupported> {
    for date in dates {
        answer(match Date::from_yyyymmdd(*date).map(|date| deadline_on(programme, service, kind, date)) {
            Some(Ok(shown)) => DeadlineRow { at: shown.at.unix(), last_day: shown.last_day.yyyymmdd() },
            Some(Err(NoDeadline::NotInEffect)) => DeadlineRow { at: 0, last_day: DeadlineRow::NO_DEADLINE },
            Some(Err(NoDeadline::Unsupported)) => return Err(SlotUnsupported::Time),
            None => DeadlineRow { at: 0, last_day: DeadlineRow::NO_DATE },
        });
    }
    Ok(())
}
