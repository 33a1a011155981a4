//! What a programme says of the ledger: when points expire, and whose points lie in which purse.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{earning::FinalAfter, window::Window};
use crate::{
    answer::Period,
    base::{
        Reason,
        value::{Clause, Code, RuleId, present},
    },
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
    /// The window at whose end points expire, of the policy `window_end`; absent for other policies. A week to a calendar year.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub window: Option<Window>,
    /// How many windows later than the one that holds the grant, 0 to 1,200, of the policy `window_end`; absent for 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub later: Option<u16>,
    /// The last day itself, of the policy `day`; absent for other policies.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub day: Option<Date>,
    /// After each such number of months, 1 to 1,200, that day comes again, for points granted after it; absent where it comes once.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub every_months: Option<u16>,
    /// Months before the last day, 1 to 1,200, until which points are granted, of the policy `day`: what is granted later is not. Absent where points are
    /// granted until the last day itself.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub last_grant_months_before: Option<u16>,
    /// The day from which the policy counts.
    #[serde(default, skip_serializing_if = "ExpiryCounted::is_grant")]
    pub counted_from: ExpiryCounted,
    /// What puts off the last day of all points in the purse, to what the policy gives for the day of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renewed_by: Vec<Renewal>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// The day from which a term of points counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExpiryCounted {
    /// The day on which the points are granted: that of the row, or the later one on which they become final.
    #[default]
    Grant,
    /// The day of the activity, however late its record arrives; with `final_after` the first day on which its points can be spent.
    Activity,
}

impl ExpiryCounted {
    /// Whether it is the day of the grant.
    pub fn is_grant(&self) -> bool {
        *self == Self::Grant
    }
}

/// What puts off the last day of points.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Renewal {
    /// Points earned and paid into the purse.
    Credit,
    /// Points of the purse spent on goods.
    Exchange,
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
    /// The last day of a window, `later` windows after the one that holds the grant.
    WindowEnd,
    /// A day that is given, and that may come again.
    Day,
}

/// A purse other than the programme's own points, such as the coins of a platform, and the groups whose members use it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PurseTerms {
    /// The purse's id in ledger entries.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
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
            PointsExpiryPolicy::WindowEnd => self.window?.last_day(granted, self.later.unwrap_or(0)),
            PointsExpiryPolicy::Day => self.next_day(granted),
        }
    }

    /// The given day, or the first on which it comes again and that is not before the grant.
    fn next_day(&self, granted: Date) -> Option<Date> {
        let first = self.day?;
        let Some(every) = self.every_months.filter(|_| first < granted) else { return Some(first) };
        let month = |date: Date| i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month()));
        let turns = u32::try_from(month(granted).saturating_sub(month(first)).checked_div(every.into())?).ok()?;
        let at = |turns: u32| {
            // A month that has no such day ends it.
            let last = month_end(first, turns.checked_mul(every.into())?)?;
            Date::from_ymd(last.year(), last.month(), first.day().min(last.day()))
        };
        at(turns).filter(|day| granted <= *day).or_else(|| at(turns.checked_add(1)?))
    }

    /// Why points with a last day are not granted on a day; `None` where they are.
    pub(super) fn refuses(&self, granted: Date, last: Date) -> Option<Reason> {
        if last < granted {
            return Some(Reason::AlreadyExpired);
        }
        // A term of that number of months from the day of the grant ends after the last day.
        let months = self.last_grant_months_before?;
        let term_end = term_end(granted, months.into());
        term_end.is_none_or(|end| last < end).then_some(Reason::GrantsClosed)
    }

    /// Whether points can be refused for their last day.
    pub(super) fn may_refuse(&self) -> bool {
        !self.counted_from.is_grant() || self.policy == PointsExpiryPolicy::Day
    }

    /// Whether all points granted on a day expire on one day, not before it, and change the last day of no others.
    pub(super) fn is_plain(&self) -> bool {
        !self.may_refuse() && self.renewed_by.is_empty()
    }
}

impl FinalAfter {
    /// The first day on which points for an activity can be spent; at the latest the last day of the year 9999.
    pub(super) fn first_day(self, activity: Date) -> Option<Date> {
        let day = match (self.fiscal_years, self.quarters) {
            (Some(later), _) => Window::FiscalYear.first_day(activity, later),
            (None, Some(later)) => Window::Quarter.first_day(activity, later),
            (None, None) => {
                let first = Window::Month.first_day(activity, self.months.unwrap_or(0));
                first.and_then(|first| first.plus_days(i64::from(self.day.unwrap_or(1)).saturating_sub(1)))
            }
        };
        day.or_else(|| Date::from_ymd(9999, 12, 31))
    }
}

/// What a programme says of points for an activity, beside how many there are.
#[derive(Default)]
pub(crate) struct Grant<'p> {
    /// The purse that they go to; `None` for the programme's own points.
    pub(crate) purse: Option<&'p Code>,
    /// The first day on which they can be spent; `None` for at once.
    pub(crate) final_on: Option<Date>,
    /// The last day on which they can be spent; `None` where they never expire.
    pub(crate) expires_on: Option<Date>,
    /// The last day to which they put off that of the other points in their purse; `None` where they do not.
    pub(crate) renewed_until: Option<Date>,
    /// Why they are not granted, such as that they would have expired before, and the terms of expiry that say so.
    pub(crate) refused: Option<(Reason, &'p PointsExpiry)>,
}
