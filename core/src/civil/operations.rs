use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use super::{
    AgeConvention, Date, EraForm, FiscalYearInEra, InEra, LeapBirthday, age_in_fiscal_year, age_on, birthday,
    legal_age_at_end_of, read_date,
};
use crate::{Check, Decision, Error, ErrorCode, Explain, Reason, Sink, check::decide, value::present};

/// The longest text of a date, in bytes.
const TEXT_LIMIT: usize = 64;

/// What `date.read` is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DateRequest {
    /// The date as entered, at most 64 bytes.
    pub text: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `date.read` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DateVerdict {
    /// `accepted`; `past_the_era` where it was read all the same; else the reason it was not read.
    pub reason: Reason,
    /// The date and how it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateForms>,
}

/// A date and how it is written in Japan. The era's forms are absent before 1873-01-01.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DateForms {
    /// The date.
    pub date: Date,
    /// 令和6年2月18日
    #[serde(skip_serializing_if = "Option::is_none")]
    pub era_long: Option<String>,
    /// R6.2.18
    #[serde(skip_serializing_if = "Option::is_none")]
    pub era_short: Option<String>,
    /// 5060218
    #[serde(skip_serializing_if = "Option::is_none")]
    pub era_compact: Option<String>,
    /// The fiscal year that holds it, by the calendar year in which that begins.
    pub fiscal_year: i32,
    /// 令和5年度
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fiscal_year_name: Option<String>,
}

impl DateForms {
    /// A date's forms.
    pub fn of(date: Date) -> Self {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let fiscal_year = date.fiscal_year();
        Self {
            date,
            era_long: some(InEra(date, EraForm::Long).to_string()),
            era_short: some(InEra(date, EraForm::Short).to_string()),
            era_compact: some(InEra(date, EraForm::Compact).to_string()),
            fiscal_year: fiscal_year.start_year(),
            fiscal_year_name: some(FiscalYearInEra(fiscal_year).to_string()),
        }
    }
}

/// Reads a date as people write it, and gives its forms.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn check_date(request: &DateRequest) -> Result<Decision<DateVerdict>, Error> {
    if request.text.len() > TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/text"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| {
        let read = read_date(&request.text);
        let refused = read.err();
        sink.holds(refused.is_none(), || Check::new("date", refused.unwrap_or(Reason::NotADate), true));
        let past = read.is_ok_and(|read| read.past_the_era);
        let reason = refused.unwrap_or(if past { Reason::PastTheEra } else { Reason::Accepted });
        if refused.is_none() {
            sink.holds(!past, || Check::new("date", Reason::PastTheEra, true));
        }
        DateVerdict { reason, date: read.ok().map(|read| DateForms::of(read.date)) }
    });
    Ok(Decision { verdict, checks })
}

/// What `age.count` is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeRequest {
    /// The date of birth.
    pub born: Date,
    /// The day on which the age is asked.
    pub on: Date,
    /// How a birthday on 29 February falls in a common year; `first_of_march` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub leap_birthday: Option<LeapBirthday>,
}

/// What `age.count` answers, in whole years.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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

/// Counts an age by every convention that insurers publish.
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
