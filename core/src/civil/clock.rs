use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{date::digits, written};
use crate::base::{ErrorCode, from_text, refuse};

/// A time of day in Japan, to the minute: `00:00` to `23:59`, and `24:00` for the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// The end of the day, which is the start of the next one.
    pub const END: Self = Self { minutes: 24 * 60 };

    /// Reads exactly `HH:MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
        let hours = digits(&[h1, h2]).filter(|hours| *hours <= 24)?;
        let minutes = digits(&[m1, m2]).filter(|minutes| *minutes < 60 && (hours < 24 || *minutes == 0))?;
        let minutes = u16::try_from(hours.checked_mul(60)?.checked_add(minutes)?).ok()?;
        Some(Self { minutes })
    }

    /// Minutes of a day.
    pub(crate) const DAY_MINUTES: i64 = 24 * 60;

    /// The time a number of minutes after the start of the day; `None` past its end.
    pub(crate) fn from_minutes(minutes: i64) -> Option<Self> {
        let minutes = u16::try_from(minutes).ok()?;
        (minutes <= Self::END.minutes).then_some(Self { minutes })
    }

    /// Seconds since the start of the day.
    pub fn seconds(self) -> i64 {
        i64::from(self.minutes).saturating_mul(60)
    }
}

from_text!(TimeOfDay, ErrorCode, |text| Self::parse(text).ok_or(ErrorCode::ValueInvalid));

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written::time(self.minutes.into()).as_str())
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        written::time(self.minutes.into()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::base::value::read_text(deserializer, |text| {
            Self::parse(text).ok_or_else(|| refuse(ErrorCode::ValueInvalid))
        })
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(TimeOfDay, "TimeOfDay", { "type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" });
