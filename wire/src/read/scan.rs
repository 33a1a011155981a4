//! JSON as text: strings, numbers, brackets, and where they stand.

use std::borrow::Cow;

use kenpo_core::ErrorCode;

use super::fault::Fault;

/// Objects and arrays within each other, at most.
const DEEPEST: u8 = 32;

/// Digits of an integer that surely is an `i64`, at most.
const LONGEST_PLAIN: usize = 18;

pub(super) struct Reader<'de> {
    pub(super) text: &'de str,
    pub(super) at: usize,
    pub(super) depth: u8,
    /// Where the last text or integer that was asked for began.
    pub(super) began: usize,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str, at: usize) -> Self {
        Self { text, at, depth: 0, began: at }
    }

    /// At an item of a batch, which stands within a list and an object.
    pub(super) fn of_item(text: &'de str, at: usize) -> Self {
        Self { depth: 2, ..Self::new(text, at) }
    }

    /// The fault of a value that is not of the kind that is wanted.
    #[cold]
    #[inline(never)]
    pub(super) fn mismatch(&mut self) -> Fault {
        self.skip_space();
        let start = self.at;
        let read = match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.integer().map(drop),
            Some(b'{' | b'[') => self.enter(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null").and_then(|()| Err(Fault::new(ErrorCode::NullRefused))),
            _ => Err(self.syntax()),
        };
        read.err().unwrap_or_else(|| Fault::new(ErrorCode::WrongType)).at(start)
    }

    /// Finds a value of the kind that begins so, and says where.
    #[inline(never)]
    pub(super) fn begin(&mut self, open: u8) -> Result<usize, Fault> {
        self.skip_space();
        if self.peek() == Some(open) { Ok(self.at) } else { Err(self.mismatch()) }
    }

    /// Finds a string that is to name a choice, and says where.
    #[inline(never)]
    pub(super) fn choice(&mut self) -> Result<usize, Fault> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => Ok(self.at),
            Some(b'n') => Err(self.mismatch()),
            Some(_) => Err(Fault::new(ErrorCode::WrongType).at(self.at)),
            None => Err(self.syntax()),
        }
    }

    /// Enters an object, and says where it begins; an array is refused whatever the depth.
    #[inline(never)]
    pub(super) fn record(&mut self) -> Result<usize, Fault> {
        self.skip_space();
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.enter().map(|()| start),
            Some(b'[') => Err(Fault::new(ErrorCode::WrongType).at(start)),
            _ => Err(self.mismatch()),
        }
    }

    /// Takes an integer.
    #[inline(never)]
    pub(super) fn whole(&mut self) -> Result<i64, Fault> {
        self.skip_space();
        self.began = self.at;
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.integer(),
            _ => Err(self.mismatch()),
        }
    }

    /// Takes `true` or `false`.
    #[inline(never)]
    pub(super) fn boolean(&mut self) -> Result<bool, Fault> {
        self.skip_space();
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch()),
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn bump(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Between the parts of a text there mostly is no space.
    #[inline]
    pub(super) fn skip_space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_spaces();
        }
    }

    #[inline(never)]
    fn skip_spaces(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.bump();
        }
    }

    #[inline(never)]
    pub(super) fn syntax(&self) -> Fault {
        Fault::new(ErrorCode::JsonSyntax).at(self.at)
    }

    #[inline(never)]
    pub(super) fn word(&mut self, word: &str) -> Result<(), Fault> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.saturating_add(word.len());
            Ok(())
        } else {
            Err(self.syntax())
        }
    }

    /// Enters an object or array, up to the deepest level.
    #[inline(never)]
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::new(ErrorCode::TooDeep).at(self.at));
        }
        self.depth = self.depth.saturating_add(1);
        self.bump();
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.bump();
    }

    /// Takes the next key of an object and its colon, and says where it stands; `None` at the closing bracket, which is taken.
    #[inline(never)]
    pub(super) fn next_key(&mut self, first: &mut bool, key_at: &mut usize) -> Result<Option<Cow<'de, str>>, Fault> {
        if !self.next_element(first, b'}')? {
            return Ok(None);
        }
        *key_at = self.at;
        self.key().map(Some)
    }

    /// Moves to the next element, up to where it begins: `false` at the closing bracket, which is taken.
    #[inline(never)]
    pub(super) fn next_element(&mut self, first: &mut bool, close: u8) -> Result<bool, Fault> {
        self.skip_space();
        if self.peek() == Some(close) {
            // `[1,]` is no JSON: a comma has been taken only if an element follows it.
            self.leave();
            return Ok(false);
        }
        if !std::mem::take(first) {
            if self.peek() != Some(b',') {
                return Err(self.syntax());
            }
            self.bump();
            self.skip_space();
            if self.peek() == Some(close) {
                return Err(self.syntax());
            }
        }
        Ok(true)
    }

    #[inline]
    pub(super) fn integer(&mut self) -> Result<i64, Fault> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (mut value, mut length) = (0_i64, 0_usize);
        while let Some(digit) = rest.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            length = length.wrapping_add(1);
        }
        let alone = length == 1 || rest.first() != Some(&b'0');
        if (1..=LONGEST_PLAIN).contains(&length) && alone && !matches!(rest.get(length), Some(b'.' | b'e' | b'E')) {
            self.at = self.at.saturating_add(length);
            return Ok(value);
        }
        self.other_integer()
    }

    /// An integer that is signed or long, or what is not an integer.
    #[cold]
    #[inline(never)]
    fn other_integer(&mut self) -> Result<i64, Fault> {
        let start = self.at;
        let (value, whole) = self.number()?;
        match (value, whole) {
            (_, false) => Err(Fault::new(ErrorCode::NotAnInteger).at(start)),
            (None, true) => Err(Fault::new(ErrorCode::OutOfRange).at(start)),
            (Some(value), true) => Ok(value),
        }
    }

    /// Takes a JSON number: its value where it is an `i64`, and whether it has neither fraction nor exponent.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Result<(Option<i64>, bool), Fault> {
        let negative = self.peek() == Some(b'-');
        if negative {
            self.bump();
        }
        if self.peek() == Some(b'0')
            && self.text.as_bytes().get(self.at.saturating_add(1)).is_some_and(u8::is_ascii_digit)
        {
            return Err(self.syntax());
        }
        let mut value = Some(0_i64);
        self.digits(|digit| {
            let digit = if negative { i64::from(digit).checked_neg() } else { Some(i64::from(digit)) };
            value = value.and_then(|v| v.checked_mul(10)).and_then(|v| v.checked_add(digit?));
        })?;
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.bump();
            self.digits(|_| ())?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            whole = false;
            self.bump();
            if let Some(b'+' | b'-') = self.peek() {
                self.bump();
            }
            self.digits(|_| ())?;
        }
        Ok((value, whole))
    }

    pub(super) fn digits(&mut self, mut take: impl FnMut(u8)) -> Result<(), Fault> {
        let start = self.at;
        while let Some(digit) = self.peek().and_then(|byte| byte.checked_sub(b'0')).filter(|digit| *digit <= 9) {
            take(digit);
            self.bump();
        }
        if self.at == start { Err(self.syntax()) } else { Ok(()) }
    }

    /// Takes a key and its colon, up to the value.
    #[inline(never)]
    pub(super) fn key(&mut self) -> Result<Cow<'de, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax());
        }
        let key = self.string()?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.syntax());
        }
        self.bump();
        self.skip_space();
        Ok(key)
    }
}
