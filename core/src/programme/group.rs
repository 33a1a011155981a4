use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, present},
    civil::Instant,
};

/// A group that takes part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The ID that a member enters.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// What the ID is.
    pub kind: GroupKind,
    /// Further insurer numbers under which the same group is found, such as a society's 63… for its 特例退職被保険者.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<Code>,
    /// Days on which it has adopted the service. Only the identity check looks at them.
    #[serde(default)]
    pub period: Period,
    /// When its service is in maintenance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maintenance: Vec<Maintenance>,
}

impl Group {
    /// Whether it is found under this ID or number. Letters count the same in either case.
    pub fn goes_by(&self, entered: &str) -> bool {
        self.names().any(|name| name.as_str().eq_ignore_ascii_case(entered))
    }

    /// The ID, and the further numbers.
    pub(super) fn names(&self) -> impl Iterator<Item = &Code> + Clone {
        core::iter::once(&self.id).chain(&self.numbers)
    }

    /// The maintenance that holds an instant.
    pub fn maintenance_at(&self, now: Instant) -> Option<&Maintenance> {
        self.maintenance.iter().find(|maintenance| maintenance.from <= now && now < maintenance.until)
    }
}

/// What a group's ID is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// The insurer number on the card; it must be one.
    Insurer,
    /// A company's ID.
    Company,
}

/// A time during which a group's service is in maintenance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// The first instant of it.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
}
