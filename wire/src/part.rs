use std::{cell::Cell, fmt::Display};

use kenpo_core::Error;
use serde::Deserialize;

use crate::{
    Failure,
    read::Source,
    read::{from_item, from_part, place},
};

/// A request inside a text: the whole text, or one item of a batch.
pub(crate) struct Part<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) start: usize,
    pub(crate) path: &'a dyn Display,
    /// The longest that an item may be; `None` for the whole text.
    limit: Option<usize>,
    end: Cell<Option<usize>>,
}

impl<'a> Part<'a> {
    pub(crate) fn whole(source: &'a Source<'a>) -> Self {
        Self { source, start: 0, path: &"", limit: None, end: Cell::new(None) }
    }

    pub(crate) fn item(source: &'a Source<'a>, start: usize, limit: usize, path: &'a dyn Display) -> Self {
        Self { source, start, path, limit: Some(limit), end: Cell::new(None) }
    }

    /// Where an item ends, once it has been read; `None` where it is not JSON to its end.
    pub(crate) fn end(&self) -> Option<usize> {
        self.end.get()
    }

    pub(crate) fn read<T: Deserialize<'a>>(&self) -> Result<T, Failure> {
        let Some(limit) = self.limit else {
            return from_part(self.source, 0, self.source.text.len(), self.path);
        };
        let (end, read) = from_item(self.source, self.start, limit, self.path);
        self.end.set(end);
        read
    }

    pub(crate) fn place(&self, error: Error) -> Failure {
        place(error, self.source, self.start, self.path)
    }
}
