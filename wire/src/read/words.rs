//! Strings: what they hold, and what is escaped in them.

use std::borrow::Cow;

use zeroize::Zeroize;

use super::{fault::Fault, scan::Reader};
use crate::bytes::{plain_in_eights, plain_prefix};

/// Wipes a text in which something was escaped, which is a copy of the request's.
#[cold]
#[inline(never)]
pub(super) fn wipe(mut text: String) {
    text.zeroize();
}

impl<'de> Reader<'de> {
    /// Takes a text that is plain, and stands right here: what texts mostly do.
    #[inline(always)]
    fn plain_words(&mut self) -> Option<&'de str> {
        let (b'"', rest) = self.text.as_bytes().get(self.at..)?.split_first()? else { return None };
        let length = plain_in_eights(rest)?;
        let start = self.at.wrapping_add(1);
        let end = start.wrapping_add(length);
        let (text, b'"') = (self.text.get(start..end)?, rest.get(length)?) else { return None };
        self.began = self.at;
        self.at = end.wrapping_add(1);
        Some(text)
    }

    /// Takes a text.
    #[inline(never)]
    pub(super) fn words(&mut self) -> Result<Cow<'de, str>, Fault> {
        match self.plain_words() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.other_words(),
        }
    }

    #[inline(never)]
    fn other_words(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.skip_space();
        self.began = self.at;
        if self.peek() == Some(b'"') { self.string() } else { Err(self.mismatch()) }
    }

    /// Takes a string; it borrows from the text where nothing in it is escaped.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.bump();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = plain_prefix(rest);
        if rest.get(length) == Some(&b'"') {
            let end = self.at.saturating_add(length);
            let part = self.text.get(self.at..end).ok_or_else(|| self.syntax())?;
            self.at = end.saturating_add(1);
            return Ok(Cow::Borrowed(part));
        }
        self.other_string()
    }

    /// The rest of a string in which something is escaped, or what is not a string.
    #[cold]
    #[inline(never)]
    fn other_string(&mut self) -> Result<Cow<'de, str>, Fault> {
        let mut start = self.at;
        let mut owned: Option<String> = None;
        loop {
            let byte = self.peek().ok_or_else(|| self.syntax())?;
            match byte {
                b'"' => {
                    let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
                    self.bump();
                    return Ok(match owned {
                        None => Cow::Borrowed(part),
                        Some(mut text) => {
                            text.push_str(part);
                            Cow::Owned(text)
                        }
                    });
                }
                b'\\' => {
                    let part = self.text.get(start..self.at).ok_or_else(|| self.syntax())?;
                    // Room for all of it, so that no part is left behind where it moves: it may be a password.
                    let room = if owned.is_none() { self.quote_after(start).saturating_sub(start) } else { 0 };
                    let text = owned.get_or_insert_with(|| String::with_capacity(room));
                    text.push_str(part);
                    self.bump();
                    text.push(self.escape()?);
                    start = self.at;
                }
                0..0x20 => return Err(self.syntax()),
                _ => self.bump(),
            }
        }
    }

    /// Where the quotation mark stands that ends a string, or the text's end where none does. What is escaped is never shorter than what it means.
    fn quote_after(&self, start: usize) -> usize {
        let mut escaped = false;
        let mut bytes = self.text.bytes().enumerate().skip(start);
        let quote = bytes.find(|(_, byte)| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        quote.map_or(self.text.len(), |(at, _)| at)
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.peek().ok_or_else(|| self.syntax())?;
        let escaped = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.bump();
                return self.unicode();
            }
            _ => return Err(self.syntax()),
        };
        self.bump();
        Ok(escaped)
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four()?;
        let code = match first.checked_sub(0xD800).filter(|high| *high < 0x400) {
            None => first,
            Some(high) => {
                self.word("\\u")?;
                let low = self.four()?.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or_else(|| self.syntax())?;
                (high << 10 | low).saturating_add(0x1_0000)
            }
        };
        char::from_u32(code).ok_or_else(|| self.syntax())
    }

    fn four(&mut self) -> Result<u32, Fault> {
        let digits =
            self.text.get(self.at..self.at.saturating_add(4)).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or_else(|| self.syntax())?;
        self.at = self.at.saturating_add(4);
        Ok(value)
    }
}
