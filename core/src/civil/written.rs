//! Dates and times as text, without the machinery of formatting: they are most of what answers hold.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::base::value::{Plain, four_digits};

/// `N` bytes of ASCII on the stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<const N: usize>([u8; N]);

impl<const N: usize> Written<N> {
    pub(crate) fn as_str(&self) -> &str {
        Plain(&self.0).as_str()
    }
}

impl<const N: usize> fmt::Display for Written<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> Serialize for Written<N> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Plain(&self.0).write(serializer)
    }
}

/// The digits of a number below 10,000.
#[inline(always)]
fn digits(number: u32) -> [u8; 4] {
    (four_digits(number) | 0x3030_3030).to_le_bytes()
}

/// The date YYYYMMDD as `2024-02-18`.
#[inline]
pub(crate) fn date(ymd: i32) -> Written<10> {
    let (year, month_day) = super::ymd::parts(ymd);
    Written(day(year, month_day))
}

/// The date of a year and MMDD.
#[inline(always)]
fn day(year: i32, month_day: i32) -> [u8; 10] {
    let ([y1, y2, y3, y4], [m1, m2, d1, d2]) = (digits(year.cast_unsigned()), digits(month_day.cast_unsigned()));
    [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
}

/// The time of day, given in minutes since midnight, as `09:30`.
pub(super) fn time(minutes: u32) -> Written<5> {
    let [h1, h2, m1, m2] = digits(clock(minutes));
    Written([h1, h2, b':', m1, m2])
}

/// Minutes since midnight as HHMM.
#[inline(always)]
fn clock(minutes: u32) -> u32 {
    minutes.wrapping_div(60).wrapping_mul(100).wrapping_add(minutes.wrapping_rem(60))
}

/// The date of a year and MMDD, and of the seconds since its midnight, as `2024-02-18T09:30:00+09:00`.
#[inline]
pub(super) fn instant(year: i32, month_day: i32, seconds: u32) -> Written<25> {
    let mut text = *b"0000-00-00T00:00:00+09:00";
    let [h1, h2, m1, m2] = digits(clock(seconds.wrapping_div(60)));
    let [.., s1, s2] = digits(seconds.wrapping_rem(60));
    if let Some((date, [_, clock @ ..])) = text.split_first_chunk_mut() {
        *date = day(year, month_day);
        if let Some(clock) = clock.first_chunk_mut() {
            *clock = [h1, h2, b':', m1, m2, b':', s1, s2];
        }
    }
    Written(text)
}

/// A date as the integer YYYYMMDD, shown `2024-02-18`.
pub(crate) struct Ymd(pub(crate) i32);

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(date(self.0).as_str())
    }
}

/// The two digits of a number below 100.
pub(crate) fn two_digits(number: u8) -> Written<2> {
    let [.., first, second] = digits(number.into());
    Written([first, second])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_digits() {
        assert_eq!(date(20_240_218).as_str(), "2024-02-18");
        assert_eq!(date(10_101).as_str(), "0001-01-01");
        assert_eq!(time(23 * 60 + 59).as_str(), "23:59");
        assert_eq!(time(65).as_str(), "01:05");
        assert_eq!(instant(2024, 218, 86_399).as_str(), "2024-02-18T23:59:59+09:00");
        assert_eq!(instant(9999, 1231, 3_661).as_str(), "9999-12-31T01:01:01+09:00");
        assert_eq!(two_digits(7).as_str(), "07");
        assert_eq!(two_digits(99).as_str(), "99");
    }
}
