//! The key under which a name is looked up, version 2: what version 1 folds, and what registers and people write in more than one way.

use super::{
    kana::{decompose, voiced},
    match_key,
    name::is_letter,
};

/// What version 2 folds beyond version 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Foldings {
    /// ゝ and ヽ repeat the letter before them, ゞ and ヾ with its voiced mark.
    pub(super) iteration_marks: bool,
    /// ゠ and ＝ are left out.
    pub(super) double_hyphens: bool,
    /// ヅ is ズ, ヂ is ジ.
    pub(super) four_kana: bool,
    /// A vowel after a letter that ends in it is left out, as ー is: オオノ is オーノ.
    pub(super) doubled_vowels: bool,
}

impl Foldings {
    pub(super) const ALL: Self =
        Self { iteration_marks: true, double_hyphens: true, four_kana: true, doubled_vowels: true };
}

/// The key under which a name is looked up, version 2.
///
/// Names with one key of version 1 have one of version 2. A key has at most as many bytes of UTF-8 as its name.
pub fn match_key_2(name: &str) -> impl Iterator<Item = char> {
    fold(match_key(name), Foldings::ALL)
}

/// Folds a key of version 1.
pub(super) fn fold(key: impl Iterator<Item = char>, foldings: Foldings) -> impl Iterator<Item = char> {
    let mut key = key;
    let (mut written, mut last) = (None, None);
    core::iter::from_fn(move || {
        loop {
            let c = key.next()?;
            let c = if foldings.iteration_marks { repeated(c, written) } else { c };
            if foldings.double_hyphens && matches!(c, '゠' | '=' | '＝') {
                continue;
            }
            written = Some(c);
            let c = match c {
                'ヅ' if foldings.four_kana => 'ズ',
                'ヂ' if foldings.four_kana => 'ジ',
                c => c,
            };
            if foldings.doubled_vowels && last.and_then(vowel) == Some(c) {
                continue;
            }
            last = Some(c);
            return Some(c);
        }
    })
}

/// The letter that a mark repeats; a mark after no letter, or after one that takes no voiced mark, and any other character as they are.
fn repeated(c: char, before: Option<char>) -> char {
    let Some(before) = before.filter(|before| is_letter(*before)) else { return c };
    let plain = decompose(before).map_or(before, |(plain, _)| plain);
    match c {
        'ヽ' => plain,
        'ヾ' => voiced(plain).unwrap_or(c),
        _ => c,
    }
}

/// The vowel in which a large katakana letter ends.
fn vowel(letter: char) -> Option<char> {
    let plain = decompose(letter).map_or(letter, |(plain, _)| plain);
    Some(match plain {
        'ア' | 'カ' | 'サ' | 'タ' | 'ナ' | 'ハ' | 'マ' | 'ヤ' | 'ラ' | 'ワ' => 'ア',
        'イ' | 'キ' | 'シ' | 'チ' | 'ニ' | 'ヒ' | 'ミ' | 'リ' | 'ヰ' => 'イ',
        'ウ' | 'ク' | 'ス' | 'ツ' | 'ヌ' | 'フ' | 'ム' | 'ユ' | 'ル' => 'ウ',
        'エ' | 'ケ' | 'セ' | 'テ' | 'ネ' | 'ヘ' | 'メ' | 'レ' | 'ヱ' => 'エ',
        'オ' | 'コ' | 'ソ' | 'ト' | 'ノ' | 'ホ' | 'モ' | 'ヨ' | 'ロ' | 'ヲ' => 'オ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::*;

    fn key(name: &str) -> String {
        match_key_2(name).collect()
    }

    #[test]
    fn names_written_in_more_than_one_way() {
        assert_eq!(["みすゞ", "ミスズ", "ミスヾ", "ミスヅ"].map(key), ["ミスズ"; 4]);
        assert_eq!(["さゝき", "ササキ"].map(key), ["ササキ"; 2]);
        assert_eq!(key("ひとつづゝ"), "ヒトツズツ");
        assert_eq!(["オオノ", "オーノ", "オノ"].map(key), ["オノ"; 3]);
        assert_eq!(["コーノ", "コオノ"].map(key), ["コノ"; 2]);
        assert_eq!(["ジャン＝ポール", "ジャン゠ポール", "ジャンポール"].map(key), ["ジヤンポル"; 3]);
        assert_eq!(["チヂワ", "チジワ"].map(key), ["チジワ"; 2]);
        assert_eq!(key("コウノ"), "コウノ");
    }

    #[test]
    fn a_mark_that_repeats_nothing_stays() {
        assert_eq!(["ゝア", "アヾ", "１ヽ"].map(key), ["ヽア", "アヾ", "1ヽ"]);
    }
}
