//! Dates and times as text, without the machinery of formatting: they are most of what answers hold.

use core::fmt;

use serde::{Serializer, ser::Error as _};

use crate::base::plain::write_plain;

/// `N` bytes of ASCII on the stack, the rest of its words filled up: so they are known to be text eight at a time.
#[repr(align(8))]
pub(crate) struct Written<const N: usize, const WORDS: usize>([[u8; 8]; WORDS]);

impl<const N: usize, const WORDS: usize> Written<N, WORDS> {
    /// The words hold their bytes from the lowest up.
    #[inline(always)]
    fn new(words: [u64; WORDS]) -> Self {
        Self(words.map(u64::to_le_bytes))
    }

    /// Digits and punctuation: never none.
    #[inline(always)]
    fn text(&self) -> Option<&str> {
        core::str::from_utf8(self.0.as_flattened()).ok()?.get(..N)
    }

    /// The bytes.
    #[inline]
    pub(super) fn bytes(&self) -> Option<&[u8; N]> {
        self.0.as_flattened().first_chunk()
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        self.text().unwrap_or_default()
    }

    /// Writes it as a JSON string.
    #[inline(always)]
    pub(super) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text() {
            Some(text) => write_plain(serializer, text),
            None => Err(S::Error::custom("not written")),
        }
    }
}

impl<const N: usize, const WORDS: usize> fmt::Display for Written<N, WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The eight digits of two numbers below 10,000, from the lowest byte up, without a division.
#[inline(always)]
fn eight(first: u32, second: u32) -> u64 {
    // The hundreds and the rest of both, then the tens and the rest of those, each in its part of the word.
    let both = u64::from(first) | u64::from(second) << 32;
    let hundreds = (both.wrapping_mul(10_486) >> 20) & 0x7F_0000_007F;
    let pairs = hundreds | both.wrapping_sub(hundreds.wrapping_mul(100)) << 16;
    let tens = (pairs.wrapping_mul(103) >> 10) & 0x000F_000F_000F_000F;
    let digits = tens | pairs.wrapping_sub(tens.wrapping_mul(10)) << 8;
    digits | 0x3030_3030_3030_3030
}

/// Two bytes of a word, as the lowest of another.
#[inline(always)]
fn pair(word: u64, at: u32) -> u64 {
    word.wrapping_shr(at.wrapping_mul(8)) & 0xFFFF
}

/// The date YYYYMMDD as `2024-02-18`.
pub(crate) fn date(ymd: i32) -> Written<10, 2> {
    let (year, month_day) = super::ymd::parts(ymd);
    day(year, month_day)
}

/// The date of a year and MMDD as `2024-02-18`.
#[inline(always)]
pub(super) fn day(year: i32, month_day: i32) -> Written<10, 2> {
    Written::new(day_words(year, month_day))
}

#[inline(always)]
fn day_words(year: i32, month_day: i32) -> [u64; 2] {
    let digits = eight(year.cast_unsigned(), month_day.cast_unsigned());
    let hyphens = u64::from_le_bytes(*b"\0\0\0\0-\0\0-");
    [digits & 0xFFFF_FFFF | pair(digits, 4) << 40 | hyphens, pair(digits, 6)]
}

/// The time of day, given in minutes since midnight, as `09:30`.
pub(super) fn time(minutes: u32) -> Written<5, 1> {
    let digits = eight(clock(minutes), 0);
    Written::new([pair(digits, 0) | pair(digits, 2) << 24 | u64::from(b':') << 16])
}

/// The date of a year and MMDD, and of the seconds since its midnight, as `2024-02-18T09:30:00+09:00`.
#[inline(always)]
pub(super) fn instant(year: i32, month_day: i32, seconds: u32) -> Written<25, 4> {
    let minutes = seconds.wrapping_div(60);
    let digits = eight(clock(minutes), seconds.wrapping_sub(minutes.wrapping_mul(60)));
    let [first, day] = day_words(year, month_day);
    let clock = pair(digits, 0) << 24 | pair(digits, 2) << 48 | u64::from_le_bytes(*b"\0\0T\0\0:\0\0");
    let rest = pair(digits, 6) << 8 | u64::from_le_bytes(*b":\0\0+09:0");
    Written::new([first, day | clock, rest, b'0'.into()])
}

/// Minutes of a day as HHMM.
#[inline(always)]
fn clock(minutes: u32) -> u32 {
    minutes.wrapping_add(minutes.wrapping_div(60).wrapping_mul(40))
}

/// A date as the integer YYYYMMDD, shown `2024-02-18`.
pub(crate) struct Ymd(pub(crate) i32);

impl fmt::Display for Ymd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(date(self.0).as_str())
    }
}

/// The two digits of a number below 100.
pub(crate) fn two_digits(number: u8) -> Written<2, 1> {
    Written::new([pair(eight(number.into(), 0), 2)])
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn dates_are_written_in_digits() {
        for number in 0..10_000 {
            assert_eq!(
                eight(number, 9_999 - number).to_le_bytes(),
                *format!("{number:04}{:04}", 9_999 - number).as_bytes()
            );
        }
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
