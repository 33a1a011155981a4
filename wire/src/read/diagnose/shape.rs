//! What a programme document looks like, as data: keys, lists and kinds of values. It is used only where a document cannot be read, to
//! find every fault and to say what is allowed there.

use kenpo_core::{
    civil::{Date, Instant, TimeOfDay},
    numbers::SchemeCode,
    programme::{Allowed, FORMAT, FixedDay, MonthDay},
    value::{Amount, Clause, Code, Count, DrawId, MAX_SAFE, RuleId},
};
use serde::Deserialize;

use crate::read::{Fault, scan::Reader};

/// What a value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    /// An object of these fields.
    Object(&'static [Field]),
    /// A list of such elements.
    List(&'static Shape),
    /// A text that is one of these.
    Choice(&'static [&'static str]),
    /// An integer within limits that are narrower than its kind's.
    Within(Kind, i64, i64),
    /// An integer that is one of these.
    OneOf(Kind, &'static [&'static str]),
    /// Any other value.
    Value(Kind),
}

/// A field of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) needed: bool,
    pub(super) shape: &'static Shape,
}

/// The kind of a value without parts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Boolean,
    /// An integer of 8 bits.
    Byte,
    /// An integer of 16 bits.
    Short,
    /// An integer of 32 bits.
    Long,
    Count,
    /// An integer that may be negative.
    Amount,
    Text,
    /// The text that names the format.
    Format,
    Id,
    DrawId,
    Rule,
    Scheme,
    Date,
    Instant,
    Time,
    /// A day in each year.
    MonthDay,
    /// A day in each year, or of one. No document has one yet.
    #[allow(dead_code)]
    FixedDay,
}

impl Kind {
    /// Takes a value of the kind.
    pub(super) fn take(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match self {
            Self::Boolean => bool::deserialize(reader).map(drop),
            Self::Byte => u8::deserialize(reader).map(drop),
            Self::Short => u16::deserialize(reader).map(drop),
            Self::Long => u32::deserialize(reader).map(drop),
            Self::Count => Count::deserialize(reader).map(drop),
            Self::Amount => Amount::deserialize(reader).map(drop),
            // That it is another one is said by validation, as of every text that can be read.
            Self::Text | Self::Format => Clause::deserialize(reader).map(drop),
            Self::Id => Code::deserialize(reader).map(drop),
            Self::DrawId => DrawId::deserialize(reader).map(drop),
            Self::Rule => RuleId::deserialize(reader).map(drop),
            Self::Scheme => SchemeCode::deserialize(reader).map(drop),
            Self::Date => Date::deserialize(reader).map(drop),
            Self::Instant => Instant::deserialize(reader).map(drop),
            Self::Time => TimeOfDay::deserialize(reader).map(drop),
            Self::MonthDay => MonthDay::deserialize(reader).map(drop),
            Self::FixedDay => FixedDay::deserialize(reader).map(drop),
        }
    }
}

impl Shape {
    /// What is allowed where a value of this shape is wanted.
    pub(super) fn allowed(&self) -> Allowed {
        let kind = |kind| Allowed { kind: Some(kind), ..Allowed::default() };
        let range = |name, least, most| Allowed { at_least: Some(least), at_most: Some(most), ..kind(name) };
        match self {
            Self::Object(fields) => Allowed { keys: fields.iter().map(|field| field.name).collect(), ..kind("object") },
            Self::List(_) => kind("list"),
            Self::Choice(choices) => Allowed { choices: choices.to_vec(), ..kind("text") },
            Self::Value(Kind::Boolean) => kind("boolean"),
            Self::Value(Kind::Byte) => range("integer", 0, u8::MAX.into()),
            Self::Value(Kind::Short) => range("integer", 0, u16::MAX.into()),
            Self::Value(Kind::Long) => range("integer", 0, u32::MAX.into()),
            Self::Value(Kind::Count) => range("integer", 0, MAX_SAFE),
            Self::Value(Kind::Amount) => range("integer", -MAX_SAFE, MAX_SAFE),
            Self::Within(_, least, most) => range("integer", *least, *most),
            Self::OneOf(_, choices) => Allowed { choices: choices.to_vec(), ..kind("integer") },
            Self::Value(Kind::Format) => Allowed { choices: [FORMAT].into(), ..kind("text") },
            Self::Value(Kind::Text) => range("text", 1, 1024),
            Self::Value(Kind::Id | Kind::DrawId) => range("id", 1, 64),
            Self::Value(Kind::Rule) => range("rule_id", 1, 128),
            Self::Value(Kind::Scheme) => kind("scheme"),
            Self::Value(Kind::Date) => kind("date"),
            Self::Value(Kind::Instant) => kind("instant"),
            Self::Value(Kind::Time) => kind("time"),
            Self::Value(Kind::MonthDay) => kind("month_day"),
            Self::Value(Kind::FixedDay) => kind("fixed_day"),
        }
    }
}
