//! Width: full-width letters and half-width kana, each folded to the form that plain text has.

/// The full-width characters of the half-width forms U+FF61 to U+FF9D.
const HALF_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// The plain form of a full- or half-width character: `Ａ` to `A`, `ｱ` to `ア`, the ideographic space to a space.
///
/// Exactly the characters that Unicode calls wide or narrow are folded. A half-width voiced mark becomes the combining one;
/// [`compose`](super::compose) joins it to what stands before it.
pub fn fold_width(c: char) -> char {
    let code = u32::from(c);
    let shifted = |from: u32, to: u32| char::from_u32(code.wrapping_sub(from).wrapping_add(to)).unwrap_or(c);
    match code {
        // Before anything else, as almost every character is one of these.
        ..0x3000 | 0x3001..0xFF01 => c,
        0x3000 => ' ',
        0xFF01..=0xFF5E => shifted(0xFF01, 0x21),
        0xFF5F..=0xFF60 => shifted(0xFF5F, 0x2985),
        0xFF61..=0xFF9D => {
            // Every character of the table has three bytes.
            let at = usize::try_from(code.wrapping_sub(0xFF61)).unwrap_or(0).saturating_mul(3);
            HALF_KANA.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(c)
        }
        0xFF9E..=0xFF9F => shifted(0xFF9E, 0x3099),
        0xFFA0 => '\u{3164}',
        0xFFA1..=0xFFBE => shifted(0xFFA1, 0x3131),
        0xFFC2..=0xFFC7 => shifted(0xFFC2, 0x314F),
        0xFFCA..=0xFFCF => shifted(0xFFCA, 0x3155),
        0xFFD2..=0xFFD7 => shifted(0xFFD2, 0x315B),
        0xFFDA..=0xFFDC => shifted(0xFFDA, 0x3161),
        0xFFE0 => '¢',
        0xFFE1 => '£',
        0xFFE2 => '¬',
        0xFFE3 => '¯',
        0xFFE4 => '¦',
        0xFFE5 => '¥',
        0xFFE6 => '₩',
        0xFFE8 => '│',
        0xFFE9..=0xFFEC => shifted(0xFFE9, 0x2190),
        0xFFED => '■',
        0xFFEE => '○',
        _ => c,
    }
}

/// The half-width form of full-width katakana and punctuation, with its voiced mark apart; `None` for those without such a form (ヮヰヱヵヶ, a mark alone).
///
/// Letters and digits of ASCII are half-width already.
pub fn half_width(c: char) -> Option<(char, Option<char>)> {
    if c.is_ascii() {
        return Some((c, None));
    }
    if c == '\u{3000}' {
        return Some((' ', None));
    }
    let plain = |c: char| {
        let place = HALF_KANA.chars().position(|kana| kana == c)?;
        char::from_u32(u32::try_from(place).ok()?.wrapping_add(0xFF61))
    };
    if let Some(half) = plain(c) {
        return Some((half, None));
    }
    let (base, mark) = super::kana::decompose(c)?;
    Some((plain(base)?, Some(if mark == '\u{3099}' { 'ﾞ' } else { 'ﾟ' })))
}
