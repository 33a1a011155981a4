//! Values kept as their text.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, Error as _, SeqAccess, Visitor},
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

/// Where a value begins.
struct Place(usize);

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Places;
        impl Visitor<'_> for Places {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_u64<E: de::Error>(self, at: u64) -> Result<Place, E> {
                Ok(Place(usize::try_from(at).unwrap_or(usize::MAX)))
            }
        }
        deserializer.deserialize_unit_struct("$kenpo::Place", Places)
    }
}

/// A value and where it begins; or where it is JSON but not such a value, its text.
#[derive(Clone, Debug)]
pub(crate) enum Attempt<'a, T> {
    Read(usize, T),
    Unread(Raw<'a>),
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Attempt<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Attempts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Attempts<T> {
            type Value = Attempt<'de, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            // The value is read as often as it is asked for, as if it were the elements of an array.
            fn visit_seq<A: SeqAccess<'de>>(self, mut again: A) -> Result<Self::Value, A::Error> {
                let none = || A::Error::invalid_length(0, &"a value");
                let Place(at) = again.next_element()?.ok_or_else(none)?;
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
    /// Where it begins in the text it was read from.
    pub(crate) fn start(&self, whole: &str) -> usize {
        match self {
            Self::Read(at, _) => *at,
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
