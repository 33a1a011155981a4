//! What an answer says of a reason besides its code.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::base::{
    Reason,
    value::{Clause, Code, present},
};

/// A programme document's own words to a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Japanese.
    pub ja: Clause,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Clause>"))]
    pub en: Option<Clause>,
}

/// What there is to say of a reason besides its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonDetail {
    /// The reason.
    pub reason: Reason,
    /// The facts of which one is needed; the facts that leave a person out are not named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Code>,
    /// The document's own words, in place of the catalogue's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Words>,
}
