//! Texts that are secret: they are wiped when they are dropped, and shown nowhere.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use super::{ErrorCode, refuse, value::read_text};

/// The longest secret, in bytes of UTF-8.
const LONGEST: usize = 1024;

/// A password, a link's token or a one-time code: at most 1,024 bytes of UTF-8. Its memory is wiped when it is dropped, and `Debug` shows `..`.
///
/// What a host keeps of it in its own memory, and the request's text, are the host's to wipe.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret, if it is not too long.
    ///
    /// # Errors
    /// `text_too_long` above 1,024 bytes.
    pub fn new(text: &str) -> Result<Self, ErrorCode> {
        if text.len() > LONGEST { Err(ErrorCode::TextTooLong) } else { Ok(Self(text.into())) }
    }

    /// The secret of a text that the library made, which it takes over without a copy.
    pub(crate) fn made(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| Self::new(text).map_err(refuse))
    }
}

#[cfg(feature = "schema")]
super::string_schema!(Secret, "Secret", { "type": "string", "maxLength": 1024 });
