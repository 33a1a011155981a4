//! Values that are passed over.

use super::{fault::Fault, scan::Reader};

impl Reader<'_> {
    /// Passes over one value of any kind; only its syntax counts.
    #[inline(never)]
    pub(super) fn skip_value(&mut self) -> Result<(), Fault> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(open @ (b'[' | b'{')) => {
                let close = if open == b'[' { b']' } else { b'}' };
                self.enter()?;
                let mut first = true;
                while self.next_element(&mut first, close)? {
                    if open == b'{' {
                        self.key()?;
                    }
                    self.skip_value()?;
                }
                Ok(())
            }
            _ => Err(self.syntax()),
        }
    }

    /// Moves to the value under a key or index, and says where it begins.
    pub(super) fn descend(&mut self, segment: &str) -> Result<Option<usize>, Fault> {
        self.skip_space();
        let close = match self.peek() {
            Some(b'[') => b']',
            Some(b'{') => b'}',
            _ => return Ok(None),
        };
        self.enter()?;
        let mut first = true;
        let mut index = 0_usize;
        while self.next_element(&mut first, close)? {
            let found = if close == b'}' { self.key()? == segment } else { segment.parse() == Ok(index) };
            if found {
                return Ok(Some(self.at));
            }
            self.skip_value()?;
            index = index.saturating_add(1);
        }
        Ok(None)
    }
}
