//! Answers as compact JSON, byte for byte as serde_json writes them.
//!
//! Answers hold objects, arrays, strings, integers and booleans; a value of another kind is refused, not approximated.
//! `docs/decisions/0010-own-json-writer.md` says why this is not serde_json's writer.

use std::fmt;

use kenpo_core::value::PLAIN;
use serde::{
    Serialize, Serializer,
    ser::{
        self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct,
    },
};

use crate::block::Block;

/// The name of a text of JSON that is given in pieces: bytes as they are, and numbers.
pub(crate) const FORM: &str = "\0kenpo-form";

/// Writes a value behind what is already there.
pub(crate) fn append(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Unwritable> {
    let mut writer = Writer { block: Block::new(out), is_plain: false };
    let written = value.serialize(&mut writer);
    writer.block.hand_over();
    written
}

/// A value of a kind that answers do not hold.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of this kind is not written")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Writer<'o> {
    block: Block<'o>,
    /// Whether the next text is one in which nothing is escaped.
    is_plain: bool,
}

/// Kinds of values that are written as another.
macro_rules! integers {
    ($($name:ident $type:ty,)+) => {$(
        fn $name(self, value: $type) -> Result<(), Unwritable> {
            self.block.integer(value.into());
            Ok(())
        }
    )+};
}

macro_rules! refused {
    ($($name:ident $type:ty,)+) => {$(
        fn $name(self, _: $type) -> Result<(), Unwritable> {
            Err(Unwritable)
        }
    )+};
}

impl<'a, 'o> Serializer for &'a mut Writer<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Elements<'a, 'o>;
    type SerializeTuple = Elements<'a, 'o>;
    type SerializeTupleStruct = Pieces<'a, 'o>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Fields<'a, 'o>;
    type SerializeStruct = Fields<'a, 'o>;
    type SerializeStructVariant = Fields<'a, 'o>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32,
    }
    refused! {
        serialize_f32 f32, serialize_f64 f64, serialize_char char, serialize_unit_struct &'static str,
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.block.integer(i64::try_from(value).map_err(|_| Unwritable)?);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.block.plain(if value { b"true" } else { b"false" });
        Ok(())
    }

    #[inline(always)]
    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        if std::mem::take(&mut self.is_plain) {
            self.block.plain_string(text);
        } else {
            self.block.string(text);
        }
        Ok(())
    }

    /// Part of a text of JSON.
    #[inline(always)]
    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Unwritable> {
        self.block.plain(bytes);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    #[inline(always)]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Unwritable> {
        self.is_plain = name == PLAIN;
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritable> {
        self.block.variant(variant);
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.block.key(b'{', variant);
        value.serialize(&mut *self)?;
        self.block.byte(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'a, 'o>, Unwritable> {
        Ok(Elements { writer: self, before: b'[' })
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'a, 'o>, Unwritable> {
        self.serialize_seq(None)
    }

    #[inline(always)]
    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Pieces<'a, 'o>, Unwritable> {
        if name == FORM { Ok(Pieces(self)) } else { Err(Unwritable) }
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'a, 'o>, Unwritable> {
        Ok(Fields { writer: self, before: b'{' })
    }

    #[inline(always)]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a, 'o>, Unwritable> {
        Ok(Fields { writer: self, before: b'{' })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a, 'o>, Unwritable> {
        self.block.key(b'{', variant);
        self.serialize_map(None)
    }
}

/// Inside an array.
struct Elements<'a, 'o> {
    writer: &'a mut Writer<'o>,
    /// The bracket, or else a comma.
    before: u8,
}

/// Inside an object.
struct Fields<'a, 'o> {
    writer: &'a mut Writer<'o>,
    /// The bracket, or else a comma.
    before: u8,
}

/// Inside a text that is given in pieces.
struct Pieces<'a, 'o>(&'a mut Writer<'o>);

impl SerializeSeq for Elements<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.block.byte(std::mem::replace(&mut self.before, b','));
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        if self.before == b'[' {
            self.writer.block.byte(b'[');
        }
        self.writer.block.byte(b']');
        Ok(())
    }
}

impl SerializeTuple for Elements<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for Pieces<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, piece: &T) -> Result<(), Unwritable> {
        piece.serialize(&mut *self.0)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        Ok(())
    }
}

impl SerializeStruct for Fields<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        self.writer.block.key(std::mem::replace(&mut self.before, b','), key);
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        if self.before == b'{' {
            self.writer.block.byte(b'{');
        }
        self.writer.block.byte(b'}');
        Ok(())
    }
}

impl SerializeMap for Fields<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.writer.block.byte(std::mem::replace(&mut self.before, b','));
        key.serialize(&mut *self.writer)?;
        // Only strings are keys, and nothing else ends so.
        if self.writer.block.last() != Some(&b'"') {
            return Err(Unwritable);
        }
        self.writer.block.byte(b':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        SerializeStruct::end(self)
    }
}

impl SerializeStructVariant for Fields<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        let Self { writer, before } = self;
        SerializeStruct::end(Fields { writer: &mut *writer, before })?;
        writer.block.byte(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kenpo_core::{
        ErrorCode, Reason,
        civil::{Date, Instant, TimeOfDay},
        value::{Code, DrawId, RuleId},
    };
    use proptest::{collection::vec, option, prelude::*};
    use serde_json::Value;

    use super::*;

    /// A value of every kind that is written.
    #[derive(Clone, Debug, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Unit,
        Whole(i64),
        Small { byte: i8, short: i16, word: u16, long: u64, flag: bool },
        Text(String),
        Wrapped(Wrapper),
        Pair((u8, u32)),
        Many(Vec<Kind>),
        Sparse(Sparse),
    }

    #[derive(Clone, Debug, Serialize)]
    struct Wrapper(String);

    #[derive(Clone, Debug, Serialize)]
    struct Sparse {
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last: Option<Box<Kind>>,
    }

    fn kind() -> impl Strategy<Value = Kind> {
        let leaf = prop_oneof![
            Just(Kind::Unit),
            any::<i64>().prop_map(Kind::Whole),
            (-10..20_000_i64).prop_map(Kind::Whole),
            (any::<(i8, i16, u16, bool)>(), 0..=u64::MAX >> 1)
                .prop_map(|((byte, short, word, flag), long)| Kind::Small { byte, short, word, long, flag }),
            text().prop_map(Kind::Text),
            text().prop_map(|text| Kind::Wrapped(Wrapper(text))),
            any::<(u8, u32)>().prop_map(Kind::Pair),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            let last = option::of(inner.clone().prop_map(Box::new));
            prop_oneof![
                vec(inner, 0..5).prop_map(Kind::Many),
                (option::of(any::<i32>()), last).prop_map(|(first, last)| Kind::Sparse(Sparse { first, last })),
            ]
        })
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,20}", "[a-z\"\\\\/\u{0}-\u{1f}\u{7f}健🦀]{0,24}"]
    }

    fn maps() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<bool>().prop_map(Value::from), any::<i64>().prop_map(Value::from)];
        leaf.prop_recursive(4, 32, 5, |inner| {
            vec((text(), inner), 0..5).prop_map(|pairs| Value::Object(pairs.into_iter().collect()))
        })
    }

    fn written(value: &impl Serialize) -> Option<String> {
        let mut out = Vec::new();
        append(value, &mut out).ok()?;
        String::from_utf8(out).ok()
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_serde_json_writes(kind in kind(), maps in maps()) {
            prop_assert_eq!(written(&kind), serde_json::to_string(&kind).ok());
            prop_assert_eq!(written(&maps), serde_json::to_string(&maps).ok());
        }
    }

    /// Pieces wherever they fall: at the end of a block, behind it, and longer than it.
    #[test]
    fn a_block_ends_anywhere() {
        let text = |length: usize| Kind::Text("x".repeat(length));
        for before in 0..2_100 {
            let pieces = vec![Kind::Whole(2_024), Kind::Whole(1 << 40), text(5), text(before % 70), Kind::Unit];
            let small = Kind::Small { byte: -1, short: 7, word: 10, long: 8, flag: true };
            let value = Kind::Many(vec![text(before), small, Kind::Many(pieces), text(4_000)]);
            assert_eq!(written(&value), serde_json::to_string(&value).ok(), "{before}");
        }
    }

    #[test]
    fn every_small_number_has_its_digits() {
        for number in -100..20_000_i64 {
            assert_eq!(written(&number), Some(number.to_string()));
        }
    }

    /// Texts that are written without a look at them: all that their types admit.
    #[test]
    fn plain_texts_hold_nothing_to_escape() {
        fn same(value: impl Serialize) {
            let theirs = serde_json::to_string(&value).unwrap();
            assert_eq!(written(&value).as_deref(), Some(&*theirs));
            let text: String = serde_json::from_str(&theirs).unwrap();
            assert_eq!(theirs, format!("\"{text}\""));
        }
        for byte in 0..=u8::MAX {
            let text = char::from(byte).to_string();
            Code::new(&text).into_iter().for_each(same);
            RuleId::new(&text).into_iter().for_each(same);
            DrawId::new(&text).into_iter().for_each(same);
        }
        Reason::ALL.iter().for_each(same);
        ErrorCode::ALL.iter().for_each(same);
        (0..24 * 60).filter_map(|m| TimeOfDay::parse(&format!("{:02}:{:02}", m / 60, m % 60))).for_each(same);
        for day in (0..3_652_059).step_by(7) {
            let date = Date::from_ymd(1, 1, 1).and_then(|first| first.plus_days(day)).unwrap();
            same(date);
            same(Instant::from_unix(Instant::start_of(date).unix() + day * 7_919 % 86_400).unwrap());
        }
    }

    #[test]
    fn other_kinds_are_refused() {
        #[derive(Serialize)]
        struct Pair(u8, u8);
        assert!(written(&Pair(1, 2)).is_none());
        assert!(written(&1.5).is_none());
        assert!(written(&'a').is_none());
        assert!(written(&()).is_none());
        assert!(written(&None::<i64>).is_none());
        assert!(written(&u64::MAX).is_none());
        assert!(written(&[(1, 2)].into_iter().collect::<std::collections::BTreeMap<_, _>>()).is_none());
    }
}
