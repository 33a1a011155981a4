//! `name.check`.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::present},
    text::{MATCH_KEY_VERSION, NAME_LIMIT, has_letter, match_key, match_key_2, to_full_width, to_half_width, unusable},
};

/// The kana a form asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kana {
    /// Full-width katakana.
    FullWidth,
    /// Half-width kana.
    HalfWidth,
}

/// The request of `name.check`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameRequest {
    /// The name as entered, at most 256 bytes.
    pub name: String,
    /// The kana the form asks for.
    pub kana: Kana,
    /// The version of the key to give, 1 or 2; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub match_key_version: Option<u32>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(NameRequest { kana, match_key_version, explain });

/// The answer of `name.check`. The host keeps what was entered; the key is for looking up.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NameVerdict {
    /// `accepted`, `empty`, `not_full_width_kana` or `not_half_width_kana`.
    pub reason: Reason,
    /// The first character that is not taken, in code points from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// The name in full-width katakana.
    pub full_width: String,
    /// The name in half-width kana, where every character has such a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_width: Option<String>,
    /// The key under which the name is looked up.
    pub match_key: String,
    /// The key's version.
    pub match_key_version: u32,
}

crate::base::redacted!(NameVerdict { reason, at, match_key_version });

/// Says whether a form takes a name in kana, and gives its other forms and the key to compare it
/// by.
///
/// # Errors
/// `text_too_long` above 256 bytes; `out_of_range` for another version of the key than 1 or 2.
pub fn check_name(request: &NameRequest) -> Result<Decision<NameVerdict>, Error> {
    let name = request.name.as_str();
    if name.len() > NAME_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/name"));
    }
    let version = request.match_key_version.unwrap_or(MATCH_KEY_VERSION);
    let key = match version {
        1 => match_key(name).collect(),
        2 => match_key_2(name).collect(),
        _ => return Err(Error::new(ErrorCode::OutOfRange, "/match_key_version")),
    };
    let ((reason, at), checks) = decide!(request.explain, |sink| judge(request, sink));
    let verdict = NameVerdict {
        reason,
        at: at.and_then(|at| u32::try_from(at).ok()),
        full_width: to_full_width(name),
        half_width: to_half_width(name).ok(),
        match_key: key,
        match_key_version: version,
    };
    Ok(Decision { verdict, checks })
}

fn judge(request: &NameRequest, sink: &mut impl Sink) -> (Reason, Option<usize>) {
    let name = request.name.as_str();
    let (full_width, wrong) = match request.kana {
        Kana::FullWidth => (true, Reason::NotFullWidthKana),
        Kana::HalfWidth => (false, Reason::NotHalfWidthKana),
    };
    let unusable = unusable(name, full_width);
    if !sink.holds(unusable.is_none(), || {
        let check = Check::new("name", wrong, true);
        unusable.map_or(check.clone(), |at| check.read("at", at))
    }) {
        return (wrong, unusable);
    }
    if !sink.holds(has_letter(name), || Check::new("name", Reason::Empty, true)) {
        return (Reason::Empty, None);
    }
    (Reason::Accepted, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_marks_is_empty() {
        let ask = |name: &str| {
            let request = NameRequest {
                name: name.into(),
                kana: Kana::FullWidth,
                match_key_version: None,
                explain: Explain::None,
            };
            check_name(&request).unwrap().verdict.reason
        };
        assert_eq!([ask(""), ask("　ー・"), ask("ア")], [Reason::Empty, Reason::Empty, Reason::Accepted]);
    }
}
