//! Values kept as their text, and a list whose elements are first read in the way in which they are mostly written.
//!
//! serde has no words for this, so the reader is called by kinds that no type of the contract has: for bytes, where the text of a value is
//! meant; for a unit struct, where the text from here on; for a tuple, to pass over bytes; for a tuple struct, to read one value as
//! often as it takes.

use std::{fmt, marker::PhantomData, ops::Deref};

use kenpo_core::{ErrorCode, points::MOST_RECORDS};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Error as _, SeqAccess, Visitor},
};

/// A value kept as its text, to be read later by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'a>(&'a str);

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
        deserializer.deserialize_bytes(Part)
    }
}

/// A value that is mostly written in one way.
pub(crate) trait Plain: Sized {
    /// What is kept from one value of a list to the next.
    type Memory: Default;

    /// Reads it from the beginning of a text where it is written so: with the length of what was read.
    fn plain(text: &str, memory: &mut Self::Memory) -> Option<(Self, usize)>;
}

/// The text from a value on.
struct Rest<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Rest<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_unit_struct("Rest", Part).map(|Raw(rest)| Self(rest))
    }
}

/// Passes over a number of bytes.
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

/// Reads one value of a list, to its end: a value that is passed on is copied with every step.
struct Next<'m, 'a, T: Plain> {
    list: &'m mut Vec<Attempt<'a, T>>,
    memory: &'m mut T::Memory,
}

impl<'de, T: Deserialize<'de> + Plain> DeserializeSeed<'de> for Next<'_, 'de, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_tuple_struct("Attempt", 1, self)
    }
}

impl<'de, T: Deserialize<'de> + Plain> Visitor<'de> for Next<'_, 'de, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    // The value is read as often as it is wanted, as if it were the elements of an array.
    fn visit_seq<A: SeqAccess<'de>>(self, mut again: A) -> Result<Self::Value, A::Error> {
        let none = || A::Error::invalid_length(0, &"a value");
        let Rest(rest) = again.next_element()?.ok_or_else(none)?;
        let at = rest.as_ptr().addr();
        if let Some((value, length)) = T::plain(rest, self.memory) {
            self.list.push(Attempt::Read(at, value));
            return again.next_element_seed(Pass(length))?.ok_or_else(none);
        }
        self.list.push(match again.next_element() {
            Ok(value) => Attempt::Read(at, value.ok_or_else(none)?),
            Err(_) => Attempt::Unread(again.next_element()?.ok_or_else(none)?),
        });
        Ok(())
    }
}

/// A list of values, each of which may be none.
#[derive(Clone, Debug)]
pub(crate) struct Attempts<'a, T>(Vec<Attempt<'a, T>>);

impl<'a, T> Deref for Attempts<'a, T> {
    type Target = [Attempt<'a, T>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de> + Plain> Deserialize<'de> for Attempts<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Plain> Visitor<'de> for Each<T> {
            type Value = Vec<Attempt<'de, T>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let (mut attempts, mut memory) = (Vec::new(), T::Memory::default());
                while list.next_element_seed(Next { list: &mut attempts, memory: &mut memory })?.is_some() {
                    if attempts.len() > MOST_RECORDS || attempts.try_reserve(1).is_err() {
                        return Err(A::Error::custom(ErrorCode::TooLarge.name()));
                    }
                }
                Ok(attempts)
            }
        }
        deserializer.deserialize_seq(Each(PhantomData)).map(Self)
    }
}

impl<T> Attempt<'_, T> {
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Read(_, value) => Some(value),
            Self::Unread(_) => None,
        }
    }

    /// Where it begins in the text it was read from, and where it ends if it could not be read.
    pub(crate) fn span(&self, whole: &str) -> (usize, usize) {
        match self {
            Self::Read(at, _) => {
                let start = at.saturating_sub(whole.as_ptr().addr());
                (start, start)
            }
            Self::Unread(text) => text.span(whole),
        }
    }
}

impl<'a> Raw<'a> {
    /// The text itself.
    pub(crate) fn text(self) -> &'a str {
        self.0
    }

    /// Where it stands in the text it was kept from.
    pub(crate) fn span(self, whole: &str) -> (usize, usize) {
        let start = self.0.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        (start, start.saturating_add(self.0.len()))
    }
}
