//! The three ages of a fiscal year, held to birth dates that insurers have published, and to each other.

use kenpo_core::civil::{
    AgeConvention, Date, FiscalYear, LeapBirthday, age_in_fiscal_year, age_on, birthday, legal_age_at_end_of,
};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn fiscal(start: i32) -> FiscalYear {
    Date::from_ymd(start, 4, 1).unwrap().fiscal_year()
}

/// The first and last date of birth, of those from 1940 to 1990, whose age in a fiscal year is one of `ages`, without a gap between.
fn born(year: i32, convention: AgeConvention, ages: std::ops::RangeInclusive<u32>) -> (Date, Date) {
    let days = std::iter::successors(Some(date("1940-01-01")), |day| day.succ()).take_while(|day| day.year() <= 1990);
    let counted: Vec<Date> = days
        .filter(|born| {
            let age = age_in_fiscal_year(*born, fiscal(year), convention, LeapBirthday::default());
            age.is_some_and(|age| ages.contains(&age))
        })
        .collect();
    assert!(counted.windows(2).all(|pair| pair[0].succ() == Some(pair[1])));
    (*counted.first().unwrap(), *counted.last().unwrap())
}

/// 墨田区's check-up of fiscal 2024, for those reaching 40 to 74 in it; those reaching 75 were born before.
#[test]
fn a_city_counts_birthdays_in_the_year() {
    let birthday = AgeConvention::BirthdayInYear;
    assert_eq!(born(2024, birthday, 40..=74), (date("1950-04-01"), date("1985-03-31")));
    assert_eq!(born(2024, birthday, 75..=75).1, date("1950-03-31"));
}

/// 協会けんぽ's check-ups of fiscal 2019, for those of 35, 40 and 50.
#[test]
fn kyokai_kenpo_counts_legal_ages_at_the_end() {
    let legal = AgeConvention::LegalAtYearEnd;
    assert_eq!(born(2019, legal, 35..=35), (date("1984-04-02"), date("1985-04-01")));
    assert_eq!(born(2019, legal, 40..=40), (date("1979-04-02"), date("1980-04-01")));
    assert_eq!(born(2019, legal, 50..=50), (date("1969-04-02"), date("1970-04-01")));
}

#[test]
fn some_count_the_age_on_1_april() {
    assert_eq!(born(2025, AgeConvention::AtYearStart, 40..=40), (date("1984-04-02"), date("1985-04-01")));
}

/// Every day of birth that the calendar of eras has, under both settings.
#[test]
fn an_age_rises_on_the_birthday_alone_for_every_day_of_birth() {
    let days = std::iter::successors(Date::from_ymd(1873, 1, 1), |day| day.succ());
    for born in days.take_while(|day| day.year() <= 2100) {
        for leap in [LeapBirthday::FirstOfMarch, LeapBirthday::EndOfFebruary] {
            assert_eq!(birthday(born, 0, leap), Some(born));
            let mut before = born;
            for age in 1..=110 {
                let rises = birthday(born, age, leap).unwrap();
                let ages = [before, rises.pred().unwrap(), rises].map(|day| age_on(born, day, leap));
                assert_eq!(ages, [Some(age - 1), Some(age - 1), Some(age)], "{born} {leap:?}");
                before = rises;
            }
        }
    }
}

/// Any day, and often one around 1 April or the end of February.
fn day(years: std::ops::Range<i32>) -> impl Strategy<Value = Date> {
    let month_and_day = prop_oneof![
        (1_u32..=12, 1_u32..=31),
        prop::sample::select(vec![(2, 28), (2, 29), (3, 1), (3, 31), (4, 1), (4, 2)]),
    ];
    (years, month_and_day).prop_map(|(year, (month, day))| {
        (1..=day).rev().find_map(|day| Date::from_ymd(year, month, day)).expect("every month has a first day")
    })
}

fn leap() -> impl Strategy<Value = LeapBirthday> {
    prop::sample::select(vec![LeapBirthday::FirstOfMarch, LeapBirthday::EndOfFebruary])
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Whether who was born on `born` has a birthday on `day`.
fn celebrates(born: Date, day: Date, leap: LeapBirthday) -> bool {
    let on = match (born.month(), born.day()) {
        (2, 29) if !is_leap(day.year()) => match leap {
            LeapBirthday::FirstOfMarch => (3, 1),
            LeapBirthday::EndOfFebruary => (2, 28),
        },
        on => on,
    };
    on == (day.month(), day.day())
}

proptest! {
    #[test]
    fn a_and_b_differ_only_for_those_born_on_1_april(born in day(1873..2100), later in 0_i32..130, leap in leap()) {
        let year = fiscal(born.fiscal_year().start_year() + later);
        let a = age_in_fiscal_year(born, year, AgeConvention::BirthdayInYear, leap).unwrap();
        let b = age_in_fiscal_year(born, year, AgeConvention::LegalAtYearEnd, leap).unwrap();
        let on_1_april = (born.month(), born.day()) == (4, 1);
        prop_assert_eq!(b, a + u32::from(on_1_april));
    }

    #[test]
    fn c_is_b_of_the_year_before(born in day(1873..2100), later in 1_i32..130, leap in leap()) {
        let start = born.fiscal_year().start_year() + later;
        let c = age_in_fiscal_year(born, fiscal(start), AgeConvention::AtYearStart, leap);
        prop_assert_eq!(c, age_in_fiscal_year(born, fiscal(start - 1), AgeConvention::LegalAtYearEnd, leap));
    }

    #[test]
    fn the_law_is_ahead_on_the_eve_of_a_birthday(one in day(1873..2100), other in day(1873..2100), leap in leap()) {
        let (born, on) = (one.min(other), one.max(other));
        let next = on.succ().unwrap();
        let legal = age_on(born, on, leap).unwrap() + u32::from(celebrates(born, next, leap));
        prop_assert_eq!(legal_age_at_end_of(born, on, leap), Some(legal));
        prop_assert_eq!(age_on(born, next, leap), Some(legal));
    }
}

#[test]
fn nobody_has_an_age_before_birth() {
    let born = date("2024-02-18");
    let leap = LeapBirthday::default();
    assert_eq!((age_on(born, date("2024-02-17"), leap), age_on(born, born, leap)), (None, Some(0)));
    assert_eq!(legal_age_at_end_of(born, date("2024-02-17"), leap), Some(0));
    assert_eq!(age_in_fiscal_year(born, fiscal(2023), AgeConvention::AtYearStart, leap), None);
}
