use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, Count, RuleId, present},
};

/// A subsidy on what a member paid. Who may claim is said by the eligibility terms of the same id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubsidyTerms {
    /// The service's id.
    pub id: Code,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the service on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The rule that leaves out insured treatment; absent where it is in.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub insured_treatment: Option<RuleId>,
    /// What is paid for which cost, ascending; the last band reached counts.
    pub bands: Vec<SubsidyBand>,
    /// The highest plausible cost, in yen: above it, a typing error is assumed and the request is refused.
    pub max_plausible_cost_yen: Count,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// What is paid from a cost on: a share of the cost, or an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubsidyBand {
    /// The cost in yen from which the band holds, at least 1.
    pub at_least: Count,
    /// The share in basis points (10,000 is the whole), rounded down to a yen. Either this or `yen`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub basis_points: Option<u16>,
    /// The amount in yen.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub yen: Option<Count>,
}

/// When vouchers (受診券) are issued. For whom is said by the eligibility terms of the same id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoucherTerms {
    /// The service's id.
    pub id: Code,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of issue on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The first month of issue in each fiscal year, 1 to 12.
    pub from_month: u8,
    /// Branch offices (支部) that do not handle vouchers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices_without: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
