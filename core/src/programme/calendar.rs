use alloc::{vec, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{base::value::present, civil::Date};

/// Business days: every day from a first to a last that is neither a closed weekday nor another closed day. What is a holiday is
/// the document's to say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendar {
    /// The first day for which the closed days are known.
    pub from: Date,
    /// The last day for which they are known, at most 3,660 days later.
    pub until: Date,
    /// Weekdays that are closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_weekdays: Vec<Weekday>,
    /// Further closed days: holidays, the turn of the year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ClosedDays>,
}

/// Days that are closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClosedDays {
    /// The first of them.
    pub from: Date,
    /// The last of them; the first alone where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub until: Option<Date>,
}

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "names of days")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The weekday of a day.
    pub fn of(date: Date) -> Self {
        // 1970-01-01 was a Thursday.
        match date.days_since_epoch().rem_euclid(7) {
            0 => Self::Thursday,
            1 => Self::Friday,
            2 => Self::Saturday,
            3 => Self::Sunday,
            4 => Self::Monday,
            5 => Self::Tuesday,
            _ => Self::Wednesday,
        }
    }
}

/// The business days of a calendar, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct BusinessDays(Vec<Date>);

impl BusinessDays {
    /// The business days of a calendar that runs forward.
    pub(crate) fn of(calendar: &BusinessCalendar) -> Self {
        let first = calendar.from.days_since_epoch();
        let place = |date: Date| date.days_since_epoch().saturating_sub(first);
        let length = usize::try_from(place(calendar.until).saturating_add(1)).unwrap_or(0);
        let mut open = vec![true; length];
        for closed in &calendar.closed {
            let (from, until) = (place(closed.from).max(0), place(closed.until.unwrap_or(closed.from)));
            let count = usize::try_from(until.saturating_sub(from).saturating_add(1)).unwrap_or(0);
            open.iter_mut().skip(usize::try_from(from).unwrap_or(length)).take(count).for_each(|day| *day = false);
        }
        let days = (first..).zip(open).filter(|(_, open)| *open);
        let days = days.filter_map(|(day, _)| Date::from_days_since_epoch(day));
        Self(days.filter(|day| !calendar.closed_weekdays.contains(&Weekday::of(*day))).collect())
    }

    /// The business day this number of business days before a date, which need not be one itself; `None` before the calendar's first.
    pub(crate) fn before(&self, date: Date, days: u16) -> Option<Date> {
        let earlier = self.0.partition_point(|day| *day < date);
        self.0.get(earlier.checked_sub(days.into())?).copied().filter(|day| *day < date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn business_days_are_counted_one_by_one(
            closed in proptest::collection::vec((0_i64..400, proptest::option::of(0_i64..12)), 0..20),
            weekdays in proptest::collection::vec(0_usize..7, 0..4), day in 0_i64..400, days in 1_u16..30,
        ) {
            let first = Date::from_ymd(2023, 12, 1).unwrap();
            let at = |day: i64| first.plus_days(day).unwrap();
            const ALL: [Weekday; 7] = [
                Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday,
                Weekday::Sunday,
            ];
            let calendar = BusinessCalendar {
                from: first,
                until: at(399),
                closed_weekdays: weekdays.iter().map(|day| ALL[*day]).collect(),
                closed: closed.iter().map(|(day, more)| ClosedDays { from: at(*day), until: more.map(|more| at(day + more)) }).collect(),
            };
            // 2023-12-01 was a Friday.
            let open = |day: i64| {
                let weekday = usize::try_from((day + 4) % 7).unwrap();
                let closed_then = |(from, more): &(i64, Option<i64>)| *from <= day && day <= from + more.unwrap_or(0);
                !weekdays.contains(&weekday) && !closed.iter().any(closed_then)
            };
            let expected = (0..day).rev().filter(|day| open(*day)).nth(usize::from(days) - 1).map(at);
            proptest::prop_assert_eq!(BusinessDays::of(&calendar).before(at(day), days), expected);
        }
    }
}
