//! Who may use a service on a day, held to the ages of the calendar, which are counted in another way.

use kenpo_core::{
    Explain, Programme, Reason,
    civil::{AgeConvention, Date, LeapBirthday, age_in_fiscal_year, age_on, birthday},
    eligibility::{EligibilityRequest, YearRequest, check, year},
    member::{Person, Relation},
    programme::{AgeCounted, AgeTerms, Document, EligibilityTerms, InsuredTerms, LastYear},
    value::{Code, HostId, RuleId},
};
use proptest::prelude::*;

fn text<T>(made: Result<T, kenpo_core::ErrorCode>) -> T {
    made.unwrap()
}

fn programme(age: AgeTerms, period: kenpo_core::Period) -> Programme {
    let rule = || text(RuleId::new("X-1"));
    let terms = EligibilityTerms {
        period,
        insured: Some(InsuredTerms::new(rule())),
        age: Some(age),
        ..EligibilityTerms::new(text(Code::new("service")))
    };
    let document = Document { eligibility: vec![terms], ..Document::new("test", "1", "test").unwrap() };
    Programme::new(document, b"").unwrap()
}

/// Any terms of age.
fn ages() -> impl Strategy<Value = AgeTerms> {
    let counted =
        vec![AgeCounted::BirthdayInYear, AgeCounted::LegalAtYearEnd, AgeCounted::AtYearStart, AgeCounted::OnDay];
    let last_year = vec![
        LastYear::UntilEve,
        LastYear::Excluded,
        LastYear::MonthCut,
        LastYear::AsCounted,
        LastYear::ThroughBirthday,
    ];
    let leap = vec![LeapBirthday::FirstOfMarch, LeapBirthday::EndOfFebruary];
    (
        0_u8..90,
        prop::option::of(1_u8..40),
        prop::sample::select(counted),
        prop::sample::select(last_year),
        prop::sample::select(leap),
    )
        .prop_map(|(least, more, counted, last_year, leap_birthday)| AgeTerms {
            counted,
            below: more.map(|more| least + more),
            last_year: Some(last_year),
            leap_birthday,
            ..AgeTerms::new(text(RuleId::new("X-2")), least)
        })
}

/// A date of birth, often one around 1 April or the end of February.
fn born() -> impl Strategy<Value = Date> {
    let near = prop::sample::select(vec![(2, 28), (2, 29), (3, 1), (3, 31), (4, 1), (4, 2)]);
    (1900_i32..2030, prop_oneof![(1_u32..=12, 1_u32..=31), near]).prop_map(|(year, (month, day))| {
        (1..=day).rev().find_map(|day| Date::from_ymd(year, month, day)).expect("every month has a first day")
    })
}

/// What the pages of the rules say of age on a day.
fn by_the_rules(terms: &AgeTerms, born: Date, on: Date) -> Vec<Reason> {
    let leap = terms.leap_birthday;
    let by = |convention| age_in_fiscal_year(born, on.fiscal_year(), convention, leap);
    let counted = match terms.counted {
        AgeCounted::BirthdayInYear => by(AgeConvention::BirthdayInYear),
        AgeCounted::LegalAtYearEnd => by(AgeConvention::LegalAtYearEnd),
        AgeCounted::AtYearStart => by(AgeConvention::AtYearStart),
        AgeCounted::OnDay => age_on(born, on, leap),
    };
    let mut reasons = Vec::new();
    if counted.is_none_or(|age| age < terms.at_least.into()) {
        reasons.push(Reason::TooYoung);
    }
    if let Some(below) = terms.below {
        let day = birthday(born, below.into(), leap).unwrap();
        let too_old = match terms.last_year.unwrap_or_default() {
            LastYear::UntilEve => on >= day,
            LastYear::ThroughBirthday => on > day,
            LastYear::Excluded => on.fiscal_year() >= day.fiscal_year(),
            LastYear::MonthCut => (on.year(), on.month()) >= (day.year(), day.month()),
            LastYear::AsCounted => counted.is_some_and(|age| age >= below.into()),
        };
        if too_old {
            reasons.push(Reason::TooOld);
        }
    }
    reasons
}

proptest! {
    #[test]
    fn a_day_is_judged_as_the_rules_say(
        ages in ages(), born in born(), off in -400_i64..400, near in prop::sample::select(vec![0, 1, 2]),
        insured in -500_i64..500, length in prop::option::of(0_i64..600), from in prop::option::of(-300_i64..300),
    ) {
        // A day about a birthday that matters, or about none.
        let age = match near { 0 => ages.at_least, 1 => ages.below.unwrap_or(ages.at_least), _ => 50 };
        let on = birthday(born, age.into(), ages.leap_birthday).unwrap().plus_days(if off % 3 == 0 { off / 100 } else { off }).unwrap();
        let insured_from = on.plus_days(insured).unwrap();
        let lost_on = length.map(|days| insured_from.plus_days(days).unwrap());
        let period = kenpo_core::Period { from: from.map(|days| on.plus_days(days).unwrap()), until: None };
        let programme = programme(ages.clone(), period);
        let person = Person { lost_on, ..Person::new(text(HostId::new("p")), born, Relation::Insured, insured_from) };
        let service = text(Code::new("service"));
        let mut expected = Vec::new();
        if period.contains(on) {
            if on < insured_from {
                expected.push(Reason::BeforeInsuredPeriod);
            }
            if lost_on.is_some_and(|lost| lost <= on) {
                expected.push(Reason::EntitlementLost);
            }
            expected.extend(by_the_rules(&ages, born, on));
        } else {
            expected.push(Reason::NotInEffect);
        }
        let request = EligibilityRequest {
            service: service.clone(), on, person: person.clone(), device: None, uses: Vec::new(), explain: Explain::None,
        };
        let verdict = check(&programme, &request).unwrap().verdict;
        prop_assert_eq!(&verdict.reasons, &expected);
        if period.contains(on) {
            prop_assert_eq!(verdict.days.is_some_and(|days| days.contains(on)), expected.is_empty());
        }
        let request = YearRequest {
            service, fiscal_year: on.fiscal_year().start_year(), person, uses: Vec::new(), explain: Explain::None,
        };
        let days = year(&programme, &request).unwrap().verdict.days;
        prop_assert_eq!(days.iter().any(|days| days.contains(on)), expected.is_empty());
    }
}
