//! The text as what serde asks for.

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{fault::Fault, fields::Fields, scan::Reader, words::wipe};

/// One method for several kinds of value that JSON writes alike.
macro_rules! forward {
    ($($to:ident: $($from:ident)+;)+) => {$($(
        fn $from<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.$to(visitor)
        }
    )+)+};
}

// Each kind of value is read by a method of its own, and what they share is no generic code: the reader is compiled for
// every type of the contract, and its size is the browser's.
impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'-' | b'0'..=b'9') => self.deserialize_i64(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ => Err(self.mismatch()),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.words()?;
        let read = visitor.visit_str(&text).map_err(|fault: Fault| fault.at(self.began));
        if let Cow::Owned(text) = text {
            wipe(text);
        }
        read
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let value = self.whole()?;
        visitor.visit_i64(value).map_err(|fault: Fault| fault.at(self.began))
    }

    forward! {
        deserialize_str: deserialize_string;
        deserialize_i64: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let value = self.boolean()?;
        visitor.visit_bool(value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let start = self.begin(b'[')?;
        self.enter()?;
        let elements = Elements { reader: self, first: true, key_at: start, index: 0 };
        visitor.visit_seq(elements).map_err(|fault| fault.at(start))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let start = self.begin(b'{')?;
        self.enter()?;
        let mut object = Elements { reader: self, first: true, key_at: start, index: 0 };
        let read = visitor.visit_map(&mut object);
        let key_at = object.key_at;
        read.map_err(|fault| fault.of_object(key_at, start))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let start = self.record()?;
        let mut record = Record { reader: self, fields: Fields::new(names, start) };
        let read = visitor.visit_map(&mut record);
        let key_at = record.fields.key_at;
        read.map_err(|fault| fault.of_object(key_at, start))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let start = self.choice()?;
        let choice = self.string()?;
        let read = visitor.visit_enum(de::value::StrDeserializer::<Fault>::new(&choice));
        read.map_err(|fault| fault.at(start))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// No type of the contract holds bytes: what asks for them is given the text of the value as it stands.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip_space();
        let start = self.at;
        self.skip_value()?;
        let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
        visitor.visit_borrowed_str(part)
    }

    // Nor unit structs or tuples: `kept.rs` asks for them.

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.skip_space();
        visitor.visit_borrowed_str(self.text.get(self.at..).unwrap_or_default())
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.skip_space();
        self.at = self.at.saturating_add(length);
        visitor.visit_borrowed_str("")
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let (at, depth) = (self.at, self.depth);
        visitor.visit_seq(Again { reader: self, at, depth })
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char byte_buf unit identifier ignored_any
    }
}

impl<'de> Reader<'de> {
    /// The fault of a value under the key that stands there.
    #[cold]
    #[inline(never)]
    fn under(&self, key_at: usize, fault: Fault, start: usize) -> Fault {
        let mut reader = Reader::new(self.text, key_at);
        fault.within(&reader.string().unwrap_or_default(), start)
    }
}

/// The fields of an object whose keys are known. A key is told by its place: every type of the contract refuses others, and the reader
/// does so for all of them.
struct Record<'a, 'de> {
    reader: &'a mut Reader<'de>,
    fields: Fields,
}

impl<'de> MapAccess<'de> for &mut Record<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(place) = self.reader.next_field(&mut self.fields)? else { return Ok(None) };
        let place = u64::try_from(place).unwrap_or(u64::MAX);
        seed.deserialize(de::value::U64Deserializer::<Fault>::new(place)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let start = self.reader.at;
        seed.deserialize(&mut *self.reader).map_err(|fault| self.reader.under(self.fields.key_at, fault, start))
    }
}

/// The elements of an object or array.
struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    key_at: usize,
    index: usize,
}

impl<'de> MapAccess<'de> for &mut Elements<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(key) = self.reader.next_key(&mut self.first, &mut self.key_at)? else { return Ok(None) };
        let key = seed.deserialize(de::value::StrDeserializer::<Fault>::new(&key));
        key.map(Some).map_err(|fault| fault.at(self.key_at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let start = self.reader.at;
        seed.deserialize(&mut *self.reader).map_err(|fault| self.reader.under(self.key_at, fault, start))
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.reader.next_element(&mut self.first, b']')? {
            return Ok(None);
        }
        let (index, start) = (self.index, self.reader.at);
        self.index = self.index.saturating_add(1);
        seed.deserialize(&mut *self.reader).map(Some).map_err(|fault| fault.within(&index, start))
    }
}

/// A value that is read again each time it is wanted.
struct Again<'a, 'de> {
    reader: &'a mut Reader<'de>,
    at: usize,
    depth: u8,
}

impl<'de> SeqAccess<'de> for Again<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        self.reader.at = self.at;
        self.reader.depth = self.depth;
        seed.deserialize(&mut *self.reader).map(Some)
    }
}
