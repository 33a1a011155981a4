use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, RuleId, present},
    civil::TimeOfDay,
    programme::calendar::Weekday,
};

/// The support desk's hours.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The days of the week on which it is open. Holidays and other closed days are the caller's to say.
    pub weekdays: Vec<Weekday>,
    /// When it opens.
    pub opens: TimeOfDay,
    /// When it closes; that minute is outside.
    pub closes: TimeOfDay,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
