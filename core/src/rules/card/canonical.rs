//! Symbols and numbers in the form that is stored and compared.

use alloc::string::String;

use crate::text::{compose, fold_radical, fold_width, is_hyphen, is_kana, is_long_vowel, seen};

/// The canonical form: widths and look-alikes folded, voiced marks joined, every hyphen and wave dash `-`, spaces and what nobody sees dropped.
/// ー is a long vowel after kana, and a hyphen after anything else. What was entered stays with the host.
pub(super) fn canonical(text: &str) -> String {
    // Spaces go before marks are joined, so that a canonical form is its own.
    let kept = seen(text).filter(|c| !c.is_whitespace());
    let mut canonical = String::with_capacity(text.len());
    let mut after_kana = false;
    for c in compose(kept.map(|c| if is_hyphen(c) { '-' } else { fold_radical(fold_width(c)) })) {
        let c = if is_long_vowel(c) && !after_kana { '-' } else { c };
        after_kana = is_kana(c) || is_long_vowel(c);
        canonical.push(c);
    }
    canonical
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The last `most` characters of a value of digits; any other value, and a shorter one, as it is.
pub(super) fn last_digits(text: String, most: usize) -> String {
    match text.len().checked_sub(most) {
        Some(skip) if is_digits(&text) => text.get(skip..).map(Into::into).unwrap_or(text),
        _ => text,
    }
}

/// A value of digits without its leading zeros, of zeros only one; any other value as it is.
pub(super) fn without_leading_zeros(text: &str) -> &str {
    match text.trim_start_matches('0') {
        _ if !is_digits(text) => text,
        "" => "0",
        rest => rest,
    }
}

/// The form of JP Core's identifier: half-width while there are only letters and digits of ASCII, otherwise full-width throughout.
pub(super) fn interchange(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.into();
    }
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c).wrapping_add(0xFEE0)).unwrap_or(c),
        c => c,
    };
    text.chars().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_twice_is_canonical_once() {
        for text in ["７１－０００１", "71ー0001", "警・千葉", "⼊間 12", "ｱﾞ〜ガ", "１‑２", "カ ゛", "ケーブル", "ｹｰ-ｰ"]
        {
            let once = canonical(text);
            assert_eq!(canonical(&once), once, "{text}");
        }
        assert_eq!(canonical("７１ー０００１"), "71-0001");
        assert_ne!(canonical("1-2"), canonical("12"));
        assert_eq!(
            ["1~2", "1〜2", "1～2", "1ー2", "1ｰ2", "1─2", "1━2", "1˗2", "1⁻2", "1₋2"].map(canonical),
            ["1-2"; 10]
        );
        assert_eq!(["ケーブル", "ｹｰﾌﾞﾙ", "ケ\u{200B}ーフ゛ル"].map(canonical), ["ケーブル"; 3]);
        assert_eq!(["警ー1", "けーー1", "ー1"].map(canonical), ["警-1", "けーー1", "-1"]);
        assert_eq!(canonical("\u{FEFF}12\u{200E}3"), "123");
    }

    #[test]
    fn last_seven_and_zeros() {
        let last = |text: &str| last_digits(text.into(), 7);
        assert_eq!(
            [last("12345678"), last("1234567"), last("100000123"), last("A2345678")],
            ["2345678", "1234567", "0000123", "A2345678"]
        );
        assert_eq!(["0000123", "000", "A01", ""].map(without_leading_zeros), ["123", "0", "A01", ""]);
    }

    #[test]
    fn one_character_makes_the_field_wide() {
        assert_eq!(interchange("0123"), "0123");
        assert_eq!(interchange("71-0001"), "７１－０００１");
        assert_eq!(interchange("警・千葉1"), "警・千葉１");
    }
}
