//! JP Core's identifier of an insured person: `保険者番号8:記号:番号:枝番`.

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    canonical::{canonical, interchange, is_digits},
    insurer_number::{self, report_insurer_number},
};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::present},
    numbers::{Examined, FORM_TEXT_LIMIT},
};

/// The rule these checks cite: the identifier of JP Core.
const RULE: &str = "identifier";

/// The longest text of a field, in bytes, and of a whole identifier.
const FIELD_LIMIT: usize = 128;
const IDENTIFIER_LIMIT: usize = 512;

/// The parts of an identifier.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentifierParts {
    /// The insurer number: its eight digits, or six.
    pub insurer_number: String,
    /// The symbol (記号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The number (番号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The branch number (枝番).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
}

crate::base::redacted!(IdentifierParts {});

/// The answer of `identifier.write`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentifierVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// `number_missing` where the part of the number is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Reason>,
    /// The identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

crate::base::redacted!(IdentifierVerdict { reason, warnings });

/// The request of `identifier.write`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteIdentifierRequest {
    /// The insurer number: eight digits or six.
    pub insurer_number: String,
    /// The symbol (記号), at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub symbol: Option<String>,
    /// The number (番号), at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub number: Option<String>,
    /// The branch number (枝番), at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub branch: Option<String>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(WriteIdentifierRequest { explain });

/// Writes the identifier of an insured person, as JP Core has it, from the numbers on the card. A
/// six-digit insurer number gets `00` before it; a field with anything but ASCII letters and digits
/// becomes full-width throughout; absent parts stay empty. Without a number it is written all the
/// same, with a warning.
///
/// # Errors
/// `text_too_long` above 128 bytes a field.
pub fn write_identifier(request: &WriteIdentifierRequest) -> Result<Decision<IdentifierVerdict>, Error> {
    let fields = [("/symbol", &request.symbol), ("/number", &request.number), ("/branch", &request.branch)];
    for (path, text) in fields {
        if text.as_ref().is_some_and(|text| text.len() > FIELD_LIMIT) {
            return Err(Error::new(ErrorCode::TextTooLong, path));
        }
    }
    if request.insurer_number.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/insurer_number"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge_write(request, sink));
    Ok(Decision { verdict, checks })
}

fn judge_write(request: &WriteIdentifierRequest, sink: &mut impl Sink) -> IdentifierVerdict {
    let refused = |reason| IdentifierVerdict { reason, warnings: Vec::new(), identifier: None };
    let examined = Examined::of_interchange(&request.insurer_number);
    report_insurer_number(&examined, insurer_number::RULE, sink);
    let (None, Some(digits)) = (examined.first(), examined.digits) else {
        return refused(examined.first().unwrap_or(Reason::Empty));
    };
    let field = |text: &Option<String>| text.as_deref().map(canonical).unwrap_or_default();
    let (symbol, number, branch) = (field(&request.symbol), field(&request.number), field(&request.branch));
    let is_writable = ![&symbol, &number].iter().any(|field| field.contains(':'));
    if !sink.holds(is_writable, || Check::new(RULE, Reason::CharacterNotAccepted, is_writable)) {
        return refused(Reason::CharacterNotAccepted);
    }
    if !is_branch(Some(&branch).filter(|branch| !branch.is_empty()), sink) {
        return refused(Reason::BranchNotTwoDigits);
    }
    let insurer = format!("{digits}");
    let identifier = format!("{insurer:0>8}:{}:{}:{branch}", interchange(&symbol), interchange(&number));
    let warnings = without_number(number.is_empty(), sink);
    IdentifierVerdict { reason: Reason::Accepted, warnings, identifier: Some(identifier) }
}

/// Whether a branch number, where there is one, has two digits.
fn is_branch(branch: Option<&String>, sink: &mut impl Sink) -> bool {
    let is_branch = branch.is_none_or(|branch| branch.len() == 2 && is_digits(branch));
    sink.holds(is_branch, || Check::new(RULE, Reason::BranchNotTwoDigits, is_branch))
}

/// The warning of an identifier without a number.
fn without_number(is_empty: bool, sink: &mut impl Sink) -> Vec<Reason> {
    let mut warnings = Vec::new();
    sink.warns(!is_empty, Reason::NumberMissing, &mut warnings, || Check::new(RULE, Reason::NumberMissing, !is_empty));
    warnings
}

/// The request of `identifier.read`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentifierRequest {
    /// The identifier, at most 512 bytes.
    pub identifier: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(IdentifierRequest { explain });

/// The answer of `identifier.read`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentifierReadVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// `number_missing` where the part of the number is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Reason>,
    /// The parts in canonical form, half-width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<IdentifierParts>,
}

crate::base::redacted!(IdentifierReadVerdict { reason, warnings });

/// Reads the identifier of an insured person, as JP Core writes it, into its parts.
///
/// # Errors
/// `text_too_long` above 512 bytes.
pub fn read_identifier(request: &IdentifierRequest) -> Result<Decision<IdentifierReadVerdict>, Error> {
    if request.identifier.len() > IDENTIFIER_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/identifier"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge_read(&request.identifier, sink));
    Ok(Decision { verdict, checks })
}

fn judge_read(identifier: &str, sink: &mut impl Sink) -> IdentifierReadVerdict {
    let refused = |reason| IdentifierReadVerdict { reason, warnings: Vec::new(), parts: None };
    let fields = fields(identifier);
    sink.holds(fields.is_some(), || Check::new(RULE, Reason::IdentifierMalformed, fields.is_some()));
    let Some([insurer, symbol, number, branch]) = fields else { return refused(Reason::IdentifierMalformed) };
    let examined = Examined::of_interchange(insurer);
    report_insurer_number(&examined, insurer_number::RULE, sink);
    let (None, Some(digits)) = (examined.first(), examined.digits) else {
        return refused(examined.first().unwrap_or(Reason::Empty));
    };
    let field = |text: &str| Some(canonical(text)).filter(|text| !text.is_empty());
    let parts = IdentifierParts {
        insurer_number: format!("{digits}"),
        symbol: field(symbol),
        number: field(number),
        branch: field(branch),
    };
    if !is_branch(parts.branch.as_ref(), sink) {
        return refused(Reason::BranchNotTwoDigits);
    }
    let warnings = without_number(parts.number.is_none(), sink);
    IdentifierReadVerdict { reason: Reason::Accepted, warnings, parts: Some(parts) }
}

/// The four fields of an identifier that begins with eight digits.
fn fields(identifier: &str) -> Option<[&str; 4]> {
    let mut fields = identifier.split(':');
    let four = [fields.next()?, fields.next()?, fields.next()?, fields.next()?];
    let [insurer, ..] = four;
    (fields.next().is_none() && insurer.len() == 8 && is_digits(insurer)).then_some(four)
}
