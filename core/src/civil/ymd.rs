//! Dates written as the integer YYYYMMDD, for columns: reckoned without a branch that the rows could steer.

use core::fmt;

use super::instant::{DAY, FIRST};

/// A date as the integer YYYYMMDD, shown `2024-02-18`.
pub(crate) struct Ymd(pub(crate) i32);

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month_day) = (self.0.div_euclid(10_000), self.0.rem_euclid(10_000));
        write!(f, "{year:04}-{:02}-{:02}", month_day.div_euclid(100), month_day.rem_euclid(100))
    }
}

/// Days from 0000-03-01 to 0001-01-01, the calendar carried backwards. Years from March on have their leap day last.
const MARCH_TO_YEAR_1: u32 = 306;

/// Days of the years 1 to 9999.
const DAYS: u32 = 3_652_059;

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
    let known = (1..=9_999).contains(&year);
    (known & is_in_every_year(month_day)) || (known && month_day == 229 && is_leap_year(year))
}

/// Whether a common year has the day MMDD: looked up, which takes no division by months.
#[inline]
fn is_in_every_year(month_day: i32) -> bool {
    let month_day = month_day.cast_unsigned();
    let word = usize::try_from(month_day.wrapping_div(64)).ok().and_then(|word| COMMON_YEAR.get(word));
    word.is_some_and(|word| word.wrapping_shr(month_day) & 1 == 1)
}

/// A bit for each MMDD from 0 on, set for the days of a common year.
const COMMON_YEAR: [u64; 20] = {
    let mut words = [0; 20];
    let (mut at, mut month_day) = (0_usize, 0_u32);
    while at < words.len() {
        let (month, day) = (month_day.wrapping_div(100), month_day.wrapping_rem(100));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28,
            _ => 0,
        };
        if let Some((word, _)) = words.split_at_mut(at).1.split_first_mut()
            && 1 <= day
            && day <= last
        {
            *word |= 1_u64.wrapping_shl(month_day);
        }
        month_day = month_day.wrapping_add(1);
        if month_day.wrapping_rem(64) == 0 {
            at = at.wrapping_add(1);
        }
    }
    words
};

/// The date in Japan of an instant in Unix seconds; `None` outside the years 1 to 9999.
#[inline]
pub(crate) fn date_of(unix: i64) -> Option<i32> {
    const LENGTH: u64 = DAY.cast_unsigned();
    let since = unix.wrapping_sub(FIRST).cast_unsigned();
    let day = u32::try_from(since.wrapping_div(LENGTH)).ok().filter(|day| *day < DAYS)?;
    let day = day.wrapping_add(MARCH_TO_YEAR_1);
    // Four times a count of days, and one before the next, so that 146,097 quarters make a year's century without a rest.
    let quarters = day.wrapping_mul(4).wrapping_add(3);
    let century = quarters.wrapping_div(146_097);
    let quarters = quarters.wrapping_rem(146_097) | 3;
    let (year, day) = (quarters.wrapping_div(1_461), quarters.wrapping_rem(1_461).wrapping_div(4));
    // Five months from March, August and January on have 153 days.
    let fifths = day.wrapping_mul(5).wrapping_add(2);
    let (month, day) = (fifths.wrapping_div(153), fifths.wrapping_rem(153).wrapping_div(5));
    let next = u32::from(month >= 10);
    let year = century.wrapping_mul(100).wrapping_add(year).wrapping_add(next);
    let month = month.wrapping_add(3).wrapping_sub(next.wrapping_mul(12));
    let date = year.wrapping_mul(10_000).wrapping_add(month.wrapping_mul(100)).wrapping_add(day).wrapping_add(1);
    Some(date.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::{Date, Instant};

    #[test]
    fn every_day_is_the_calendars() {
        let mut day = Date::from_ymd(1, 1, 1);
        let mut first = FIRST;
        let mut days = 0;
        while let Some(date) = day {
            let ymd = date.yyyymmdd();
            assert_eq!((date_of(first), date_of(first + DAY - 1)), (Some(ymd), Some(ymd)));
            assert!(is_date(ymd));
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
                assert_eq!(is_date(ymd), Date::from_yyyymmdd(ymd).is_some(), "{ymd}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_integer_is_judged_as_the_calendar_does(ymd: i32, unix: i64) {
            proptest::prop_assert_eq!(is_date(ymd), Date::from_yyyymmdd(ymd).is_some());
            proptest::prop_assert_eq!(date_of(unix), Instant::from_unix(unix).map(|at| at.date().yyyymmdd()));
        }
    }
}
