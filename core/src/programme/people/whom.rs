use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::ages::AgeBand;
use crate::{
    base::value::{Code, present},
    member::{Relation, Sex},
};

/// Whom terms are for, where a service has several at a time: everything that is given must hold of the person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Whom {
    /// Relations, one of these; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// The sex; either where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub sex: Option<Sex>,
    /// Ages; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub ages: Option<AgeBand>,
    /// Declared facts that are all true of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Code>,
    /// Declared facts of which none is true of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Code>,
}

impl Whom {
    /// Whether no person can be among these and those, for their sex or their age.
    pub(crate) fn differs_in_sex_or_age(&self, other: &Self) -> bool {
        let sexes = self.sex.zip(other.sex).is_some_and(|(one, another)| one != another);
        let ages = self.ages.zip(other.ages).is_some_and(|(one, another)| one.is_parted_from(&another));
        sexes || ages
    }
}
