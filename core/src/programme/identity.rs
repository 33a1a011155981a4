use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::RelationTerms;
use crate::{
    answer::Period,
    base::value::{Clause, RuleId, present},
};

/// The identity check at registration: whom the society knows, and who of them may use the service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityTerms {
    /// Days of registration on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The society has adopted the service, and is not in maintenance.
    #[serde(default)]
    pub adoption: Citation,
    /// The name is in full-width kana, and it and the date of birth are those of the society's record.
    #[serde(default)]
    pub name: Citation,
    /// The society's data hold a record, and it is linked with the service.
    #[serde(default)]
    pub record: Citation,
    /// Months from the day of joining, that day counted, in which the data need not hold a new member yet; 0 to 12.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waiting_months: u8,
    /// Relations admitted, by one of these; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationTerms>,
    /// A person registers once.
    #[serde(default)]
    pub once: Citation,
}

fn is_zero(months: &u8) -> bool {
    *months == 0
}

/// The rule that checks cite, and its words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
