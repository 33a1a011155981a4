//! Dates as people write them: Gregorian or in an era, with any of the usual separators.

mod fields;

use self::fields::{all_digits, digits, parts, split_weekday};
use super::{Date, Era, EraCodes, EraFit, era_date};
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
    /// Whether the era was a digit before six others, which two tables read differently.
    pub by_code: bool,
    /// Whether a weekday stands behind that is not the date's.
    pub wrong_weekday: bool,
}

/// Characters of a date that count, after folding: enough for 令和一二三四年十二月三十一日(日曜日).
const LONGEST: usize = 24;

/// Reads a date: `2024-02-18`, `2024/2/18`, `2024.2.18`, `2024年2月18日`, `20240218`, `令和6年2月18日`, `令6.2.18`, `㋿6.2.18`, `R6.2.18`,
/// `R060218`, `5060218`, `令和六年二月十八日`, each with a weekday behind as `(日)`.
///
/// Widths and look-alikes are folded, spaces and what nobody sees dropped; months and days may have one digit; 元年 is the first year.
/// The era of seven digits is by the code of claims: see [`read_date_by`].
///
/// # Errors
/// `empty`, `not_a_date`, `before_the_era`.
pub fn read_date(text: &str) -> Result<ReadDate, Reason> {
    read_date_by(text, EraCodes::Claims)
}

/// The same, with the table that gives the era of seven digits.
///
/// # Errors
/// `empty`, `not_a_date`, `before_the_era`.
pub fn read_date_by(text: &str, codes: EraCodes) -> Result<ReadDate, Reason> {
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
    let (written, weekday) = split_weekday(folded).ok_or(Reason::NotADate)?;
    let read = match era_at_start(written) {
        (Some(era), compact) if compact.len() == 6 && all_digits(compact) => in_era(era, digits(compact, 2))?,
        (Some(era), rest) => in_era(era, parts(rest, true))?,
        // Compact: YYYYMMDD, or an era's code and YYMMDD.
        (None, compact) if compact.len() == 8 && all_digits(compact) => gregorian(digits(compact, 4))?,
        (None, [code, compact @ ..]) if compact.len() == 6 && all_digits(written) => {
            let era = codes.era(*code).ok_or(Reason::NotADate)?;
            ReadDate { by_code: true, ..in_era(era, digits(compact, 2))? }
        }
        (None, rest) => gregorian(parts(rest, false))?,
    };
    Ok(ReadDate { wrong_weekday: weekday.is_some_and(|weekday| weekday != read.date.weekday()), ..read })
}

type Parts = (u32, u32, u32);

fn gregorian(parts: Option<Parts>) -> Result<ReadDate, Reason> {
    let (year, month, day) = parts.ok_or(Reason::NotADate)?;
    let date = i32::try_from(year).ok().and_then(|year| Date::from_ymd(year, month, day)).ok_or(Reason::NotADate)?;
    Ok(ReadDate { date, era: None, past_the_era: false, by_code: false, wrong_weekday: false })
}

fn in_era(era: Era, parts: Option<Parts>) -> Result<ReadDate, Reason> {
    let (year, month, day) = parts.ok_or(Reason::NotADate)?;
    match era_date(era, year, month, day) {
        None => Err(Reason::NotADate),
        Some((_, EraFit::Before)) => Err(Reason::BeforeTheEra),
        Some((date, fit)) => Ok(ReadDate {
            date,
            era: Some(era),
            past_the_era: fit == EraFit::Past,
            by_code: false,
            wrong_weekday: false,
        }),
    }
}

/// The era at the start, by its name (令和), the name's first character, its square character (㋿) or its letter in either case, and the rest.
fn era_at_start(text: &[char]) -> (Option<Era>, &[char]) {
    let Some((first, rest)) = text.split_first() else { return (None, text) };
    for era in Era::ALL {
        let mut name = era.name().chars();
        if first.eq_ignore_ascii_case(&era.letter()) || *first == era.square() {
            return (Some(era), rest);
        }
        if name.next() == Some(*first) {
            let whole = rest.first().copied() == name.next();
            return (Some(era), if whole { rest.get(1..).unwrap_or_default() } else { rest });
        }
    }
    (None, text)
}
