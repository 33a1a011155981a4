//! Lines, and their numbers.

use std::{
    cell::{Cell, RefCell},
    io::{self, BufRead, Read},
    rc::Rc,
};

/// The line of which bytes were handed over last.
#[derive(Default)]
pub(super) struct Line {
    /// From 1.
    number: Cell<u64>,
    bytes: RefCell<Vec<u8>>,
}

impl Line {
    pub(super) fn number(&self) -> u64 {
        self.number.get()
    }

    /// Its text, without its end.
    pub(super) fn with_text<T>(&self, take: impl FnOnce(&str) -> T) -> T {
        let bytes = self.bytes.borrow();
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        take(text.trim_end_matches(['\r', '\n']))
    }
}

/// Hands a text over line by line, so that whoever took a row knows the line in which it ended. The positions of the library for
/// tables are those before empty lines, and one too low after a carriage return.
pub(super) struct Lines<R> {
    bytes: R,
    line: Rc<Line>,
    is_at_end: bool,
}

impl<R: BufRead> Lines<R> {
    /// The reader, and the line of which it handed over bytes last.
    pub(super) fn new(bytes: R) -> (Self, Rc<Line>) {
        let line = Rc::<Line>::default();
        (Self { bytes, line: Rc::clone(&line), is_at_end: true }, line)
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let there = self.bytes.fill_buf()?;
        let end = there.iter().position(|byte| *byte == b'\n').map_or(there.len(), |at| at + 1);
        let length = end.min(buffer.len());
        let (Some(from), Some(to)) = (there.get(..length), buffer.get_mut(..length)) else { return Ok(0) };
        to.copy_from_slice(from);
        if length > 0 {
            let mut line = self.line.bytes.borrow_mut();
            if self.is_at_end {
                line.clear();
                self.line.number.set(self.line.number.get() + 1);
            }
            line.extend_from_slice(from);
            self.is_at_end = from.ends_with(b"\n");
        }
        self.bytes.consume(length);
        Ok(length)
    }
}
