//! A column of insurer numbers, many at a time.
//!
//! The rows are turned into columns of bytes, and then every row goes through the same plain arithmetic without a branch:
//! compilers make of it instructions that work on as many rows at once as a register has bytes. Which rows are wrong, and how, costs nothing.

use super::{SchemeCode, digits::PREFECTURES, insurer_number::check_insurer_number_record};
use crate::base::Reason;

/// Records of eight bytes, turned: the first bytes of all records, the second bytes, and so on.
pub type InsurerNumberColumns<const ROWS: usize> = [[u8; ROWS]; 8];

/// The typed lane: a column of records, a reason's number for each, 0 for a well-formed one. The shorter of the two columns ends it.
pub fn check_insurer_number_records(records: &[[u8; 8]], reasons: &mut [u8]) {
    check_insurer_number_records_by(records, reasons, columns);
}

/// The same with the caller's way to transpose a block of records, for processors that have a quick one.
#[inline(always)]
pub fn check_insurer_number_records_by<const ROWS: usize>(
    records: &[[u8; 8]],
    reasons: &mut [u8],
    columns: impl Fn(&[[u8; 8]; ROWS]) -> InsurerNumberColumns<ROWS>,
) {
    let both = records.len().min(reasons.len());
    let (Some(records), Some(reasons)) = (records.get(..both), reasons.get_mut(..both)) else { return };
    let (blocks, records) = records.as_chunks::<ROWS>();
    let (blocks_of_reasons, reasons) = reasons.as_chunks_mut::<ROWS>();
    for (block, reasons) in blocks.iter().zip(blocks_of_reasons) {
        check_columns(&columns(block), reasons);
    }
    for (record, reason) in records.iter().zip(reasons) {
        *reason = check_insurer_number_record(record).map_or(0, Reason::number);
    }
}

/// Turns sixteen records into columns, as many as the narrowest registers hold. A riffle moves the highest bit of a byte's
/// place to the lowest; after four, the row's four bits stand below the column's three.
#[inline(always)]
fn columns(block: &[[u8; 8]; 16]) -> InsurerNumberColumns<16> {
    let (mut one, mut other) = ([[0; 16]; 8], [[0; 16]; 8]);
    riffle(block.as_flattened(), one.as_flattened_mut());
    riffle(one.as_flattened(), other.as_flattened_mut());
    riffle(other.as_flattened(), one.as_flattened_mut());
    riffle(one.as_flattened(), other.as_flattened_mut());
    other
}

/// Lays the two halves into each other, byte by byte, like a pack of cards.
#[inline(always)]
fn riffle(from: &[u8], to: &mut [u8]) {
    let (left, right) = from.split_at(64);
    for (pair, (left, right)) in to.as_chunks_mut::<2>().0.iter_mut().zip(left.iter().zip(right)) {
        *pair = [*left, *right];
    }
}

#[inline(always)]
fn check_columns<const ROWS: usize>(columns: &InsurerNumberColumns<ROWS>, reasons: &mut [u8; ROWS]) {
    let [a, b, c, d, e, f, g, h] = columns;
    for (row, reason) in reasons.iter_mut().enumerate() {
        let digit = |column: &[u8; ROWS]| column.get(row).map_or(0, |byte| byte.wrapping_sub(b'0'));
        let (a, b, c, d, e, f, g, h) = (digit(a), digit(b), digit(c), digit(d), digit(e), digit(f), digit(g), digit(h));

        // Two spaces at the end are layout, and count as zeros: they stand where weights are the same as before the number.
        let six = all(g == SPACE) & all(h == SPACE);
        let (g, h) = (g & !six, h & !six);
        let highest = a.max(b).max(c.max(d)).max(e.max(f).max(g.max(h)));
        let lowest = a.min(b).min(c.min(d)).min(e.min(f));
        let blank = six & all(lowest == SPACE) & all(highest == SPACE);

        let weighted = doubled(a).wrapping_add(doubled(c)).wrapping_add(doubled(e)).wrapping_add(doubled(g));
        let sum = weighted.wrapping_add(b).wrapping_add(d).wrapping_add(f).wrapping_add(h);
        let first = two(a, b);
        let prefecture = select(six, first, two(c, d));
        let against_scheme = against_scheme(first) & !six;

        // From the last reason to the first, each taking the place of those after it.
        let found = all(last_digit_of_sum(sum) != 0) & WRONG_CHECK_DIGIT;
        let found = select(all(prefecture.wrapping_sub(1) >= PREFECTURES), PREFECTURE_OUT_OF_RANGE, found);
        let found = select(all(against_scheme != 0), against_scheme, found);
        let found = select(all(highest > 9), NOT_DIGITS, found);
        *reason = select(blank, EMPTY, found);
    }
}

// Constants, because a call that is not inlined before the loop is looked at would keep it from being turned into vectors.
const EMPTY: u8 = Reason::Empty.number();
const NOT_DIGITS: u8 = Reason::NotDigits.number();
const PREFECTURE_OUT_OF_RANGE: u8 = Reason::PrefectureOutOfRange.number();
const WRONG_CHECK_DIGIT: u8 = Reason::WrongCheckDigit.number();
const AGAINST_SCHEME_ZERO: u8 = SchemeCode::against(0);

/// A space, where digits are expected.
const SPACE: u8 = b' '.wrapping_sub(b'0');

/// All bits or none.
#[inline(always)]
fn all(holds: bool) -> u8 {
    u8::from(holds).wrapping_neg()
}

/// One of two, without a branch; `which` is all bits or none.
#[inline(always)]
fn select(which: u8, one: u8, other: u8) -> u8 {
    (one & which) | (other & !which)
}

/// The number of two digits.
#[inline(always)]
fn two(tens: u8, ones: u8) -> u8 {
    tens.wrapping_mul(10).wrapping_add(ones)
}

/// The digits of a digit's double, added: 2d, or 2d − 9 where that is not negative.
#[inline(always)]
fn doubled(digit: u8) -> u8 {
    let double = digit.wrapping_mul(2);
    double.min(double.wrapping_sub(9))
}

/// The last digit of a sum of eight digits, which is 72 at most.
#[inline(always)]
fn last_digit_of_sum(sum: u8) -> u8 {
    let below_forty = sum.min(sum.wrapping_sub(40));
    let below_twenty = below_forty.min(below_forty.wrapping_sub(20));
    below_twenty.min(below_twenty.wrapping_sub(10))
}

/// The number of the reason against a scheme code, 0 for none: bits of it turn wherever it changes from one code to the next.
#[inline(always)]
fn against_scheme(code: u8) -> u8 {
    // Changes of the same bits undo each other, so that they are put together before the bits are.
    let mut turned = [0; DIFFERENT_BITS];
    for change in &CHANGES {
        if let Some(turned) = turned.get_mut(usize::from(change.bits)) {
            *turned ^= all(code.cast_signed() >= change.at);
        }
    }
    (0..).zip(turned).fold(AGAINST_SCHEME_ZERO, |against, (bits, turned)| against ^ (turned & bits))
}

/// Bits that turn, as a number, are below this: reasons against a scheme are.
const DIFFERENT_BITS: usize = 16;

/// From the code `at` on, the reason's number has other `bits`.
#[derive(Clone, Copy)]
struct Change {
    /// Signed, because that is how processors compare bytes.
    at: i8,
    bits: u8,
}

const CHANGES: [Change; count_of_changes()] = {
    let mut changes = [Change { at: 0, bits: 0 }; count_of_changes()];
    let mut rest: &mut [Change] = &mut changes;
    let mut code = 0_u8;
    while let Some((slot, others)) = rest.split_first_mut() {
        let before = SchemeCode::against(code);
        while SchemeCode::against(code) == before {
            code = code.wrapping_add(1);
        }
        *slot = Change { at: code.cast_signed(), bits: SchemeCode::against(code) ^ before };
        rest = others;
    }
    changes
};

const fn count_of_changes() -> usize {
    let (mut count, mut code) = (0_usize, 1_u8);
    while code < 100 {
        if SchemeCode::against(code) != SchemeCode::against(code.wrapping_sub(1)) {
            count = count.wrapping_add(1);
        }
        code = code.wrapping_add(1);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_against_a_scheme_is_that_of_its_meaning() {
        for code in 0..100 {
            assert_eq!(against_scheme(code), SchemeCode::against(code), "{code}");
        }
    }

    #[test]
    fn columns_are_records_turned() {
        let block: [[u8; 8]; 16] =
            core::array::from_fn(|row| core::array::from_fn(|column| u8::try_from(row * 8 + column).unwrap()));
        for (number, column) in columns(&block).iter().enumerate() {
            for (row, byte) in column.iter().enumerate() {
                assert_eq!(*byte, block[row][number]);
            }
        }
    }
}
