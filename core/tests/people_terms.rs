//! Terms by whom they are for, uses in years, ages that are listed and amounts of subsidies, each held to another way of counting.

#[path = "support/uses.rs"]
mod uses;

use kenpo_core::{
    Explain, Programme, Reason,
    civil::{AgeConvention, Date, LeapBirthday, age_in_fiscal_year, age_on},
    eligibility::{EligibilityRequest, EligibilityVerdict, ServiceUse, YearRequest, check, year},
    member::{Person, PersonFact, Relation, Sex},
    programme::{
        AgeBand, AgeCounted, AgeTerms, Document, EachYear, EligibilityTerms, FactDeclaration, FactTerms, FixedDay,
        InsuredTerms, OnceTerms, Parity, RoundMode, Rounding, SubsidyBand, SubsidyTerms, Whom,
    },
    subsidy,
    value::{Clause, Code, Count, HostId, RuleId},
};
use proptest::prelude::*;
use uses::{use_number, use_window};

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn rule() -> RuleId {
    RuleId::new("R").unwrap()
}

fn count(yen: i64) -> Count {
    Count::new(yen).unwrap()
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Any day of some years, often one around 1 April or the end of February.
fn day(years: std::ops::Range<i32>) -> impl Strategy<Value = Date> {
    let near = prop::sample::select(vec![(2, 28), (2, 29), (3, 1), (3, 31), (4, 1), (4, 2), (5, 31), (6, 1)]);
    (years, prop_oneof![(1_u32..=12, 1_u32..=31), near])
        .prop_map(|(year, (month, day))| (1..=day).rev().find_map(|day| Date::from_ymd(year, month, day)).unwrap())
}

fn programme(eligibility: Vec<EligibilityTerms>) -> Programme {
    let declared = |id, dated| FactDeclaration { id: code(id), name: Clause::new("x").unwrap(), dated };
    let facts = vec![declared("lives", false), declared("entered", true)];
    Programme::new(Document { facts, eligibility, ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
}

fn ask(programme: &Programme, person: &Person, on: Date, uses: Vec<ServiceUse>) -> EligibilityVerdict {
    let person = person.clone();
    let request = EligibilityRequest { service: code("s"), on, person, device: None, uses, explain: Explain::None };
    check(programme, &request).unwrap().verdict
}

fn terms() -> EligibilityTerms {
    EligibilityTerms::new(code("s"))
}

/// Services, first day, length, months of each year, and whom terms are for.
type Made = (Vec<u8>, Option<i64>, Option<i64>, Option<(u32, u32)>, Option<usize>);

fn person() -> impl Strategy<Value = Person> {
    let facts = (any::<bool>(), prop::option::of(day(2020..2026)));
    let sex = prop::option::of(prop::sample::select(vec![Sex::Female, Sex::Male]));
    (day(1920..2024), prop::sample::select(Relation::ALL.to_vec()), sex, day(2018..2026), facts).prop_map(
        |(born, relation, sex, insured_from, (lives, entered))| {
            let lives = lives.then(|| PersonFact { id: code("lives"), on: None });
            let entered = entered.map(|on| PersonFact { id: code("entered"), on: Some(on) });
            let facts = lives.into_iter().chain(entered).collect();
            Person { sex, facts, ..Person::new(HostId::new("p").unwrap(), born, relation, insured_from) }
        },
    )
}

/// How an age is counted.
fn counted() -> impl Strategy<Value = (AgeCounted, Option<FixedDay>)> {
    let fixed = prop::sample::select(vec!["05-31", "02-end", "03-31", "04-01", "2024-04-01"]);
    prop_oneof![
        prop::sample::select(vec![
            AgeCounted::BirthdayInYear,
            AgeCounted::LegalAtYearEnd,
            AgeCounted::AtYearStart,
            AgeCounted::OnDay
        ])
        .prop_map(|counted| (counted, None)),
        fixed.prop_map(|day| (AgeCounted::default(), FixedDay::parse(day))),
    ]
}

/// The age that counts, by the calendar.
fn age((counted, counted_on): (AgeCounted, Option<FixedDay>), born: Date, on: Date) -> Option<u32> {
    let leap = LeapBirthday::FirstOfMarch;
    let by = |convention| age_in_fiscal_year(born, on.fiscal_year(), convention, leap);
    match (counted_on, counted) {
        (Some(day), _) => age_on(born, day.in_fiscal_year(on.fiscal_year()).unwrap(), leap),
        (None, AgeCounted::BirthdayInYear) => by(AgeConvention::BirthdayInYear),
        (None, AgeCounted::LegalAtYearEnd) => by(AgeConvention::LegalAtYearEnd),
        (None, AgeCounted::AtYearStart) => by(AgeConvention::AtYearStart),
        (None, AgeCounted::OnDay) => age_on(born, on, leap),
    }
}

proptest! {
    #[test]
    fn listed_ages_are_those_of_the_calendar(
        how in counted(), at in prop::collection::vec(30_u8..80, 0..6), parity in prop::option::of(any::<bool>()),
        born in day(1940..2000), on in day(2020..2028),
    ) {
        let parity = parity.map(|even| if even { Parity::Even } else { Parity::Odd });
        // A listed age of the other parity cannot occur, and is refused.
        let fits = |one: &u8| parity.is_none_or(|parity| (parity == Parity::Even) == one.is_multiple_of(2));
        let at: Vec<u8> = at.into_iter().filter(fits).collect();
        let (counted, counted_on) = how;
        let ages = AgeTerms { counted, counted_on, at: at.clone(), parity, ..AgeTerms::new(rule(), 0) };
        let programme = programme(vec![EligibilityTerms { age: Some(ages), ..terms() }]);
        let person = Person::new(HostId::new("p").unwrap(), born, Relation::Insured, born);
        let age = age(how, born, on);
        let even = age.is_some_and(|age| age % 2 == 0);
        let listed = age.is_some_and(|age| at.is_empty() || at.iter().any(|one| u32::from(*one) == age))
            && parity.is_none_or(|parity| (parity == Parity::Even) == even);
        let verdict = ask(&programme, &person, on, Vec::new());
        prop_assert_eq!(verdict.reason == Reason::Accepted, listed);
        prop_assert_eq!(verdict.age, age);
        prop_assert_eq!(verdict.days.is_some_and(|days| days.contains(on)), listed);
    }

    #[test]
    fn the_terms_are_those_for_the_person(
        person in person(), on in day(2020..2027), how in counted(), age_of_change in 20_u8..70, by in 0_usize..4,
    ) {
        let band = |at_least, below| AgeBand {
            at_least, below, counted: how.0, counted_on: how.1, leap_birthday: LeapBirthday::FirstOfMarch,
        };
        let (one, another) = match by {
            0 => (Whom { ages: Some(band(None, Some(age_of_change))), ..Whom::default() },
                  Whom { ages: Some(band(Some(age_of_change), None)), ..Whom::default() }),
            1 => (Whom { relations: vec![Relation::Spouse, Relation::Insured], ..Whom::default() },
                  Whom { relations: vec![Relation::Dependant], ..Whom::default() }),
            2 => (Whom { sex: Some(Sex::Female), ..Whom::default() }, Whom { sex: Some(Sex::Male), ..Whom::default() }),
            _ => (Whom { facts: vec![code("entered")], ..Whom::default() },
                  Whom { without: vec![code("entered")], ..Whom::default() }),
        };
        let is_one = match by {
            // Who is not born yet is of no age, and below every other.
            0 => Some(age(how, person.born, on).is_none_or(|age| age < age_of_change.into())),
            1 => match person.relation {
                Relation::Spouse | Relation::Insured => Some(true),
                Relation::Dependant => Some(false),
                _ => None,
            },
            2 => person.sex.map(|sex| sex == Sex::Female),
            _ => Some(person.facts.iter().any(|fact| fact.on.is_some_and(|day| day <= on))),
        };
        // The one admits everybody, the other nobody: no age is so high.
        let nobody = Some(AgeTerms::new(rule(), 150));
        let programme = programme(vec![
            EligibilityTerms { whom: Some(one), ..terms() },
            EligibilityTerms { whom: Some(another), age: nobody, ..terms() },
        ]);
        let expected = match is_one {
            Some(true) => Reason::Accepted,
            Some(false) => Reason::TooYoung,
            None => Reason::NotForPerson,
        };
        prop_assert_eq!(ask(&programme, &person, on, Vec::new()).reason, expected);
        let request = YearRequest {
            service: code("s"), fiscal_year: on.fiscal_year().start_year(), person, uses: Vec::new(), explain: Explain::None,
        };
        let days = year(&programme, &request).unwrap().verdict.days;
        prop_assert_eq!(days.iter().any(|days| days.contains(on)), expected == Reason::Accepted);
    }

    #[test]
    fn a_year_holds_just_the_days_that_are_accepted(
        person in person(), on in day(2020..2027), from in day(2021..2022), until in day(2021..2022), dates in day(2020..2026),
        excluded: bool, months in prop::option::of(1_u16..40), held in any::<bool>(),
    ) {
        let each = |day: Date| format!("{day}")[5..].parse().unwrap();
        let every = EachYear { from: each(from), until: each(until) };
        let held_on = if held { vec![FixedDay::parse("05-31").unwrap()] } else { Vec::new() };
        let insured = InsuredTerms { held_on, at_least_months: months, ..InsuredTerms::new(rule()) };
        let dates = kenpo_core::Period { from: Some(dates), until: None };
        let fact = FactTerms { rule: rule(), any_of: vec![code("entered")], excluded, dates: Some(dates), says: None, clause: None };
        let programme = programme(vec![EligibilityTerms { every: Some(every), insured: Some(insured), facts: vec![fact], ..terms() }]);
        let accepted = ask(&programme, &person, on, Vec::new()).reason == Reason::Accepted;
        // By the rules, in another way.
        let long = months.is_none_or(|months| person.insured_from.after_months(months.into()).unwrap() <= on);
        let held = !held || person.insured_from <= Date::from_ymd(on.fiscal_year().start_year(), 5, 31).unwrap();
        let entered = person.facts.iter().filter_map(|fact| fact.on).any(|day| dates.contains(day) && day <= on);
        let rules = person.insured_from <= on && long && held && entered != excluded && every.contains(on);
        prop_assert_eq!(accepted, rules);
        let request = YearRequest {
            service: code("s"), fiscal_year: on.fiscal_year().start_year(), person, uses: Vec::new(), explain: Explain::None,
        };
        let days = year(&programme, &request).unwrap().verdict.days;
        prop_assert_eq!(days.iter().any(|days| days.contains(on)), accepted);
    }

    /// Settings in another order change nothing but which of the reasons comes first.
    #[test]
    fn the_order_of_settings_and_facts_changes_nothing(
        person in person(), on in day(2020..2027), uses in prop::collection::vec(day(2022..2027), 0..4), reversed: bool,
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(), from in day(2018..2026),
    ) {
        let says = |text: &str| Some(kenpo_core::Words { ja: Clause::new(text).unwrap(), en: None });
        let fact = |any_of: &[&str], excluded, dates, text: &str| FactTerms {
            rule: rule(), any_of: any_of.iter().map(|id| code(id)).collect(), excluded, dates, says: says(text), clause: None,
        };
        let late = Some(kenpo_core::Period { from: Some(from), until: None });
        let facts = [
            fact(&["lives"], false, None, "a"),
            fact(&["entered", "lives"], false, None, "b"),
            fact(&["entered"], true, None, "c"),
            fact(&["entered"], true, late, "d"),
        ];
        let shuffled: Vec<FactTerms> = order.iter().map(|index| facts[*index].clone()).collect();
        let made = |facts: &[FactTerms], reversed: bool| {
            let sexes = [Sex::Female, Sex::Male].map(|sex| Whom { sex: Some(sex), ..Whom::default() });
            let mut all: Vec<EligibilityTerms> = sexes.into_iter().map(|whom| EligibilityTerms {
                whom: Some(whom), facts: facts.to_vec(), insured: Some(InsuredTerms::new(rule())),
                once: Some(OnceTerms::new(rule(), Vec::new())), ..terms()
            }).collect();
            all.push(EligibilityTerms::new(code("t")));
            if reversed {
                all.reverse();
            }
            programme(all)
        };
        let turned = Person { facts: person.facts.iter().rev().cloned().collect(), ..person.clone() };
        let uses: Vec<ServiceUse> = uses.iter().map(|day| ServiceUse::new(code("s"), *day)).collect();
        let backwards: Vec<ServiceUse> = uses.iter().rev().cloned().collect();
        let mut one = ask(&made(&facts, false), &person, on, uses.clone());
        let mut another = ask(&made(&shuffled, reversed), &turned, on, backwards.clone());
        for verdict in [&mut one, &mut another] {
            prop_assert_eq!(verdict.reason, verdict.reasons.first().copied().unwrap_or(Reason::Accepted));
            verdict.reasons.sort_by_key(|reason| reason.name());
            verdict.details.sort_by_key(|detail| detail.says.as_ref().map(|says| says.ja.as_str().to_owned()));
            verdict.reason = verdict.reasons.first().copied().unwrap_or(Reason::Accepted);
        }
        prop_assert_eq!(&one, &another);
        let ask = |programme: &Programme, person: &Person, uses: &[ServiceUse]| year(programme, &YearRequest {
            service: code("s"), fiscal_year: on.fiscal_year().start_year(), person: person.clone(), uses: uses.to_vec(), explain: Explain::None,
        }).unwrap().verdict;
        let whole = ask(&made(&facts, false), &person, &uses);
        prop_assert_eq!(whole.days, ask(&made(&shuffled, reversed), &turned, &backwards).days);
    }

    #[test]
    fn a_year_holds_just_the_days_on_which_a_use_is_free(
        times in 1_u16..3, years in 1_u16..3, window in use_window(), uses in prop::collection::vec(day(2022..2027), 0..12),
        months in (1_u32..=12, 1_u32..=12), recurring: bool, on in prop::collection::vec(0_i64..366, 24), from in day(2024..2025),
    ) {
        let years = if window.is_year() { years } else { 1 };
        let once = OnceTerms { times, years, window, ..OnceTerms::new(rule(), Vec::new()) };
        let month = |month: u32, end| format!("{month:02}-{end}").parse().unwrap();
        let every = recurring.then(|| EachYear { from: month(months.0, "10"), until: month(months.1, "20") });
        let insured = Some(InsuredTerms::new(rule()));
        let programme = programme(vec![EligibilityTerms { once: Some(once), every, insured, ..terms() }]);
        let person = Person::new(HostId::new("p").unwrap(), date("1970-01-01"), Relation::Insured, from);
        let uses: Vec<ServiceUse> = uses.iter().map(|day| ServiceUse::new(code("s"), *day)).collect();
        let request = YearRequest {
            service: code("s"), fiscal_year: 2024, person: person.clone(), uses: uses.clone(), explain: Explain::None,
        };
        let verdict = year(&programme, &request).unwrap().verdict;
        let (first, last) = (date("2024-04-01"), date("2025-03-31"));
        let ends = verdict.days.iter().flat_map(|days| [days.from, days.until]).flatten();
        let around = ends.clone().flat_map(|end| [end.pred(), end.succ()]).flatten();
        let some = on.iter().filter_map(|days| first.plus_days(*days));
        for on in some.chain(ends).chain(around).chain([first, last]).filter(|on| (first..=last).contains(on)) {
            let accepted = ask(&programme, &person, on, uses.clone()).reason == Reason::Accepted;
            prop_assert_eq!(verdict.days.iter().filter(|days| days.contains(on)).count(), usize::from(accepted), "{}", on);
        }
        // Spans that touch are one, but where the time of each year begins anew.
        let touching = |pair: &[kenpo_core::Period]| pair[0].until.and_then(Date::succ) == pair[1].from;
        prop_assert!(recurring || !verdict.days.windows(2).any(touching), "{:?}", verdict.days);
        // The explanation says the same.
        let explained = year(&programme, &YearRequest { explain: Explain::All, ..request }).unwrap();
        prop_assert_eq!(explained.verdict, verdict);
    }

    #[test]
    fn no_run_of_years_has_more_uses_than_are_allowed(
        times in 1_u16..4, years in 1_u16..4, window in use_window(), days in prop::collection::vec(day(2018..2030), 0..14),
    ) {
        let years = if window.is_year() { years } else { 1 };
        let once = OnceTerms { times, years, window, ..OnceTerms::new(rule(), Vec::new()) };
        let programme = programme(vec![EligibilityTerms { once: Some(once), ..terms() }]);
        let person = Person::new(HostId::new("p").unwrap(), date("1970-01-01"), Relation::Insured, date("1990-01-01"));
        let most = |taken: &[Date]| taken.iter().map(|first| {
            let run = use_number(window, *first)..use_number(window, *first) + i32::from(years);
            taken.iter().filter(|day| run.contains(&use_number(window, **day))).count()
        }).max().unwrap_or(0);
        let mut taken = Vec::new();
        for on in days {
            // Another service's use does not count.
            let uses = taken.iter().map(|day| ServiceUse::new(code("s"), *day)).chain([ServiceUse::new(code("t"), on)]);
            let free = ask(&programme, &person, on, uses.collect()).reason == Reason::Accepted;
            let with: Vec<Date> = taken.iter().copied().chain([on]).collect();
            prop_assert_eq!(free, most(&with) <= usize::from(times), "{:?} {}", taken, on);
            if free {
                taken.push(on);
            }
        }
    }

    #[test]
    fn terms_are_refused_just_where_two_could_be_for_one_person(
        made in prop::collection::vec(
            (prop::collection::vec(0_u8..4, 1..3), prop::option::of(0_i64..800), prop::option::of(0_i64..400),
             prop::option::of((1_u32..=12, 1_u32..=12)), prop::option::of(0_usize..3)),
            1..7,
        ),
    ) {
        let start = date("2023-01-01");
        let terms = |(services, from, days, months, whom): &Made| {
            let mut ids = services.iter().map(|id| code(&format!("s{id}")));
            let month = |month: u32, end| format!("{month:02}-{end}").parse().unwrap();
            let first = from.map_or(start, |from| start.plus_days(from).unwrap());
            EligibilityTerms {
                period: kenpo_core::Period { from: from.map(|_| first), until: days.map(|days| first.plus_days(days).unwrap()) },
                every: months.map(|(one, another)| EachYear { from: month(one, "01"), until: month(another, "end") }),
                whom: whom.map(|sex| match sex {
                    0 => Whom { sex: Some(Sex::Female), ..Whom::default() },
                    1 => Whom { sex: Some(Sex::Male), ..Whom::default() },
                    _ => Whom { relations: vec![Relation::Insured], ..Whom::default() },
                }),
                ..EligibilityTerms { id: ids.next().unwrap(), also: ids.collect(), ..terms() }
            }
        };
        let all: Vec<EligibilityTerms> = made.iter().map(terms).collect();
        let days = || (-400..1_600).map(|day| start.plus_days(day).unwrap());
        let both = |one: &EligibilityTerms, another: &EligibilityTerms| {
            let services = [&one.id].into_iter().chain(&one.also).any(|service| another.is_of(service.as_str()));
            let periods = days().any(|day| one.period.contains(day) && another.period.contains(day));
            let times = one.every.zip(another.every).is_none_or(|(one, another)| days().any(|day| one.contains(day) && another.contains(day)));
            let sexes = one.whom.as_ref().and_then(|whom| whom.sex).zip(another.whom.as_ref().and_then(|whom| whom.sex));
            services && periods && times && sexes.is_none_or(|(one, another)| one == another)
        };
        let first = (0..all.len()).find(|index| all[..*index].iter().any(|earlier| both(earlier, &all[*index])));
        let document = Document { eligibility: all.clone(), ..Document::new("test", "1", "test").unwrap() };
        let found = Programme::new(document, b"").err().map(|error| error.path().to_owned());
        prop_assert_eq!(found, first.map(|index| format!("/eligibility/{index}/period")));
    }

    #[test]
    fn amounts_are_those_of_exact_arithmetic(
        cost in 0_i64..100_000, share in 0_u16..=10_000, to in 0_usize..4, mode in 0_usize..3, persons: bool,
        most in prop::option::of(0_i64..50_000),
    ) {
        let to_yen = [1_u16, 10, 100, 1_000][to];
        let mode = [RoundMode::Down, RoundMode::Up, RoundMode::HalfUp][mode];
        let round = Some(Rounding { to_yen, mode });
        let plain = SubsidyBand::of_share(count(1), share);
        let band = if persons {
            SubsidyBand { basis_points: None, less_basis_points: Some(share), round, ..plain }
        } else {
            SubsidyBand { round, ..plain }
        };
        let terms = SubsidyTerms {
            at_most_yen: most.map(count), ..SubsidyTerms::new(code("s"), rule(), vec![band])
        };
        // In ten-thousandths of a yen, by counting up.
        let (exact, unit) = (cost * i64::from(share), 10_000 * i64::from(to_yen));
        let below = exact - exact % unit;
        let above = if exact == below { below } else { below + unit };
        let rounded = match mode {
            RoundMode::Down => below,
            RoundMode::Up => above,
            RoundMode::HalfUp => if above - exact <= exact - below { above } else { below },
        } / 10_000;
        let paid = if persons { (cost - rounded).max(0) } else { rounded.min(cost) };
        let expected = most.map_or(paid, |most| paid.min(most));
        prop_assert_eq!(subsidy::amount(&terms, count(cost)).unwrap().get(), expected);
        // The column says the same, whatever way it takes.
        let document = Document { subsidies: vec![terms], ..Document::new("test", "1", "test").unwrap() };
        let programme = Programme::new(document, b"").unwrap();
        let mut yen = [0; 2];
        subsidy::column(&programme, "s", date("2024-01-01"), &[i32::try_from(cost).unwrap(), -1], &mut yen).unwrap();
        prop_assert_eq!(yen, [i32::try_from(expected).unwrap(), subsidy::NO_AMOUNT]);
    }
}
