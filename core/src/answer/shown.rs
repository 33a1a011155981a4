//! Values that checks read, kept as they are until someone writes them.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::{
    base::value::{Amount, Code, Count},
    civil::{Date, Instant, Ymd, written},
    numbers::SchemeCode,
};

/// A value that a check read, shown as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value(Kind);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    Whole(i64),
    /// A date as the integer YYYYMMDD.
    Date(i32),
    Instant(Instant),
    Word(&'static str),
    Code(Code),
    Scheme(SchemeCode),
}

impl Value {
    /// Hands the text to who writes it.
    fn shown<T>(&self, write: impl FnOnce(&str) -> T) -> T {
        match &self.0 {
            Kind::Whole(whole) => write(itoa::Buffer::new().format(*whole)),
            Kind::Date(ymd) => write(written::date(*ymd).as_str()),
            Kind::Instant(instant) => write(instant.written().as_str()),
            Kind::Word(word) => write(word),
            Kind::Code(code) => write(code.as_str()),
            Kind::Scheme(scheme) => write(scheme.written().as_str()),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown(|text| f.write_str(text))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown(|text| serializer.serialize_str(text))
    }
}

macro_rules! from {
    ($($type:ty: $value:ident => $kind:expr;)+) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                Self($kind)
            }
        }
    )+};
}

from! {
    i64: value => Kind::Whole(value);
    i32: value => Kind::Whole(value.into());
    u32: value => Kind::Whole(value.into());
    u16: value => Kind::Whole(value.into());
    u8: value => Kind::Whole(value.into());
    usize: value => Kind::Whole(i64::try_from(value).unwrap_or(i64::MAX));
    Count: value => Kind::Whole(value.get());
    Amount: value => Kind::Whole(value.get());
    Date: value => Kind::Date(value.yyyymmdd());
    Ymd: value => Kind::Date(value.0);
    Instant: value => Kind::Instant(value);
    bool: value => Kind::Word(if value { "true" } else { "false" });
    &'static str: value => Kind::Word(value);
    &Code: value => Kind::Code(value.clone());
    SchemeCode: value => Kind::Scheme(value);
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        alloc::string::String::json_schema(generator)
    }
}
