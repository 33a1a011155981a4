//! The days of a person's life on which an age admits them, as dates written YYYYMMDD: integers compare as the dates do.

use crate::{
    civil::{DateRange, LeapBirthday, birthday_ymd, parts},
    programme::{AgeBand, AgeCounted, AgeTerms, FixedDay, LastYear, Parity},
};

/// From a first day until the day before an end, both written YYYYMMDD. The end need not be a day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) from: i32,
    pub(crate) end: i32,
}

impl Span {
    /// The fiscal year that holds the day MMDD of a calendar year.
    #[inline]
    pub(crate) fn fiscal_year(year: i32, month_day: i32) -> Self {
        let from = first_of_april(year, month_day, 401);
        Self { from, end: from.wrapping_add(10_000) }
    }

    /// Whether it holds the day.
    #[inline]
    pub(crate) fn holds(&self, day: i32) -> bool {
        (self.from <= day) & (day < self.end)
    }
}

/// Later than every date.
pub(crate) const NEVER: i32 = i32::MAX;

/// The days on which the ages admit a person born on a day. Of `PLAIN` ages, no day is given on which they are counted.
#[inline(always)]
pub(crate) fn of_ages<const PLAIN: bool>(terms: &AgeTerms, born: i32) -> Span {
    let ages = Ages { counted_on: terms.counted_on.filter(|_| !PLAIN), ..Ages::of(terms) };
    let from = ages.reached(born, terms.at_least);
    let Some(age) = terms.below else { return Span { from, end: NEVER } };
    let by_day = terms.below_on.filter(|_| !PLAIN).map(|day| ages.reached_by(day, born, age));
    let last_year = match (by_day, terms.last_year) {
        (Some(end), None) => return Span { from, end },
        (_, last_year) => last_year.unwrap_or_default(),
    };
    let end = match last_year {
        LastYear::UntilEve => birthday_ymd(born, age, terms.leap_birthday),
        LastYear::Excluded => april(born, age, 401),
        LastYear::MonthCut => first_of_month(birthday_ymd(born, age, terms.leap_birthday)),
        LastYear::AsCounted => ages.reached(born, age),
        LastYear::ThroughBirthday => birthday_ymd(born, age, terms.leap_birthday).wrapping_add(1),
    };
    Span { from, end: by_day.map_or(end, |by_day| end.min(by_day)) }
}

/// How an age is counted.
#[derive(Clone, Copy)]
pub(crate) struct Ages {
    counted: AgeCounted,
    counted_on: Option<FixedDay>,
    leap: LeapBirthday,
}

impl Ages {
    #[inline(always)]
    pub(crate) fn of(terms: &AgeTerms) -> Self {
        Self { counted: terms.counted, counted_on: terms.counted_on, leap: terms.leap_birthday }
    }

    pub(crate) fn of_band(band: &AgeBand) -> Self {
        Self { counted: band.counted, counted_on: band.counted_on, leap: band.leap_birthday }
    }

    /// The first day on which an age counts.
    #[inline(always)]
    pub(crate) fn reached(self, born: i32, age: u8) -> i32 {
        if let Some(day) = self.counted_on {
            return self.reached_by(day, born, age);
        }
        match self.counted {
            AgeCounted::OnDay => birthday_ymd(born, age, self.leap),
            AgeCounted::BirthdayInYear => april(born, age, 401),
            // The legal age is reached at the end of the day before: a birthday on 1 April belongs to the year before.
            AgeCounted::LegalAtYearEnd => april(born, age, 402),
            AgeCounted::AtYearStart => april(born, age, 402).wrapping_add(10_000),
        }
    }

    /// The first day on which an age counts that is counted on a day: 1 April of the fiscal year in which the day is the birthday
    /// or later. Where one day counts for all, every day or none.
    #[cold]
    fn reached_by(self, day: FixedDay, born: i32, age: u8) -> i32 {
        let birthday = birthday_ymd(born, age, self.leap);
        match day {
            FixedDay::Once(date) if birthday <= date.yyyymmdd() => i32::MIN,
            FixedDay::Once(_) => NEVER,
            FixedDay::EachYear(day) => {
                let (year, _) = parts(birthday);
                let year = if birthday <= day.ymd(year) { year } else { year.wrapping_add(1) };
                let fiscal_year = if day.mmdd() < 401 { year.wrapping_sub(1) } else { year };
                fiscal_year.wrapping_mul(10_000).wrapping_add(401)
            }
        }
    }

    /// The age that counts on a day; `None` before birth, and above 255.
    pub(crate) fn on(self, born: i32, day: i32) -> Option<u8> {
        let of = match self.counted_on {
            Some(FixedDay::Once(date)) => date.yyyymmdd(),
            _ => day,
        };
        let years = parts(of).0.wrapping_sub(parts(born).0);
        // Around 1 April, the age that counts may be one more or two less than the difference of the calendar years.
        let near = [1, 0, -1, -2].into_iter().filter_map(|more| u8::try_from(years.wrapping_add(more)).ok());
        near.filter(|age| self.reached(born, *age) <= day).max()
    }
}

/// Whether an age is among those that terms list.
pub(crate) fn is_listed(terms: &AgeTerms, age: Option<u8>) -> bool {
    let listed = |age: u8| {
        (terms.at.is_empty() || terms.at.contains(&age))
            && terms.parity.is_none_or(|parity| (age.wrapping_rem(2) == 0) == (parity == Parity::Even))
    };
    !terms.lists() || age.is_some_and(listed)
}

/// The days from a first to a last of one fiscal year on which the age that counts is listed: there is at most one birthday among them.
pub(crate) fn listed_days(terms: &AgeTerms, born: i32, first: i32, last: i32) -> DateRange {
    if !terms.lists() {
        return DateRange::ALL;
    }
    let ages = Ages::of(terms);
    let age = ages.on(born, first);
    let next = ages.reached(born, age.map_or(0, |age| age.saturating_add(1)));
    let (before, after) = (is_listed(terms, age), is_listed(terms, ages.on(born, last)));
    match (before, after) {
        (true, true) => DateRange::ALL,
        (true, false) => DateRange::before(next),
        (false, true) => DateRange::from(next),
        (false, false) => DateRange::NONE,
    }
}

/// 1 April of the fiscal year that holds the birthday of an age, where years begin on a day MMDD. In a common year a birthday
/// on 29 February moves by a day, and never over the beginning of April.
#[inline(always)]
fn april(born: i32, age: u8, begins: i32) -> i32 {
    let (year, month_day) = parts(born);
    first_of_april(year.wrapping_add(age.into()), month_day, begins)
}

/// 1 April of the year that holds MMDD of a calendar year, where years begin on a day MMDD.
#[inline]
fn first_of_april(year: i32, month_day: i32, begins: i32) -> i32 {
    year.wrapping_sub(i32::from(month_day < begins)).wrapping_mul(10_000).wrapping_add(401)
}

#[inline]
fn first_of_month(date: i32) -> i32 {
    date.wrapping_sub(date.wrapping_rem(100)).wrapping_add(1)
}
