//! Values kept as their text.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Error as _, SeqAccess, Visitor},
};

use super::from_part;
use crate::{Failure, source::Source};

/// Marks a value that is to be kept as its text.
pub(super) const RAW: &str = "$kenpo::Raw";

/// A value kept as its text, to be read later by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'a>(pub(crate) &'a str);

/// Takes a part of the text.
struct Part;

impl<'de> Visitor<'de> for Part {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, part: &'de str) -> Result<Self::Value, E> {
        Ok(Raw(part))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, Part)
    }
}

/// A value that is mostly written in one way.
pub(crate) trait Plain: Sized {
    /// Reads it from the beginning of a text where it is written so: with the length of what was read.
    fn plain(text: &str) -> Option<(Self, usize)>;
}

/// The text from a value on.
struct Rest<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Rest<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_unit_struct("$kenpo::Rest", Part).map(|Raw(rest)| Self(rest))
    }
}

/// Passes over so many bytes.
struct Pass(usize);

impl<'de> DeserializeSeed<'de> for Pass {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_tuple(self.0, Part).map(drop)
    }
}

/// A value and the address of its text; or where it is JSON but not such a value, its text.
#[derive(Clone, Debug)]
pub(crate) enum Attempt<'a, T> {
    Read(usize, T),
    Unread(Raw<'a>),
}

impl<'de: 'a, 'a, T: Deserialize<'de> + Plain> Deserialize<'de> for Attempt<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Attempts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Plain> Visitor<'de> for Attempts<T> {
            type Value = Attempt<'de, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            // The value is read as often as it is asked for, as if it were the elements of an array.
            fn visit_seq<A: SeqAccess<'de>>(self, mut again: A) -> Result<Self::Value, A::Error> {
                let none = || A::Error::invalid_length(0, &"a value");
                let Rest(rest) = again.next_element()?.ok_or_else(none)?;
                let at = rest.as_ptr().addr();
                if let Some((value, length)) = T::plain(rest) {
                    again.next_element_seed(Pass(length))?.ok_or_else(none)?;
                    return Ok(Attempt::Read(at, value));
                }
                match again.next_element() {
                    Ok(value) => Ok(Attempt::Read(at, value.ok_or_else(none)?)),
                    Err(_) => again.next_element()?.map(Attempt::Unread).ok_or_else(none),
                }
            }
        }
        deserializer.deserialize_tuple_struct("$kenpo::Attempt", 1, Attempts(PhantomData))
    }
}

impl<T> Attempt<'_, T> {
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Read(_, value) => Some(value),
            Self::Unread(_) => None,
        }
    }

    /// Where it begins in the text it was read from.
    pub(crate) fn start(&self, whole: &str) -> usize {
        match self {
            Self::Read(at, _) => at.saturating_sub(whole.as_ptr().addr()),
            Self::Unread(text) => text.span(whole).0,
        }
    }
}

impl Raw<'_> {
    /// Reads the value; `whole` is the text it was kept from.
    pub(crate) fn read<'de, T: Deserialize<'de>>(
        self,
        whole: &Source<'de>,
        path: &dyn fmt::Display,
    ) -> Result<T, Failure> {
        let (start, end) = self.span(whole.text);
        from_part(whole, start, end, path)
    }

    /// Where it stands in the text it was kept from.
    pub(crate) fn span(self, whole: &str) -> (usize, usize) {
        let start = self.0.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        (start, start.saturating_add(self.0.len()))
    }
}
