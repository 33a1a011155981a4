use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Clause, RuleId, present},
    civil::{AgeConvention, LeapBirthday},
    programme::each_year::FixedDay,
};

/// Ages admitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The lowest age, in years.
    #[serde(default)]
    pub at_least: u8,
    /// When the lowest age must be reached.
    #[serde(default)]
    pub counted: AgeCounted,
    /// The day on which ages are counted, in place of `counted`: of the fiscal year, or one day for all.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub counted_on: Option<FixedDay>,
    /// The ages admitted among these, such as 40, 45 and 50; all of them where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<u8>,
    /// Whether even or odd ages alone are admitted; both where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub parity: Option<Parity>,
    /// The first age that is too old, in years; absent for no upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub below: Option<u8>,
    /// The day on which the age must still be below that: of the fiscal year, or one day for all. The whole fiscal year is admitted or left out by it;
    /// beside `last_year` both must hold.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub below_on: Option<FixedDay>,
    /// What becomes of the fiscal year of that birthday; `until_eve` where neither this nor `below_on` is given.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub last_year: Option<LastYear>,
    /// How a birthday on 29 February falls in a common year.
    #[serde(default)]
    pub leap_birthday: LeapBirthday,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl AgeTerms {
    /// From an age on, whose birthday falls in the fiscal year.
    pub fn new(rule: RuleId, at_least: u8) -> Self {
        Self {
            rule,
            at_least,
            counted: AgeCounted::default(),
            counted_on: None,
            at: Vec::new(),
            parity: None,
            below: None,
            below_on: None,
            last_year: None,
            leap_birthday: LeapBirthday::default(),
            clause: None,
        }
    }

    /// Whether some ages between the lowest and the highest are left out.
    pub(crate) fn lists(&self) -> bool {
        !self.at.is_empty() || self.parity.is_some()
    }
}

/// Even or odd ages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    /// Even ages.
    Even,
    /// Odd ages.
    Odd,
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
    /// Admitted through the birthday itself.
    ThroughBirthday,
}

/// Ages from one on, and below another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// The lowest age, in years; 0 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_least: Option<u8>,
    /// The first age that is too old, in years; absent for no upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub below: Option<u8>,
    /// Which age counts.
    #[serde(default)]
    pub counted: AgeCounted,
    /// The day on which the age counts, in place of `counted`: of the fiscal year, or one day for all.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub counted_on: Option<FixedDay>,
    /// How a birthday on 29 February falls in a common year.
    #[serde(default)]
    pub leap_birthday: LeapBirthday,
}

impl AgeBand {
    /// Whether one begins where the other has ended, the age counted alike.
    pub(super) fn is_parted_from(&self, other: &Self) -> bool {
        let alike = |band: &Self| (band.counted, band.counted_on, band.leap_birthday);
        let ends = |one: &Self, another: &Self| one.below.is_some_and(|below| below <= another.at_least.unwrap_or(0));
        alike(self) == alike(other) && (ends(self, other) || ends(other, self))
    }
}
