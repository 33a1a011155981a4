//! Who may use a service: the column, the year and the check say the same, and ages are those of the calendar.

#[expect(dead_code, reason = "caps are for the tests of points")]
mod support;

use kenpo_core::{
    Explain, Period, Programme, Reason,
    civil::{Date, Instant, LeapBirthday, age_in_fiscal_year, age_on},
    eligibility::{self, EligibilityRequest, PersonRow, ServiceUse, YearRequest},
    member::{Person, Relation},
    programme::{AgeCounted, AgeTerms, Document, EligibilityTerms, InsuredTerms, LastYear, OnceTerms, RelationTerms},
    value::{HostId, RuleId},
};
use proptest::prelude::*;
use support::code;

fn document() -> Document {
    Document::new("test", "1", "test").unwrap()
}

fn rule() -> RuleId {
    RuleId::new("R").unwrap()
}

fn date(year: i32, month: u32, day: u32) -> Date {
    (1..=day).rev().find_map(|day| Date::from_ymd(year, month, day)).unwrap()
}

/// Any day, and often one around 1 April or the end of February.
fn day(years: std::ops::Range<i32>) -> impl Strategy<Value = Date> {
    let month_and_day = prop_oneof![
        (1_u32..=12, 1_u32..=31),
        prop::sample::select(vec![(2, 28), (2, 29), (3, 1), (3, 31), (4, 1), (4, 2)]),
    ];
    (years, month_and_day).prop_map(|(year, (month, day))| date(year, month, day))
}

fn leap() -> impl Strategy<Value = LeapBirthday> {
    prop::sample::select(vec![LeapBirthday::FirstOfMarch, LeapBirthday::EndOfFebruary])
}

fn counted() -> impl Strategy<Value = AgeCounted> {
    use AgeCounted::{AtYearStart, BirthdayInYear, LegalAtYearEnd, OnDay};
    prop::sample::select(vec![BirthdayInYear, LegalAtYearEnd, AtYearStart, OnDay])
}

fn age() -> impl Strategy<Value = AgeTerms> {
    let last_year =
        prop::sample::select(vec![LastYear::UntilEve, LastYear::Excluded, LastYear::MonthCut, LastYear::AsCounted]);
    (0_u8..80, prop::option::of(1_u8..60), counted(), last_year, leap()).prop_map(
        |(least, more, counted, last_year, leap_birthday)| AgeTerms {
            counted,
            below: more.map(|more| least + more),
            last_year: Some(last_year),
            leap_birthday,
            ..AgeTerms::new(rule(), least)
        },
    )
}

fn relation() -> impl Strategy<Value = Relation> {
    prop::sample::select(Relation::ALL.to_vec())
}

fn terms() -> impl Strategy<Value = EligibilityTerms> {
    let insured =
        any::<bool>().prop_map(|on_first_of_april| InsuredTerms { on_first_of_april, ..InsuredTerms::new(rule()) });
    let relations = prop::collection::vec(prop::collection::vec(relation(), 1..4), 0..3);
    (prop::option::of(insured), prop::option::of(age()), relations, any::<bool>()).prop_map(
        |(insured, age, relations, once)| EligibilityTerms {
            insured,
            age,
            relations: relations
                .into_iter()
                .map(|admitted| RelationTerms { rule: rule(), admitted, clause: None })
                .collect(),
            once: once.then(|| OnceTerms::new(rule(), vec![code("checkup")])),
            ..EligibilityTerms::new(code("checkup"))
        },
    )
}

/// One set of terms for ever, or two that meet on a day, the second with an end or without.
fn programme() -> impl Strategy<Value = Programme> {
    let ever = terms().prop_map(|terms| vec![terms]);
    let change =
        (terms(), terms(), day(2022..2026), prop::option::of(1_i64..500)).prop_map(|(before, after, on, days)| {
            let until = days.and_then(|days| on.plus_days(days));
            vec![
                EligibilityTerms { period: Period { from: None, until: on.pred() }, ..before },
                EligibilityTerms { period: Period { from: Some(on), until }, ..after },
            ]
        });
    prop_oneof![ever, change]
        .prop_map(|eligibility| Programme::new(Document { eligibility, ..document() }, b"").unwrap())
}

fn person() -> impl Strategy<Value = Person> {
    (day(1920..2024), day(1990..2026), prop::option::of(0_i64..4_000), relation()).prop_map(
        |(born, insured_from, insured_days, relation)| Person {
            lost_on: insured_days.and_then(|days| insured_from.plus_days(days)),
            ..Person::new(HostId::new("p").unwrap(), born, relation, insured_from)
        },
    )
}

fn check(programme: &Programme, person: &Person, on: Date, used_on: Option<Date>) -> eligibility::EligibilityVerdict {
    let request = EligibilityRequest {
        service: code("checkup"),
        on,
        person: person.clone(),
        device: None,
        uses: used_on.map(|date| ServiceUse::new(code("checkup"), date)).into_iter().collect(),
        explain: Explain::None,
    };
    eligibility::check(programme, &request).unwrap().verdict
}

fn row(person: &Person, at: i64, used_on: Option<Date>) -> PersonRow {
    PersonRow {
        at,
        born: person.born.yyyymmdd(),
        insured_from: person.insured_from.yyyymmdd(),
        lost_on: person.lost_on.map_or(0, Date::yyyymmdd),
        used_on: used_on.map_or(0, Date::yyyymmdd),
        relation: person.relation as u8,
        reserved: [0; 7],
    }
}

fn column(programme: &Programme, rows: &[PersonRow]) -> Vec<Option<Reason>> {
    let mut reasons = Vec::new();
    eligibility::column(programme, "checkup", rows, |reason| reasons.push(reason)).unwrap();
    reasons
}

/// The reason as a column gives it.
fn of_column(reason: Reason) -> Option<Reason> {
    (reason != Reason::Accepted).then_some(reason)
}

proptest! {
    #[test]
    fn the_column_says_what_the_check_says(
        programme in programme(), person in person(), on in day(2020..2028), second in 0_i64..86_400,
        used_on in prop::option::of(day(2020..2028)),
    ) {
        let at = Instant::start_of(on).unix() + second;
        let said = column(&programme, &[row(&person, at, used_on)]);
        prop_assert_eq!(said, [of_column(check(&programme, &person, on, used_on).reason)]);
    }

    #[test]
    fn an_explanation_changes_nothing(programme in programme(), person in person(), on in day(2020..2028)) {
        let ask = |explain| {
            let request = EligibilityRequest {
                service: code("checkup"), on, person: person.clone(), device: None, uses: Vec::new(), explain,
            };
            eligibility::check(&programme, &request).unwrap()
        };
        let (silent, all) = (ask(Explain::None), ask(Explain::All));
        prop_assert_eq!(&silent.verdict, &all.verdict);
        let failed: Vec<Reason> = ask(Explain::Failed).checks.iter().map(|check| check.code).collect();
        prop_assert_eq!(failed, silent.verdict.reasons);
    }

    #[test]
    fn the_year_holds_just_the_days_that_are_accepted(
        programme in programme(), person in person(), year in 2020_i32..2028, used_on in prop::option::of(day(2020..2028)),
        offsets in prop::collection::vec(0_i64..366, 12),
    ) {
        let request = YearRequest {
            service: code("checkup"),
            fiscal_year: year,
            person: person.clone(),
            uses: used_on.map(|date| ServiceUse::new(code("checkup"), date)).into_iter().collect(),
            explain: Explain::None,
        };
        let verdict = eligibility::year(&programme, &request).unwrap().verdict;
        let (first, last) = (date(year, 4, 1), date(year + 1, 3, 31));
        let ends = verdict.days.iter().flat_map(|period| [period.from, period.until]).flatten();
        let around = ends.clone().flat_map(|end| [end.pred(), end.succ()]).flatten();
        let sampled = offsets.iter().filter_map(|days| first.plus_days(*days));
        for on in sampled.chain(ends.clone()).chain(around).chain([first, last]).filter(|on| (first..=last).contains(on)) {
            let accepted = check(&programme, &person, on, used_on).reason == Reason::Accepted;
            let held = verdict.days.iter().any(|period| period.contains(on));
            prop_assert_eq!(held, accepted, "{} of {:?}", on, &verdict);
        }
        prop_assert_eq!(verdict.reason == Reason::Accepted, !verdict.days.is_empty());
        let mut ends: Vec<Date> = ends.collect();
        let as_given = ends.clone();
        ends.sort();
        prop_assert_eq!(ends, as_given);
    }

    #[test]
    fn ages_are_those_of_the_calendar(
        born in day(1920..2020), on in day(2020..2100), least in 0_u8..120, counted in counted(), leap_birthday in leap(),
    ) {
        let age = AgeTerms { counted, leap_birthday, ..AgeTerms::new(rule(), least) };
        let terms = EligibilityTerms { age: Some(age), ..EligibilityTerms::new(code("checkup")) };
        let programme = Programme::new(Document { eligibility: vec![terms], ..document() }, b"").unwrap();
        let person = Person::new(HostId::new("p").unwrap(), born, Relation::Insured, born);
        let years = match counted.convention() {
            Some(convention) => age_in_fiscal_year(born, on.fiscal_year(), convention, leap_birthday),
            None => age_on(born, on, leap_birthday),
        };
        let verdict = check(&programme, &person, on, None);
        prop_assert_eq!(verdict.age, years);
        prop_assert_eq!(verdict.reason == Reason::Accepted, years.is_some_and(|years| years >= u32::from(least)));
    }

    #[test]
    fn no_row_is_too_strange(
        programme in programme(), person in person(), at in prop::option::of(any::<i64>()),
        dates in prop::array::uniform4(prop::option::of(prop_oneof![any::<i32>(), Just(0), day(1990..2030).prop_map(Date::yyyymmdd)])),
        relation in prop::option::weighted(0.2, any::<u8>()), reserved in prop::option::weighted(0.2, any::<[u8; 7]>()),
    ) {
        let PersonRow { born, insured_from, lost_on, .. } = row(&person, 0, None);
        let [born, insured_from, lost_on, used_on] = [
            dates[0].unwrap_or(born), dates[1].unwrap_or(insured_from), dates[2].unwrap_or(lost_on), dates[3].unwrap_or(0),
        ];
        let (at, relation, reserved) = (at.unwrap_or(1_700_000_000), relation.unwrap_or(4), reserved.unwrap_or([0; 7]));
        let strange = PersonRow { at, born, insured_from, lost_on, used_on, relation, reserved };
        let day = |ymd: i32| Date::from_yyyymmdd(ymd).is_some();
        let open = |ymd: i32| ymd == 0 || day(ymd);
        let sound = Instant::from_unix(at).is_some() && day(born) && day(insured_from) && open(lost_on) && open(used_on)
            && relation < 6 && reserved == [0; 7] && (lost_on == 0 || insured_from <= lost_on);
        let said = column(&programme, &[strange]);
        prop_assert_eq!(said == [Some(Reason::NotADate)], !sound);
    }
}
