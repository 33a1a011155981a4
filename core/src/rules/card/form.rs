//! The form that a member fills in with symbol and number.

use alloc::{format, string::String};

use serde::{Deserialize, Serialize};

use super::{
    format::{Format, Presence},
    insurer_number::{RULE, report_insurer_number},
};
use crate::{
    answer::{Decision, Explain, decide},
    base::{Error, ErrorCode, Reason},
    civil::Date,
    numbers::{Examined, FORM_TEXT_LIMIT},
    programme::{Hyphen, Programme},
};

/// The request of `member_number.form`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormRequest {
    /// The day; it selects the format.
    pub as_of: Date,
    /// The insurer number.
    pub insurer_number: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The fields of the form for a member's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FormShape {
    /// ① The number only, with a hyphen.
    NumberWithHyphen,
    /// ② The number only.
    Number,
    /// ③ Symbol and number, with a hyphen in the symbol, whatever the number has.
    SymbolWithHyphenAndNumber,
    /// ④ Symbol and number.
    SymbolAndNumber,
}

/// The answer of `member_number.form`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormVerdict {
    /// `accepted`, or the first reason against the insurer number.
    pub reason: Reason,
    /// The form's shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<FormShape>,
}

/// Says which fields the members of an insurer fill in, such as the symbol and the number.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn form(programme: &Programme, request: &FormRequest) -> Result<Decision<FormVerdict>, Error> {
    if request.insurer_number.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/insurer_number"));
    }
    let (insurer, checks) = decide!(request.explain, |sink| {
        let insurer = Examined::of_form(&request.insurer_number);
        report_insurer_number(&insurer, RULE, sink);
        insurer
    });
    let reason = insurer.first().unwrap_or(Reason::Accepted);
    let digits = insurer.digits.filter(|_| reason == Reason::Accepted);
    let shape = digits.map(|digits| {
        let format = Format::of(programme, &format!("{digits}"), request.as_of);
        match (&format.symbol, format.number.hyphen) {
            (Presence::None, Hyphen::Required) => FormShape::NumberWithHyphen,
            (Presence::None, _) => FormShape::Number,
            (Presence::Required(part) | Presence::Optional(part), _) if part.hyphen == Hyphen::Required => {
                FormShape::SymbolWithHyphenAndNumber
            }
            _ => FormShape::SymbolAndNumber,
        }
    });
    Ok(Decision { verdict: FormVerdict { reason, shape }, checks })
}
