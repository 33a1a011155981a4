//! `date.read`.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::present},
    civil::{Date, EraCodes, EraForm, FiscalYearInEra, InEra, read_date_by},
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
    /// The table that gives the era of seven digits; `claims` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub era_codes: Option<EraCodes>,
    /// The latest date that is allowed, such as today for a date of birth; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub not_after: Option<Date>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(DateRequest { era_codes, not_after, explain });

/// The answer of `date.read`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DateVerdict {
    /// `accepted`; `later_than_allowed`; else the reason it was not read.
    pub reason: Reason,
    /// Faults of a date that was read all the same: `past_the_era`, `wrong_weekday`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Reason>,
    /// The date and how it is written, where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateForms>,
    /// What seven digits are by the other table, where they are a date of its eras too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_reading: Option<OtherReading>,
}

/// What seven digits are by the table that the request did not name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OtherReading {
    /// That table.
    pub era_codes: EraCodes,
    /// The date.
    pub date: Date,
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
    /// 5060218, by the table of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub era_compact: Option<String>,
    /// The fiscal year that holds it, by the calendar year in which that begins.
    pub fiscal_year: i32,
    /// 令和5年度
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fiscal_year_name: Option<String>,
}

impl DateForms {
    /// A date's forms, the compact one by a table.
    pub fn of(date: Date, codes: EraCodes) -> Self {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let fiscal_year = date.fiscal_year();
        Self {
            date,
            era_long: some(InEra(date, EraForm::Long).to_string()),
            era_short: some(InEra(date, EraForm::Short).to_string()),
            era_compact: some(InEra(date, EraForm::Compact(codes)).to_string()),
            fiscal_year: fiscal_year.start_year(),
            fiscal_year_name: some(FiscalYearInEra(fiscal_year).to_string()),
        }
    }
}

/// Reads a date as people write it, in an era of Japan or in the common calendar, and gives its
/// forms.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn check_date(request: &DateRequest) -> Result<Decision<DateVerdict>, Error> {
    if request.text.len() > TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/text"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(request: &DateRequest, sink: &mut impl Sink) -> DateVerdict {
    let codes = request.era_codes.unwrap_or_default();
    let read = read_date_by(&request.text, codes);
    let refused = read.err();
    sink.holds(refused.is_none(), || Check::new("date", refused.unwrap_or(Reason::NotADate), true));
    let mut verdict = DateVerdict {
        reason: refused.unwrap_or(Reason::Accepted),
        warnings: Vec::new(),
        date: read.ok().map(|read| DateForms::of(read.date, codes)),
        other_reading: other_reading(&request.text, codes, read.ok().map(|read| read.date)),
    };
    let Ok(read) = read else { return verdict };
    let warnings = &mut verdict.warnings;
    let check = |reason| move || Check::new("date", reason, true);
    sink.warns(!read.past_the_era, Reason::PastTheEra, warnings, check(Reason::PastTheEra));
    sink.warns(!read.wrong_weekday, Reason::WrongWeekday, warnings, check(Reason::WrongWeekday));
    if let Some(limit) = request.not_after
        && !sink
            .holds(read.date <= limit, || Check::new("date", Reason::LaterThanAllowed, true).read("not_after", limit))
    {
        verdict.reason = Reason::LaterThanAllowed;
    }
    verdict
}

/// What seven digits are by the other table, where they are a date within its era, and another one.
fn other_reading(text: &str, codes: EraCodes, read: Option<Date>) -> Option<OtherReading> {
    let codes = codes.other();
    let other = read_date_by(text, codes).ok().filter(|other| other.by_code && !other.past_the_era)?;
    if read == Some(other.date) { None } else { Some(OtherReading { era_codes: codes, date: other.date }) }
}
