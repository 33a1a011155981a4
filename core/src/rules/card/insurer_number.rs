use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Outcome, Sink, decide},
    base::{Error, ErrorCode, Reason},
    numbers::{Examined, FORM_TEXT_LIMIT, InsurerKind},
};

/// The rule these checks cite where no programme names one: the numbering of 保険者番号等設定要領.
pub(super) const RULE: &str = "insurer_number";

/// Reports one check for each thing that was looked at.
pub(crate) fn report_insurer_number(examined: &Examined, rule: &str, sink: &mut impl Sink) {
    let first = examined.first();
    for (index, reason) in Examined::ORDER.into_iter().enumerate() {
        let failed = examined.is_against(reason);
        let looked = examined.digits.is_some()
            || failed
            || Examined::ORDER.iter().skip(index).any(|later| Some(*later) == first);
        let outcome = match (looked, failed) {
            (false, _) => Outcome::NotEvaluated,
            (true, true) => Outcome::Fail,
            (true, false) => Outcome::Pass,
        };
        sink.report(outcome, || {
            let check = Check::new(rule, reason, true);
            match (reason, examined.digits) {
                (
                    Reason::PaddedOnForm | Reason::PublicExpenseNumber | Reason::DefunctScheme | Reason::UnknownScheme,
                    Some(digits),
                ) => match digits.scheme() {
                    Some(scheme) => check.read("scheme", scheme),
                    None => check,
                },
                (Reason::PrefectureOutOfRange, Some(digits)) => check.read("prefecture", digits.prefecture()),
                _ => check,
            }
        });
    }
}

/// The request of `insurer_number.check` and of `insurer_number.interchange`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InsurerNumberRequest {
    /// The number as typed on a form, at most 64 bytes.
    pub insurer_number: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `insurer_number.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InsurerNumberVerdict {
    /// `accepted`, or the first reason against the number.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Its digits alone, where there are eight or six.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
    /// The scheme (法別番号) of an eight-digit number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The prefecture, 1 to 47 in JIS order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefecture: Option<u8>,
    /// What kind of insurer has such a number, where there is no reason against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<InsurerKind>,
    /// The check digit that would be right, where the one entered is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_check_digit: Option<u8>,
}

/// Says whether a number read off a card can be an insurer number, and if not, why.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn check_insurer_number(request: &InsurerNumberRequest) -> Result<Decision<InsurerNumberVerdict>, Error> {
    decide_by(request, Examined::of_form)
}

/// Says whether a number that an interface sent can be an insurer number: only there may six digits
/// be filled up to eight. They are filled with leading `00` or with spaces at one end.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn read_interchange(request: &InsurerNumberRequest) -> Result<Decision<InsurerNumberVerdict>, Error> {
    decide_by(request, Examined::of_interchange)
}

fn decide_by(
    request: &InsurerNumberRequest,
    examine: fn(&str) -> Examined,
) -> Result<Decision<InsurerNumberVerdict>, Error> {
    if request.insurer_number.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/insurer_number"));
    }
    let (examined, checks) = decide!(request.explain, |sink| {
        let examined = examine(&request.insurer_number);
        report_insurer_number(&examined, RULE, sink);
        examined
    });
    let reasons = examined.reasons();
    let sound = examined.digits.filter(|_| reasons.is_empty());
    let wrong_digit = examined.digits.filter(|_| reasons.contains(&Reason::WrongCheckDigit));
    let verdict = InsurerNumberVerdict {
        reason: examined.first().unwrap_or(Reason::Accepted),
        digits: examined.digits.map(|digits| digits.to_string()),
        scheme: examined.digits.and_then(|digits| digits.scheme()).map(|scheme| scheme.to_string()),
        prefecture: examined.digits.map(|digits| digits.prefecture()),
        kind: sound.and_then(|digits| InsurerKind::of(digits.scheme(), digits.serial_of_hundreds())),
        expected_check_digit: wrong_digit.and_then(|digits| digits.expected_check_digit()),
        reasons,
    };
    Ok(Decision { verdict, checks })
}
