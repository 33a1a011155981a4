use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Code, Count, present},
    civil::Date,
};

/// The latest record of a day that the host has seen taken in: of a source, or of the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KnownRevision {
    /// The day walked.
    pub date: Date,
    /// The highest `revision` answered for it.
    pub revision: Count,
    /// The source whose record it was; absent where numbers are of the day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub source: Option<Code>,
    /// Steps of that record; needed beside `source` where a rule takes back.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub steps: Option<Count>,
}
