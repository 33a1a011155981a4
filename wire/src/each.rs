//! Lists that are never built.

use serde::{Serialize, Serializer, ser::SerializeSeq};

/// A list whose elements are made as they are written.
pub(crate) struct Each<F>(pub(crate) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_seq(None)?;
        (self.0)().try_for_each(|element| elements.serialize_element(&element))?;
        elements.end()
    }
}
