use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
};

/// How insurers print symbol and number (記号・番号) on their cards. Chosen by insurer number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CardFormat {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which the format holds.
    #[serde(default)]
    pub period: Period,
    /// Insurer numbers it holds for; empty for every insurer that no other format names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insurers: Vec<Code>,
    /// The symbol; absent where the cards have none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub symbol: Option<PartFormat>,
    /// The number.
    pub number: PartFormat,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// One part of what stands on a card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartFormat {
    /// The characters it is made of, besides hyphens.
    #[serde(default)]
    pub characters: Characters,
    /// Whether it has a hyphen.
    #[serde(default)]
    pub hyphen: Hyphen,
    /// The fewest characters, hyphens included.
    #[serde(default = "min_length")]
    pub min_length: u8,
    /// The most characters, hyphens included.
    #[serde(default = "max_length")]
    pub max_length: u8,
    /// How many digits at the end of a value of digits are used.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub last_digits: Option<u8>,
    /// Whether leading zeros of a value of digits count when members are looked up.
    #[serde(default)]
    pub leading_zeros: LeadingZeros,
    /// How many digits at its start are the branch office (支部).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub office_digits: Option<u8>,
}

fn min_length() -> u8 {
    1
}

fn max_length() -> u8 {
    20
}

impl PartFormat {
    /// Whatever real cards hold: 1 to 20 characters of any kind.
    pub fn any() -> Self {
        Self {
            characters: Characters::Any,
            hyphen: Hyphen::Optional,
            min_length: min_length(),
            max_length: max_length(),
            last_digits: None,
            leading_zeros: LeadingZeros::Significant,
            office_digits: None,
        }
    }
}

/// The characters of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Characters {
    /// Digits.
    Digits,
    /// Letters of ASCII and digits.
    Alphanumeric,
    /// Any, kanji and kana among them.
    #[default]
    Any,
}

/// Whether a part has a hyphen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hyphen {
    /// It has none.
    None,
    /// It may have one.
    #[default]
    Optional,
    /// It has one.
    Required,
}

/// Whether leading zeros count when members are looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadingZeros {
    /// They count.
    #[default]
    Significant,
    /// They do not.
    Ignored,
}
