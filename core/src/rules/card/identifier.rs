//! JP Core's identifier of an insured person: `保険者番号8:記号:番号:枝番`.

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::canonical::{canonical, interchange, is_digits};
use crate::{
    answer::Decision,
    base::{Error, ErrorCode, Reason, value::present},
    numbers::{Examined, FORM_TEXT_LIMIT},
};

/// The longest text of a field, in bytes, and of a whole identifier.
const FIELD_LIMIT: usize = 128;
const IDENTIFIER_LIMIT: usize = 512;

/// The parts of an identifier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentifierParts {
    /// The insurer number: eight digits or six.
    pub insurer_number: String,
    /// The symbol (記号).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub symbol: Option<String>,
    /// The number (番号).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub number: Option<String>,
    /// The branch number (枝番).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
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

/// Writes an identifier. A six-digit insurer number gets `00` before it; a field with anything but ASCII letters and digits becomes full-width throughout;
/// absent parts stay empty. Without a number it is written all the same, with a warning.
///
/// # Errors
/// `text_too_long` above 128 bytes a field.
pub fn write_identifier(parts: &IdentifierParts) -> Result<Decision<IdentifierVerdict>, Error> {
    let fields = [("/symbol", &parts.symbol), ("/number", &parts.number), ("/branch", &parts.branch)];
    for (path, text) in fields {
        if text.as_ref().is_some_and(|text| text.len() > FIELD_LIMIT) {
            return Err(Error::new(ErrorCode::TextTooLong, path));
        }
    }
    if parts.insurer_number.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/insurer_number"));
    }
    let decided = |reason, warnings, identifier| {
        Ok(Decision { verdict: IdentifierVerdict { reason, warnings, identifier }, checks: Vec::new() })
    };
    let examined = Examined::of_interchange(&parts.insurer_number);
    let (None, Some(digits)) = (examined.first(), examined.digits) else {
        return decided(examined.first().unwrap_or(Reason::Empty), Vec::new(), None);
    };
    let field = |text: &Option<String>| text.as_deref().map(canonical).unwrap_or_default();
    let (symbol, number, branch) = (field(&parts.symbol), field(&parts.number), field(&parts.branch));
    let against = if [&symbol, &number].iter().any(|field| field.contains(':')) {
        Some(Reason::CharacterNotAccepted)
    } else if !(branch.is_empty() || branch.len() == 2 && is_digits(&branch)) {
        Some(Reason::BranchNotTwoDigits)
    } else {
        None
    };
    match against {
        Some(reason) => decided(reason, Vec::new(), None),
        None => {
            let insurer = format!("{digits}");
            let identifier = format!("{insurer:0>8}:{}:{}:{branch}", interchange(&symbol), interchange(&number));
            decided(Reason::Accepted, without_number(number.is_empty()), Some(identifier))
        }
    }
}

/// The warning of an identifier without a number.
fn without_number(is_empty: bool) -> Vec<Reason> {
    if is_empty { [Reason::NumberMissing].into() } else { Vec::new() }
}

/// The request of `identifier.read`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentifierRequest {
    /// The identifier, at most 512 bytes.
    pub identifier: String,
}

crate::base::redacted!(IdentifierRequest {});

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

/// Reads an identifier.
///
/// # Errors
/// `text_too_long` above 512 bytes.
pub fn read_identifier(request: &IdentifierRequest) -> Result<Decision<IdentifierReadVerdict>, Error> {
    if request.identifier.len() > IDENTIFIER_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/identifier"));
    }
    let decided = |reason, warnings, parts| {
        Ok(Decision { verdict: IdentifierReadVerdict { reason, warnings, parts }, checks: Vec::new() })
    };
    let refused = |reason| decided(reason, Vec::new(), None);
    let mut fields = request.identifier.split(':');
    let (Some(insurer), Some(symbol), Some(number), Some(branch), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return refused(Reason::IdentifierMalformed);
    };
    if insurer.len() != 8 || !is_digits(insurer) {
        return refused(Reason::IdentifierMalformed);
    }
    let examined = Examined::of_interchange(insurer);
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
    if parts.branch.as_ref().is_some_and(|branch| branch.len() != 2 || !is_digits(branch)) {
        return refused(Reason::BranchNotTwoDigits);
    }
    decided(Reason::Accepted, without_number(parts.number.is_none()), Some(parts))
}
