use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Date,
    date::digits,
    written::{self, Written},
    ymd::{DAY, FIRST, JAPAN, parts_of},
};
use crate::base::{ErrorCode, from_text, refuse};

/// 9999-12-31T23:59:59+09:00 in Unix seconds.
const LAST: i64 = 253_402_268_399;

/// An instant: whole Unix seconds, within the years 1 to 9999 of Japan's civil calendar.
///
/// In JSON it is RFC 3339 with an offset, printed always at +09:00; in the C ABI Unix seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The instant of Unix seconds; `None` outside the years 1 to 9999 at +09:00.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&seconds).then_some(Self(seconds))
    }

    /// The first instant of a civil date in Japan.
    pub fn start_of(date: Date) -> Self {
        Self(date.days_since_epoch().saturating_mul(DAY).saturating_sub(JAPAN))
    }

    /// Unix seconds.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// The civil date in Japan.
    pub fn date(self) -> Date {
        debug_assert!(parts_of(self.0).is_some(), "an instant lies within the years 1 to 9999");
        parts_of(self.0).and_then(Date::of_parts).unwrap_or(Date::EARLIEST)
    }

    pub(crate) fn written(self) -> Written<25> {
        const LENGTH: u64 = DAY.cast_unsigned();
        // In range by construction.
        let (year, month_day) = parts_of(self.0).unwrap_or_default();
        let seconds = self.0.wrapping_sub(FIRST).cast_unsigned().wrapping_rem(LENGTH);
        let seconds = u32::try_from(seconds).unwrap_or(0);
        written::instant(year, month_day, seconds)
    }

    /// Reads RFC 3339: upper-case `T` and `Z`, no second 60, offset up to ±23:59. A fraction of a second is read and dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let date = Date::parse(date)?;
        let (time, offset) = rest.strip_prefix('T')?.split_at_checked(8)?;
        let &[h1, h2, b':', m1, m2, b':', s1, s2] = time.as_bytes() else { return None };
        let seconds = clock(&[h1, h2], &[m1, m2])?.checked_add(below(&[s1, s2], 60)?)?;
        let offset = match without_fraction(offset)?.as_bytes() {
            b"Z" => 0,
            &[sign, h1, h2, b':', m1, m2] => {
                let seconds = clock(&[h1, h2], &[m1, m2])?;
                match sign {
                    b'+' => seconds,
                    b'-' => seconds.checked_neg()?,
                    _ => return None,
                }
            }
            _ => return None,
        };
        let midnight = date.days_since_epoch().checked_mul(DAY)?;
        Self::from_unix(midnight.checked_add(seconds)?.checked_sub(offset)?)
    }
}

/// What follows the seconds, without their fraction: a point and one digit or more.
fn without_fraction(text: &str) -> Option<&str> {
    let Some(fraction) = text.strip_prefix('.') else { return Some(text) };
    let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < fraction.len() { Some(rest) } else { None }
}

fn clock(hours: &[u8], minutes: &[u8]) -> Option<i64> {
    below(hours, 24)?.checked_mul(3_600)?.checked_add(below(minutes, 60)?.checked_mul(60)?)
}

fn below(bytes: &[u8], end: u32) -> Option<i64> {
    digits(bytes).filter(|value| *value < end).map(i64::from)
}

from_text!(Instant, ErrorCode, |text| Self::parse(text).ok_or(ErrorCode::InstantInvalid));

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().as_str())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::base::value::read_text(deserializer, |text| {
            Self::parse(text).ok_or_else(|| refuse(ErrorCode::InstantInvalid))
        })
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(Instant, "Instant", {
    "type": "string",
    "format": "date-time",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"
});
