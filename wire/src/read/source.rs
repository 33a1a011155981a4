use std::cell::Cell;

use crate::Failure;

/// A text whose faults are given places.
///
/// Places are asked for mostly in ascending order, so the last one is kept: a text full of faults is walked through once, not once for each.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    last: Cell<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    offset: usize,
    line: u32,
    column: u32,
}

const START: Place = Place { offset: 0, line: 1, column: 1 };

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, last: Cell::new(START) }
    }

    /// The failure at a byte offset. Lines and columns are counted from 1, columns in code points.
    pub(crate) fn place(&self, failure: Failure, offset: usize) -> Failure {
        let last = self.last.get();
        let mut place = if last.offset <= offset { last } else { START };
        for c in self.text.get(place.offset..offset).unwrap_or_default().chars() {
            if c == '\n' {
                place.line = place.line.saturating_add(1);
                place.column = 1;
            } else {
                place.column = place.column.saturating_add(1);
            }
        }
        place.offset = offset;
        self.last.set(place);
        Failure { line: Some(place.line), column: Some(place.column), ..failure }
    }
}
