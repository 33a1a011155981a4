//! What happens in a procedure, what is stored of it, and what is answered.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Explain,
    base::{
        Error, ErrorCode, Reason,
        value::{Code, HostId, YesNo, is_false, present},
    },
    civil::Instant,
    programme::ProcedureTerms,
    rules::account::public::Public,
};

/// The most things or consents that are given with an event.
pub const MOST_GIVEN: usize = 64;

/// How far someone is in a procedure: a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProcedureRow {
    /// The host's id of it, such as that of a browser's session.
    pub id: HostId,
    /// The procedure's id in the programme.
    pub procedure: Code,
    /// How many steps are finished.
    pub done: u8,
    /// Whether it goes on.
    pub state: ProcedureState,
    /// When the row was written.
    pub at: Instant,
    /// Whether the mail address does not do, which the person was not told: it goes on for show, and no further than to the mail.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withheld: bool,
}

/// Whether a procedure goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProcedureState {
    /// Steps are left.
    Open,
    /// Every step is finished.
    Complete,
    /// Every step is finished, and someone looks at what was given.
    UnderReview,
    /// The person left it.
    Cancelled,
}

/// What happens in a procedure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProcedureEvent {
    /// Nothing: which step is next is to be shown.
    Look,
    /// A step is finished.
    Finish,
    /// The person leaves it.
    Cancel,
    /// The person begins again from the first step.
    Restart,
    /// The review found everything right.
    Confirm,
}

/// What a mail address is that was entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddressState {
    /// No member's.
    Free,
    /// A member's.
    Registered,
    /// None: the member whom it is about has no mail address.
    Absent,
}

/// The request of `account.proceed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProceedRequest {
    /// When it happens; its day selects the terms.
    pub now: Instant,
    /// The host's id of the row.
    pub id: HostId,
    /// The procedure's id in the programme.
    pub procedure: Code,
    /// The row, where one is stored.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub row: Option<ProcedureRow>,
    /// What happens.
    pub event: ProcedureEvent,
    /// The step that is finished; needed with `finish`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub step: Option<Code>,
    /// What was given and found right, by the ids that the step needs; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Code>,
    /// The consents that were given; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Code>,
    /// The group's ID, as `registration.group` answers it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// What the mail address is that was entered; needed with a step that asks for one, and again with the last step where one of them asked for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub address: Option<AddressState>,
    /// Whether someone has to look at what was given; needed with a last step that may be reviewed, and with no other.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub review: Option<YesNo>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.proceed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProceedVerdict {
    /// `accepted`, or the first reason against it, for operators.
    pub reason: Reason,
    /// Every reason against it, in the fixed order, for operators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What is missing of the step that was to be finished, consents and then things.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Code>,
    /// The purpose of the link or code that is mailed now; absent where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sends: Option<Code>,
    /// The step that is next; absent where none is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepShown>,
    /// What the person is told.
    pub shown: Public,
}

/// A step, as the person takes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepShown {
    /// Its id.
    pub id: Code,
    /// What it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Code>,
    /// What may be given too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<Code>,
    /// Consents that it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Code>,
    /// Whether the person can leave here, to start over or to sign in as registered before.
    pub leave: bool,
}

/// What must still hold when the row is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProcedureExpect {
    /// The row's id.
    pub id: HostId,
    /// The row as it was read; absent where none was stored, and none may be then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<ProcedureRow>,
    /// Whether the mail address must still be no member's.
    pub address_free: bool,
}

/// Finds lists that are too long, and the row that is another's.
pub(super) fn validate(request: &ProceedRequest) -> Result<(), Error> {
    let fault = |code, path| Err(Error::new(code, path));
    for (given, path) in [(&request.given, "/given"), (&request.consents, "/consents")] {
        if given.len() > MOST_GIVEN {
            return fault(ErrorCode::TooLarge, path);
        }
    }
    match &request.row {
        Some(row) if row.id != request.id => fault(ErrorCode::RowOfAnother, "/row/id"),
        Some(row) if row.procedure != request.procedure => fault(ErrorCode::RowOfAnother, "/row/procedure"),
        _ => Ok(()),
    }
}

/// The place of the step that is to be finished, where the request has what is needed with it; `None` for another event.
pub(super) fn place(terms: &ProcedureTerms, request: &ProceedRequest) -> Result<Option<usize>, Error> {
    let fault = |code, path| Err(Error::new(code, path));
    if request.row.as_ref().is_some_and(|row| usize::from(row.done) > terms.steps.len()) {
        return fault(ErrorCode::OutOfRange, "/row/done");
    }
    if request.event != ProcedureEvent::Finish {
        return Ok(None);
    }
    let Some(id) = &request.step else { return fault(ErrorCode::MissingValue, "/step") };
    let Some(place) = terms.steps.iter().position(|step| step.id == *id) else {
        return fault(ErrorCode::IdUnknown, "/step");
    };
    if terms.address_at(place).is_some() && request.address.is_none() {
        return fault(ErrorCode::MissingValue, "/address");
    }
    let reviewed = terms.steps.get(place).is_some_and(|step| step.review.is_some());
    match request.review {
        None if reviewed => fault(ErrorCode::MissingValue, "/review"),
        Some(_) if !reviewed => fault(ErrorCode::ValueInvalid, "/review"),
        _ => Ok(Some(place)),
    }
}
