use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
};

/// A link or one-time code that is mailed for a purpose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenTerms {
    /// The purpose's id, such as `activation`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks of its life cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// What it is.
    pub kind: TokenKind,
    /// How long it is valid from the instant it is sent, in minutes, 1 to 44,640; the end is outside.
    pub valid_minutes: u16,
    /// How many digits a code has, 4 to 10. Needed with a code, and not there with a link.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub digits: Option<u8>,
    /// How many wrong entries make a code void, 1 to 100. Needed with a code, and not there with a link, which cannot be guessed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub max_wrong: Option<u16>,
    /// The rule by which one that is sent later makes it void; `rule` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub resend: Option<RuleId>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// What is mailed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A link with 32 random bytes in it, as 64 hexadecimal digits.
    Link,
    /// A one-time code of digits, which a person types.
    Code,
}
