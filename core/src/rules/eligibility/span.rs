//! The days of a person's life on which an age admits them, as dates written YYYYMMDD: integers compare as the dates do.

use crate::{
    civil::{birthday_ymd, parts},
    programme::{AgeCounted, AgeTerms, LastYear},
};

/// From a first day until the day before an end, both written YYYYMMDD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) from: i32,
    pub(crate) end: i32,
}

impl Span {
    /// The fiscal year that holds the day MMDD of a calendar year.
    #[inline]
    pub(crate) fn fiscal_year(year: i32, month_day: i32) -> Self {
        let from = first_of_april(year, month_day, 401);
        Self { from, end: from.wrapping_add(10_000) }
    }

    /// Whether it holds the day.
    #[inline]
    pub(crate) fn holds(&self, day: i32) -> bool {
        (self.from <= day) & (day < self.end)
    }
}

/// Later than every date.
pub(crate) const NEVER: i32 = i32::MAX;

/// The days on which the ages admit a person born on a day.
#[inline(always)]
pub(crate) fn of_ages(terms: &AgeTerms, born: i32) -> Span {
    let from = reached(terms, born, terms.at_least);
    let Some(age) = terms.below else { return Span { from, end: NEVER } };
    let end = match terms.last_year {
        LastYear::UntilEve => birthday_ymd(born, age, terms.leap_birthday),
        LastYear::Excluded => april(born, age, 401),
        LastYear::MonthCut => first_of_month(birthday_ymd(born, age, terms.leap_birthday)),
        LastYear::AsCounted => reached(terms, born, age),
    };
    Span { from, end }
}

/// The first day on which an age counts.
#[inline(always)]
fn reached(terms: &AgeTerms, born: i32, age: u8) -> i32 {
    match terms.counted {
        AgeCounted::OnDay => birthday_ymd(born, age, terms.leap_birthday),
        AgeCounted::BirthdayInYear => april(born, age, 401),
        // The legal age is reached at the end of the day before: a birthday on 1 April belongs to the year before.
        AgeCounted::LegalAtYearEnd => april(born, age, 402),
        AgeCounted::AtYearStart => april(born, age, 402).wrapping_add(10_000),
    }
}

/// 1 April of the fiscal year that holds the birthday of an age, where years begin on a day MMDD. In a common year a birthday
/// on 29 February moves by a day, and never over the beginning of April.
#[inline(always)]
fn april(born: i32, age: u8, begins: i32) -> i32 {
    let (year, month_day) = parts(born);
    first_of_april(year.wrapping_add(age.into()), month_day, begins)
}

/// 1 April of the year that holds MMDD of a calendar year, where years begin on a day MMDD.
#[inline]
fn first_of_april(year: i32, month_day: i32, begins: i32) -> i32 {
    year.wrapping_sub(i32::from(month_day < begins)).wrapping_mul(10_000).wrapping_add(401)
}

#[inline]
fn first_of_month(date: i32) -> i32 {
    date.wrapping_sub(date.wrapping_rem(100)).wrapping_add(1)
}
