use core::{fmt, num::NonZeroI32};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    written::{self, Written},
    ymd,
};
use crate::base::{ErrorCode, from_text, refuse};

/// 1970-01-01, in days of the calendar's own count.
const EPOCH: i64 = 719_163;

/// A civil date (年月日) in the Gregorian calendar, years 1 to 9999.
///
/// In JSON `"2024-02-18"`; in the C ABI the integer `20240218`.
// Kept as that integer: dates are read, compared and written far more often than they are calculated with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NonZeroI32);

impl Date {
    /// Before every day that can be written.
    pub(crate) const EARLIEST: Self = Self(NonZeroI32::MIN);
    /// After every day that can be written.
    pub(crate) const LATEST: Self = Self(NonZeroI32::MAX);

    /// The date of a year (1 to 9999), month (1 to 12) and day; `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || month > 12 || day > 31 {
            return None;
        }
        let month_day = month.wrapping_mul(100).wrapping_add(day).cast_signed();
        Self::from_yyyymmdd(year.wrapping_mul(10_000).wrapping_add(month_day))
    }

    /// The date written as the integer YYYYMMDD, as in the C ABI.
    pub fn from_yyyymmdd(value: i32) -> Option<Self> {
        NonZeroI32::new(value).filter(|_| ymd::is_date(value)).map(Self)
    }

    /// The date as the integer YYYYMMDD.
    pub fn yyyymmdd(self) -> i32 {
        self.0.get()
    }

    #[inline]
    pub(crate) fn written(self) -> Written<10> {
        written::date(self.yyyymmdd())
    }

    /// Reads exactly `YYYY-MM-DD`, ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        Self::from_yyyymmdd(i32::try_from(digits(&[y1, y2, y3, y4, m1, m2, d1, d2])?).ok()?)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i32 {
        ymd::parts(self.0.get()).0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        ymd::parts(self.0.get()).1.cast_unsigned().wrapping_div(100)
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        ymd::parts(self.0.get()).1.cast_unsigned().wrapping_rem(100)
    }

    /// The calendar month that holds this date.
    pub fn calendar_month(self) -> Month {
        Month { year: self.year(), month: self.month() }
    }

    /// The day of the week, from 0 for Sunday to 6 for Saturday.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        u32::try_from(self.days_since_epoch().saturating_add(4).rem_euclid(7)).unwrap_or(0)
    }

    /// The day before; `None` before 0001-01-01.
    pub fn pred(self) -> Option<Self> {
        Self::of(self.naive()?.pred_opt()?)
    }

    /// The day after; `None` after 9999-12-31.
    pub fn succ(self) -> Option<Self> {
        Self::of(self.naive()?.succ_opt()?)
    }

    /// The day `days` later, or earlier where `days` is negative; `None` outside the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days_since_epoch(self.days_since_epoch().checked_add(days)?)
    }

    /// The first day after a term of months that counts this day: the corresponding day, or the first of the month after where a
    /// month has no such day (民法 143). `None` after 9999-12-31.
    pub fn after_months(self, months: u32) -> Option<Self> {
        let kept = Self::of(self.naive()?.checked_add_months(Months::new(months))?)?;
        if kept.day() == self.day() { Some(kept) } else { kept.succ() }
    }

    /// Days since 1970-01-01, negative before. Below 4 million, so that products with seconds of a day stay in range.
    pub(crate) fn days_since_epoch(self) -> i64 {
        debug_assert!(self.naive().is_some(), "EARLIEST and LATEST are compared, never calculated with");
        self.naive().map_or(0, |date| i64::from(date.num_days_from_ce()).saturating_sub(EPOCH))
    }

    pub(crate) fn from_days_since_epoch(days: i64) -> Option<Self> {
        let days = i32::try_from(days.checked_add(EPOCH)?).ok()?;
        Self::of(NaiveDate::from_num_days_from_ce_opt(days)?)
    }

    /// The date of year and MMDD, which the calendar has.
    pub(super) fn of_parts((year, month_day): (i32, i32)) -> Option<Self> {
        NonZeroI32::new(year.wrapping_mul(10_000).wrapping_add(month_day)).map(Self)
    }

    /// The date as chrono's, for calendar arithmetic.
    fn naive(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), self.month(), self.day())
    }

    fn of(date: NaiveDate) -> Option<Self> {
        Self::from_ymd(date.year(), date.month(), date.day())
    }
}

/// The value of ASCII digits, at most nine of them.
pub(crate) fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0_u32, |value, byte| {
        let digit = byte.checked_sub(b'0').filter(|d| *d <= 9)?;
        value.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

from_text!(Date, ErrorCode, |text| Self::parse(text).ok_or(ErrorCode::DateInvalid));

/// `out_of_range` outside the years 1 to 9999. From chrono 0.4.
impl TryFrom<NaiveDate> for Date {
    type Error = ErrorCode;

    fn try_from(date: NaiveDate) -> Result<Self, ErrorCode> {
        Self::of(date).ok_or(ErrorCode::OutOfRange)
    }
}

/// Every date is one of chrono's, whose range is wider. To chrono 0.4.
impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        debug_assert!(date.naive().is_some(), "EARLIEST and LATEST do not leave the core");
        date.naive().unwrap_or(if date == Date::EARLIEST { Self::MIN } else { Self::MAX })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::base::value::read_text(deserializer, |text| {
            Self::parse(text).ok_or_else(|| refuse(ErrorCode::DateInvalid))
        })
    }
}

/// A calendar month, printed `2022-06`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    /// Year, 1 to 9999.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(Date, "Date", {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
});
