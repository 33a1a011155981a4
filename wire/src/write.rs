//! Answers as compact JSON, byte for byte as serde_json writes them.
//!
//! Answers hold objects, arrays, strings, integers and booleans; a value of another kind is refused, not approximated.
//! `docs/decisions/0010-own-json-writer.md` says why this is not serde_json's writer.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct,
    },
};

use crate::bytes::{copy, copy_plain};

/// Writes a value behind what is already there.
pub(crate) fn append(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Unwritable> {
    let mut writer = Writer { at: out.len(), out: std::mem::take(out) };
    let written = value.serialize(&mut writer);
    writer.out.truncate(writer.at);
    *out = writer.out;
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

/// What is written ends at `at`; there is room behind it.
struct Writer {
    out: Vec<u8>,
    at: usize,
}

// What the types of the contract share is no generic code: the writer is compiled for every one of them.
impl Writer {
    /// The next bytes, to be written.
    #[inline]
    fn next(&mut self, count: usize) -> &mut [u8] {
        let start = self.at;
        self.at = start.saturating_add(count);
        if self.at > self.out.len() {
            self.grow();
        }
        self.out.get_mut(start..self.at).unwrap_or_default()
    }

    /// Room by the kilobyte, so that what is made for a small value is little; the vector itself grows by more.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.out.resize(self.at.saturating_add(1_024), 0);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        if let [slot] = self.next(1) {
            *slot = byte;
        }
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        let start = self.at;
        if let [open, within @ .., close] = self.next(text.len().saturating_add(2))
            && copy_plain(text.as_bytes(), within)
        {
            (*open, *close) = (b'"', b'"');
        } else {
            self.at = start;
            self.escaped(text);
        }
    }

    /// A string that not all stands in as it is.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        self.byte(b'"');
        for byte in text.bytes() {
            let short = match byte {
                b'"' | b'\\' => byte,
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0c => b'f',
                b'\r' => b'r',
                0..0x20 => {
                    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or(b'0');
                    copy(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)], self.next(6));
                    continue;
                }
                _ => {
                    self.byte(byte);
                    continue;
                }
            };
            copy(&[b'\\', short], self.next(2));
        }
        self.byte(b'"');
    }

    #[inline(never)]
    fn integer(&mut self, value: i64) {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(value).as_bytes();
        copy(digits, self.next(digits.len()));
    }

    /// The name of a field, in which nothing is escaped, up to its value.
    #[inline(never)]
    fn key(&mut self, key: &'static str) {
        let parted = self.follows(b'{');
        let mut place = self.next(key.len().saturating_add(if parted { 4 } else { 3 }));
        if parted && let Some((comma, rest)) = std::mem::take(&mut place).split_first_mut() {
            *comma = b',';
            place = rest;
        }
        if let [open, within @ .., close, colon] = place {
            debug_assert!(copy_plain(key.as_bytes(), &mut *within), "{key}");
            copy(key.as_bytes(), within);
            (*open, *close, *colon) = (b'"', b'"', b':');
        }
    }

    /// Parts what follows from what stands before it, unless that is the bracket which was opened.
    #[inline(never)]
    fn comma(&mut self, opened: u8) {
        if self.follows(opened) {
            self.byte(b',');
        }
    }

    /// Whether another value stands before, and not the bracket.
    #[inline]
    fn follows(&self, opened: u8) -> bool {
        self.out.get(self.at.wrapping_sub(1)) != Some(&opened)
    }

    fn close(&mut self, bracket: u8) {
        self.byte(bracket);
    }

    /// An object of one value, up to that value.
    fn open_variant(&mut self, variant: &'static str) {
        self.byte(b'{');
        self.key(variant);
    }
}

/// Kinds of values that are written as another.
macro_rules! integers {
    ($($name:ident $type:ty,)+) => {$(
        fn $name(self, value: $type) -> Result<(), Unwritable> {
            self.integer(value.into());
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

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32,
    }
    refused! {
        serialize_f32 f32, serialize_f64 f64, serialize_char char, serialize_bytes &[u8], serialize_unit_struct &'static str,
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.integer(i64::try_from(value).map_err(|_| Unwritable)?);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        let word: &[u8] = if value { b"true" } else { b"false" };
        copy(word, self.next(word.len()));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        self.string(text);
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

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritable> {
        self.string(variant);
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.open_variant(variant);
        value.serialize(&mut *self)?;
        self.byte(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.byte(b'[');
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(None)
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

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.byte(b'{');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        self.open_variant(variant);
        self.serialize_map(None)
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.comma(b'[');
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close(b']');
        Ok(())
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.comma(b'{');
        let start = self.at;
        key.serialize(&mut **self)?;
        // Only strings are keys.
        if self.out.get(start) != Some(&b'"') {
            return Err(Unwritable);
        }
        self.byte(b':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close(b'}');
        Ok(())
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        self.key(key);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close(b'}');
        Ok(())
    }
}

impl SerializeStructVariant for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close(b'}');
        self.byte(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};
    use serde_json::Value;

    use super::*;

    /// A value of every kind that is written.
    #[derive(Clone, Debug, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Unit,
        Whole(i64),
        Small { byte: i8, word: u16, flag: bool },
        Text(String),
        Wrapped(Wrapper),
        Pair((u8, u32)),
        Tuple(Points),
        Many(Vec<Kind>),
        Sparse(Sparse),
    }

    #[derive(Clone, Debug, Serialize)]
    struct Wrapper(String);

    #[derive(Clone, Debug, Serialize)]
    struct Points(i16, u64);

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
            any::<(i8, u16, bool)>().prop_map(|(byte, word, flag)| Kind::Small { byte, word, flag }),
            text().prop_map(Kind::Text),
            text().prop_map(|text| Kind::Wrapped(Wrapper(text))),
            any::<(u8, u32)>().prop_map(Kind::Pair),
            (any::<i16>(), 0..=u64::MAX >> 1).prop_map(|(first, last)| Kind::Tuple(Points(first, last))),
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

    #[test]
    fn other_kinds_are_refused() {
        assert!(written(&1.5).is_none());
        assert!(written(&'a').is_none());
        assert!(written(&()).is_none());
        assert!(written(&None::<i64>).is_none());
        assert!(written(&u64::MAX).is_none());
        assert!(written(&[(1, 2)].into_iter().collect::<std::collections::BTreeMap<_, _>>()).is_none());
    }
}
