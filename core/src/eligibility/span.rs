//! The days of a person's life on which an age admits them, as dates written YYYYMMDD: integers compare as the dates do.

use crate::{
    civil::LeapBirthday,
    programme::{AgeCounted, AgeTerms, LastYear},
};

/// From a first day until the day before an end, both written YYYYMMDD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) from: i32,
    pub(crate) end: i32,
}

/// Later than every date.
pub(crate) const NEVER: i32 = i32::MAX;

/// The days on which the ages admit a person born on a day.
#[inline]
pub(crate) fn of_ages(terms: &AgeTerms, born: i32) -> Span {
    let reached = |age: u8, counted: AgeCounted| {
        let birthday = birthday(born, age, terms.leap_birthday);
        match counted {
            AgeCounted::OnDay => birthday,
            AgeCounted::BirthdayInYear => year_of(birthday, 401),
            // The legal age is reached at the end of the day before: a birthday on 1 April belongs to the year before.
            AgeCounted::LegalAtYearEnd => year_of(birthday, 402),
            AgeCounted::AtYearStart => year_of(birthday, 402).saturating_add(10_000),
        }
    };
    let end = terms.below.map_or(NEVER, |age| match terms.last_year {
        LastYear::UntilEve => birthday(born, age, terms.leap_birthday),
        LastYear::Excluded => year_of(birthday(born, age, terms.leap_birthday), 401),
        LastYear::MonthCut => first_of_month(birthday(born, age, terms.leap_birthday)),
        LastYear::AsCounted => reached(age, terms.counted),
    });
    Span { from: reached(terms.least, terms.counted), end }
}

/// The birthday of an age, written YYYYMMDD.
pub(crate) fn birthday(born: i32, age: u8, leap: LeapBirthday) -> i32 {
    let date = born.saturating_add(i32::from(age).saturating_mul(10_000));
    if date.wrapping_rem(10_000) == 229 && !is_leap_year(date.wrapping_div(10_000)) {
        return match leap {
            LeapBirthday::FirstOfMarch => date.saturating_add(301 - 229),
            LeapBirthday::EndOfFebruary => date.saturating_sub(1),
        };
    }
    date
}

fn is_leap_year(year: i32) -> bool {
    year.wrapping_rem(4) == 0 && (year.wrapping_rem(100) != 0 || year.wrapping_rem(400) == 0)
}

/// 1 April of the year of a date, where years begin on a day written MMDD.
pub(crate) fn year_of(date: i32, begins: i32) -> i32 {
    let year = date.wrapping_div(10_000);
    let year = if date.wrapping_rem(10_000) >= begins { year } else { year.wrapping_sub(1) };
    year.saturating_mul(10_000).saturating_add(401)
}

fn first_of_month(date: i32) -> i32 {
    date.saturating_sub(date.wrapping_rem(100)).saturating_add(1)
}
