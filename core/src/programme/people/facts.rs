use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Period, Words},
    base::value::{Clause, Code, RuleId, is_false, present},
    member::Sex,
};

/// A fact about people that a programme asks its hosts for, such as that someone lives in the town. Requests may name declared
/// facts alone, so that a misspelt one is noticed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactDeclaration {
    /// The fact's id: terms ask for it by this, and requests give it.
    pub id: Code,
    /// What it says of a person, for who reads the document.
    pub name: Clause,
    /// Whether it is true from a day on, such as an entry. Requests then give the day.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dated: bool,
}

/// Facts of which a person needs one, or which leave a person out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Declared facts, at least one. The terms hold for who has one of them.
    pub any_of: Vec<Code>,
    /// Whether a person with one of them is left out, in place of one without.
    #[serde(default, skip_serializing_if = "is_false")]
    pub excluded: bool,
    /// The days of the fact that count, such as those of entry; only for dated facts, and every day where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub dates: Option<Period>,
    /// What an answer says to a person who is refused for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub says: Option<Words>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The sex admitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SexTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The sex.
    pub admitted: Sex,
    /// What an answer says to a person who is refused for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub says: Option<Words>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
