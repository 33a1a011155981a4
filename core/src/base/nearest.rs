//! The word that was probably meant.

use alloc::vec::Vec;

/// The longest word that is compared, in bytes.
const LONGEST: usize = 64;

/// The nearest of the words known: the one that the fewest edits make of what was written, where they are at most a third of its length and
/// at most 3. An edit is a letter more, less or other, or two neighbours in the wrong order (optimal string alignment).
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut most = (written.len() / 3).clamp(1, 3);
    for word in known {
        if let Some(edits) = edits(written.as_bytes(), word.as_bytes(), most) {
            // Of several that are equally near, the first.
            best = Some(word);
            let Some(fewer) = edits.checked_sub(1) else { break };
            most = fewer;
        }
    }
    best
}

/// How many edits make one of the other, where they are at most `most`.
fn edits(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().max(b.len()) > LONGEST || a.len().abs_diff(b.len()) > most {
        return None;
    }
    // What both begin and end with needs no edit.
    let alike = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (a, b) = (a.get(alike..).unwrap_or_default(), b.get(alike..).unwrap_or_default());
    let alike = a.iter().rev().zip(b.iter().rev()).take_while(|(one, other)| one == other).count();
    let end = |word: &[u8]| word.len().saturating_sub(alike);
    let (a, b) = (a.get(..end(a)).unwrap_or_default(), b.get(..end(b)).unwrap_or_default());
    let fresh = || -> Vec<usize> { (0..=b.len()).collect() };
    let (mut two_before, mut before, mut row) = (fresh(), fresh(), fresh());
    let mut previous = None;
    for (index, letter) in a.iter().enumerate() {
        let mut left = index.saturating_add(1);
        let (mut best, mut last) = (left, None);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (at, other) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(LONGEST);
            let replaced = cell(&before, at).saturating_add(usize::from(letter != other));
            let mut fewest =
                replaced.min(left.saturating_add(1)).min(cell(&before, at.saturating_add(1)).saturating_add(1));
            if previous == Some(other) && last == Some(letter) {
                fewest = fewest.min(cell(&two_before, at.saturating_sub(1)).saturating_add(1));
            }
            if let Some(cell) = row.get_mut(at.saturating_add(1)) {
                *cell = fewest;
            }
            (left, last, best) = (fewest, Some(other), best.min(fewest));
        }
        if best > most {
            return None;
        }
        previous = Some(letter);
        core::mem::swap(&mut two_before, &mut before);
        core::mem::swap(&mut before, &mut row);
    }
    before.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_words_that_are_near_the_nearest() {
        let known = ["period", "points", "purses", "rules"];
        for (written, meant) in [
            ("perod", Some("period")),
            ("peirod", Some("period")),
            ("point", Some("points")),
            ("purse", Some("purses")),
            ("ruels", Some("rules")),
            ("rule_s", Some("rules")),
            ("points", Some("points")),
            ("window", None),
            ("", None),
            ("ポイント", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
        assert_eq!(nearest("ab", ["ba", "aa"]), Some("ba"));
        assert_eq!(nearest(&"a".repeat(65), ["a"]), None);
    }
}
