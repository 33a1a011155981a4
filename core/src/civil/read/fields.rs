//! The fields of a written date: digits and kanji numerals, separators, the weekday behind.

/// Weekdays from Sunday; the square forms ㈪ to ㈰ begin with Monday.
const WEEKDAYS: [char; 7] = ['日', '月', '火', '水', '木', '金', '土'];

/// The date, and the weekday behind it in brackets, 0 for Sunday: `(日)`, `(日曜)`, `(日曜日)`, `㈰`. `None` for brackets with something else.
pub(super) fn split_weekday(text: &[char]) -> Option<(&[char], Option<u32>)> {
    let Some((last, before)) = text.split_last() else { return Some((text, None)) };
    let opening = match last {
        '㈪'..='㈰' => {
            let from_monday = u32::from(*last).wrapping_sub(u32::from('㈪'));
            return Some((before, Some(from_monday.wrapping_add(1).wrapping_rem(7))));
        }
        ')' => '(',
        ']' => '[',
        '〕' => '〔',
        _ => return Some((text, None)),
    };
    let at = before.iter().position(|c| *c == opening)?;
    let (date, weekday) = before.split_at_checked(at)?;
    match weekday {
        [_, name] | [_, name, '曜'] | [_, name, '曜', '日'] => {
            let weekday = WEEKDAYS.iter().position(|known| known == name)?;
            Some((date, Some(u32::try_from(weekday).ok()?)))
        }
        _ => None,
    }
}

pub(super) fn all_digits(text: &[char]) -> bool {
    text.iter().all(char::is_ascii_digit)
}

/// The number of one to `most` digits.
fn number(text: &[char], most: usize) -> Option<u32> {
    if text.is_empty() || text.len() > most {
        return None;
    }
    text.iter().try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(c.to_digit(10)?))
}

/// The number of one to `most` digits, or of kanji numerals: one for each digit (二〇二四), or with 十 (三十一).
fn numeral(text: &[char], most: usize) -> Option<u32> {
    if all_digits(text) {
        return number(text, most);
    }
    match text.iter().position(|c| *c == '十') {
        None if text.len() <= most => {
            text.iter().try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(kanji_digit(*c)?))
        }
        None => None,
        Some(at) => {
            let one = |text: &[char], absent| match text {
                [] => Some(absent),
                [c] => kanji_digit(*c).filter(|digit| *digit > 0),
                _ => None,
            };
            let (tens, ones) = (text.get(..at)?, text.get(at.checked_add(1)?..)?);
            one(tens, 1)?.checked_mul(10)?.checked_add(one(ones, 0)?)
        }
    }
}

fn kanji_digit(c: char) -> Option<u32> {
    let at = "〇一二三四五六七八九".chars().position(|digit| digit == if c == '零' { '〇' } else { c })?;
    u32::try_from(at).ok()
}

/// Digits without separators: a year of `year_digits` digits, month, day.
pub(super) fn digits(text: &[char], year_digits: usize) -> Option<(u32, u32, u32)> {
    let (year, rest) = text.split_at_checked(year_digits)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some((number(year, year_digits)?, number(month, 2)?, number(day, 2)?))
}

/// Year, month and day with separators between: the same one twice, or 年月日, of which kanji numerals need the latter.
/// A Gregorian year has four digits, an era's up to four.
pub(super) fn parts(text: &[char], in_era: bool) -> Option<(u32, u32, u32)> {
    let year_of = |year: &[char], read: fn(&[char], usize) -> Option<u32>| {
        if in_era && year == ['元'] {
            return Some(1);
        }
        if in_era || year.len() == 4 && !year.contains(&'十') { read(year, 4) } else { None }
    };
    if let Some((year, rest)) = split_at(text, '年') {
        let (month, rest) = split_at(rest, '月')?;
        let (day, rest) = split_at(rest, '日')?;
        return if rest.is_empty() {
            Some((year_of(year, numeral)?, numeral(month, 2)?, numeral(day, 2)?))
        } else {
            None
        };
    }
    let separator = *text.iter().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut fields = text.split(|c| *c == separator);
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    match fields.next() {
        None => Some((year_of(year, number)?, number(month, 2)?, number(day, 2)?)),
        Some(_) => None,
    }
}

fn split_at(text: &[char], separator: char) -> Option<(&[char], &[char])> {
    let at = text.iter().position(|c| *c == separator)?;
    Some((text.get(..at)?, text.get(at.checked_add(1)?..)?))
}
