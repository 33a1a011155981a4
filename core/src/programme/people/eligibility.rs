use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::facts::{FactTerms, SexTerms};
use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, is_false, present},
    civil::{AgeConvention, Date, LeapBirthday},
    member::Relation,
    programme::each_year::EachYear,
};

/// Who may use a service, such as a check-up. Every setting that is absent asks for nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityTerms {
    /// The service's id.
    pub id: Code,
    /// Days of the service on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
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
    /// Once a fiscal year.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub once: Option<OnceTerms>,
}

impl EligibilityTerms {
    /// Whether they are in effect on a day: in their period, and there in their time of each year.
    pub fn in_effect(&self, on: Date) -> bool {
        self.period.contains(on) && self.every.is_none_or(|time| time.contains(on))
    }

    /// Terms that ask for nothing.
    pub fn new(id: Code) -> Self {
        Self {
            id,
            period: Period::default(),
            every: None,
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
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// Ages admitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The lowest age, in years.
    pub at_least: u8,
    /// When the lowest age must be reached.
    #[serde(default)]
    pub counted: AgeCounted,
    /// The first age that is too old, in years; absent for no upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub below: Option<u8>,
    /// What becomes of the fiscal year of that birthday.
    #[serde(default)]
    pub last_year: LastYear,
    /// How a birthday on 29 February falls in a common year.
    #[serde(default)]
    pub leap_birthday: LeapBirthday,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// When an age must be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgeCounted {
    /// A: the birthday falls in the fiscal year, 1 April to 31 March.
    #[default]
    BirthdayInYear,
    /// B: the legal age at the end of 31 March; birthdays from 2 April to 1 April.
    LegalAtYearEnd,
    /// C: on 1 April, at the start of the year, a birthday on that day counting.
    AtYearStart,
    /// On the day itself, from the birthday.
    OnDay,
}

impl AgeCounted {
    /// The convention, where it counts by fiscal years.
    pub fn convention(self) -> Option<AgeConvention> {
        match self {
            Self::BirthdayInYear => Some(AgeConvention::BirthdayInYear),
            Self::LegalAtYearEnd => Some(AgeConvention::LegalAtYearEnd),
            Self::AtYearStart => Some(AgeConvention::AtYearStart),
            Self::OnDay => None,
        }
    }
}

/// What becomes of the fiscal year of the birthday that is too old.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LastYear {
    /// Admitted until the day before the birthday.
    #[default]
    UntilEve,
    /// Left out for the whole fiscal year that holds the birthday.
    Excluded,
    /// Admitted through the last day of the month before the birthday's.
    MonthCut,
    /// The age is counted as the lowest age is.
    AsCounted,
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

/// Once a fiscal year, of the day of the service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OnceTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Services that count together, this one among them.
    pub services: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
