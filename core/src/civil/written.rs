//! Dates and times as text, without the machinery of formatting: they are most of what answers hold.

use core::fmt;

use serde::{Serialize, Serializer};

/// `N` bytes of ASCII on the stack.
pub(crate) struct Written<const N: usize>([u8; N]);

impl<const N: usize> Written<N> {
    /// A text in which numbers are filled in. Of each: where its digits begin, how many they are, and the number.
    #[inline]
    fn new(mut text: [u8; N], numbers: &[(usize, usize, u32)]) -> Self {
        for (start, digits, number) in numbers {
            let mut rest = *number;
            for place in text.iter_mut().skip(*start).take(*digits).rev() {
                *place = b'0'.wrapping_add(u8::try_from(rest.wrapping_rem(10)).unwrap_or(0));
                rest = rest.wrapping_div(10);
            }
        }
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        // Digits and punctuation: always text.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for Written<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> Serialize for Written<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The date YYYYMMDD as `2024-02-18`.
pub(crate) fn date(ymd: i32) -> Written<10> {
    let (year, month_day) = super::ymd::parts(ymd);
    Written::new(*b"0000-00-00", &day(year, month_day))
}

/// Year, month and day of a date, where they stand in its text.
fn day(year: i32, month_day: i32) -> [(usize, usize, u32); 3] {
    let month_day = month_day.cast_unsigned();
    [(0, 4, year.cast_unsigned()), (5, 2, month_day.wrapping_div(100)), (8, 2, month_day.wrapping_rem(100))]
}

/// The time of day, given in minutes since midnight, as `09:30`.
pub(super) fn time(minutes: u32) -> Written<5> {
    Written::new(*b"00:00", &[(0, 2, minutes.wrapping_div(60)), (3, 2, minutes.wrapping_rem(60))])
}

/// The date of a year and MMDD, and of the seconds since its midnight, as `2024-02-18T09:30:00+09:00`.
pub(super) fn instant(year: i32, month_day: i32, seconds: u32) -> Written<25> {
    let [year, month, day] = day(year, month_day);
    let minutes = seconds.wrapping_div(60);
    let clock =
        [(11, 2, minutes.wrapping_div(60)), (14, 2, minutes.wrapping_rem(60)), (17, 2, seconds.wrapping_rem(60))];
    let [hour, minute, second] = clock;
    Written::new(*b"0000-00-00T00:00:00+09:00", &[year, month, day, hour, minute, second])
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
    Written::new(*b"00", &[(0, 2, number.into())])
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
