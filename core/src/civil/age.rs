use serde::{Deserialize, Serialize};

use super::{
    Date, FiscalYear,
    ymd::{is_leap_year, parts},
};

/// How a birthday on 29 February falls in a common year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeapBirthday {
    /// On 1 March, so that the legal age is reached at the end of 28 February.
    #[default]
    FirstOfMarch,
    /// On 28 February.
    EndOfFebruary,
}

/// Which age counts in a fiscal year. Insurers publish all three; they differ for those born around 1 April.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgeConvention {
    /// A: the age whose birthday falls in the fiscal year, 1 April to 31 March.
    #[default]
    BirthdayInYear,
    /// B: the legal age at the end of 31 March: birthdays from 2 April to 1 April.
    LegalAtYearEnd,
    /// C: the age on 1 April, at the start of the year; a birthday on that day counts.
    AtYearStart,
}

/// The birthday of an age; `None` outside the years 1 to 9999.
pub fn birthday(born: Date, age: u32, leap: LeapBirthday) -> Option<Date> {
    let year = born.year().checked_add(i32::try_from(age).ok()?)?;
    Date::from_ymd(year, born.month(), born.day()).or_else(|| match leap {
        LeapBirthday::FirstOfMarch => Date::from_ymd(year, 3, 1),
        LeapBirthday::EndOfFebruary => Date::from_ymd(year, 2, 28),
    })
}

/// [`birthday`] for dates written YYYYMMDD, without a branch that the rows of a column could steer; past the year 9999 it is later than every date.
#[inline(always)]
pub(crate) fn birthday_ymd(born: i32, age: u8, leap: LeapBirthday) -> i32 {
    let (year, month_day) = parts(born);
    let year = year.wrapping_add(age.into());
    let moved = match leap {
        LeapBirthday::FirstOfMarch => 301,
        LeapBirthday::EndOfFebruary => 228,
    };
    let month_day = if month_day == 229 && !is_leap_year(year) { moved } else { month_day };
    year.wrapping_mul(10_000).wrapping_add(month_day)
}

/// The age on a day, a birthday counting from its first moment; `None` before birth.
pub fn age_on(born: Date, day: Date, leap: LeapBirthday) -> Option<u32> {
    let years = u32::try_from(day.year().checked_sub(born.year())?).ok()?;
    if birthday(born, years, leap).is_some_and(|birthday| birthday <= day) { Some(years) } else { years.checked_sub(1) }
}

/// The legal age at the end of a day: by 年齢計算ニ関スル法律 an age is reached at the end of the day before the birthday.
pub fn legal_age_at_end_of(born: Date, day: Date, leap: LeapBirthday) -> Option<u32> {
    match day.succ() {
        Some(next) => age_on(born, next, leap),
        None => age_on(born, day, leap),
    }
}

/// The age that counts in a fiscal year; `None` for who is not born by then.
pub fn age_in_fiscal_year(born: Date, year: FiscalYear, convention: AgeConvention, leap: LeapBirthday) -> Option<u32> {
    match convention {
        AgeConvention::BirthdayInYear => age_on(born, year.last_day()?, leap),
        AgeConvention::LegalAtYearEnd => legal_age_at_end_of(born, year.last_day()?, leap),
        AgeConvention::AtYearStart => age_on(born, year.first_day()?, leap),
    }
}
