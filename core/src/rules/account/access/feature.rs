use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Decision, Explain, Sink, decide},
    base::{
        Error, Reason,
        value::{Code, is_false, present},
    },
    civil::Instant,
    programme::{AccessLevel, AccessNeed, Programme},
    rules::account::{
        judged::{Judged, not_in_effect},
        public::Public,
    },
};

/// The request of `account.access`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    /// When the feature is opened; its day selects the terms.
    pub now: Instant,
    /// The feature's id in the programme.
    pub feature: Code,
    /// The group's ID, as `registration.group` answers it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// Whether the identity check was passed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub identity: bool,
    /// How far the access verification is.
    pub verification: VerificationState,
    /// Whether the secret question was answered rightly at this access.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret_answered: bool,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// How far an access verification is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationState {
    /// It was not taken.
    None,
    /// It is under review.
    UnderReview,
    /// It is complete.
    Complete,
}

/// The answer of `account.access`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the order in which things are done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The levels that are missing, in that order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<AccessLevel>,
    /// Whether upper and lower case of the secret answer differ, where it is to be asked for: always true, and the host hashes it as it was entered.
    #[serde(skip_serializing_if = "is_false")]
    pub answer_case_kept: bool,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether a feature of an account opens, what is missing, and what the member can do next.
///
/// # Errors
/// None.
pub fn access(programme: &Programme, request: &AccessRequest) -> Result<Decision<AccessVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &AccessRequest, sink: &mut impl Sink) -> AccessVerdict {
    let today = request.now.date();
    let verdict = |reasons: Vec<Reason>, missing: Vec<AccessLevel>| AccessVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        answer_case_kept: missing.contains(&AccessLevel::SecretAnswer),
        missing,
        shown: Public::told(&reasons),
        reasons,
    };
    let Some(terms) = programme.feature(&request.feature, today) else {
        return verdict(not_in_effect(sink, "account.access").into(), Vec::new());
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let mut missing = Vec::new();
    for need in &terms.needs {
        let held = match need.level {
            AccessLevel::Identity => {
                judged.look(request.identity, &need.rule, Reason::IdentityCheckNeeded, |check| check)
            }
            AccessLevel::Verification => verified(programme, request, need, &mut judged),
            AccessLevel::SecretAnswer => {
                judged.look(request.secret_answered, &need.rule, Reason::SecretAnswerNeeded, |check| check)
            }
        };
        if !held {
            missing.push(need.level);
        }
    }
    verdict(judged.reasons, missing)
}

/// Whether the access verification is offered, not under review, and complete.
fn verified(
    programme: &Programme,
    request: &AccessRequest,
    need: &AccessNeed,
    judged: &mut Judged<'_, impl Sink>,
) -> bool {
    let terms = programme.verification_terms(request.now.date());
    let offered = terms.is_some_and(|terms| !terms.is_without(request.group.as_ref()));
    let results = terms.map_or(&need.rule, |terms| terms.results_rule.as_ref().unwrap_or(&terms.rule));
    let reviewed = request.verification == VerificationState::UnderReview;
    let complete = request.verification == VerificationState::Complete;
    judged.look(offered, results, Reason::NotOffered, |check| check)
        && judged.look(!reviewed, &need.rule, Reason::UnderReview, |check| check)
        && judged.look(complete, &need.rule, Reason::AccessVerificationNeeded, |check| check)
}
