//! How two names are alike: by which foldings they become one.

use alloc::{string::String, vec::Vec};

use serde::Serialize;

use super::{
    fold_radical, fold_width, is_hyphen, is_long_vowel,
    kana::{alone, compose_pair},
    katakana, large,
    second::{self, Foldings},
    seen, to_full_width,
};

/// A way of writing in which two names differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NameDifference {
    /// Half-width in one, full-width in the other.
    Width,
    /// Hiragana in one, katakana in the other.
    Hiragana,
    /// A voiced mark by itself in one (シ゛), joined in the other (ジ).
    VoicedMark,
    /// Spaces.
    Space,
    /// A radical in place of the character it looks like.
    Radical,
    /// ・
    MiddleDot,
    /// Small letters in one (ショウ), large ones in the other (シヨウ).
    SmallLetter,
    /// ー
    LongVowel,
    /// Hyphens and wave dashes.
    Hyphen,
    /// A mark that repeats a letter (みすゞ).
    IterationMark,
    /// ゠ or ＝.
    DoubleHyphen,
    /// ヅ and ズ, or ヂ and ジ.
    FourKana,
    /// A vowel written twice (オオノ).
    DoubledVowel,
}

impl NameDifference {
    /// Every one, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Width,
        Self::Hiragana,
        Self::VoicedMark,
        Self::Space,
        Self::Radical,
        Self::MiddleDot,
        Self::SmallLetter,
        Self::LongVowel,
        Self::Hyphen,
        Self::IterationMark,
        Self::DoubleHyphen,
        Self::FourKana,
        Self::DoubledVowel,
    ];
}

/// Whether two names are one: the same letters, whatever their width, script and spaces.
pub fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| to_full_width(name).replace('\u{3000}', "");
    letters(one) == letters(other)
}

/// What keeps two names of one key of version 2 apart: every folding without which they would have different ones.
pub fn difference(one: &str, other: &str) -> Vec<NameDifference> {
    let parts = |without: &NameDifference| folded(one, Some(*without)) != folded(other, Some(*without));
    NameDifference::ALL.into_iter().filter(parts).collect()
}

/// The key of version 2, with one folding left out.
fn folded(name: &str, without: Option<NameDifference>) -> String {
    let does = |folding| without != Some(folding);
    let mut letters: Vec<char> = Vec::with_capacity(name.len());
    for entered in seen(name) {
        let c = if does(NameDifference::Width) { fold_width(entered) } else { entered };
        let c = if does(NameDifference::Radical) { fold_radical(c) } else { c };
        let c = if does(NameDifference::Hiragana) { katakana(c) } else { c };
        // A half-width mark is apart by its width alone.
        let half = matches!(entered, 'ﾞ' | 'ﾟ');
        let joins = if half { does(NameDifference::Width) } else { does(NameDifference::VoicedMark) };
        match letters.last_mut() {
            Some(last) if joins && let Some(joined) = compose_pair(*last, c) => *last = joined,
            _ if half && !joins => letters.push(entered),
            _ => letters.push(alone(c)),
        }
    }
    let kept = letters.into_iter().map(|c| if does(NameDifference::SmallLetter) { large(c) } else { c }).filter(|c| {
        !(does(NameDifference::Space) && c.is_whitespace()
            || does(NameDifference::MiddleDot) && *c == '・'
            || does(NameDifference::LongVowel) && is_long_vowel(*c)
            || does(NameDifference::Hyphen) && is_hyphen(*c))
    });
    let foldings = Foldings {
        iteration_marks: does(NameDifference::IterationMark),
        double_hyphens: does(NameDifference::DoubleHyphen),
        four_kana: does(NameDifference::FourKana),
        doubled_vowels: does(NameDifference::DoubledVowel),
    };
    second::fold(kept, foldings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::match_key_2;

    #[test]
    fn with_every_folding_it_is_the_key() {
        for c in '\0'..='\u{FFFF}' {
            for mark in ["\u{3099}", "ﾞゞ"] {
                let name = [c.encode_utf8(&mut [0; 4]), mark, "オ"].concat();
                assert!(folded(&name, None).chars().eq(match_key_2(&name)), "{name:?}");
            }
        }
    }

    #[test]
    fn one_difference_each() {
        use NameDifference as D;
        for (one, other, expected) in [
            ("ケンコム", "ｹﾝｺﾑ", [D::Width].as_slice()),
            ("ガ", "ｶﾞ", &[D::Width]),
            ("ガ", "が", &[D::Hiragana]),
            ("ジン", "シ゛ン", &[D::VoicedMark]),
            ("ア ベ", "アベ", &[D::Space]),
            ("入", "⼊", &[D::Radical]),
            ("ア・ベ", "アベ", &[D::MiddleDot]),
            ("ショウ", "シヨウ", &[D::SmallLetter]),
            ("コーノ", "コノ", &[D::LongVowel]),
            ("コ～ノ", "コノ", &[D::Hyphen]),
            ("ミスズ", "ミスヾ", &[D::IterationMark]),
            ("ア＝ベ", "アベ", &[D::DoubleHyphen]),
            ("ミスヅ", "ミスズ", &[D::FourKana]),
            ("オオノ", "オーノ", &[D::LongVowel, D::DoubledVowel]),
            ("ア\u{3000}ベ", "ア ベ\u{200B}", &[]),
        ] {
            assert_eq!(difference(one, other), expected, "{one} {other}");
            assert_eq!(difference(other, one), expected, "{other} {one}");
        }
    }
}
