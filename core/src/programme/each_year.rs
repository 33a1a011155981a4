//! Days that come back each year, such as 1 April, the end of February, or the time from 1 October to 31 January.
//!
//! Over 300 lines: the property test beside it walks the years day by day.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::window::Window;
use crate::{
    answer::Period,
    base::{ErrorCode, from_text, refuse, value::read_text},
    civil::{Date, DateRange, FiscalYear, is_leap_year, parts},
};

/// 29 February: also the last day of February in a common year.
const END_OF_FEBRUARY: i32 = 229;

/// A day in each year, written `MM-DD`, or `MM-end` for the last day of a month: `04-01`, `02-end`.
/// 29 February and `02-end` are the same: in a common year, 28 February.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MonthDay(i32);

impl MonthDay {
    /// Reads exactly `MM-DD` or `MM-end`.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let two = |text: &str| match text.as_bytes() {
            [b'0'..=b'9', b'0'..=b'9'] => text.parse::<i32>().ok(),
            _ => None,
        };
        let month = two(month)?;
        let last = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let day = if day == "end" { last } else { two(day)? };
        (1..=last).contains(&day).then_some(Self(month.checked_mul(100)?.checked_add(day)?))
    }

    /// The day of a calendar year; `None` outside the years 1 to 9999.
    pub fn in_year(self, year: i32) -> Option<Date> {
        Date::from_yyyymmdd(self.ymd(year))
    }

    /// The day of a fiscal year: of its second calendar year from January to March.
    pub fn in_fiscal_year(self, year: FiscalYear) -> Option<Date> {
        let first = year.start_year();
        self.in_year(if self.0 >= 401 { first } else { first.checked_add(1)? })
    }

    /// The day of a calendar year, written YYYYMMDD.
    pub(crate) fn ymd(self, year: i32) -> i32 {
        let month_day = if self.0 == END_OF_FEBRUARY && !is_leap_year(year) { 228 } else { self.0 };
        year.wrapping_mul(10_000).wrapping_add(month_day)
    }

    /// The day as MMDD; 229 for the end of February.
    pub(crate) fn mmdd(self) -> i32 {
        self.0
    }

    /// The earliest day that it can be, as MMDD.
    fn earliest(self) -> i32 {
        if self.0 == END_OF_FEBRUARY { 228 } else { self.0 }
    }
}

from_text!(MonthDay, ErrorCode, |text| Self::parse(text).ok_or(ErrorCode::ValueInvalid));

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == END_OF_FEBRUARY {
            return f.write_str("02-end");
        }
        write!(f, "{:02}-{:02}", self.0.wrapping_div(100), self.0.wrapping_rem(100))
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| Self::parse(text).ok_or_else(|| refuse(ErrorCode::ValueInvalid)))
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(MonthDay, "MonthDay", {
    "type": "string",
    "pattern": "^(02-(0[1-9]|[12][0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[1-9]|1[0-2])-end)$"
});

/// A time that comes back each year, such as from 1 October until 31 January; both days are in it.
/// Where `until` is the earlier day of the year, the time goes on into the next one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EachYear {
    /// Its first day in each year.
    pub from: MonthDay,
    /// Its last day, in the same year or the next.
    pub until: MonthDay,
}

impl EachYear {
    /// Whether it holds the day.
    pub fn contains(&self, date: Date) -> bool {
        self.side_of(date.yyyymmdd()).0
    }

    /// Whether it holds the day, written YYYYMMDD, and the days around that one for which the answer is the same: its own time
    /// that holds the day, from first to last, or the days between two such times.
    pub(crate) fn side_of(&self, day: i32) -> (bool, DateRange) {
        let (year, month_day) = parts(day);
        let (before, after) = (year.wrapping_sub(1), year.wrapping_add(1));
        // Compared in the day's own year, so that the end of February is the one of that year.
        let begun = self.from.ymd(year) <= day;
        let ended = self.until.ymd(year) < day;
        let (from, until) = (|year| self.from.ymd(year), |year| self.until.ymd(year));
        let within = |first, last| (true, DateRange::inclusive(first, last));
        let between = |last, first| (false, DateRange::after(last).intersect(DateRange::before(first)));
        debug_assert!(month_day > 0, "a day of the calendar");
        match (self.goes_on(), begun, ended) {
            (false, true, false) => within(from(year), until(year)),
            (false, false, _) => between(until(before), from(year)),
            (false, true, true) => between(until(year), from(after)),
            (true, true, _) => within(from(year), until(after)),
            (true, false, false) => within(from(before), until(year)),
            (true, false, true) => between(until(year), from(year)),
        }
    }

    /// The days of a setting's period in the time that holds a day, written YYYYMMDD; the period itself where none does.
    pub(crate) fn around(&self, period: Period, day: i32) -> Period {
        let (true, days) = self.side_of(day) else { return period };
        let (first, last) = (Date::from_yyyymmdd(days.first()), Date::from_yyyymmdd(days.last()));
        Period { from: first.max(period.from), until: [last, period.until].into_iter().flatten().min() }
    }

    /// The days on which a setting that may come back each year is in effect around a day, written YYYYMMDD.
    pub(crate) fn period_on(every: Option<Self>, period: Period, day: i32) -> Period {
        every.map_or(period, |every| every.around(period, day))
    }

    /// Whether a day is its last in a year.
    pub(crate) fn ends_on(&self, date: Date) -> bool {
        self.until.in_year(date.year()) == Some(date)
    }

    /// Whether it shares a day of some year with another.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let holds = |time: &Self, day: i32| {
            let (begun, ended) = (time.from.earliest() <= day, time.until.mmdd() < day);
            if time.goes_on() { begun || !ended } else { begun && !ended }
        };
        holds(self, other.from.earliest()) || holds(other, self.from.earliest())
    }

    /// The years in each of which it holds once, of the calendar or fiscal; `None` where it goes on over the beginning of both.
    pub(crate) fn year(&self) -> Option<Window> {
        if !self.goes_on() {
            return Some(Window::CalendarYear);
        }
        (401 <= self.from.mmdd() && self.until.mmdd() < 401).then_some(Window::FiscalYear)
    }

    /// Whether it goes on into the next calendar year.
    fn goes_on(&self) -> bool {
        self.until < self.from
    }
}

/// A day in each fiscal year, written `MM-DD` or `MM-end`, or one day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FixedDay {
    /// The day of each fiscal year.
    EachYear(MonthDay),
    /// The one day.
    Once(Date),
}

impl FixedDay {
    /// Reads exactly `MM-DD`, `MM-end` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        MonthDay::parse(text).map(Self::EachYear).or_else(|| Date::parse(text).map(Self::Once))
    }

    /// The day of a fiscal year, or the one day; `None` outside the years 1 to 9999.
    pub fn in_fiscal_year(self, year: FiscalYear) -> Option<Date> {
        match self {
            Self::EachYear(day) => day.in_fiscal_year(year),
            Self::Once(date) => Some(date),
        }
    }
}

from_text!(FixedDay, ErrorCode, |text| Self::parse(text).ok_or(ErrorCode::ValueInvalid));

impl Serialize for FixedDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::EachYear(day) => day.serialize(serializer),
            Self::Once(date) => date.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FixedDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| Self::parse(text).ok_or_else(|| refuse(ErrorCode::ValueInvalid)))
    }
}

#[cfg(feature = "schema")]
crate::base::string_schema!(FixedDay, "FixedDay", {
    "type": "string",
    "pattern": "^(02-(0[1-9]|[12][0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[1-9]|1[0-2])-end|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
});

#[cfg(test)]
mod tests {
    use super::*;

    fn each(from: &str, until: &str) -> EachYear {
        EachYear { from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn days_are_read_and_written() {
        for (text, written) in [("04-01", "04-01"), ("02-end", "02-end"), ("02-29", "02-end"), ("12-end", "12-31")] {
            assert_eq!(std::format!("{}", MonthDay::parse(text).unwrap()), written);
        }
        for text in ["", "-", "4-1", "02-30", "04-31", "00-10", "13-01", "01-00", "01-32", "01-End", "+1-01", "01-1 "] {
            assert_eq!(MonthDay::parse(text), None, "{text}");
        }
        assert_eq!(FixedDay::parse("2026-04-01"), Some(FixedDay::Once(Date::from_ymd(2026, 4, 1).unwrap())));
        assert_eq!(FixedDay::parse("2026-02-29"), None);
    }

    #[test]
    fn the_end_of_february_is_the_years_own() {
        let end = MonthDay::parse("02-end").unwrap();
        assert_eq!(end.in_year(2023), Date::from_ymd(2023, 2, 28));
        assert_eq!(end.in_year(2024), Date::from_ymd(2024, 2, 29));
        let year = Date::from_ymd(2023, 4, 1).unwrap().fiscal_year();
        assert_eq!(end.in_fiscal_year(year), Date::from_ymd(2024, 2, 29));
        assert_eq!(MonthDay::parse("05-31").unwrap().in_fiscal_year(year), Date::from_ymd(2023, 5, 31));
    }

    proptest::proptest! {
        #[test]
        fn a_time_of_each_year_is_walked_day_by_day(
            from in 1_i64..=366, until in 1_i64..=366, start in 0_i64..1500, other_from in 1_i64..=366, other_until in 1_i64..=366,
        ) {
            // 2020 has every day of a year.
            let day = |number: i64| {
                let date = Date::from_ymd(2020, 1, 1).unwrap().plus_days(number - 1).unwrap();
                MonthDay::parse(&std::format!("{}", date)[5..]).unwrap()
            };
            let time = EachYear { from: day(from), until: day(until) };
            let other = EachYear { from: day(other_from), until: day(other_until) };
            let first = Date::from_ymd(2021, 1, 1).unwrap().plus_days(start).unwrap();
            // By walking: the time begins on its first day, and ends after its last.
            let holds = |time: &EachYear, date: Date| {
                let mut walked = date;
                for _ in 0..367 {
                    if time.from.in_year(walked.year()) == Some(walked) { return true; }
                    // From the end of February until 28 February: in a common year it ends and begins on one day.
                    let begins = |day: Date| time.until < time.from && time.from.in_year(day.year()) == Some(day);
                    let ends = |day: Date| time.until.in_year(day.year()) == Some(day) && !begins(day);
                    if walked.pred().is_some_and(ends) { return false; }
                    walked = walked.pred().unwrap();
                }
                false
            };
            let (within, days) = time.side_of(first.yyyymmdd());
            proptest::prop_assert_eq!(within, holds(&time, first));
            proptest::prop_assert!(days.contains(first.yyyymmdd()));
            for off in [-400, -200, -40, -2, -1, 1, 2, 40, 200, 400_i64] {
                let near = first.plus_days(off).unwrap();
                if days.contains(near.yyyymmdd()) {
                    proptest::prop_assert_eq!(time.contains(near), within);
                }
            }
            for edge in [days.first() - 1, days.last() + 1].into_iter().filter_map(Date::from_yyyymmdd) {
                // A time may adjoin itself, as from 1 April until 31 March.
                proptest::prop_assert!(time.contains(edge) != within || time.until.in_year(edge.year()) == edge.pred() || time.from.in_year(edge.year()).and_then(Date::pred) == Some(edge) || time.until.in_year(edge.year()) == Some(edge));
            }
            let shared = (0..1461).filter_map(|off| Date::from_ymd(2021, 1, 1).unwrap().plus_days(off)).any(|date| time.contains(date) && other.contains(date));
            proptest::prop_assert_eq!(time.overlaps(&other), shared);
            proptest::prop_assert_eq!(other.overlaps(&time), shared);
        }
    }

    #[test]
    fn winter() {
        let winter = each("10-01", "02-end");
        for (text, within) in [
            ("2023-09-30", false),
            ("2023-10-01", true),
            ("2024-02-29", true),
            ("2024-03-01", false),
            ("2023-02-28", true),
        ] {
            assert_eq!(winter.contains(Date::parse(text).unwrap()), within, "{text}");
        }
        assert_eq!(winter.side_of(20_240_101).1, DateRange::inclusive(20_231_001, 20_240_229));
        assert_eq!(winter.side_of(20_240_601).1, DateRange::inclusive(20_240_230, 20_241_000));
    }
}
