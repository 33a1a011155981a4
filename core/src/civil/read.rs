//! Dates as people write them: Gregorian or in an era, with any of the usual separators.

use super::{Date, Era, EraFit, era_date};
use crate::{
    base::Reason,
    text::{fold_radical, fold_width, is_hyphen, is_long_vowel, seen},
};

/// A date that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadDate {
    /// The date.
    pub date: Date,
    /// The era it was written in.
    pub era: Option<Era>,
    /// Whether it is past its era's last day, as 平成32年.
    pub past_the_era: bool,
}

/// Characters of a date that count, after folding: enough for 令和1234年12月31日.
const LONGEST: usize = 16;

/// Reads a date: `2024-02-18`, `2024/2/18`, `2024.2.18`, `2024年2月18日`, `20240218`, `令和6年2月18日`, `R6.2.18`, `5060218`.
///
/// Widths and look-alikes are folded, spaces dropped; months and days may have one digit; 元年 is the first year.
///
/// # Errors
/// `empty`, `not_a_date`, `before_the_era`.
pub fn read_date(text: &str) -> Result<ReadDate, Reason> {
    let mut folded = ['\0'; LONGEST];
    let mut length = 0_usize;
    for c in seen(text).map(|c| fold_radical(fold_width(c))).filter(|c| !c.is_whitespace()) {
        let slot = folded.get_mut(length).ok_or(Reason::NotADate)?;
        *slot = if is_hyphen(c) || is_long_vowel(c) { '-' } else { c };
        length = length.saturating_add(1);
    }
    let folded = folded.get(..length).unwrap_or_default();
    if folded.is_empty() {
        return Err(Reason::Empty);
    }
    let (era, rest) = era_at_start(folded);
    match era {
        Some(era) => in_era(era, parts(rest, true).ok_or(Reason::NotADate)?),
        None => match rest {
            // Compact: YYYYMMDD, or an era's digit and YYMMDD.
            digits if digits.len() == 8 && all_digits(digits) => gregorian(split(digits, 4)),
            [g, digits @ ..] if digits.len() == 6 && all_digits(rest) => {
                let era = Era::ALL.into_iter().find(|era| char::from_digit(era.digit(), 10) == Some(*g));
                in_era(era.ok_or(Reason::NotADate)?, split(digits, 2).ok_or(Reason::NotADate)?)
            }
            _ => gregorian(parts(rest, false)),
        },
    }
}

type Parts = (u32, u32, u32);

fn gregorian(parts: Option<Parts>) -> Result<ReadDate, Reason> {
    let (year, month, day) = parts.ok_or(Reason::NotADate)?;
    let date = i32::try_from(year).ok().and_then(|year| Date::from_ymd(year, month, day)).ok_or(Reason::NotADate)?;
    Ok(ReadDate { date, era: None, past_the_era: false })
}

fn in_era(era: Era, (year, month, day): Parts) -> Result<ReadDate, Reason> {
    match era_date(era, year, month, day) {
        None => Err(Reason::NotADate),
        Some((_, EraFit::Before)) => Err(Reason::BeforeTheEra),
        Some((date, fit)) => Ok(ReadDate { date, era: Some(era), past_the_era: fit == EraFit::Past }),
    }
}

fn era_at_start(text: &[char]) -> (Option<Era>, &[char]) {
    for era in Era::ALL {
        let letter = text.first().is_some_and(|c| c.eq_ignore_ascii_case(&era.letter()));
        let skip = if letter { 1 } else { era.name().chars().count() };
        let named = letter || text.iter().copied().take(skip).eq(era.name().chars());
        if named {
            return (Some(era), text.get(skip..).unwrap_or_default());
        }
    }
    (None, text)
}

fn all_digits(text: &[char]) -> bool {
    text.iter().all(char::is_ascii_digit)
}

/// The number of one to `most` digits.
fn number(text: &[char], most: usize) -> Option<u32> {
    if text.is_empty() || text.len() > most {
        return None;
    }
    text.iter().try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(c.to_digit(10)?))
}

/// Digits without separators: a year of `year_digits` digits, month, day.
fn split(text: &[char], year_digits: usize) -> Option<Parts> {
    let (year, rest) = text.split_at_checked(year_digits)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some((number(year, year_digits)?, number(month, 2)?, number(day, 2)?))
}

/// Year, month and day with separators between: the same one twice, or 年月日. A Gregorian year has four digits, an era's up to four.
fn parts(text: &[char], in_era: bool) -> Option<Parts> {
    let mut fields = text.split(|c| !(c.is_ascii_digit() || *c == '元'));
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    let mut separators = text.iter().filter(|c| !(c.is_ascii_digit() || **c == '元')).copied();
    let separators = [separators.next(), separators.next(), separators.next(), separators.next()];
    match separators {
        [Some('年'), Some('月'), Some('日'), None] if fields.next().is_some_and(<[char]>::is_empty) => {}
        [Some(first @ ('-' | '/' | '.')), Some(second), None, None] if first == second => {}
        _ => return None,
    }
    if !in_era && year.len() != 4 {
        return None;
    }
    let first_year = in_era && year == ['元'];
    let year = if first_year { 1 } else { number(year, 4)? };
    Some((year, number(month, 2)?, number(day, 2)?))
}
