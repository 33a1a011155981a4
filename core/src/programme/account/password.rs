use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
};

/// What a password must be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordTerms {
    /// The rule that checks of its conditions cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The group whose members these are; all who have none of their own where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The fewest characters, in code points, 1 to 128.
    pub min_length: u16,
    /// The most characters, in code points, at most 256; no limit but 1,024 bytes where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub max_length: Option<u16>,
    /// The characters that it may have.
    pub characters: Vec<PasswordClass>,
    /// Of each of these it has one at least.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<PasswordClass>,
    /// The rule by which it is entered twice; absent where once is enough.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub twice: Option<RuleId>,
    /// The rule by which a change needs the current password; absent where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub current: Option<RuleId>,
    /// The rule by which a provisional password is replaced by another; absent where nothing says so.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub replacement: Option<RuleId>,
    /// How long it is valid; for ever where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub life: Option<PasswordLife>,
    /// How the first password is derived; absent where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub first: Option<DerivedPassword>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// Characters of a password, all of them ASCII.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PasswordClass {
    /// `A` to `Z` and `a` to `z`.
    Letter,
    /// `a` to `z`.
    LowerCase,
    /// `A` to `Z`.
    UpperCase,
    /// `0` to `9`.
    Digit,
    /// Any other that is printed, U+0021 to U+007E; the space is not one of them.
    Sign,
}

impl PasswordClass {
    /// Whether a character is of this class.
    pub(crate) fn holds(self, c: char) -> bool {
        match self {
            Self::Letter => c.is_ascii_alphabetic(),
            Self::LowerCase => c.is_ascii_lowercase(),
            Self::UpperCase => c.is_ascii_uppercase(),
            Self::Digit => c.is_ascii_digit(),
            Self::Sign => c.is_ascii_punctuation(),
        }
    }
}

/// How long a password is valid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordLife {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Months from the day it is set, that day not counted (民法 140, 143); 1 to 120.
    pub months: u8,
}

/// A first password that is derived from what the society knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DerivedPassword {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// What stands before the representative's date of birth as YYYYMMDD.
    pub prefix: Code,
}
