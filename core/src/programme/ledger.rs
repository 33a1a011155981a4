//! What a programme says of the ledger: when points expire, and whose points lie in which purse.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::earning::FinalAfter;
use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
    civil::{Date, month_end, term_end},
};

/// When points expire, by the day of the grant. Where no terms hold, they never do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PointsExpiry {
    /// The rule it rests on.
    #[serde(default)]
    pub rule: RuleId,
    /// Days of the grant for which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The purse; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// The last day on which the points can be spent.
    pub policy: PointsExpiryPolicy,
    /// Months: 1 to 1,200 of a fixed term, 0 to 1,200 to the end of a month; absent for other policies.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub months: Option<u16>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The last day on which points can be spent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointsExpiryPolicy {
    /// Points never expire.
    Never,
    /// 31 March at the end of the fiscal year of the grant.
    FiscalYearEnd,
    /// The last day of a term of months, the day of the grant not counted (民法 140, 143).
    FixedTerm,
    /// The last day of the month that lies `months` after the month of the grant.
    MonthEnd,
}

/// A purse other than the programme's own points, such as the coins of a platform, and the groups whose members use it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PurseTerms {
    /// The purse's id in ledger entries.
    pub id: Code,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// Groups without points of their own, by ID.
    pub groups: Vec<Code>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The longest term, in months.
pub(super) const MOST_MONTHS: u16 = 1_200;

impl PointsExpiry {
    /// The last day of points granted on a day; `None` where they never expire, or the day lies past the year 9999.
    pub(super) fn last_day(&self, granted: Date) -> Option<Date> {
        let months = self.months.unwrap_or(0).into();
        match self.policy {
            PointsExpiryPolicy::Never => None,
            PointsExpiryPolicy::FiscalYearEnd => granted.fiscal_year().last_day(),
            PointsExpiryPolicy::FixedTerm => term_end(granted, months),
            PointsExpiryPolicy::MonthEnd => month_end(granted, months),
        }
    }
}

impl FinalAfter {
    /// The first day on which points for an activity can be spent; at the latest the last day of the year 9999.
    pub(super) fn first_day(self, activity: Date) -> Option<Date> {
        let first = Date::from_ymd(activity.year(), activity.month(), 1)?.after_months(self.months.into());
        let day = first.and_then(|first| first.plus_days(i64::from(self.day).saturating_sub(1)));
        day.or_else(|| Date::from_ymd(9999, 12, 31))
    }
}

/// What a programme says of points for an activity, beside how many there are.
pub(crate) struct Grant<'p> {
    /// The purse that they go to; `None` for the programme's own points.
    pub(crate) purse: Option<&'p Code>,
    /// The first day on which they can be spent; `None` for at once.
    pub(crate) final_on: Option<Date>,
    /// The last day on which they can be spent; `None` where they never expire.
    pub(crate) expires_on: Option<Date>,
}
