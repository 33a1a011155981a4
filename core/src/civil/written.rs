//! Dates and times as text, without the machinery of formatting: they are most of what answers hold.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::base::value::Plain;

/// `N` bytes of ASCII on the stack, filled up to `FULL`: whole words, which are known to be text many bytes at a time.
#[repr(align(8))]
pub(crate) struct Written<const N: usize, const FULL: usize>([u8; FULL]);

impl<const N: usize, const FULL: usize> Written<N, FULL> {
    #[inline]
    fn new(text: [u8; N]) -> Self {
        let mut full = [0; FULL];
        if let Some(place) = full.first_chunk_mut() {
            *place = text;
        }
        Self(full)
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        // Digits and punctuation: always text.
        core::str::from_utf8(&self.0).ok().and_then(|text| text.get(..N)).unwrap_or_default()
    }
}

impl<const N: usize, const FULL: usize> fmt::Display for Written<N, FULL> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize, const FULL: usize> Serialize for Written<N, FULL> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Plain(self.as_str()).write(serializer)
    }
}

/// The two digits of a number below 100.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    let number = u8::try_from(number).unwrap_or(0);
    [b'0'.wrapping_add(number.wrapping_div(10)), b'0'.wrapping_add(number.wrapping_rem(10))]
}

/// The date YYYYMMDD as `2024-02-18`.
#[inline]
pub(crate) fn date(ymd: i32) -> Written<10, 16> {
    let (year, month_day) = super::ymd::parts(ymd);
    Written::new(day(year, month_day))
}

/// The date of a year and MMDD.
#[inline]
fn day(year: i32, month_day: i32) -> [u8; 10] {
    let (year, month_day) = (year.cast_unsigned(), month_day.cast_unsigned());
    let ([y1, y2], [y3, y4]) = (pair(year.wrapping_div(100)), pair(year.wrapping_rem(100)));
    let ([m1, m2], [d1, d2]) = (pair(month_day.wrapping_div(100)), pair(month_day.wrapping_rem(100)));
    [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
}

/// The time of day, given in minutes since midnight, as `09:30`.
pub(super) fn time(minutes: u32) -> Written<5, 16> {
    let ([h1, h2], [m1, m2]) = (pair(minutes.wrapping_div(60)), pair(minutes.wrapping_rem(60)));
    Written::new([h1, h2, b':', m1, m2])
}

/// The date of a year and MMDD, and of the seconds since its midnight, as `2024-02-18T09:30:00+09:00`.
#[inline]
pub(super) fn instant(year: i32, month_day: i32, seconds: u32) -> Written<25, 32> {
    let mut text = *b"0000-00-00T00:00:00+09:00";
    let minutes = seconds.wrapping_div(60);
    let ([h1, h2], [m1, m2]) = (pair(minutes.wrapping_div(60)), pair(minutes.wrapping_rem(60)));
    let [s1, s2] = pair(seconds.wrapping_rem(60));
    if let Some((date, [_, clock @ ..])) = text.split_first_chunk_mut() {
        *date = day(year, month_day);
        if let Some(clock) = clock.first_chunk_mut() {
            *clock = [h1, h2, b':', m1, m2, b':', s1, s2];
        }
    }
    Written::new(text)
}

/// A date as the integer YYYYMMDD, shown `2024-02-18`.
pub(crate) struct Ymd(pub(crate) i32);

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(date(self.0).as_str())
    }
}

/// The two digits of a number below 100.
pub(crate) fn two_digits(number: u8) -> Written<2, 16> {
    Written::new(pair(number.into()))
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
