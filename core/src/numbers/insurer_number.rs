use alloc::vec::Vec;
use core::{fmt, str::Utf8Error};

use super::{SchemeCode, digits::Digits};
use crate::{
    base::{Reason, from_text},
    text::is_invisible,
};

/// The longest text taken from a form field, in bytes of UTF-8.
pub(crate) const FORM_TEXT_LIMIT: usize = 64;

/// A well-formed insurer number (保険者番号): eight digits, or six for 国民健康保険.
///
/// Well-formed is not existing: the check digit catches every single wrong digit, and never proves which insurer it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct InsurerNumber {
    digits: Digits,
}

impl InsurerNumber {
    /// Reads what was typed on a form: full-width digits folded, spaces and what nobody sees dropped.
    ///
    /// # Errors
    /// The first reason to refuse it (保険者番号等設定要領).
    pub fn parse(text: &str) -> Result<Self, Reason> {
        let examined = Examined::of_form(text);
        match (examined.first(), examined.digits) {
            (None, Some(digits)) => Ok(Self { digits }),
            (reason, _) => Err(reason.unwrap_or(Reason::Empty)),
        }
    }

    /// The scheme (法別番号); `None` for the six digits of 国民健康保険.
    pub fn scheme(&self) -> Option<SchemeCode> {
        self.digits.scheme()
    }

    /// The prefecture, 1 to 47 in JIS order.
    pub fn prefecture(&self) -> u8 {
        self.digits.prefecture()
    }

    /// How many digits: 8 or 6.
    pub fn length(&self) -> u8 {
        if self.digits.eight { 8 } else { 6 }
    }
}

from_text!(InsurerNumber, Reason, Self::parse);

impl fmt::Display for InsurerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.digits, f)
    }
}

/// What an examination found: the digits, and every reason to refuse them, in the fixed order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Examined {
    pub(crate) digits: Option<Digits>,
    against: u16,
}

fn bit(reason: Reason) -> u16 {
    1_u16.checked_shl(u32::from(reason.number())).unwrap_or(0)
}

impl Examined {
    /// The fixed order in which reasons are given.
    pub(crate) const ORDER: [Reason; 10] = [
        Reason::Empty,
        Reason::NotDigits,
        Reason::WrongLength,
        Reason::LostLeadingZero,
        Reason::PaddedOnForm,
        Reason::PublicExpenseNumber,
        Reason::DefunctScheme,
        Reason::UnknownScheme,
        Reason::PrefectureOutOfRange,
        Reason::WrongCheckDigit,
    ];

    /// Whether there is a reason to refuse it.
    pub(crate) fn is_against(&self, reason: Reason) -> bool {
        self.against & bit(reason) != 0
    }

    fn refused(reason: Reason) -> Self {
        Self { digits: None, against: bit(reason) }
    }

    /// Examines what was typed on a form: full-width digits are folded, spaces of any kind and what nobody sees dropped.
    pub(crate) fn of_form(text: &str) -> Self {
        Digits::of_text(text.as_bytes()).map_or_else(|| Self::of_other_form(text), Self::of_digits)
    }

    fn of_other_form(text: &str) -> Self {
        let mut values = [0_u8; 8];
        let mut length = 0_usize;
        for c in text.chars() {
            let digit = match c {
                '0'..='9' => u32::from(c).wrapping_sub(u32::from('0')),
                '０'..='９' => u32::from(c).wrapping_sub(u32::from('０')),
                c if c.is_whitespace() || is_invisible(c) => continue,
                _ => return Self::refused(Reason::NotDigits),
            };
            if let Some(slot) = values.get_mut(length) {
                *slot = u8::try_from(digit).unwrap_or(0);
            }
            length = length.saturating_add(1);
        }
        match length {
            0 => Self::refused(Reason::Empty),
            6 => {
                values.rotate_right(2);
                Self::of_digits(Digits { values, eight: false })
            }
            8 => Self::of_digits(Digits { values, eight: true }),
            5 | 7 => {
                let eight = length == 7;
                values.rotate_right(if eight { 1 } else { 3 });
                let with_zero = Self::of_digits(Digits { values, eight });
                Self::refused(if with_zero.against == 0 { Reason::LostLeadingZero } else { Reason::WrongLength })
            }
            _ => Self::refused(Reason::WrongLength),
        }
    }

    /// Examines what an interface sends: ASCII digits, of which six may be filled up to eight with leading `00` or with spaces at one end.
    pub(crate) fn of_interchange(text: &str) -> Self {
        let content = match text.trim_start_matches(' ') {
            // Spaces at one end alone are layout.
            unchanged if unchanged.len() == text.len() => text.trim_end_matches(' '),
            rest => rest,
        };
        if content.is_empty() {
            return Self::refused(Reason::Empty);
        }
        if !content.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::refused(Reason::NotDigits);
        }
        // Digits and spaces only: bytes are characters.
        let mut record = [b'0'; 8];
        let Some(start) = record.len().checked_sub(content.len()) else { return Self::refused(Reason::WrongLength) };
        record.iter_mut().skip(start).zip(content.bytes()).for_each(|(slot, byte)| *slot = byte);
        match (content.len(), text.len()) {
            (6, 6 | 8) => Self::of_filled(record, false),
            (8, 8) => Self::of_filled(record, true),
            (5, 5 | 8) | (7, 7 | 8) => {
                let with_zero = Self::of_filled(record, content.len() == 7);
                Self::refused(if with_zero.against == 0 { Reason::LostLeadingZero } else { Reason::WrongLength })
            }
            _ => Self::refused(Reason::WrongLength),
        }
    }

    /// Examines eight digits, of which the last six are the number where only they are given, or where `00` stands before them.
    fn of_filled(record: [u8; 8], eight: bool) -> Self {
        let [a, b, six @ ..] = record;
        let digits = if eight && (a, b) != (b'0', b'0') { Digits::of_eight(record) } else { Digits::of_six(six) };
        digits.map_or(Self::refused(Reason::NotDigits), Self::of_digits)
    }

    fn of_digits(digits: Digits) -> Self {
        Self { digits: Some(digits), against: digits.against() }
    }

    /// The first reason against it.
    pub(crate) fn first(&self) -> Option<Reason> {
        if self.against == 0 { None } else { Self::ORDER.into_iter().find(|reason| self.is_against(*reason)) }
    }

    /// Every reason against it, in the fixed order.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        Self::ORDER.into_iter().filter(|reason| self.is_against(*reason)).collect()
    }
}

/// The typed lane: the first reason against a number typed on a form, `None` where it is well-formed.
///
/// ```
/// use kenpo_core::{Reason, numbers::examine_insurer_number};
/// assert_eq!(examine_insurer_number("06133425"), None);
/// assert_eq!(examine_insurer_number("06133426"), Some(Reason::WrongCheckDigit));
/// ```
#[inline]
pub fn examine_insurer_number(text: &str) -> Option<Reason> {
    match Digits::of_text(text.as_bytes()) {
        Some(digits) => Reason::from_number(digits.first()),
        None => Examined::of_other_form(text).first(),
    }
}

/// The same of text that may not be UTF-8, in numbers: that of the first reason, 0 for a well-formed number.
#[inline]
pub fn examine_insurer_number_bytes(text: &[u8]) -> Result<u8, Utf8Error> {
    match Digits::of_text(text) {
        Some(digits) if digits.is_well_formed() => Ok(0),
        Some(digits) => Ok(digits.first()),
        None => Ok(examine_insurer_number(str::from_utf8(text)?).map_or(0, Reason::number)),
    }
}

/// The typed lane: one row of a column of eight-byte records, six digits followed by two spaces of layout.
#[inline]
pub fn check_insurer_number_record(record: &[u8; 8]) -> Option<Reason> {
    match Digits::of_record(record) {
        // Most numbers are right, and need no reason looked up.
        Some(digits) if digits.is_well_formed() => None,
        Some(digits) => Reason::from_number(digits.first()),
        None => Some(no_digits(record)),
    }
}

fn no_digits(record: &[u8; 8]) -> Reason {
    if record == b"        " { Reason::Empty } else { Reason::NotDigits }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_ministry_s_example() {
        assert!(InsurerNumber::parse("06130488").is_ok());
    }

    #[test]
    fn six_digits_are_read_as_they_stand() {
        let number = InsurerNumber::parse("133033").unwrap();
        assert_eq!((number.length(), number.scheme(), number.prefecture()), (6, None, 13));
        assert_eq!(number.to_string(), "133033");
    }

    #[test]
    fn every_reason_in_order() {
        assert_eq!(Examined::of_form("00000000").reasons(), [Reason::PaddedOnForm, Reason::PrefectureOutOfRange]);
        assert_eq!(
            Examined::of_form("99999998").reasons(),
            [Reason::PublicExpenseNumber, Reason::PrefectureOutOfRange, Reason::WrongCheckDigit]
        );
    }

    #[test]
    fn an_interface_fills_up_or_loses_zeros() {
        let examine = |text: &str| Examined::of_interchange(text).first();
        for text in ["06133425", "133033", "00133033", "133033  ", "  133033"] {
            assert_eq!(examine(text), None, "{text:?}");
        }
        for (text, reason) in [
            ("6133425", Reason::LostLeadingZero),
            ("6133425 ", Reason::LostLeadingZero),
            ("0133033", Reason::LostLeadingZero),
            ("6133426", Reason::WrongLength),
            ("0613-3425", Reason::NotDigits),
            ("ABC", Reason::NotDigits),
            ("０６１３３４２５", Reason::NotDigits),
            (" 133033 ", Reason::NotDigits),
            ("133033 ", Reason::WrongLength),
            ("009639  ", Reason::PrefectureOutOfRange),
            ("00133033  ", Reason::WrongLength),
            ("   ", Reason::Empty),
        ] {
            assert_eq!(examine(text), Some(reason), "{text:?}");
        }
        for text in ["10017", "10018", "6133425", "6133426"] {
            assert_eq!(examine(text), Examined::of_form(text).first(), "{text:?}");
        }
    }

    #[test]
    fn a_record_and_a_form_agree() {
        assert_eq!(check_insurer_number_record(b"133033  "), None);
        assert_eq!(check_insurer_number_record(b"06133425"), None);
        assert_eq!(check_insurer_number_record(b"0613342 "), Some(Reason::NotDigits));
        // Six digits that are right by themselves: the layout behind them is two spaces or nothing.
        assert_eq!(check_insurer_number_record(b"138057  "), None);
        assert_eq!(check_insurer_number_record(b"138057 9"), Some(Reason::NotDigits));
        assert_eq!(check_insurer_number_record(b"1380579 "), Some(Reason::NotDigits));
        assert_eq!(check_insurer_number_record(b"        "), Some(Reason::Empty));
    }
}
