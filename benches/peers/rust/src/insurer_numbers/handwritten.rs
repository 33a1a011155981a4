//! The check as a portal's programmer writes it: digits, scheme, prefecture, check digit.

pub(super) fn well_formed(text: &str) -> bool {
    digits_well_formed(text.as_bytes())
}

/// Six digits are followed by two spaces.
pub(super) fn record_well_formed(record: &[u8; 8]) -> bool {
    match record {
        [six @ .., b' ', b' '] => digits_well_formed(six),
        eight => digits_well_formed(eight),
    }
}

fn digits_well_formed(bytes: &[u8]) -> bool {
    if bytes.len() != 6 && bytes.len() != 8 {
        return false;
    }
    if !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digit = |at: usize| u32::from(bytes[at] - b'0');
    let mut at = 0;
    if bytes.len() == 8 {
        let scheme = digit(0) * 10 + digit(1);
        if !matches!(scheme, 1..=4 | 6 | 7 | 31..=34 | 39 | 63 | 72..=75) {
            return false;
        }
        at = 2;
    }
    let prefecture = digit(at) * 10 + digit(at + 1);
    (1..=47).contains(&prefecture) && luhn(bytes)
}

fn luhn(digits: &[u8]) -> bool {
    let mut sum = 0;
    for (place, byte) in digits.iter().rev().enumerate() {
        let mut digit = u32::from(byte - b'0');
        if place % 2 == 1 {
            digit *= 2;
            if digit > 9 {
                digit -= 9;
            }
        }
        sum += digit;
    }
    sum % 10 == 0
}
