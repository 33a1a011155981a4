//! `name.compare`.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason},
    text::{NAME_LIMIT, NameDifference, difference, is_same, match_key, match_key_2},
};

/// The request of `name.compare`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameCompareRequest {
    /// One name in kana, at most 256 bytes.
    pub one: String,
    /// The other name in kana, at most 256 bytes.
    pub other: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(NameCompareRequest { explain });

/// How two names stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NameComparison {
    /// The same letters, whatever their width, script and spaces.
    Same,
    /// Other letters, under one key: candidates for one person, who may differ in law.
    Alike,
    /// Under different keys.
    Different,
}

/// The answer of `name.compare`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NameCompareVerdict {
    /// `accepted`, or `empty` where a name is nothing but spaces, dots and marks.
    pub reason: Reason,
    /// How the names stand to each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<NameComparison>,
    /// The lowest version of the key under which they are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_key_version: Option<u32>,
    /// The ways of writing in which they differ, where they are the same or alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<NameDifference>,
    /// Where they are different, the first letter at which their keys of version 2 part, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
}

/// Says of two names in kana whether they are the same, alike or different, and why.
///
/// # Errors
/// `text_too_long` above 256 bytes.
pub fn compare_names(request: &NameCompareRequest) -> Result<Decision<NameCompareVerdict>, Error> {
    let (one, other) = (request.one.as_str(), request.other.as_str());
    for (name, path) in [(one, "/one"), (other, "/other")] {
        if name.len() > NAME_LIMIT {
            return Err(Error::new(ErrorCode::TextTooLong, path));
        }
    }
    let (lettered, checks) = decide!(request.explain, |sink| {
        [("one", one), ("other", other)].into_iter().fold(true, |all, (which, name)| {
            let lettered = has_letters(name);
            sink.holds(lettered, || Check::new(which, Reason::Empty, lettered)) && all
        })
    });
    let verdict = match (lettered, parting(one, other)) {
        (false, _) => NameCompareVerdict {
            reason: Reason::Empty,
            comparison: None,
            match_key_version: None,
            differences: Vec::new(),
            at: None,
        },
        (true, Some(at)) => NameCompareVerdict {
            reason: Reason::Accepted,
            comparison: Some(NameComparison::Different),
            match_key_version: None,
            differences: Vec::new(),
            at: u32::try_from(at).ok(),
        },
        (true, None) => NameCompareVerdict {
            reason: Reason::Accepted,
            comparison: Some(if is_same(one, other) { NameComparison::Same } else { NameComparison::Alike }),
            match_key_version: Some(if match_key(one).eq(match_key(other)) { 1 } else { 2 }),
            differences: difference(one, other),
            at: None,
        },
    };
    Ok(Decision { verdict, checks })
}

/// Whether a name is more than spaces, dots and marks.
fn has_letters(name: &str) -> bool {
    match_key(name).next().is_some()
}

/// The first letter at which the keys of two names part, counted from 1; `None` where they are one.
fn parting(one: &str, other: &str) -> Option<usize> {
    let (mut one, mut other) = (match_key_2(one), match_key_2(other));
    let mut at = 0_usize;
    loop {
        at = at.saturating_add(1);
        match (one.next(), other.next()) {
            (None, None) => return None,
            (mine, theirs) if mine != theirs => return Some(at),
            _ => {}
        }
    }
}
