//! Texts of which JSON escapes nothing.

use serde::{Serialize, Serializer};

/// The serde newtype of texts that hold nothing which JSON escapes: a writer that knows the name need not look at their characters,
/// and to any other they are strings.
pub const PLAIN: &str = "$kenpo::Plain";

/// Writes a text of which JSON escapes nothing.
#[inline(always)]
pub(crate) fn write_plain<S: Serializer>(serializer: S, text: &str) -> Result<S::Ok, S::Error> {
    struct Plain<'a>(&'a str);
    impl Serialize for Plain<'_> {
        #[inline(always)]
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.0)
        }
    }
    serializer.serialize_newtype_struct(PLAIN, &Plain(text))
}
