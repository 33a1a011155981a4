//! Days and instants as scenarios write them.

use std::{
    borrow::Cow,
    fmt::{self, Display},
    ops::Deref,
};

use kenpo::civil::{Date, Instant};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Texts of one kind, which are held to it as they are read. In the schema they are texts: a row of examples may stand in their place.
macro_rules! texts {
    ($($(#[$says:meta])* $name:ident: $expected:expr, $is:expr;)*) => {
        $(
            $(#[$says])*
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Debug)]
            #[serde(transparent)]
            pub(crate) struct $name(String);

            impl Deref for $name {
                type Target = str;

                fn deref(&self) -> &str {
                    &self.0
                }
            }

            impl Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = String::deserialize(deserializer)?;
                    match $is(&text) {
                        true => Ok(Self(text)),
                        false => Err(D::Error::custom(format_args!("invalid value, expected {}", $expected))),
                    }
                }
            }

            impl JsonSchema for $name {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    String::schema_name()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    String::json_schema(generator)
                }
            }
        )*
    };
}

pub(super) const A_DATE: &str = "a date";
pub(super) const A_MOMENT: &str = "a moment";
pub(super) const A_DATE_AS_KEY: &str = "a date as a key";
pub(super) const A_DATE_OR_NEVER: &str = "a date or never";
pub(super) const A_MONTH: &str = "a month";

texts! {
    /// A date.
    Day: A_DATE, |text: &str| Date::parse(text).is_some();
    /// A date, which means its 9:00, a date and a time of day, or an instant with its offset.
    Moment: A_MOMENT, |text: &str| Instant::parse(&instant(text)).is_some();
    /// A date that is a key.
    DayKey: A_DATE_AS_KEY, |text: &str| Date::parse(text).is_some();
    /// A date, or `never`.
    DayOrNever: A_DATE_OR_NEVER, |text: &str| text == "never" || Date::parse(text).is_some();
    /// A month, such as 2022-06.
    MonthOfYear: A_MONTH, |text: &str| text.len() == 7 && Date::parse(&format!("{text}-01")).is_some();
}

/// The day after a day; the text itself where it is not a date, so that the library says what is wrong with it.
pub(crate) fn next(day: &str) -> String {
    let next = Date::parse(day).and_then(Date::succ);
    next.map_or_else(|| day.to_owned(), |next| next.to_string())
}

/// A date as its 9:00, a date and a time of day, or an instant as it stands.
pub(crate) fn instant(text: &str) -> String {
    match (text.len(), text.split_once([' ', 'T'])) {
        (10, None) => format!("{text}T09:00:00+09:00"),
        (16, Some((day, time))) => format!("{day}T{time}:00+09:00"),
        _ => text.to_owned(),
    }
}

/// Every day of a span; none where an end is not a date.
pub(crate) fn days(from: &str, until: &str) -> Vec<String> {
    let (Some(from), Some(until)) = (Date::parse(from), Date::parse(until)) else { return Vec::new() };
    let days = std::iter::successors(Some(from), |day| day.succ());
    days.take_while(|day| *day <= until).map(|day| day.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        assert_eq!(next("2024-02-28"), "2024-02-29");
        assert_eq!(instant("2024-02-28"), "2024-02-28T09:00:00+09:00");
        assert_eq!(instant("2024-02-28 23:59"), "2024-02-28T23:59:00+09:00");
        assert_eq!(instant("2024-02-28T23:59:30+09:00"), "2024-02-28T23:59:30+09:00");
        assert_eq!(days("2024-02-28", "2024-03-01"), ["2024-02-28", "2024-02-29", "2024-03-01"]);
        assert!(days("2024-03-01", "2024-02-28").is_empty());
    }
}
