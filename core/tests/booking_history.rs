//! What a member owes for each booking of a history, against the definition, held against every other row.

#[expect(dead_code, reason = "caps are for the tests of points")]
mod support;
#[path = "support/uses.rs"]
mod uses;

use kenpo_core::{
    Period, Programme,
    booking::{Booking, BookingState, Charge, HistoryRequest, history},
    civil::{Date, Instant},
    member::{Person, Relation},
    programme::{Document, EligibilityTerms, OnceTerms},
    value::{HostId, RuleId},
};
use proptest::prelude::*;
use support::code;
use uses::{use_number, use_window};

const SERVICES: [&str; 3] = ["checkup", "dental", "voucher"];

fn id(text: &str) -> HostId {
    HostId::new(text).unwrap()
}

/// From the last days of a fiscal year on, over four of them.
fn day(number: i64) -> Date {
    Date::from_ymd(2021, 3, 25).unwrap().plus_days(number).unwrap()
}

/// Terms of a service, which is one of those that count together where several do.
fn once(own: usize) -> impl Strategy<Value = OnceTerms> {
    let services = prop::option::of(prop::sample::subsequence(SERVICES.to_vec(), 0..=SERVICES.len()));
    (services, 1..4_u16, 1..4_u16, use_window()).prop_map(move |(services, times, years, window)| {
        let together = |services: Vec<&str>| {
            SERVICES
                .into_iter()
                .filter(|service| *service == SERVICES[own] || services.contains(service))
                .map(code)
                .collect()
        };
        let services = services.map(together).unwrap_or_default();
        // Other windows have no years.
        let years = if window.is_year() { years } else { 1 };
        OnceTerms { times, years, window, ..OnceTerms::new(RuleId::new("R").unwrap(), services) }
    })
}

fn rows() -> impl Strategy<Value = Vec<Booking>> {
    // Days close together as well, so that some fall on one.
    let days = prop_oneof![0_i64..1_460, 0_i64..12];
    let states = prop_oneof![3 => Just(BookingState::Attended), 1 => Just(BookingState::Confirmed)];
    let row = (0..SERVICES.len(), days, states, prop::bool::weighted(0.9));
    prop::collection::vec(row, 1..14).prop_map(|rows| {
        let row = |(number, (service, on, state, own)): (usize, (usize, i64, BookingState, bool))| Booking {
            id: id(&format!("b{number}")),
            person: id(if own { "p" } else { "another" }),
            service: code(SERVICES[service]),
            slot: None,
            date: day(on),
            time: None,
            state,
            at: Instant::start_of(day(0)),
            actor: None,
            replaces: None,
            rank: None,
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

/// At cost where, with those before it, more uses than allowed fall into some run of years.
fn owed(once: &OnceTerms, row: &Booking, rows: &[Booking]) -> Charge {
    if row.state != BookingState::Attended {
        return Charge::None;
    }
    let counts = |used: &Booking| match once.services.is_empty() {
        true => used.service == row.service,
        false => once.services.contains(&used.service),
    };
    let earlier = rows.iter().filter(|used| {
        used.person == row.person
            && used.state == BookingState::Attended
            && counts(used)
            && (used.date, &used.id) < (row.date, &row.id)
    });
    let years: Vec<i32> = earlier.map(|used| use_number(once.window, used.date)).collect();
    let own = use_number(once.window, row.date);
    let long = i32::from(once.years);
    let too_many = (own - long + 1..=own)
        .any(|first| years.iter().filter(|used| (first..first + long).contains(*used)).count() >= once.times.into());
    if too_many { Charge::AtCost } else { Charge::None }
}

proptest! {
    #[test]
    fn what_is_owed_is_what_the_definition_says(terms in (once(0), once(1), once(2)), rows in rows()) {
        let terms = [terms.0, terms.1, terms.2];
        let eligibility = SERVICES.into_iter().zip(terms.clone());
        let eligibility = eligibility.map(|(service, once)| {
            EligibilityTerms { once: Some(once), ..EligibilityTerms::new(code(service)) }
        });
        let document = Document { eligibility: eligibility.collect(), ..Document::new("test", "1", "test").unwrap() };
        let programme = Programme::new(document, b"").unwrap();
        let (born, insured_from) = (Date::from_ymd(1970, 1, 1).unwrap(), Date::from_ymd(2010, 4, 1).unwrap());
        let request = HistoryRequest {
            person: Person::new(id("p"), born, Relation::Insured, insured_from),
            bookings: rows.clone(),
            period: Period::default(),
            states: Vec::new(),
        };
        let answer = history(&programme, &request).unwrap();
        prop_assert_eq!(answer.verdict.items.len(), rows.iter().filter(|row| row.person == request.person.id).count());
        for item in answer.verdict.items {
            let row = rows.iter().find(|row| row.id == item.id).unwrap();
            let of_service = SERVICES.iter().position(|service| *service == item.service.as_str()).unwrap();
            prop_assert_eq!(item.charge, owed(&terms[of_service], row, &rows), "{:?}", row);
        }
    }
}
