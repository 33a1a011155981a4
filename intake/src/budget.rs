//! A bound on what a reader may take at once.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// A budget of bytes, shared by a reader and by whoever grants it anew.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Rc<Cell<u64>>);

impl Budget {
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Rc::new(Cell::new(bytes)))
    }

    /// So many bytes may be read from now on.
    pub(crate) fn grant(&self, bytes: u64) {
        self.0.set(bytes);
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// A reader that fails once its budget is spent.
pub(crate) struct Within<R> {
    reader: R,
    budget: Budget,
}

impl<R> Within<R> {
    pub(crate) fn new(reader: R, budget: Budget) -> Self {
        Self { reader, budget }
    }
}

impl<R: Read> Read for Within<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.0.get();
        if left == 0 && !buffer.is_empty() {
            // The end of a file within its budget is no fault.
            return match self.reader.read(&mut [0])? {
                0 => Ok(0),
                _ => Err(io::Error::other("more than the limit")),
            };
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.reader.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.budget.0.set(left - read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Within};
    use std::io::Read as _;

    #[test]
    fn what_is_within_the_budget_is_read_and_no_more() {
        let read = |bytes| Within::new(&[7_u8; 10][..], Budget::new(bytes)).read_to_end(&mut Vec::new()).ok();
        assert_eq!([read(11), read(10), read(9), read(0)], [Some(10), Some(10), None, None]);
    }
}
