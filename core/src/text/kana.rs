//! Kana: voiced marks, small letters, hiragana.

/// Katakana that takes a voiced mark, before each the letter it becomes.
const VOICED: &str =
    "ガカギキグクゲケゴコザサジシズスゼセゾソダタヂチヅツデテドトバハビヒブフベヘボホヴウヷワヸヰヹヱヺヲヾヽ";

/// Katakana that takes a semi-voiced mark, before each the letter it becomes.
const SEMI_VOICED: &str = "パハピヒプフペヘポホ";

/// Small katakana, each before its large letter.
const SMALL: &str =
    "ァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケㇰクㇱシㇲスㇳトㇴヌㇵハㇶヒㇷフㇸヘㇹホㇺムㇻラㇼリㇽルㇾレㇿロ";

/// The partner that stands after `c` in a table of pairs.
fn after(pairs: &str, c: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(first), Some(second)) = (letters.next(), letters.next()) {
        if first == c {
            return Some(second);
        }
    }
    None
}

/// The partner that stands before `c` in a table of pairs.
fn before(pairs: &str, c: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(first), Some(second)) = (letters.next(), letters.next()) {
        if second == c {
            return Some(first);
        }
    }
    None
}

/// Hiragana to katakana; any other character as it is.
pub fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c).wrapping_add(0x60)).unwrap_or(c),
        _ => c,
    }
}

/// Small katakana to large (ッ to ツ, ヵ to カ, ㇰ to ク); any other character as it is.
pub fn large(c: char) -> char {
    after(SMALL, c).unwrap_or(c)
}

/// The letter that a katakana or hiragana letter and a voiced mark make together.
pub(super) fn compose_pair(letter: char, mark: char) -> Option<char> {
    let table = match mark {
        '\u{3099}' | 'ﾞ' => VOICED,
        '\u{309A}' | 'ﾟ' => SEMI_VOICED,
        _ => return None,
    };
    let kana = katakana(letter);
    let joined = before(table, kana)?;
    if kana == letter { Some(joined) } else { hiragana(joined) }
}

/// Hiragana of a katakana letter that has one.
fn hiragana(c: char) -> Option<char> {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' if !matches!(c, 'ヷ'..='ヺ') => char::from_u32(u32::from(c).wrapping_sub(0x60)),
        _ => None,
    }
}

/// A voiced katakana letter taken apart: the plain letter, and the combining mark.
pub(super) fn decompose(c: char) -> Option<(char, char)> {
    let voiced = after(VOICED, c).map(|base| (base, '\u{3099}'));
    voiced.or_else(|| after(SEMI_VOICED, c).map(|base| (base, '\u{309A}')))
}

/// Joins voiced marks, combining or half-width, to the letters before them. A mark that fits nothing becomes the spacing one, which joins nothing.
pub fn compose(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut text = text.peekable();
    core::iter::from_fn(move || {
        let c = text.next()?;
        if let Some(joined) = text.peek().and_then(|mark| compose_pair(c, *mark)) {
            text.next();
            return Some(joined);
        }
        Some(match c {
            '\u{3099}' | 'ﾞ' => '゛',
            '\u{309A}' | 'ﾟ' => '゜',
            _ => c,
        })
    })
}

/// Whether a character may stand in a name in full-width katakana: ァ to ヺ, ー, ・, and the ideographic space.
pub fn is_full_width_kana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '\u{3000}')
}

/// Whether a character may stand in a name in half-width kana: ｦ to ﾟ, ･, and the space.
pub fn is_half_width_kana(c: char) -> bool {
    matches!(c, 'ｦ'..='ﾟ' | '･' | ' ')
}

/// Whether a character is a hyphen, a dash, or one of the look-alikes that stand for one on forms.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '−' | '－' | '⁃' | '﹣' | '﹘' | 'ー' | 'ｰ' | '〜' | '～')
}
