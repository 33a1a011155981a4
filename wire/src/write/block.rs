//! Where an answer's text is written: block by block, each piece in the form that JSON gives it.

use kenpo_core::value::four_digits;

use crate::bytes::{copy, copy_plain, plain_prefix};

/// How many bytes are written before they are handed over.
const LENGTH: usize = 512;

/// The longest string that is written in one piece.
const SHORT: usize = 64;

/// Room of a fixed length, so that the place of a key or a number is found by one comparison with a constant.
pub(crate) struct Block<'o> {
    out: &'o mut Vec<u8>,
    /// How long all of it may become.
    limit: usize,
    is_full: bool,
    bytes: [u8; LENGTH],
    /// Where the written bytes end.
    at: usize,
}

/// Puts bytes behind what is there: whether they fit within a limit, and there is memory for them.
pub(crate) fn hand_over(bytes: &[u8], out: &mut Vec<u8>, limit: usize) -> bool {
    let length = out.len().saturating_add(bytes.len());
    if length > limit {
        return false;
    }
    if length > out.capacity() {
        // Twice as much, as ever, but no more than the limit.
        let wanted = out.capacity().saturating_mul(2).min(limit).max(length);
        if out.try_reserve_exact(wanted.saturating_sub(out.len())).is_err() {
            return false;
        }
    }
    out.extend_from_slice(bytes);
    true
}

impl<'o> Block<'o> {
    /// An empty one, handed over behind what is there; together they are at most `limit` bytes.
    pub(crate) fn new(out: &'o mut Vec<u8>, limit: usize) -> Self {
        Self { out, limit, is_full: false, bytes: [0; LENGTH], at: 0 }
    }

    /// Hands over what is left: whether all of it has been.
    pub(crate) fn finish(mut self) -> bool {
        self.hand_over();
        !self.is_full
    }
}

// What the types of the contract share is no generic code: the serializer is compiled for every one of them.
impl Block<'_> {
    /// The next bytes, to be written: at most a block.
    #[inline]
    fn next(&mut self, count: usize) -> &mut [u8] {
        if self.at > LENGTH.saturating_sub(count) {
            self.hand_over();
            // Said again where the compiler sees it, which then knows that what follows lies within.
            self.at = 0;
        }
        let start = self.at;
        self.at = start.wrapping_add(count);
        self.bytes.get_mut(start..self.at).unwrap_or_default()
    }

    /// Puts what is written behind what is there, and begins the block again.
    #[cold]
    #[inline(never)]
    fn hand_over(&mut self) {
        self.is_full |= !hand_over(self.bytes.get(..self.at).unwrap_or_default(), self.out, self.limit);
        self.at = 0;
    }

    /// Whether something did not fit: what is written now is lost.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// One byte as it is.
    #[inline]
    pub(crate) fn byte(&mut self, byte: u8) {
        if let [slot] = self.next(1) {
            *slot = byte;
        }
    }

    /// The byte written last, unless it was handed over.
    #[inline]
    pub(crate) fn last(&self) -> Option<&u8> {
        self.bytes.get(self.at.wrapping_sub(1))
    }

    /// Any string.
    #[inline(never)]
    pub(crate) fn string(&mut self, text: &str) {
        let length = text.len().saturating_add(2);
        if text.len() <= SHORT
            && let [open, within @ .., close] = self.next(length)
        {
            if copy_plain(text.as_bytes(), within) {
                (*open, *close) = (b'"', b'"');
                return;
            }
            self.at = self.at.wrapping_sub(length);
        }
        self.escaped(text);
    }

    /// A string of at most a block in which nothing is escaped: where its length is known, a few stores.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn plain_string(&mut self, text: &[u8]) {
        debug_assert_eq!(plain_prefix(text), text.len(), "{}", text.escape_ascii());
        // Taken apart so that the compiler knows the length of what is within.
        if let [open, rest @ ..] = self.next(text.len().saturating_add(2))
            && let Some((within, [close])) = rest.split_at_mut_checked(text.len())
        {
            copy(text, within);
            (*open, *close) = (b'"', b'"');
        }
    }

    /// The name of a variant, in which nothing is escaped.
    #[inline(never)]
    pub(crate) fn variant(&mut self, name: &'static str) {
        self.plain_string(name.as_bytes());
    }

    /// A string that is long, or of which not all stands as it is.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        self.hand_over();
        self.byte(b'"');
        let mut rest = text.as_bytes();
        while let Some((plain, [byte, after @ ..])) = rest.split_at_checked(plain_prefix(rest)) {
            self.plain(plain);
            rest = after;
            let short = match byte {
                b'"' | b'\\' => *byte,
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0c => b'f',
                b'\r' => b'r',
                _ => {
                    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or(b'0');
                    self.plain(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
                    continue;
                }
            };
            self.plain(&[b'\\', short]);
        }
        self.plain(rest);
        self.byte(b'"');
    }

    /// Bytes as they are.
    pub(crate) fn plain(&mut self, bytes: &[u8]) {
        if bytes.len() > LENGTH {
            self.hand_over();
            self.is_full |= !hand_over(bytes, self.out, self.limit);
        } else {
            copy(bytes, self.next(bytes.len()));
        }
    }

    /// An integer in decimal.
    #[inline(never)]
    pub(crate) fn integer(&mut self, value: i64) {
        match u16::try_from(value) {
            Ok(value @ 0..10_000) if self.at <= LENGTH.wrapping_sub(4) => self.four_digits(value.into()),
            _ => self.any_integer(value),
        }
    }

    #[inline(never)]
    fn any_integer(&mut self, value: i64) {
        self.plain(itoa::Buffer::new().format(value).as_bytes());
    }

    /// A number below 10,000, where four bytes are left: all four digits, without the zeros before.
    // No branch that the length could steer: it is known as seldom as the number.
    #[inline(always)]
    fn four_digits(&mut self, value: u32) {
        let digits = four_digits(value);
        // The last one is written even where it is zero.
        let zeros = (digits | 1 << 24).trailing_zeros() >> 3;
        let text = (digits | 0x3030_3030).wrapping_shr(zeros.wrapping_mul(8));
        let start = self.at;
        if let Some(place) = self.bytes.get_mut(start..start.wrapping_add(4)) {
            copy(&text.to_le_bytes(), place);
        }
        self.at = start.wrapping_add(usize::try_from(4_u32.wrapping_sub(zeros)).unwrap_or(0));
    }

    /// The name of a field, in which nothing is escaped, up to its value.
    // The key is known where it is written: in line, all of this is a few stores.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn key(&mut self, before: u8, key: &'static str) {
        if let [first, open, within @ .., close, colon] = self.next(key.len().saturating_add(4)) {
            debug_assert!(copy_plain(key.as_bytes(), &mut *within), "{key}");
            copy(key.as_bytes(), within);
            (*first, *open, *close, *colon) = (before, b'"', b'"', b':');
        }
    }
}
