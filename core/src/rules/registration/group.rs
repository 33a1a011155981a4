//! The group that a member enters.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::Code},
    numbers::FORM_TEXT_LIMIT,
    programme::{GroupKind, Programme},
    text::{fold_width, seen},
};

/// A group's ID as a form takes it: full-width characters folded, spaces of any kind and what nobody sees dropped.
pub(super) fn entered(text: &str) -> String {
    seen(text).map(fold_width).filter(|c| !c.is_whitespace()).collect()
}

/// The request of `registration.group`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRequest {
    /// The group's ID (団体ID) as entered, at most 64 bytes.
    pub group_id: String,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `registration.group`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupVerdict {
    /// `accepted`, or `group_unknown`.
    pub reason: Reason,
    /// The group's ID as the programme has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Code>,
    /// What the ID is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<GroupKind>,
}

/// Finds the group that an ID means: an insurer number on the card, or a company's ID. A company's
/// ID is not an insurer number, and not examined as one.
///
/// # Errors
/// `text_too_long` above 64 bytes.
pub fn group(programme: &Programme, request: &GroupRequest) -> Result<Decision<GroupVerdict>, Error> {
    if request.group_id.len() > FORM_TEXT_LIMIT {
        return Err(Error::new(ErrorCode::TextTooLong, "/group_id"));
    }
    let entered = entered(&request.group_id);
    let found = programme.document().groups.iter().find(|group| group.goes_by(&entered));
    let ((), checks) = decide!(request.explain, |sink| {
        sink.holds(found.is_some(), || {
            let check = Check::new("registration.group", Reason::GroupUnknown, found.is_some());
            match found {
                Some(group) => check.read("group_id", &group.id),
                None => check,
            }
        });
    });
    let verdict = GroupVerdict {
        reason: if found.is_some() { Reason::Accepted } else { Reason::GroupUnknown },
        group_id: found.map(|group| group.id.clone()),
        kind: found.map(|group| group.kind),
    };
    Ok(Decision { verdict, checks })
}
