//! Whether an insurer number opens the programme.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason},
    civil::Date,
    numbers::{Examined, FORM_TEXT_LIMIT},
    programme::Programme,
    rules::card::report_insurer_number,
};

/// The request of `registration.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegistrationRequest {
    /// The day of registration; it selects the terms in effect.
    pub as_of: Date,
    /// The insurer number as typed on the form, at most 64 bytes.
    pub insurer_number: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `registration.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegistrationVerdict {
    /// `accepted`, or the first reason against the registration.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The insurer number's digits, where there are eight or six.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurer_number: Option<String>,
}

/// Says whether an insurer number opens the programme on a day.
///
/// The number itself is examined first; a well-formed one is then held against the programme's lengths and schemes.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn check(programme: &Programme, request: &RegistrationRequest) -> Result<Decision<RegistrationVerdict>, Error> {
    if request.insurer_number.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/insurer_number"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &RegistrationRequest, sink: &mut impl Sink) -> RegistrationVerdict {
    let Some(terms) = programme.registration_terms(request.as_of) else {
        sink.holds(false, || Check::new("registration", Reason::NotInEffect, false).read("as_of", request.as_of));
        return RegistrationVerdict {
            reason: Reason::NotInEffect,
            reasons: [Reason::NotInEffect].into(),
            insurer_number: None,
        };
    };
    let examined = Examined::of_form(&request.insurer_number);
    report_insurer_number(&examined, terms.rule.as_str(), sink);
    let mut reasons = examined.reasons();
    if let (true, Some(digits)) = (reasons.is_empty(), examined.digits) {
        let scheme = digits.scheme();
        let length: u8 = if scheme.is_some() { 8 } else { 6 };
        let describe = |reason| Check::new(terms.rule.as_str(), reason, true).under(terms.period, terms.clause());
        if !sink.holds(terms.insurer_number_digits.contains(&length), || {
            describe(Reason::LengthNotAccepted).read("digits", length)
        }) {
            reasons.push(Reason::LengthNotAccepted);
        }
        if let Some(scheme) = scheme
            && !sink
                .holds(terms.schemes.contains(&scheme), || describe(Reason::SchemeNotAccepted).read("scheme", scheme))
        {
            reasons.push(Reason::SchemeNotAccepted);
        }
    }
    RegistrationVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        reasons,
        insurer_number: examined.digits.map(|digits| digits.to_string()),
    }
}
