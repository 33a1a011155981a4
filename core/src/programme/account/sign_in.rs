use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, RuleId, is_false, present},
};

/// Signing in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInTerms {
    /// The rule that checks of ID and password cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The rule by which the representative's name in half-width kana is entered too; absent where no name is.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<RuleId>,
    /// When failures lock; never where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub lock: Option<LockTerms>,
    /// When an image challenge is due; never where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub challenge: Option<ChallengeTerms>,
    /// What holds before a registration is complete; nothing where absent, for programmes that give out no ID before.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub incomplete: Option<IncompleteTerms>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// When failures in a row lock an ID.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LockTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// How many failures in a row lock, 1 to 1,000.
    pub failures: u16,
    /// For how long, in minutes, 1 to 44,640; the end is outside.
    pub minutes: u16,
}

/// When an image challenge (CAPTCHA) is due: in a browser always, never in the app.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChallengeTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// From which counts it is harder than difficulty 1; the hardest whose count is reached is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<ChallengeLevel>,
    /// How many failures from an allow-listed network address make it due there too, 1 to 1,000.
    pub allow_listed_failures: u16,
}

/// Counts from which a difficulty is due. One of them is enough, and a count that is reached is in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChallengeLevel {
    /// The difficulty, 2 to 10.
    pub difficulty: u8,
    /// Failures in a row under the ID.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub failures: Option<u16>,
    /// Failures from the network address, in the time over which the host counts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub address_failures: Option<u16>,
    /// Attempts from the network address, in the time over which the host counts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub address_attempts: Option<u16>,
}

/// What holds before a registration is complete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IncompleteTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Whether a postcard with a mail address printed on it signs in all the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub postcard_with_address: bool,
}
