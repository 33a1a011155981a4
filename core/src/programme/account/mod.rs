//! Accounts: what a programme's document says of registering, signing in, passwords, levels of access and support.

mod access;
mod disclosure;
mod lookup;
mod password;
mod procedure;
mod rights;
mod sign_in;
mod support;
mod token;

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

pub use access::{
    AccessLevel, AccessNeed, FacePose, FeatureTerms, Mouth, PaperTerms, Pose, ReissueTerms, RemarksEffect,
    VerificationPaper, VerificationTerms,
};
pub use disclosure::DisclosureTerms;
pub(crate) use disclosure::concealed;
pub use password::{DerivedPassword, PasswordClass, PasswordLife, PasswordTerms};
pub use procedure::{AddressAsked, ConsentTerms, Need, ProcedureTerms, StepTerms};
pub use rights::{AccountAction, AddressTerms, RightTerms, RightsTerms};
pub use sign_in::{ChallengeLevel, ChallengeTerms, IncompleteTerms, LockTerms, SignInTerms};
pub use support::SupportTerms;
pub use token::{TokenKind, TokenTerms};

/// Settings of accounts, each kind by the day on which it is used.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountTerms {
    /// Which causes the public form of an answer names. Without it, none from which a stranger could tell who is a member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disclosure: Vec<DisclosureTerms>,
    /// Links and one-time codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenTerms>,
    /// Passwords, of all members or of a group's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passwords: Vec<PasswordTerms>,
    /// Signing in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_in: Vec<SignInTerms>,
    /// Registering, and whatever else goes by steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<ProcedureTerms>,
    /// What a feature needs before it opens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<FeatureTerms>,
    /// Access verification (健診・医療アクセス認証).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verification: Vec<VerificationTerms>,
    /// What is issued again by post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reissues: Vec<ReissueTerms>,
    /// Who of a household may do what, and what an account's ID and addresses must be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rights: Vec<RightsTerms>,
    /// The support desk's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support: Vec<SupportTerms>,
}
