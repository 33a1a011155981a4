//! Answers as compact JSON, byte for byte as serde_json writes them.
//!
//! Answers hold objects, arrays, strings, integers and booleans; a value of another kind is refused, not approximated.
//! `docs/decisions/0010-own-json-writer.md` says why this is not serde_json's writer.
//!
//! Over 300 lines: serde asks a writer for every kind of value, and most are a few lines each.

mod block;

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple},
};

use block::{Block, hand_over};
use kenpo_core::value::PLAIN;

/// A text that is being written, and the bytes that it may have at most.
pub(crate) struct Text {
    bytes: Vec<u8>,
    limit: usize,
}

impl Text {
    /// An empty text of at most `limit` bytes, with room for `expected`.
    pub(crate) fn new(limit: usize, expected: usize) -> Self {
        let mut bytes = Vec::new();
        // Where there is no memory for it now, writing finds that out.
        let _ = bytes.try_reserve(expected);
        Self { bytes, limit }
    }

    /// Bytes that may still come behind what is there.
    pub(crate) fn room(&self) -> usize {
        self.limit.saturating_sub(self.bytes.len())
    }

    /// Writes a value behind what is already there.
    pub(crate) fn append(&mut self, value: &impl Serialize) -> Result<(), Unwritable> {
        let mut writer = Writer { block: Block::new(&mut self.bytes, self.limit), is_plain: false };
        value.serialize(&mut writer)?;
        if writer.block.finish() { Ok(()) } else { Err(Unwritable::TooLong) }
    }

    /// Puts bytes that are JSON behind what is already there.
    pub(crate) fn append_plain(&mut self, bytes: &[u8]) -> Result<(), Unwritable> {
        if hand_over(bytes, &mut self.bytes, self.limit) { Ok(()) } else { Err(Unwritable::TooLong) }
    }

    /// The number of bytes that are there.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Takes back what was written after the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Why a value is not written.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Unwritable {
    /// Answers do not hold values of its kind.
    Kind,
    /// The answer would be longer than it may be, or than there is memory for.
    TooLong,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value is not written")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Kind
    }
}

struct Writer<'o> {
    block: Block<'o>,
    /// Whether a text follows in which nothing is escaped, and which is taken as bytes.
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
            Err(Unwritable::Kind)
        }
    )+};
}

impl<'a, 'o> Serializer for &'a mut Writer<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Elements<'a, 'o>;
    type SerializeTuple = Elements<'a, 'o>;
    type SerializeTupleStruct = Impossible<(), Unwritable>;
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
        self.block.integer(i64::try_from(value).map_err(|_| Unwritable::Kind)?);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.block.plain(if value { b"true" } else { b"false" });
        Ok(())
    }

    #[inline(always)]
    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        self.block.string(text);
        Ok(())
    }

    #[inline(always)]
    fn serialize_bytes(self, text: &[u8]) -> Result<(), Unwritable> {
        if !std::mem::take(&mut self.is_plain) {
            return Err(Unwritable::Kind);
        }
        self.block.plain_string(text);
        Ok(())
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        !self.is_plain
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        Err(Unwritable::Kind)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        Err(Unwritable::Kind)
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

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unwritable> {
        Err(Unwritable::Kind)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable::Kind)
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

impl SerializeSeq for Elements<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        if self.writer.block.is_full() {
            return Err(Unwritable::TooLong);
        }
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
            return Err(Unwritable::Kind);
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
mod tests;
