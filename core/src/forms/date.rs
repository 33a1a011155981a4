//! `date.read`.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason},
    civil::{Date, EraForm, FiscalYearInEra, InEra, read_date},
};

/// The longest text of a date, in bytes.
const TEXT_LIMIT: usize = 64;

/// The request of `date.read`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DateRequest {
    /// The date as entered, at most 64 bytes.
    pub text: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(DateRequest { explain });

/// The answer of `date.read`.
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
