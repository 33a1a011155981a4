//! Names in kana: what a form takes, and the key under which a name is looked up.

use alloc::string::String;

use super::{
    compose, fold_radical, fold_width, half_width, is_full_width_kana, is_half_width_kana, is_hyphen, is_invisible,
    is_long_vowel, is_space,
    kana::{compose_pair, compose_placed},
    katakana, large, seen,
};

/// The longest name that is taken, in bytes of UTF-8.
pub const NAME_LIMIT: usize = 256;

/// The version of [`match_key`]. Stored keys of another version are made anew.
pub const MATCH_KEY_VERSION: u32 = 1;

/// The first character that a form in this kana does not take, counted in code points from 1; `None` where all are taken.
///
/// Full-width: ァ to ヺ, each with a combining or spacing mark that fits it, ー, ・ and a space of any width. Half-width: ｦ to ﾟ, ･ and a space
/// of any width. Characters that nobody sees are passed over, and counted.
pub fn unusable(name: &str, full_width: bool) -> Option<usize> {
    let usable = if full_width { is_full_width_kana } else { is_half_width_kana };
    let mut rest = name.chars().enumerate().filter(|(_, c)| !is_invisible(*c)).peekable();
    while let Some((at, c)) = rest.next() {
        if !usable(c) && !is_space(c) {
            return Some(at.saturating_add(1));
        }
        let joins = |mark: char| full_width && ('\u{3099}'..='゜').contains(&mark) && compose_pair(c, mark).is_some();
        rest.next_if(|(_, mark)| joins(*mark));
    }
    None
}

/// Whether a name has a letter at all, and not only spaces, dots and marks.
pub fn has_letter(name: &str) -> bool {
    name.chars().any(|c| is_letter(fold_width(c)))
}

pub(super) fn is_letter(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ')
}

/// A name in full-width katakana: widths folded, hiragana turned, voiced marks joined, spaces ideographic, what nobody sees dropped.
pub fn to_full_width(name: &str) -> String {
    let folded = seen(name).map(|c| katakana(fold_width(c)));
    compose(folded).map(|c| if is_space(c) { '\u{3000}' } else { c }).collect()
}

/// A name in half-width kana, or the first character that has no half-width form, counted in code points from 1.
///
/// # Errors
/// The place of a character such as ヮ, ヰ, ヱ, ヵ or ヶ, of a voiced mark that fits nothing, or of a character that is not kana.
pub fn to_half_width(name: &str) -> Result<String, usize> {
    let mut half = String::with_capacity(name.len());
    let folded = name.chars().enumerate().filter(|(_, c)| !is_invisible(*c));
    for (index, c) in compose_placed(folded.map(|(index, c)| (index, katakana(fold_width(c))))) {
        let c = if is_space(c) { ' ' } else { c };
        let (letter, mark) = half_width(c).ok_or_else(|| index.saturating_add(1))?;
        half.push(letter);
        half.extend(mark);
    }
    Ok(half)
}

/// The key under which a name is looked up, version 1.
///
/// Widths and radicals are folded, hiragana turned to katakana, voiced marks joined, small letters made large; spaces, ・, long vowels,
/// hyphens, wave dashes and what nobody sees are dropped. Two names with one key are candidates, not the same name: シヨウ and ショウ can
/// differ in law. A key has at most as many bytes of UTF-8 as its name.
pub fn match_key(name: &str) -> impl Iterator<Item = char> {
    // Letters of katakana are what is most often met, and what all else is folded to.
    let seen = name.chars().filter(|c| is_letter(*c) || !is_invisible(*c));
    let folded = seen.map(|c| if is_letter(c) { c } else { katakana(fold_radical(fold_width(c))) });
    compose(folded).map(large).filter(|c| is_letter(*c) || !is_left_out(*c))
}

/// Whether a key leaves a character out.
fn is_left_out(c: char) -> bool {
    c.is_whitespace() || c == '・' || is_long_vowel(c) || is_hyphen(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        match_key(name).collect()
    }

    #[test]
    fn keys_of_one_person() {
        for name in ["ケンコム　タロウ", "ｹﾝｺﾑ ﾀﾛｳ", "けんこむたろう", "ケンコム・タロウ"]
        {
            assert_eq!(key(name), "ケンコムタロウ");
        }
        assert_eq!(key("ｼｮｳ"), key("シヨウ"));
        assert_eq!(key("コーノ"), key("コノ"));
        assert_ne!(key("オーノ"), key("オオノ"));
        assert_eq!(key("ﾊﾟﾝﾀﾞ"), "パンダ");
        assert_eq!(key("は\u{309A}んた\u{3099}"), "パンダ");
        assert_ne!(key("ヴィオラ"), key("ビオラ"));
        for name in
            ["ジン", "シ゛ン", "シ\u{3099}ン", "ｼﾞﾝ", "じん", "し゛\u{200B}ん", "\u{FEFF}シ\u{AD}\u{3099}ン\u{202C}"]
        {
            assert_eq!(key(name), "ジン", "{name}");
        }
        assert_eq!(["コ〜ノ", "コ～ノ", "コ~ノ", "コ─ノ", "コ˗ノ"].map(key), ["コノ"; 5]);
    }

    /// What a name's key is made of are a character and a mark that may join it, so that this is every case there is.
    #[test]
    fn every_character_with_every_mark() {
        for c in '\0'..=char::MAX {
            for mark in ["", "\u{3099}", "\u{309A}", "゛", "゜", "ﾞ", "ﾟ"] {
                let name = [c.encode_utf8(&mut [0; 4]), mark].concat();
                let folded = seen(&name).map(|c| katakana(fold_radical(fold_width(c))));
                let large = compose(folded).map(large);
                let expected = large.filter(|c| !is_left_out(*c));
                assert!(match_key(&name).eq(expected), "{name:?}");
                let bytes: usize = match_key(&name).map(char::len_utf8).sum();
                assert!(bytes <= name.len(), "the key of {name:?} has {bytes} bytes");
            }
        }
    }

    #[test]
    fn widths_both_ways() {
        assert_eq!(to_half_width("ケンコム　タロー"), Ok("ｹﾝｺﾑ ﾀﾛｰ".into()));
        assert_eq!(to_half_width("ガギパヴヷヺ"), Ok("ｶﾞｷﾞﾊﾟｳﾞﾜﾞｦﾞ".into()));
        assert_eq!(to_half_width("サヰトウ"), Err(2));
        assert_eq!(to_full_width("ｹﾝｺﾑ ﾀﾞﾛｰ"), "ケンコム　ダロー");
        assert_eq!(to_full_width("ｱﾞ"), "ア゛");
        assert_eq!(to_half_width("ア゛"), Err(2));
        assert_eq!(to_half_width("シ゛\u{200B}ン\u{A0}ｼ"), Ok("ｼﾞﾝ ｼ".into()));
    }

    #[test]
    fn places_of_unusable_characters() {
        assert_eq!(unusable("ケンコムタロウ", true), None);
        assert_eq!(unusable("ケンコム太郎", true), Some(5));
        assert_eq!(unusable("けんこむ", true), Some(1));
        assert_eq!(unusable("ｹﾝﾚﾝ ﾀﾛｳ", false), None);
        assert_eq!(unusable("ｹﾝﾚﾝ｡", false), Some(5));
        assert_eq!(unusable("シ゛ン\u{2002}カ\u{3099}\u{200B}", true), None);
        assert_eq!(unusable("ン゛", true), Some(2));
        assert_eq!(unusable("\u{200B}カﾞ", true), Some(3));
        assert_eq!(unusable("ケンコム\tタロウ", true), Some(5));
        assert_eq!(unusable("ｶ\u{3000}ｷ", false), None);
        assert_eq!(unusable("ｶ\u{3099}", false), Some(2));
    }
}
