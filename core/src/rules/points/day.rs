//! A civil day and the windows that hold it.

use crate::civil::{Date, Ymd, is_leap_year};

/// A civil day, taken apart once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Day {
    /// YYYYMMDD: as integers, days compare as the dates do.
    pub(super) ymd: i32,
    /// Months since the year 0.
    pub(super) month: i32,
    /// The calendar year in which its fiscal year begins.
    pub(super) fiscal_year: i32,
}

impl Day {
    /// The day of a date.
    pub(super) fn of(date: Date) -> Self {
        Self::split(date.yyyymmdd())
    }

    /// The day written YYYYMMDD; `None` where the calendar has no such day in the years 1 to 9999.
    #[inline]
    pub(super) fn from_yyyymmdd(ymd: i32) -> Option<Self> {
        Some(Self::split(ymd)).filter(|day| day.is_within(day.days_of_month()))
    }

    /// Whether the calendar has the day, in the years 1 to 9999 and a month of that number of days.
    #[inline]
    pub(super) fn is_within(self, days_of_month: u32) -> bool {
        let in_years = (10_000..100_000_000).contains(&self.ymd);
        in_years & (self.of_month().wrapping_sub(1).cast_unsigned() < days_of_month)
    }

    /// The day written YYYYMMDD, whether the calendar has it or not.
    #[inline]
    pub(super) fn split(ymd: i32) -> Self {
        let (year, month, _) = parted(ymd);
        Self {
            ymd,
            month: year.wrapping_mul(12).wrapping_add(month).wrapping_sub(1),
            fiscal_year: year.wrapping_sub(i32::from(month < 4)),
        }
    }

    /// The day as checks show dates.
    pub(super) fn shown(self) -> Ymd {
        Ymd(self.ymd)
    }

    /// No day of the calendar, and long before it.
    pub(super) fn none() -> Self {
        Self { ymd: 0, month: 0, fiscal_year: 0 }
    }

    /// The day before the first of its month, which the calendar does not have: YYYYMM00.
    #[inline]
    pub(super) fn zeroth(self) -> i32 {
        self.ymd.wrapping_sub(self.of_month())
    }

    /// The days of its month; none where a year has no such month.
    #[inline]
    pub(super) fn days_of_month(self) -> u32 {
        let (year, month, _) = parted(self.ymd);
        days_of(year, month)
    }

    #[inline]
    pub(super) fn of_month(self) -> i32 {
        parted(self.ymd).2
    }
}

/// Year, month and day of what is written YYYYMMDD. Unsigned numbers are the quicker to divide.
#[inline]
fn parted(ymd: i32) -> (i32, i32, i32) {
    let ymd = ymd.cast_unsigned();
    let months = ymd.wrapping_div(100);
    let year = months.wrapping_div(100);
    let (month, day) = (months.wrapping_sub(year.wrapping_mul(100)), ymd.wrapping_sub(months.wrapping_mul(100)));
    (year.cast_signed(), month.cast_signed(), day.cast_signed())
}

/// The days of a month; none where a year has no such month.
#[inline]
fn days_of(year: i32, month: i32) -> u32 {
    const DAYS: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let days = usize::try_from(month).ok().and_then(|month| DAYS.get(month)).copied().unwrap_or(0);
    days.wrapping_add(u32::from(month == 2 && is_leap_year(year)))
}
