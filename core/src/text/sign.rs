//! Signs that are no letters: hyphens and what is typed for them, spaces, and characters that nobody sees.

/// Whether a character is typed where a hyphen is meant: every dash of Unicode but ゠, a few look-alikes, and the wave dashes.
///
/// The long vowel ー is not among them: whether it is a hyphen depends on what stands before it ([`is_long_vowel`]).
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
            | '\u{2212}'
            | '\u{FF0D}'
            // The wave dashes, and the tilde that fonts draw like one.
            | '~' | '\u{301C}' | '\u{FF5E}' | '\u{3030}' | '\u{2053}'
            // Look-alikes that are not dashes by Unicode's property: modifier minus, hyphen bullet, box drawings.
            | '\u{02D7}' | '\u{2043}' | '\u{2500}' | '\u{2501}'
            // Raised and lowered minus; small, vertical and long forms.
            | '\u{207B}' | '\u{208B}' | '\u{FE58}' | '\u{FE63}' | '\u{FE31}' | '\u{FE32}' | '\u{2E3A}' | '\u{2E3B}'
            // Dashes of other scripts and of editors.
            | '\u{058A}' | '\u{05BE}' | '\u{1400}' | '\u{1806}' | '\u{2E17}' | '\u{2E1A}' | '\u{2E40}' | '\u{2E5D}'
            | '\u{10D6E}' | '\u{10EAD}'
    )
}

/// Whether a character is the mark of a long vowel, in either width. It is typed for a hyphen as well.
pub fn is_long_vowel(c: char) -> bool {
    matches!(c, 'ー' | 'ｰ')
}

/// Whether nothing is seen of a character: those of no width, the byte-order mark, marks of direction, the soft hyphen.
///
/// Selectors of a variant of a glyph change what is seen, and are not among them.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

/// Whether a character is a space of whatever width, and no break of a line or tab.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// The characters of a text that are seen.
pub fn seen(text: &str) -> impl Iterator<Item = char> + Clone {
    text.chars().filter(|c| !is_invisible(*c))
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// Unicode's property Dash (PropList 17.0) without ゠, then the look-alikes that are added to it.
    const HYPHENS: &[u32] = &[
        0x002D, 0x058A, 0x05BE, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2053, 0x207B, 0x208B,
        0x2212, 0x2E17, 0x2E1A, 0x2E3A, 0x2E3B, 0x2E40, 0x2E5D, 0x301C, 0x3030, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D,
        0x10D6E, 0x10EAD, // Added:
        0x007E, 0x02D7, 0x2043, 0x2500, 0x2501, 0xFF5E,
    ];

    #[test]
    fn every_character_is_as_the_table_has_it() {
        let hyphens: Vec<u32> = ('\0'..=char::MAX).filter(|c| is_hyphen(*c)).map(u32::from).collect();
        let mut expected = HYPHENS.to_vec();
        expected.sort_unstable();
        assert_eq!(hyphens, expected);
        // A hyphen is no letter and no ideograph, and neither seen nor a space at once.
        for c in '\0'..=char::MAX {
            let kinds = [is_hyphen(c), is_long_vowel(c), is_invisible(c), c.is_whitespace()];
            assert!(kinds.into_iter().filter(|kind| *kind).count() <= 1, "{c:?}");
            assert!(!is_hyphen(c) || !c.is_alphanumeric(), "{c:?}");
        }
        assert!(!is_hyphen('゠') && !is_hyphen('一') && !is_hyphen('_'));
    }

    #[test]
    fn a_space_is_no_tab_and_no_line() {
        for c in [' ', '\u{A0}', '\u{2002}', '\u{202F}', '\u{3000}'] {
            assert!(is_space(c), "{c:?}");
        }
        for c in ['\t', '\n', '\r', '\u{85}', '\u{2028}', 'ア', '\u{200B}'] {
            assert!(!is_space(c), "{c:?}");
        }
    }
}
