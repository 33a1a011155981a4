//! Kana: voiced marks, small letters, hiragana. Unicode sets them out so regularly that a letter's partner stands at a known distance.

/// The character `by` code points after `c`.
fn ahead(c: char, by: u32) -> char {
    char::from_u32(u32::from(c).wrapping_add(by)).unwrap_or(c)
}

/// The character `by` code points before `c`.
fn back(c: char, by: u32) -> char {
    char::from_u32(u32::from(c).wrapping_sub(by)).unwrap_or(c)
}

/// Hiragana to katakana; any other character as it is.
pub fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => ahead(c, 0x60),
        _ => c,
    }
}

/// Small katakana to large (ッ to ツ, ヵ to カ, ㇰ to ク); any other character as it is.
pub fn large(c: char) -> char {
    match c {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => ahead(c, 1),
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ㇰ' => 'ク',
        'ㇱ' => 'シ',
        'ㇲ' => 'ス',
        'ㇳ' => 'ト',
        'ㇴ' => 'ヌ',
        'ㇵ' => 'ハ',
        'ㇶ' => 'ヒ',
        'ㇷ' => 'フ',
        'ㇸ' => 'ヘ',
        'ㇹ' => 'ホ',
        'ㇺ' => 'ム',
        'ㇻ'..='ㇿ' => back(c, 0x112),
        _ => c,
    }
}

/// The katakana letter with the voiced mark, where it takes one.
pub(super) fn voiced(letter: char) -> Option<char> {
    Some(match letter {
        'ウ' => 'ヴ',
        'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト'
        | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' | 'ヽ' => ahead(letter, 1),
        'ワ'..='ヲ' => ahead(letter, 8),
        _ => return None,
    })
}

/// The katakana letter with the semi-voiced mark, where it takes one.
fn semi_voiced(letter: char) -> Option<char> {
    matches!(letter, 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ').then(|| ahead(letter, 2))
}

/// The letter that a katakana or hiragana letter and a voiced mark make together, be the mark combining, spacing or half-width.
pub(super) fn compose_pair(letter: char, mark: char) -> Option<char> {
    let kana = katakana(letter);
    let joined = match mark {
        '\u{3099}' | '゛' | 'ﾞ' => voiced(kana)?,
        '\u{309A}' | '゜' | 'ﾟ' => semi_voiced(kana)?,
        _ => return None,
    };
    if kana == letter { Some(joined) } else { hiragana(joined) }
}

/// Hiragana of a katakana letter that has one.
fn hiragana(c: char) -> Option<char> {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => Some(back(c, 0x60)),
        _ => None,
    }
}

/// A voiced katakana letter taken apart: the plain letter, and the combining mark.
pub(super) fn decompose(c: char) -> Option<(char, char)> {
    match c {
        'ヴ' => Some(('ウ', '\u{3099}')),
        'ヷ'..='ヺ' => Some((back(c, 8), '\u{3099}')),
        _ if semi_voiced(back(c, 2)) == Some(c) => Some((back(c, 2), '\u{309A}')),
        _ if voiced(back(c, 1)) == Some(c) => Some((back(c, 1), '\u{3099}')),
        _ => None,
    }
}

/// Joins voiced marks, combining, spacing or half-width, to the letters before them. A mark that fits nothing becomes the spacing one.
pub fn compose(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    compose_placed(text.map(|c| ((), c))).map(|((), c)| c)
}

/// The same, each character with its place in the text, a joined one with that of its letter.
pub(super) fn compose_placed<P>(text: impl Iterator<Item = (P, char)>) -> impl Iterator<Item = (P, char)> {
    let mut text = text.peekable();
    core::iter::from_fn(move || {
        let (place, c) = text.next()?;
        if let Some(joined) = text.peek().and_then(|(_, mark)| compose_pair(c, *mark)) {
            text.next();
            return Some((place, joined));
        }
        Some((place, alone(c)))
    })
}

/// A mark that joins nothing, as the spacing one; any other character as it is.
pub(super) fn alone(c: char) -> char {
    match c {
        '\u{3099}' | 'ﾞ' => '゛',
        '\u{309A}' | 'ﾟ' => '゜',
        _ => c,
    }
}

/// Whether a character may stand in a name in full-width katakana: ァ to ヺ, ー, ・, and the ideographic space.
pub fn is_full_width_kana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '\u{3000}')
}

/// Whether a character may stand in a name in half-width kana: ｦ to ﾟ, ･, and the space.
pub fn is_half_width_kana(c: char) -> bool {
    matches!(c, 'ｦ'..='ﾟ' | '･' | ' ')
}

/// Whether a character is kana: a letter, small or large, or a mark that repeats one.
pub fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | 'ァ'..='ヺ' | 'ヽ' | 'ヾ' | 'ㇰ'..='ㇿ' | 'ｦ'..='ｯ' | 'ｱ'..='ﾝ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Katakana that takes a voiced mark, before each the letter it becomes.
    const VOICED: &str =
        "ガカギキグクゲケゴコザサジシズスゼセゾソダタヂチヅツデテドトバハビヒブフベヘボホヴウヷワヸヰヹヱヺヲヾヽ";

    /// Katakana that takes a semi-voiced mark, before each the letter it becomes.
    const SEMI_VOICED: &str = "パハピヒプフペヘポホ";

    /// Small katakana, each before its large letter.
    const SMALL: &str = "ァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケㇰクㇱシㇲスㇳトㇴヌㇵハㇶヒㇷフㇸヘㇹホㇺムㇻラㇼリㇽルㇾレㇿロ";

    fn pairs(table: &str) -> impl Iterator<Item = (char, char)> {
        table.chars().step_by(2).zip(table.chars().skip(1).step_by(2))
    }

    /// The partner that stands after `c` in a table of pairs.
    fn after(table: &str, c: char) -> Option<char> {
        pairs(table).find(|(first, _)| *first == c).map(|(_, second)| second)
    }

    /// The partner that stands before `c` in a table of pairs.
    fn before(table: &str, c: char) -> Option<char> {
        pairs(table).find(|(_, second)| *second == c).map(|(first, _)| first)
    }

    #[test]
    fn every_character_is_as_the_tables_have_it() {
        for c in '\0'..=char::MAX {
            let voiced = after(VOICED, c).map(|base| (base, '\u{3099}'));
            let semi_voiced = after(SEMI_VOICED, c).map(|base| (base, '\u{309A}'));
            assert_eq!(large(c), after(SMALL, c).unwrap_or(c));
            assert_eq!(decompose(c), voiced.or(semi_voiced));

            // The tables leave hiragana out: it is joined as its katakana is, where there is hiragana of what that becomes.
            let kana = katakana(c);
            let of_its_kind =
                |joined: char| if kana == c { Some(joined) } else { ('ぁ'..='ゞ').find(|h| katakana(*h) == joined) };
            for (table, marks) in [(VOICED, ['\u{3099}', '゛', 'ﾞ']), (SEMI_VOICED, ['\u{309A}', '゜', 'ﾟ'])] {
                let joined = before(table, kana).and_then(of_its_kind);
                assert_eq!(marks.map(|mark| compose_pair(c, mark)), [joined; 3]);
            }
            assert_eq!(compose_pair(c, 'ー'), None);
        }
    }
}
