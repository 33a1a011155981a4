//! Small values that requests, answers and documents are made of, each with its range.

use core::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};
use smol_str::{SmolStr, format_smolstr};

use super::error::{ErrorCode, refuse};
pub(crate) use super::plain::Plain;
pub use super::{
    hex::{Hex, HexBytes},
    plain::{PLAIN, four_digits},
};

/// 2^53 − 1: the largest integer that JavaScript, PHP and Java all hold exactly.
pub const MAX_SAFE: i64 = (1 << 53) - 1;

/// Reads a string without keeping it.
pub(crate) fn read_text<'de, D, T, F>(deserializer: D, read: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T, D::Error>,
{
    struct Text<T, F, E>(F, PhantomData<(T, E)>);
    impl<T, Er, F> Visitor<'_> for Text<T, F, Er>
    where
        F: FnOnce(&str) -> Result<T, Er>,
        Er: serde::de::Error,
    {
        // What the reader said is carried as a value: a visitor's own error type is not the deserializer's.
        type Value = Result<T, Er>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok((self.0)(text))
        }
    }
    deserializer.deserialize_str(Text(read, PhantomData))?
}

/// For optional fields: absent is omitted, and a present `null` is refused.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}

macro_rules! integer {
    ($(#[$meta:meta])* $name:ident, $least:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(i64);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(0);

            /// The number, where it is in range.
            pub fn new(value: i64) -> Option<Self> {
                ($least..=MAX_SAFE).contains(&value).then_some(Self(value))
            }

            /// The number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        /// `out_of_range` outside the range.
        impl TryFrom<i64> for $name {
            type Error = ErrorCode;

            fn try_from(value: i64) -> Result<Self, ErrorCode> {
                Self::new(value).ok_or(ErrorCode::OutOfRange)
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(i64::deserialize(deserializer)?).ok_or_else(|| refuse(ErrorCode::OutOfRange))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "integer", "minimum": $least, "maximum": MAX_SAFE })
            }
        }
    };
}

integer! {
    /// A count that is never negative: steps, points earned, tickets, sequence numbers. 0 to 2^53 − 1.
    Count, 0
}
integer! {
    /// A signed amount: points in a ledger entry. ±(2^53 − 1).
    Amount, -MAX_SAFE
}

macro_rules! text {
    (@write plain $text:expr, $serializer:ident) => { Plain($text.as_bytes()).write($serializer) };
    (@write any $text:expr, $serializer:ident) => { $serializer.serialize_str($text) };
    ($(#[$meta:meta])* $name:ident, $longest:literal, $write:ident, $code:ident, $valid:expr, $schema:tt) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(SmolStr);

        impl $name {
            /// The text, where it is of this kind.
            ///
            /// # Errors
            /// `text_empty`, `text_too_long`, or the code of what it must hold.
            pub fn new(text: &str) -> Result<Self, ErrorCode> {
                if text.is_empty() {
                    return Err(ErrorCode::TextEmpty);
                }
                if text.len() > $longest {
                    return Err(ErrorCode::TextTooLong);
                }
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(SmolStr::new(text))) } else { Err(ErrorCode::$code) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        $crate::base::from_text!($name, ErrorCode, Self::new);

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                text!(@write $write &self.0, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer, |text| Self::new(text).map_err(refuse))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

/// Whether a code can hold a byte: codes are most of what requests hold.
static IN_CODES: [bool; 256] = {
    let mut bytes = [false; 256];
    let (mut rest, mut byte) = (bytes.as_mut_slice(), 0_u8);
    while let Some((is, others)) = rest.split_first_mut() {
        *is = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
        (rest, byte) = (others, byte.wrapping_add(1));
    }
    bytes
};

text! {
    /// An identifier inside a programme or a draw: `[a-z0-9_-]{1,64}`.
    Code, 64, plain, CodeInvalid,
    |text| text.bytes().all(|byte| IN_CODES.get(usize::from(byte)).is_some_and(|is| *is)),
    { "type": "string", "pattern": "^[a-z0-9_-]{1,64}$" }
}
text! {
    /// How a rule is called where checks cite it, such as `KKR-07` or `第3条`: 1 to 128 bytes of UTF-8 without control characters. Where a setting
    /// names no rule, it is cited by its path in the document.
    #[derive(Default)]
    RuleId, 128, any, CodeInvalid,
    |text| !text.chars().any(char::is_control),
    { "type": "string", "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]{1,128}$" }
}

impl RuleId {
    /// Is the path where the setting names no rule.
    pub(crate) fn or_path(&mut self, path: &dyn fmt::Display) {
        if self.0.is_empty() {
            self.0 = format_smolstr!("{path}");
        }
    }
}

text! {
    /// A draw's identifier, `[a-z0-9-]{1,64}`: its bytes enter the draw's hashes.
    DrawId, 64, plain, CodeInvalid,
    |text| text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')),
    { "type": "string", "pattern": "^[a-z0-9-]{1,64}$" }
}
text! {
    /// An identifier of the host's own, such as a member's id or a request key: 1 to 128 bytes of UTF-8.
    HostId, 128, any, ValueInvalid,
    |_| true,
    { "type": "string", "minLength": 1, "maxLength": 128 }
}
text! {
    /// A text of a programme document, such as a name or the clause a rule rests on: 1 to 1,024 bytes of UTF-8.
    Clause, 1024, any, ValueInvalid,
    |_| true,
    { "type": "string", "minLength": 1, "maxLength": 1024 }
}

/// What a host found out; the field is absent where it did not look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// It is so.
    Yes,
    /// It is not.
    No,
}
