//! Reads JSON into the request types: strictly, with the place of every fault, and without ever repeating what it read.
//!
//! Stricter than JSON needs: null is refused, objects are never written as arrays, keys are known and stand once, numbers are
//! integers. `docs/decisions/0003-own-json-reader.md` says why this is not serde_json's reader.

use std::{borrow::Cow, fmt};

use kenpo::{Error, ErrorCode};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Expected, MapAccess, SeqAccess, Unexpected, Visitor},
    forward_to_deserialize_any,
};

use crate::Failure;

/// Objects and arrays within each other, at most.
const DEEPEST: u8 = 32;

/// Marks a value that is to be kept as its text.
pub(crate) const RAW: &str = "$kenpo::Raw";

/// Reads a whole text as one value.
///
/// # Errors
/// The first fault, with its place.
pub fn from_text<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Failure> {
    from_part(text, 0, text.len(), "")
}

/// Reads the part of `text` from `start` to `end` as one value; places are those in the whole text, paths begin at `path`.
pub(crate) fn from_part<'de, T: Deserialize<'de>>(
    text: &'de str,
    start: usize,
    end: usize,
    path: &str,
) -> Result<T, Failure> {
    let mut reader = Reader { text: text.get(..end).unwrap_or(text), at: start, depth: 0 };
    let read = T::deserialize(&mut reader).and_then(|value| {
        reader.skip_space();
        if reader.at == reader.text.len() { Ok(value) } else { Err(reader.syntax()) }
    });
    read.map_err(|fault| {
        let failure = Failure { code: fault.code, path: format!("{path}{}", fault.path), line: None, column: None };
        failure.placed(text, fault.at.unwrap_or(start))
    })
}

/// Gives an error of the core its place in the text: that of the value it names, or of the nearest one around it.
pub(crate) fn place(error: Error, text: &str, start: usize, path: &str) -> Failure {
    let mut reader = Reader { text, at: start, depth: 0 };
    let mut offset = start;
    for segment in error.path().split('/').skip(1) {
        match reader.descend(segment) {
            Ok(Some(found)) => offset = found,
            _ => break,
        }
    }
    let failure = Failure { code: error.code(), path: format!("{path}{}", error.path()), line: None, column: None };
    failure.placed(text, offset)
}

/// What went wrong, while the way out of the value collects the path.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    code: ErrorCode,
    path: String,
    at: Option<usize>,
}

impl Fault {
    fn new(code: ErrorCode) -> Self {
        Self { code, path: String::new(), at: None }
    }

    fn at(mut self, offset: usize) -> Self {
        self.at.get_or_insert(offset);
        self
    }

    fn within(mut self, segment: impl fmt::Display, offset: usize) -> Self {
        self.path = format!("/{segment}{}", self.path);
        self.at(offset)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code, f)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ErrorCode::from_name(&message.to_string()).unwrap_or(ErrorCode::ValueInvalid))
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::WrongType)
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::OutOfRange)
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(ErrorCode::WrongType)
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownChoice)
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownKey)
    }

    fn missing_field(field: &'static str) -> Self {
        Self { path: format!("/{field}"), ..Self::new(ErrorCode::MissingValue) }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self { path: format!("/{field}"), ..Self::new(ErrorCode::DuplicateKey) }
    }
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Reader<'de> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn bump(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.bump();
        }
    }

    fn syntax(&self) -> Fault {
        Fault::new(ErrorCode::JsonSyntax).at(self.at)
    }

    /// Skips space, then takes `byte` or fails.
    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        self.skip_space();
        if self.peek() == Some(byte) {
            self.bump();
            Ok(())
        } else {
            Err(self.syntax())
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.saturating_add(word.len());
            Ok(())
        } else {
            Err(self.syntax())
        }
    }

    /// Enters an object or array, up to the deepest level.
    fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::new(ErrorCode::TooDeep).at(self.at));
        }
        self.depth = self.depth.saturating_add(1);
        self.bump();
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.bump();
    }

    /// Moves to the next element: `false` at the closing bracket, which is taken.
    fn next_element(&mut self, first: &mut bool, close: u8) -> Result<bool, Fault> {
        self.skip_space();
        if self.peek() == Some(close) {
            // `[1,]` is no JSON: a comma has been taken only if an element follows it.
            self.leave();
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',')?;
            self.skip_space();
            if self.peek() == Some(close) {
                return Err(self.syntax());
            }
        }
        Ok(true)
    }

    fn integer(&mut self) -> Result<i64, Fault> {
        let start = self.at;
        let (value, whole) = self.number()?;
        match (value, whole) {
            (_, false) => Err(Fault::new(ErrorCode::NotAnInteger).at(start)),
            (None, true) => Err(Fault::new(ErrorCode::OutOfRange).at(start)),
            (Some(value), true) => Ok(value),
        }
    }

    /// Takes a JSON number: its value where it is an `i64`, and whether it has neither fraction nor exponent.
    fn number(&mut self) -> Result<(Option<i64>, bool), Fault> {
        let negative = self.peek() == Some(b'-');
        if negative {
            self.bump();
        }
        if self.peek() == Some(b'0')
            && self.text.as_bytes().get(self.at.saturating_add(1)).is_some_and(u8::is_ascii_digit)
        {
            return Err(self.syntax());
        }
        let mut value = Some(0_i64);
        self.digits(|digit| {
            let digit = if negative { i64::from(digit).checked_neg() } else { Some(i64::from(digit)) };
            value = value.and_then(|v| v.checked_mul(10)).and_then(|v| v.checked_add(digit?));
        })?;
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.bump();
            self.digits(|_| ())?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            whole = false;
            self.bump();
            if let Some(b'+' | b'-') = self.peek() {
                self.bump();
            }
            self.digits(|_| ())?;
        }
        Ok((value, whole))
    }

    fn digits(&mut self, mut take: impl FnMut(u8)) -> Result<(), Fault> {
        let start = self.at;
        while let Some(digit) = self.peek().and_then(|byte| byte.checked_sub(b'0')).filter(|digit| *digit <= 9) {
            take(digit);
            self.bump();
        }
        if self.at == start { Err(self.syntax()) } else { Ok(()) }
    }

    /// Takes a string; it borrows from the text where nothing in it is escaped.
    fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.bump();
        let mut start = self.at;
        let mut owned: Option<String> = None;
        loop {
            let byte = self.peek().ok_or_else(|| self.syntax())?;
            match byte {
                b'"' => {
                    let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
                    self.bump();
                    return Ok(match owned {
                        None => Cow::Borrowed(part),
                        Some(mut text) => {
                            text.push_str(part);
                            Cow::Owned(text)
                        }
                    });
                }
                b'\\' => {
                    let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
                    let text = owned.get_or_insert_default();
                    text.push_str(part);
                    self.bump();
                    text.push(self.escape()?);
                    start = self.at;
                }
                0..0x20 => return Err(self.syntax()),
                _ => self.bump(),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.peek().ok_or_else(|| self.syntax())?;
        let escaped = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.bump();
                return self.unicode();
            }
            _ => return Err(self.syntax()),
        };
        self.bump();
        Ok(escaped)
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four()?;
        let code = match first.checked_sub(0xD800).filter(|high| *high < 0x400) {
            None => first,
            Some(high) => {
                self.word("\\u")?;
                let low = self.four()?.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or_else(|| self.syntax())?;
                (high << 10 | low).saturating_add(0x1_0000)
            }
        };
        char::from_u32(code).ok_or_else(|| self.syntax())
    }

    fn four(&mut self) -> Result<u32, Fault> {
        let digits =
            self.text.get(self.at..self.at.saturating_add(4)).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or_else(|| self.syntax())?;
        self.at = self.at.saturating_add(4);
        Ok(value)
    }

    /// Passes over one value of any kind; only its syntax counts.
    fn skip_value(&mut self) -> Result<(), Fault> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(open @ (b'[' | b'{')) => {
                let close = if open == b'[' { b']' } else { b'}' };
                self.enter()?;
                let mut first = true;
                while self.next_element(&mut first, close)? {
                    if open == b'{' {
                        self.key()?;
                    }
                    self.skip_value()?;
                }
                Ok(())
            }
            _ => Err(self.syntax()),
        }
    }

    /// Takes a key and its colon.
    fn key(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.skip_space();
        if self.peek() != Some(b'"') {
            return Err(self.syntax());
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// Moves to the value under a key or index, and says where it begins.
    fn descend(&mut self, segment: &str) -> Result<Option<usize>, Fault> {
        self.skip_space();
        let close = match self.peek() {
            Some(b'[') => b']',
            Some(b'{') => b'}',
            _ => return Ok(None),
        };
        self.enter()?;
        let mut first = true;
        let mut index = 0_usize;
        while self.next_element(&mut first, close)? {
            let found = if close == b'}' { self.key()? == segment } else { segment.parse() == Ok(index) };
            self.skip_space();
            if found {
                return Ok(Some(self.at));
            }
            self.skip_value()?;
            index = index.saturating_add(1);
        }
        Ok(None)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip_space();
        let start = self.at;
        let read = match self.peek() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'-' | b'0'..=b'9') => {
                let value = self.integer()?;
                visitor.visit_i64(value)
            }
            Some(b'{') => {
                self.enter()?;
                let mut object =
                    Elements { reader: self, first: true, key: Cow::Borrowed(""), key_at: start, index: 0 };
                let read = visitor.visit_map(&mut object);
                let key_at = object.key_at;
                return read.map_err(|fault| {
                    let at = if fault.code == ErrorCode::DuplicateKey { key_at } else { start };
                    fault.at(at)
                });
            }
            Some(b'[') => {
                self.enter()?;
                visitor.visit_seq(Elements {
                    reader: self,
                    first: true,
                    key: Cow::Borrowed(""),
                    key_at: start,
                    index: 0,
                })
            }
            Some(b't') => {
                self.word("true")?;
                visitor.visit_bool(true)
            }
            Some(b'f') => {
                self.word("false")?;
                visitor.visit_bool(false)
            }
            Some(b'n') => {
                self.word("null")?;
                Err(Fault::new(ErrorCode::NullRefused))
            }
            _ => Err(self.syntax()),
        };
        read.map_err(|fault| fault.at(start))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.skip_space();
        match self.peek() {
            // A derived visitor would take an array as the fields in order.
            Some(b'[') => Err(Fault::new(ErrorCode::WrongType).at(self.at)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.skip_space();
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let choice = self.string()?;
                let read = visitor.visit_enum(de::value::StrDeserializer::<Fault>::new(&choice));
                read.map_err(|fault| fault.at(start))
            }
            Some(b'n') => self.deserialize_any(visitor),
            Some(_) => Err(Fault::new(ErrorCode::WrongType).at(start)),
            None => Err(self.syntax()),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        if name != RAW {
            return visitor.visit_newtype_struct(self);
        }
        self.skip_space();
        let start = self.at;
        self.skip_value()?;
        let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
        visitor.visit_borrowed_str(part)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// The elements of an object or array.
struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    key: Cow<'de, str>,
    key_at: usize,
    index: usize,
}

impl<'de> MapAccess<'de> for &mut Elements<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if !self.reader.next_element(&mut self.first, b'}')? {
            return Ok(None);
        }
        self.reader.skip_space();
        self.key_at = self.reader.at;
        self.key = self.reader.key()?;
        let key = seed.deserialize(de::value::StrDeserializer::<Fault>::new(&self.key));
        key.map(Some).map_err(|fault| fault.at(self.key_at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        self.reader.skip_space();
        let start = self.reader.at;
        seed.deserialize(&mut *self.reader).map_err(|fault| fault.within(&self.key, start))
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.reader.next_element(&mut self.first, b']')? {
            return Ok(None);
        }
        self.reader.skip_space();
        let (index, start) = (self.index, self.reader.at);
        self.index = self.index.saturating_add(1);
        seed.deserialize(&mut *self.reader).map(Some).map_err(|fault| fault.within(index, start))
    }
}

/// A value kept as its text, to be read later by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'a>(pub(crate) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Part;
        impl<'de> Visitor<'de> for Part {
            type Value = &'de str;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E: de::Error>(self, part: &'de str) -> Result<Self::Value, E> {
                Ok(part)
            }
        }
        deserializer.deserialize_newtype_struct(RAW, Part).map(Self)
    }
}

impl Raw<'_> {
    /// Reads the value; `whole` is the text it was kept from.
    pub(crate) fn read<'de, T: Deserialize<'de>>(self, whole: &'de str, path: &str) -> Result<T, Failure> {
        let (start, end) = self.span(whole);
        from_part(whole, start, end, path)
    }

    /// Where it stands in the text it was kept from.
    pub(crate) fn span(self, whole: &str) -> (usize, usize) {
        let start = self.0.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        (start, start.saturating_add(self.0.len()))
    }
}
