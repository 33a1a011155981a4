use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::{
        Reason,
        value::{Clause, RuleId, present},
    },
};

/// Which causes the public form of an answer names.
///
/// "Registered under another address", "no such member" and "wrong password" tell a stranger who is a member. Without this setting the
/// public form names none of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DisclosureTerms {
    /// The rule that names the causes.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which it holds.
    #[serde(default)]
    pub period: Period,
    /// The causes that are named.
    pub named: Vec<Reason>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// What a stranger is told in place of a cause; `None` for a cause that says nothing about who is a member.
pub(crate) fn concealed(reason: Reason) -> Option<Reason> {
    match reason {
        Reason::NoRecord
        | Reason::NotYetAvailable
        | Reason::DataNotLinked
        | Reason::RecordInconsistent
        | Reason::RelationNotAdmitted
        | Reason::AlreadyRegistered => Some(Reason::IdentityNotConfirmed),
        Reason::LoginIdUnknown
        | Reason::PasswordWrong
        | Reason::FamilyNameHere
        | Reason::NameNotOnRecord
        | Reason::RegistrationIncomplete => Some(Reason::SignInRefused),
        Reason::TokenExpired | Reason::TokenUsed | Reason::TokenVoided | Reason::TokenVoidByErrors => {
            Some(Reason::TokenNotAccepted)
        }
        // Of a code that is not a coupon's of the person's own, which of these it is is not told.
        Reason::CouponCodeMalformed
        | Reason::CouponCodeMistyped
        | Reason::CouponUnknown
        | Reason::CouponOfAnother
        | Reason::CouponVoid => Some(Reason::CouponNotAccepted),
        // The mail that is sent says the rest, to whoever holds the address.
        Reason::AddressRegistered | Reason::AddressUnknown | Reason::AddressMissing => Some(Reason::Accepted),
        _ => None,
    }
}
