use core::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FiscalYear, written};
use crate::error::{ErrorCode, refuse};

/// 1970-01-01, in days of the calendar's own count.
const EPOCH: i64 = 719_163;

/// A civil date (年月日) in the Gregorian calendar, years 1 to 9999.
///
/// In JSON `"2024-02-18"`; in the C ABI the integer `20240218`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    pub(crate) const EARLIEST: Self = Self(NaiveDate::MIN);
    /// After every day that can be written.
    pub(crate) const LATEST: Self = Self(NaiveDate::MAX);

    /// The date of a year (1 to 9999), month (1 to 12) and day; `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The date written as the integer YYYYMMDD, as in the C ABI.
    pub fn from_yyyymmdd(value: i32) -> Option<Self> {
        let month = u32::try_from(value.checked_div(100)?.checked_rem(100)?).ok()?;
        let day = u32::try_from(value.checked_rem(100)?).ok()?;
        Self::from_ymd(value.checked_div(10_000)?, month, day)
    }

    /// The date as the integer YYYYMMDD.
    pub fn yyyymmdd(self) -> i32 {
        let month_day = i32::try_from(self.month().saturating_mul(100).saturating_add(self.day())).unwrap_or(0);
        self.year().saturating_mul(10_000).saturating_add(month_day)
    }

    /// Reads exactly `YYYY-MM-DD`, ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
                let year = i32::try_from(digits(y)?).ok()?;
                Self::from_ymd(year, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
            }
            _ => None,
        }
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The fiscal year (年度, 1 April to 31 March) that holds this date.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear::of(self)
    }

    /// The calendar month that holds this date.
    pub fn calendar_month(self) -> Month {
        Month { year: self.year(), month: self.month() }
    }

    /// The day before; `None` before 0001-01-01.
    pub fn pred(self) -> Option<Self> {
        self.0.pred_opt().filter(|d| d.year() >= 1).map(Self)
    }

    /// The day after; `None` after 9999-12-31.
    pub fn succ(self) -> Option<Self> {
        self.0.succ_opt().filter(|d| d.year() <= 9999).map(Self)
    }

    /// The day so many days later, or earlier where negative; `None` outside the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days_since_epoch(self.days_since_epoch().checked_add(days)?)
    }

    /// The first day after a term of months that counts this day: the corresponding day, or the first of the month after where a
    /// month has no such day (民法 143). `None` after 9999-12-31.
    pub fn after_months(self, months: u32) -> Option<Self> {
        let kept = Self(self.0.checked_add_months(Months::new(months))?);
        let after = if kept.day() == self.day() { Some(kept) } else { kept.succ() };
        after.filter(|day| day.year() <= 9999)
    }

    /// Days since 1970-01-01, negative before.
    pub(crate) fn days_since_epoch(self) -> i64 {
        i64::from(self.0.num_days_from_ce()).saturating_sub(EPOCH)
    }

    pub(crate) fn from_days_since_epoch(days: i64) -> Option<Self> {
        let days = i32::try_from(days.checked_add(EPOCH)?).ok()?;
        NaiveDate::from_num_days_from_ce_opt(days).filter(|d| (1..=9999).contains(&d.year())).map(Self)
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

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written::date(self.yyyymmdd()).as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let month_day = self.month().wrapping_mul(100).wrapping_add(self.day());
        written::day(self.year(), month_day.cast_signed()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::value::read_text(deserializer, |text| Self::parse(text).ok_or_else(|| refuse(ErrorCode::DateInvalid)))
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
