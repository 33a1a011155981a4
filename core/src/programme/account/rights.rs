use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, RuleId, present},
};

/// Who of a household may do what, and what an account's ID and mail addresses must be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RightsTerms {
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// What only the representative does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub representative_only: Vec<RightTerms>,
    /// The rule by which only the representative can be chosen when signing in for the first time; absent where anyone can.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub representative_first: Option<RuleId>,
    /// The rule by which a log-in ID can be changed, and is nobody else's; absent where it cannot be changed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub login_id: Option<RuleId>,
    /// Mail addresses.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub addresses: Option<AddressTerms>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// An action and the rule behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RightTerms {
    /// The action.
    pub action: AccountAction,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
}

/// What someone does with an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountAction {
    /// Chooses the person whom the visit is for.
    Choose,
    /// Looks at that person's bookings.
    View,
    /// Books, changes or cancels for that person.
    Book,
    /// Changes the password.
    ChangePassword,
    /// Changes the log-in ID.
    ChangeLoginId,
    /// Adds a mail address.
    AddAddress,
    /// Replaces a mail address by another.
    ChangeAddress,
    /// Removes a mail address, by leaving it blank.
    RemoveAddress,
}

/// Mail addresses of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddressTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The most that an account has, 1 to 100.
    pub at_most: u8,
    /// The rule by which removing one is followed by no mail; `rule` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub removal: Option<RuleId>,
}
