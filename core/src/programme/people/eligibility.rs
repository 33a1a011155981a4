use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    ages::AgeTerms,
    facts::{FactTerms, SexTerms},
    uses::OnceTerms,
    whom::Whom,
};
use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, is_false, present},
    civil::Date,
    member::Relation,
    programme::each_year::{EachYear, FixedDay},
};

/// Who may use a service, such as a check-up. Every setting that is absent asks for nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityTerms {
    /// The service's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// Further services for which the same terms hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Code>,
    /// Days of the service on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// Whom these terms are for, where the service has others for other people on the same day; anyone where absent.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub whom: Option<Whom>,
    /// The insured period must hold the day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub insured: Option<InsuredTerms>,
    /// Ages admitted.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub age: Option<AgeTerms>,
    /// Circumstances left out. `facts` say the same, and more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub circumstances: Option<CircumstanceTerms>,
    /// Facts that are needed, or that leave a person out; all of these must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactTerms>,
    /// The sex admitted.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub sex: Option<SexTerms>,
    /// Relations admitted, by one of these; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationTerms>,
    /// What a person needs to have.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub device: Option<DeviceTerms>,
    /// How often, such as once a fiscal year.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub once: Option<OnceTerms>,
}

impl EligibilityTerms {
    /// The days around one on which they hold, as checks show them.
    pub(crate) fn period_on(&self, day: Date) -> Period {
        EachYear::period_on(self.every, self.period, day.yyyymmdd())
    }

    /// Terms that ask for nothing.
    pub fn new(id: Code) -> Self {
        Self {
            id,
            name: None,
            also: Vec::new(),
            period: Period::default(),
            every: None,
            whom: None,
            insured: None,
            age: None,
            circumstances: None,
            facts: Vec::new(),
            sex: None,
            relations: Vec::new(),
            device: None,
            once: None,
        }
    }
}

/// The insured period must hold the day: from 資格取得日 to the day before 資格喪失日.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InsuredTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Whether it must hold 1 April of the day's fiscal year as well.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_first_of_april: bool,
    /// Further days that it must hold: of the day's fiscal year, or one day for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_on: Vec<FixedDay>,
    /// Months of it that must be over by the day, at least 1: from 1 April, one month is over on 1 May.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_least_months: Option<u16>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl InsuredTerms {
    /// Terms that ask for the day alone.
    pub fn new(rule: RuleId) -> Self {
        Self { rule, on_first_of_april: false, held_on: Vec::new(), at_least_months: None, clause: None }
    }
}

/// Circumstances left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CircumstanceTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The circumstances, by the programme's own names.
    pub left_out: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// Relations admitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RelationTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The relations.
    pub admitted: Vec<Relation>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// What a person needs to have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Whether the programme's app is needed besides the smartphone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub app: bool,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
