//! Dates written as the integer YYYYMMDD, for columns: calculated without a branch that depends on the rows.

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;
/// Seconds by which the civil time of Japan is ahead of UTC.
pub(crate) const JAPAN: i64 = 9 * 3_600;
/// 0001-01-01T00:00:00+09:00 in Unix seconds.
pub(super) const FIRST: i64 = -62_135_629_200;

/// Days from 0000-03-01 to 0001-01-01, the calendar carried backwards. Years from March on have their leap day last.
const MARCH_TO_YEAR_1: u32 = 306;

/// Days of the years 1 to 9999.
const DAYS: u64 = 3_652_059;

/// Whether a year of 366 days.
#[inline]
pub(crate) fn is_leap_year(year: i32) -> bool {
    year.wrapping_rem(4) == 0 && (year.wrapping_rem(100) != 0 || year.wrapping_rem(400) == 0)
}

/// Year, and month and day as MMDD. What is below 0 has no year below 9,999.
#[inline]
pub(crate) fn parts(ymd: i32) -> (i32, i32) {
    let ymd = ymd.cast_unsigned();
    (ymd.wrapping_div(10_000).cast_signed(), ymd.wrapping_rem(10_000).cast_signed())
}

/// Whether the calendar has the date, in the years 1 to 9999.
#[inline]
pub(crate) fn is_date(ymd: i32) -> bool {
    let (year, month_day) = parts(ymd);
    is_in_every_year(ymd) || ((1..=9_999).contains(&year) && month_day == 229 && is_leap_year(year))
}

/// Whether the calendar has all of the dates. Few rows hold a 29 February, and only those are looked at one by one.
#[inline(always)]
pub(crate) fn are_dates<const N: usize>(dates: [i32; N]) -> bool {
    #[cold]
    #[inline(never)]
    fn one_by_one(dates: &[i32]) -> bool {
        dates.iter().all(|date| is_date(*date))
    }
    dates.iter().fold(true, |all, date| all & is_in_every_year(*date)) || one_by_one(&dates)
}

/// Whether a date of the years 1 to 9999, and of common years, too: looked up, which takes no division by months.
#[inline(always)]
fn is_in_every_year(ymd: i32) -> bool {
    let known = ymd.wrapping_sub(10_000).cast_unsigned() < 99_990_000;
    let month_day = usize::try_from(ymd.cast_unsigned().wrapping_rem(10_000)).ok();
    month_day.and_then(|month_day| COMMON_YEAR.get(month_day)).is_some_and(|day| *day) & known
}

/// For each MMDD from 0 to 9,999 whether a common year has it: a table over the whole range, so that no index needs a check of its own.
static COMMON_YEAR: [bool; 10_000] = {
    let mut days = [false; 10_000];
    let mut rest = days.as_mut_slice();
    let mut month_day = 0_u32;
    while let Some((is_day, others)) = rest.split_first_mut() {
        let last = match month_day.wrapping_div(100) {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28,
            _ => 0,
        };
        let day = month_day.wrapping_rem(100);
        *is_day = 1 <= day && day <= last;
        rest = others;
        month_day = month_day.wrapping_add(1);
    }
    days
};

/// The date in Japan of an instant in Unix seconds, as [`parts`]; `None` outside the years 1 to 9999.
#[inline]
pub(crate) fn parts_of(unix: i64) -> Option<(i32, i32)> {
    const LENGTH: u64 = DAY.cast_unsigned();
    /// 2^32 over the 1,461 quarters of a year, rounded up: a product's upper half is the year, its lower half the part of it.
    const YEAR: u32 = 2_939_745;
    /// 2^16 over the days of a month from March on, 153 in five.
    const MONTH: u32 = 2_141;
    /// Three months, for March, and what makes every month begin on its first day.
    const MARCH: u32 = 197_913;

    let since = unix.wrapping_sub(FIRST).cast_unsigned();
    if since >= DAYS.wrapping_mul(LENGTH) {
        return None;
    }
    let day = u32::try_from(since.wrapping_div(LENGTH)).ok()?.wrapping_add(MARCH_TO_YEAR_1);
    // Four times a count of days, and one before the next, so that 146,097 quarters make a year's century without a rest.
    let quarters = day.wrapping_mul(4).wrapping_add(3);
    let century = quarters.wrapping_div(146_097);
    let quarters = quarters.wrapping_rem(146_097) | 3;
    let (part, year) = halves(u64::from(quarters).wrapping_mul(YEAR.into()));
    let day = part.wrapping_div(YEAR).wrapping_div(4);
    let months = day.wrapping_mul(MONTH).wrapping_add(MARCH);
    let (month, day) = (months.wrapping_shr(16), (months & 0xFFFF).wrapping_div(MONTH));
    // January and February are the months 13 and 14 of the year before.
    let next = u32::from(month > 12);
    let year = century.wrapping_mul(100).wrapping_add(year).wrapping_add(next);
    let month_day = month.wrapping_mul(100).wrapping_sub(next.wrapping_mul(1_200)).wrapping_add(day).wrapping_add(1);
    Some((year.cast_signed(), month_day.cast_signed()))
}

/// The lower and the upper half.
#[inline]
fn halves(product: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = product.to_le_bytes();
    (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Datelike, NaiveDate};

    use super::*;
    use crate::civil::{Date, Instant};

    /// Whether chrono's calendar has the date.
    fn is_in_calendar(ymd: i32) -> bool {
        let (year, month, day) = (ymd / 10_000, ymd / 100 % 100, ymd % 100);
        let parts = u32::try_from(month).ok().zip(u32::try_from(day).ok());
        (1..=9_999).contains(&year)
            && parts.and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month, day)).is_some()
    }

    /// The date in Japan by chrono's calendar.
    fn in_calendar(unix: i64) -> Option<i32> {
        let date = DateTime::from_timestamp(unix, 0)?.naive_utc().checked_add_signed(chrono::TimeDelta::hours(9))?;
        let ymd = date.year() * 10_000 + (date.month() * 100 + date.day()) as i32;
        Some(ymd).filter(|_| (1..=9_999).contains(&date.year()))
    }

    fn date_of(unix: i64) -> Option<i32> {
        parts_of(unix).map(|(year, month_day)| year * 10_000 + month_day)
    }

    #[test]
    fn every_day_is_the_calendars() {
        let mut day = Date::from_ymd(1, 1, 1);
        let mut first = FIRST;
        let mut days = 0;
        while let Some(date) = day {
            let ymd = date.yyyymmdd();
            assert_eq!((date_of(first), date_of(first + DAY - 1)), (Some(ymd), Some(ymd)));
            assert!(is_date(ymd) && are_dates([ymd, 10_101, ymd]));
            (day, first, days) = (date.succ(), first + DAY, days + 1);
        }
        assert_eq!((days, date_of(first), date_of(FIRST - 1)), (DAYS, None, None));
        assert_eq!((date_of(i64::MIN), date_of(i64::MAX)), (None, None));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for year in [0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999, 10_000] {
            for month_day in 0..10_000 {
                let ymd = year * 10_000 + month_day;
                let is = is_in_calendar(ymd);
                assert_eq!((is_date(ymd), are_dates([20_240_229, ymd])), (is, is), "{ymd}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_integer_is_judged_as_the_calendar_does(ymd: i32, any: i64, near in FIRST - DAY..FIRST + 3_652_060 * DAY) {
            proptest::prop_assert_eq!(is_date(ymd), is_in_calendar(ymd));
            for unix in [any, near] {
                proptest::prop_assert_eq!(date_of(unix), in_calendar(unix));
                proptest::prop_assert_eq!(date_of(unix), Instant::from_unix(unix).map(|at| at.date().yyyymmdd()));
            }
        }
    }
}
