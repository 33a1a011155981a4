//! `age.count`.

use serde::{Deserialize, Serialize};

use crate::{
    answer::Decision,
    base::{Error, ErrorCode, value::present},
    civil::{AgeConvention, Date, LeapBirthday, age_in_fiscal_year, age_on, birthday, legal_age_at_end_of},
};

/// The request of `age.count`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeRequest {
    /// The date of birth.
    pub born: Date,
    /// The day for which the age is counted.
    pub on: Date,
    /// How a birthday on 29 February falls in a common year; `first_of_march` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub leap_birthday: Option<LeapBirthday>,
}

crate::base::redacted!(AgeRequest { on, leap_birthday });

/// The answer of `age.count`, in whole years.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgeVerdict {
    /// The age on the day, a birthday counting from its first moment.
    pub age: u32,
    /// The legal age at the end of the day: it is reached on the eve of the birthday.
    pub legal_age: u32,
    /// A: the age whose birthday falls in the fiscal year of the day.
    pub birthday_in_year: u32,
    /// B: the legal age at the end of that fiscal year.
    pub legal_at_year_end: u32,
    /// C: the age at the start of that fiscal year; absent for who is born later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_year_start: Option<u32>,
    /// The 75th birthday: 後期高齢者医療 begins on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seventy_fifth_birthday: Option<Date>,
}

crate::base::redacted!(AgeVerdict {});

/// Counts an age on a day by every convention that insurers publish.
///
/// # Errors
/// `out_of_range` for a day before the birth.
pub fn count_age(request: &AgeRequest) -> Result<Decision<AgeVerdict>, Error> {
    let AgeRequest { born, on, leap_birthday } = *request;
    let leap = leap_birthday.unwrap_or_default();
    let unborn = || Error::new(ErrorCode::OutOfRange, "/on");
    let year = on.fiscal_year();
    let of_year = |convention| age_in_fiscal_year(born, year, convention, leap);
    let verdict = AgeVerdict {
        age: age_on(born, on, leap).ok_or_else(unborn)?,
        legal_age: legal_age_at_end_of(born, on, leap).ok_or_else(unborn)?,
        birthday_in_year: of_year(AgeConvention::BirthdayInYear).ok_or_else(unborn)?,
        legal_at_year_end: of_year(AgeConvention::LegalAtYearEnd).ok_or_else(unborn)?,
        at_year_start: of_year(AgeConvention::AtYearStart),
        seventy_fifth_birthday: birthday(born, 75, leap),
    };
    Ok(Decision { verdict, checks: alloc::vec::Vec::new() })
}
