//! What a person is told: the public form of an answer, which stands apart from what an operator sees and the host stores.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::{Reason, value::Code},
    civil::{Boundary, Instant},
    programme::Programme,
};

/// The public form of an answer: all that may be shown to whoever asked. What stands beside it is for the host and its operators.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PublicAnswer"))]
pub struct Public {
    /// The reason to show.
    pub reason: Reason,
    /// Every reason to show, where there are several: of a new password, each condition that it does not meet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the person can do next.
    pub next: NextStep,
    /// The step of a procedure that is next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Code>,
    /// Until when a lock holds, or a link or code is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
}

impl Public {
    /// The public form of reasons, of which none is a favourable answer. It depends on nothing else that was looked at.
    pub(crate) fn of(programme: &Programme, reasons: &[Reason], now: Instant) -> Self {
        let told = |reason: &Reason| programme.public_reason(*reason, now.date());
        // A cause that may be named is worth more to the person than one that may not.
        let named = reasons.iter().copied().find(|reason| told(reason) == *reason);
        let reason = named.or_else(|| reasons.first().map(told)).unwrap_or(Reason::Accepted);
        Self::named(reason)
    }

    /// The public form of an answer that tells nothing of other people, such as to someone who is signed in: it names every reason.
    pub(super) fn told(reasons: &[Reason]) -> Self {
        let several = if reasons.len() > 1 { reasons.to_vec() } else { Vec::new() };
        Self { reasons: several, ..Self::named(reasons.first().copied().unwrap_or(Reason::Accepted)) }
    }

    /// The public form that names a reason, to someone who has shown that they may know it.
    pub(super) fn named(reason: Reason) -> Self {
        Self { reason, reasons: Vec::new(), next: NextStep::after(reason), step: None, until: None }
    }

    /// With the end of a lock or a life.
    #[must_use]
    pub(crate) fn until(self, end: Option<Instant>) -> Self {
        Self { until: end.map(Until::of), ..self }
    }
}

/// An instant that is outside what it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Until {
    /// The first instant after it.
    pub at: Instant,
    /// `exclusive`: that instant is outside.
    pub boundary: Boundary,
}

impl Until {
    pub(crate) fn of(at: Instant) -> Self {
        Self { at, boundary: Boundary::Exclusive }
    }
}

/// What a person can do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Go on.
    Proceed,
    /// Correct what was entered, and try again.
    Retry,
    /// Wait until the instant given.
    Wait,
    /// Solve an image challenge.
    SolveChallenge,
    /// Use the link or code of the latest mail.
    UseLatestMail,
    /// Begin again, from the mail address.
    StartOver,
    /// Sign in.
    SignIn,
    /// Set a new password.
    ChangePassword,
    /// Take the identity check.
    CheckIdentity,
    /// Take the access verification.
    VerifyAccess,
    /// Answer the secret question.
    AnswerSecretQuestion,
    /// Ask the representative of the household, or choose them.
    AskRepresentative,
    /// Ask the support desk.
    AskSupport,
}

impl NextStep {
    /// What is left to do after a public reason: it follows from that reason alone, so that it cannot tell more.
    fn after(reason: Reason) -> Self {
        match reason {
            Reason::Accepted => Self::Proceed,
            Reason::Locked | Reason::UnderReview => Self::Wait,
            Reason::IdentityCheckNeeded => Self::CheckIdentity,
            Reason::AccessVerificationNeeded => Self::VerifyAccess,
            Reason::SecretAnswerNeeded => Self::AnswerSecretQuestion,
            Reason::StepDoneAlready | Reason::StepOutOfOrder => Self::Proceed,
            Reason::ProcedureEnded | Reason::RegistrationIncomplete => Self::StartOver,
            Reason::ChallengeDue => Self::SolveChallenge,
            Reason::TokenVoided => Self::UseLatestMail,
            Reason::TokenExpired | Reason::TokenVoidByErrors => Self::StartOver,
            Reason::TokenUsed => Self::SignIn,
            Reason::PasswordExpired | Reason::PasswordMustChange => Self::ChangePassword,
            Reason::RepresentativeOnly | Reason::RepresentativeFirst => Self::AskRepresentative,
            Reason::AlreadyRegistered | Reason::AddressRegistered => Self::SignIn,
            Reason::NotInEffect
            | Reason::TimeBeforeLast
            | Reason::CouponVoid
            | Reason::CouponUsed
            | Reason::CouponExpired
            | Reason::DataNotLinked
            | Reason::NotOffered
            | Reason::AddressMissing
            | Reason::NotAdopted
            | Reason::InMaintenance => Self::AskSupport,
            _ => Self::Retry,
        }
    }
}
