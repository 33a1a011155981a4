use std::fmt::Display;

use kenpo_core::Error;
use serde::Deserialize;

use crate::{
    Failure,
    read::{from_part, place},
    source::Source,
};

/// A request inside a text: the whole text, or one item of a batch.
pub(crate) struct Part<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) path: &'a dyn Display,
}

impl<'a> Part<'a> {
    pub(crate) fn read<T: Deserialize<'a>>(&self) -> Result<T, Failure> {
        from_part(self.source, self.start, self.end, self.path)
    }

    pub(crate) fn place(&self, error: Error) -> Failure {
        place(error, self.source, self.start, self.path)
    }
}
