//! Values kept as their text.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

use super::from_part;
use crate::{Failure, source::Source};

/// Marks a value that is to be kept as its text.
pub(crate) const RAW: &str = "$kenpo::Raw";

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
