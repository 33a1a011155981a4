//! An insurer number's digits, and the faults that a single pass over them finds.

use core::fmt::{self, Write as _};

use super::{InsurerKind, SchemeCode};
use crate::base::Reason;

/// Six or eight digits, a byte each; of six, the first two are zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Digits {
    pub(crate) values: [u8; 8],
    pub(crate) eight: bool,
}

/// One in every other byte.
const LANES: u64 = 0x0001_0001_0001_0001;

/// A bit for the half of each number from 0 to 110 that ends in 0.
const TENS: u64 = 0b1_00001_00001_00001_00001_00001_00001_00001_00001_00001_00001_00001;

/// Prefectures are numbered from 1 to this one.
pub(crate) const PREFECTURES: u8 = 47;

impl Digits {
    /// The digits of what nearly everyone types: eight digits or six, and nothing else.
    #[inline]
    pub(crate) fn of_text(text: &[u8]) -> Option<Self> {
        match text.len() {
            8 => text.first_chunk().and_then(|bytes| Self::of_eight(*bytes)),
            6 => text.first_chunk().and_then(|bytes| Self::of_six(*bytes)),
            _ => None,
        }
    }

    /// The digits of eight ASCII bytes; `None` where one of them is no digit.
    pub(crate) fn of_eight(bytes: [u8; 8]) -> Option<Self> {
        let x = u64::from_le_bytes(bytes) ^ 0x3030_3030_3030_3030;
        // A byte above 9 carries into its highest bit, or has it already.
        if (x.wrapping_add(0x7676_7676_7676_7676) | x) & 0x8080_8080_8080_8080 == 0 {
            Some(Self { values: x.to_le_bytes(), eight: true })
        } else {
            None
        }
    }

    /// The digits of six ASCII bytes.
    pub(crate) fn of_six([a, b, c, d, e, f]: [u8; 6]) -> Option<Self> {
        Self::of_eight([b'0', b'0', a, b, c, d, e, f]).map(|digits| Self { eight: false, ..digits })
    }

    /// The digits of a record: eight, or six and two spaces.
    #[inline]
    pub(crate) fn of_record(record: &[u8; 8]) -> Option<Self> {
        match record {
            [six @ .., b' ', b' '] => Self::of_six(*six),
            eight => Self::of_eight(*eight),
        }
    }

    pub(crate) fn scheme(&self) -> Option<SchemeCode> {
        let [tens, ones, ..] = self.values;
        if self.eight { SchemeCode::new(two(tens, ones)) } else { None }
    }

    pub(crate) fn prefecture(&self) -> u8 {
        let [_, _, tens, ones, ..] = self.values;
        two(tens, ones)
    }

    /// The first digit of the serial.
    pub(crate) fn serial_of_hundreds(&self) -> u8 {
        let [_, _, _, _, hundreds, ..] = self.values;
        hundreds
    }

    /// The check digit that would fit the other digits.
    pub(crate) fn expected_check_digit(&self) -> Option<u8> {
        let [a, b, c, d, e, f, g, _] = self.values;
        (0..10).find(|h| Self { values: [a, b, c, d, e, f, g, *h], ..*self }.check_digit_fits())
    }

    /// Whether the last digit is the check digit: from the right, weights 2 and 1 in turn, digits of products added.
    ///
    /// All eight at once. Leading zeros add nothing, so six digits need no case of their own.
    #[inline]
    pub(crate) fn check_digit_fits(&self) -> bool {
        let x = u64::from_le_bytes(self.values);
        let weighted = x & LANES.wrapping_mul(0xFF);
        let plain = (x >> 8) & LANES.wrapping_mul(0xFF);
        // 2d has two digits from d = 5 on, and their sum is 2d − 9: to the last digit of the sum, that is 2d + 1.
        let two_digits = (weighted.wrapping_add(LANES.wrapping_mul(123)) >> 7) & LANES;
        let sums = weighted.wrapping_mul(2).wrapping_add(two_digits).wrapping_add(plain);
        // At most 112: a bit for each ten.
        let sum = sums.wrapping_mul(LANES) >> 48;
        TENS.wrapping_shr(u32::try_from(sum >> 1).unwrap_or(0)) & !sum & 1 == 1
    }

    /// The faults of the digits, a bit for each reason. The order of the bits is the fixed order of these reasons.
    #[inline]
    pub(crate) fn against(&self) -> u16 {
        let (scheme, prefecture_fits) = self.against_scheme_and_prefecture();
        let prefecture = u16::from(!prefecture_fits) << Reason::PrefectureOutOfRange.number();
        let check_digit = u16::from(!self.check_digit_fits()) << Reason::WrongCheckDigit.number();
        scheme | prefecture | check_digit
    }

    /// Whether the digits have no fault.
    #[inline]
    pub(crate) fn is_well_formed(&self) -> bool {
        let (scheme, prefecture_fits) = self.against_scheme_and_prefecture();
        (scheme == 0) & prefecture_fits & self.check_digit_fits()
    }

    /// The fault of the scheme, as a bit, and whether the prefecture is one.
    #[inline]
    fn against_scheme_and_prefecture(&self) -> (u16, bool) {
        let x = u64::from_le_bytes(self.values);
        // The number of every two digits that stand side by side, at the place of the first.
        let [code, _, prefecture, ..] = x.wrapping_mul(10).wrapping_add(x >> 8).to_le_bytes();
        let scheme = if self.eight { SCHEMES.get(usize::from(code & 127)).copied().unwrap_or(0) } else { 0 };
        (scheme, prefecture.wrapping_sub(1) < PREFECTURES)
    }

    /// The number of the first reason against the digits, 0 for none.
    #[inline]
    pub(crate) fn first(&self) -> u8 {
        // No bit at all is 16, and so 0.
        u8::try_from(self.against().trailing_zeros() & 15).unwrap_or(0)
    }
}

/// The scheme and the kind of insurer of a well-formed number; nothing of another text.
pub(crate) fn kind_of(insurer_number: &str) -> (Option<SchemeCode>, Option<InsurerKind>) {
    let Some(digits) = Digits::of_text(insurer_number.as_bytes()) else { return (None, None) };
    (digits.scheme(), InsurerKind::of(digits.scheme(), digits.serial_of_hundreds()))
}

/// Whether the last of eight digits is the check digit of the others; `None` for another text.
pub(crate) fn eighth_digit_fits(text: &str) -> Option<bool> {
    let digits = Digits::of_text(text.as_bytes()).filter(|digits| digits.eight)?;
    Some(digits.check_digit_fits())
}

/// What each scheme code has against it. Codes end at 99; a power of two needs no check of the bounds.
const SCHEMES: [u16; 128] = {
    let mut table = [0; 128];
    let mut rest: &mut [u16] = &mut table;
    let mut code = 0_u8;
    while let Some((slot, others)) = rest.split_first_mut() {
        *slot = match SchemeCode::against(code) {
            0 => 0,
            reason => 1 << reason,
        };
        rest = others;
        code = code.wrapping_add(1);
    }
    table
};

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skip = if self.eight { 0 } else { 2 };
        self.values.iter().skip(skip).try_for_each(|digit| f.write_char(char::from(b'0'.wrapping_add(*digit))))
    }
}

/// The number of two digits, each 0 to 9.
fn two(tens: u8, ones: u8) -> u8 {
    tens.wrapping_mul(10).wrapping_add(ones)
}
