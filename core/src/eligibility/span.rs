//! The days of a person's life on which an age admits them, as dates written YYYYMMDD: integers compare as the dates do.

use crate::{
    civil::{LeapBirthday, is_leap_year, parts},
    programme::{AgeCounted, AgeTerms, LastYear},
};

/// From a first day until the day before an end, both written YYYYMMDD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) from: i32,
    pub(crate) end: i32,
}

impl Span {
    /// The fiscal year that holds a date.
    #[inline]
    pub(crate) fn fiscal_year(date: i32) -> Self {
        let (year, month_day) = parts(date);
        let from = april(year, month_day, 401);
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
    let (year, month_day) = parts(born);
    let birthday = |age: u8| birthday_in(year.wrapping_add(age.into()), month_day, terms.leap_birthday);
    // In a common year a birthday on 29 February moves by a day, and never over the beginning of April.
    let april = |age: u8, begins| april(year.wrapping_add(age.into()), month_day, begins);
    let reached = |age: u8| match terms.counted {
        AgeCounted::OnDay => birthday(age),
        AgeCounted::BirthdayInYear => april(age, 401),
        // The legal age is reached at the end of the day before: a birthday on 1 April belongs to the year before.
        AgeCounted::LegalAtYearEnd => april(age, 402),
        AgeCounted::AtYearStart => april(age, 402).wrapping_add(10_000),
    };
    let end = terms.below.map_or(NEVER, |age| match terms.last_year {
        LastYear::UntilEve => birthday(age),
        LastYear::Excluded => april(age, 401),
        LastYear::MonthCut => first_of_month(birthday(age)),
        LastYear::AsCounted => reached(age),
    });
    Span { from: reached(terms.least), end }
}

/// The birthday of an age, written YYYYMMDD.
#[inline]
pub(crate) fn birthday(born: i32, age: u8, leap: LeapBirthday) -> i32 {
    let (year, month_day) = parts(born);
    birthday_in(year.wrapping_add(age.into()), month_day, leap)
}

/// The birthday in a year of who was born on MMDD.
#[inline]
fn birthday_in(year: i32, month_day: i32, leap: LeapBirthday) -> i32 {
    let moved = match leap {
        LeapBirthday::FirstOfMarch => 301,
        LeapBirthday::EndOfFebruary => 228,
    };
    let month_day = if month_day == 229 && !is_leap_year(year) { moved } else { month_day };
    year.wrapping_mul(10_000).wrapping_add(month_day)
}

/// 1 April of the year that holds MMDD of a calendar year, where years begin on a day MMDD.
#[inline]
fn april(year: i32, month_day: i32, begins: i32) -> i32 {
    year.wrapping_sub(i32::from(month_day < begins)).wrapping_mul(10_000).wrapping_add(401)
}

#[inline]
fn first_of_month(date: i32) -> i32 {
    date.wrapping_sub(date.wrapping_rem(100)).wrapping_add(1)
}
