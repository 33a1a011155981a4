use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    each_year::{EachYear, FixedDay},
    people::Whom,
    window::Window,
};
use crate::{
    answer::Period,
    base::value::{Clause, Code, Count, RuleId, present},
    civil::{Date, term_end},
};

/// A subsidy on what a member paid. Who may claim is said by the eligibility terms of the same id.
///
/// How much is paid is said by `bands`, or by what the person pays at most; with neither it is the whole cost up to `at_most_yen`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubsidyTerms {
    /// The service's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// Further services for which the same terms hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Code>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the service on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// Whom these terms are for, where the service has others for other people on the same day; anyone where absent.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub whom: Option<Whom>,
    /// The rule that leaves out insured treatment; absent where it is in.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub insured_treatment: Option<RuleId>,
    /// The days on which claims must arrive; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub claimed: Option<ClaimTerms>,
    /// What is paid for which cost, ascending; the last band reached counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<SubsidyBand>,
    /// The most that the person pays, in yen, in place of bands: the rest of the cost is paid.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person_pays_at_most_yen: Option<Count>,
    /// The most that is paid for one claim, in yen.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub at_most_yen: Option<Count>,
    /// A ceiling that this service shares with others.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub together: Option<TogetherTerms>,
    /// The highest plausible cost, in yen: above it, a typing error is assumed and the request is refused. Absent where no cost is one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub max_plausible_cost_yen: Option<Count>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl SubsidyTerms {
    /// The days around one on which they hold, as checks show them.
    pub(crate) fn period_on(&self, day: Date) -> Period {
        EachYear::period_on(self.every, self.period, day.yyyymmdd())
    }

    /// Terms that pay by bands, whatever the cost.
    pub fn new(id: Code, rule: RuleId, bands: Vec<SubsidyBand>) -> Self {
        Self {
            id,
            name: None,
            also: Vec::new(),
            rule,
            period: Period::default(),
            every: None,
            whom: None,
            insured_treatment: None,
            claimed: None,
            bands,
            person_pays_at_most_yen: None,
            at_most_yen: None,
            together: None,
            max_plausible_cost_yen: None,
            clause: None,
        }
    }

    /// Whether they pay by bands of amounts and plain shares alone.
    pub(crate) fn is_plain(&self) -> bool {
        let plain = |band: &SubsidyBand| band.yen.is_some() || (band.basis_points.is_some() && band.round.is_none());
        self.at_most_yen.is_none() && !self.bands.is_empty() && self.bands.iter().all(plain)
    }
}

/// What is paid from a cost on: one of `basis_points`, `yen`, `less_yen` and `less_basis_points`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubsidyBand {
    /// The cost in yen from which the band holds, at least 1.
    pub at_least: Count,
    /// The share of the cost in basis points (10,000 is the whole), rounded down to a yen where `round` does not say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub basis_points: Option<u16>,
    /// The amount in yen.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub yen: Option<Count>,
    /// The cost less this amount in yen, which the person pays.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub less_yen: Option<Count>,
    /// The cost less this share in basis points, which the person pays; the share is rounded, not the rest.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub less_basis_points: Option<u16>,
    /// How the share is rounded; down to a yen where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub round: Option<Rounding>,
}

impl SubsidyBand {
    /// A share in basis points, from a cost on.
    pub fn of_share(at_least: Count, basis_points: u16) -> Self {
        Self { basis_points: Some(basis_points), ..Self::of_nothing(at_least) }
    }

    /// An amount, from a cost on.
    pub fn of_yen(at_least: Count, yen: Count) -> Self {
        Self { yen: Some(yen), ..Self::of_nothing(at_least) }
    }

    fn of_nothing(at_least: Count) -> Self {
        Self { at_least, basis_points: None, yen: None, less_yen: None, less_basis_points: None, round: None }
    }
}

/// How a share is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// To whole multiples of 1, 10, 100 or 1,000 yen.
    pub to_yen: u16,
    /// Which multiple; the one below where absent.
    #[serde(default)]
    pub mode: RoundMode,
}

/// To which multiple a share is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// The one below (切捨て).
    #[default]
    Down,
    /// The one above (切上げ).
    Up,
    /// The nearest; the one above from its half on (四捨五入).
    HalfUp,
}

/// The days on which claims must arrive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The first day: one day, or the last such day of a year on or before the last day for the claim; any day where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub from: Option<FixedDay>,
    /// The last day: one day, or the first such day of a year on or after the day of the service. Either this or `within_months`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub until: Option<FixedDay>,
    /// Months from the day of the service, 1 to 1,200: that day is not counted, and the last day is the one that corresponds to it (民法 140, 143).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub within_months: Option<u16>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl ClaimTerms {
    /// The first and the last day for claims on a service of a day; `None` outside the years 1 to 9999.
    pub(crate) fn days(&self, on: Date) -> Option<Period> {
        let until = match (self.until, self.within_months) {
            (Some(FixedDay::Once(date)), _) => date,
            (Some(FixedDay::EachYear(day)), _) => match day.in_year(on.year())? {
                date if date >= on => date,
                _ => day.in_year(on.year().checked_add(1)?)?,
            },
            // One of both is given, which was looked at.
            (None, months) => term_end(on, months?.into())?,
        };
        let from = match self.from {
            None => None,
            Some(FixedDay::Once(date)) => Some(date),
            Some(FixedDay::EachYear(day)) => match day.in_year(until.year())? {
                date if date <= until => Some(date),
                _ => Some(day.in_year(until.year().checked_sub(1)?)?),
            },
        };
        Some(Period { from, until: Some(until) })
    }
}

/// A ceiling over several services together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TogetherTerms {
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// The services that share it, this one among them.
    pub services: Vec<Code>,
    /// The most that is paid for all of them, in yen.
    pub at_most_yen: Count,
    /// Over which span of days it counts: a month, a quarter, a fiscal or a calendar year, or all time.
    #[serde(default = "Window::fiscal_year", skip_serializing_if = "Window::is_fiscal_year")]
    pub window: Window,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// When vouchers (受診券) are issued. For whom is said by the eligibility terms of the same id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoucherTerms {
    /// The service's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// Further services for which the same terms hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Code>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of issue on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The time of each year in which they hold; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every: Option<EachYear>,
    /// Whom these terms are for, where the service has others for other people on the same day; anyone where absent.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub whom: Option<Whom>,
    /// The first month of issue in each fiscal year, 1 to 12.
    pub from_month: u8,
    /// Branch offices (支部) that do not handle vouchers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices_without: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
