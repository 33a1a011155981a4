//! Numbers of lines.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

/// Hands a text over line by line, so that whoever took a row knows the line in which it ended. The positions of the library for
/// tables are those before empty lines, and one too low after a carriage return.
pub(super) struct Lines<R> {
    bytes: R,
    number: Rc<Cell<u64>>,
    is_at_end: bool,
}

impl<R: BufRead> Lines<R> {
    /// The reader, and the number of the line of which it handed over bytes last, from 1.
    pub(super) fn new(bytes: R) -> (Self, Rc<Cell<u64>>) {
        let number = Rc::new(Cell::new(0));
        (Self { bytes, number: Rc::clone(&number), is_at_end: true }, number)
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
            self.number.set(self.number.get() + u64::from(self.is_at_end));
            self.is_at_end = from.ends_with(b"\n");
        }
        self.bytes.consume(length);
        Ok(length)
    }
}
