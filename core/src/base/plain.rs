//! Texts that are written without a look at their characters, and the digits of dates.

use serde::{Serialize, Serializer};

/// The serde newtype of texts in which JSON escapes nothing. A writer that knows the name says within it that it is not human-readable, and is
/// given their bytes, which nobody looks at; to any other they are strings.
pub const PLAIN: &str = "$kenpo::Plain";

/// A text in which JSON escapes nothing.
pub(crate) struct Plain<'a>(pub(crate) &'a [u8]);

impl<'a> Plain<'a> {
    #[inline(always)]
    pub(crate) fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A format that is not human-readable has texts all the same.
        if serializer.is_human_readable() {
            serializer.serialize_newtype_struct(PLAIN, self)
        } else {
            serializer.serialize_str(self.as_str())
        }
    }

    pub(crate) fn as_str(&self) -> &'a str {
        core::str::from_utf8(self.0).unwrap_or_default()
    }
}

impl Serialize for Plain<'_> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.as_str())
        } else {
            serializer.serialize_bytes(self.0)
        }
    }
}

/// The four digits of a number below 10,000, the first in the lowest byte, each from 0 to 9.
#[inline(always)]
pub fn four_digits(number: u32) -> u32 {
    // The hundreds and the rest, then the tens and the rest of both, each in a part of the word.
    let hundreds = number.wrapping_mul(10_486) >> 20;
    let pairs = hundreds | number.wrapping_sub(hundreds.wrapping_mul(100)) << 16;
    let tens = (pairs.wrapping_mul(103) >> 10) & 0x000F_000F;
    tens | pairs.wrapping_sub(tens.wrapping_mul(10)) << 8
}
