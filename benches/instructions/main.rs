//! Instruction counts under callgrind: `cargo xtask bench`. They repeat exactly for one compiler, whatever else the machine does.
#![allow(missing_docs)]

mod card;
mod services;

use std::hint::black_box;

use card::on_card;
use services::of_services;

use gungraun::{library_benchmark, library_benchmark_group, main};
use kenpo::{
    Programme,
    civil::Date,
    coupon::last_day_of_only,
    lottery::{BestTickets, Entry},
    points::{StepCredit, StepDay, accrue_steps},
    value::Hex,
};
use kenpo_benches::{Asked, KKR, accrue_request, asked, entries, kkr, steps};

const REGISTER: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008"}"#;
const REGISTER_EXPLAINED: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008","explain":"all"}"#;
const COUPON: &str = r#"{"coupon":"kkr_coupon","issued_on":"2022-06-23"}"#;
const EXCHANGE: &str = r#"{"now":"2022-06-01T10:00:00+09:00","ledger":{"opening":{"sequence":3,"points":1499,"closed_through":"2022-05-31"}},"goods":"ticket","quantity":2,"request_key":"r-1"}"#;

#[library_benchmark]
#[bench::year((kkr(), steps()))]
fn steps_year_typed((programme, days): (Programme, Vec<StepDay>)) -> i64 {
    let mut room = [0; 1_024];
    let mut credits = [StepCredit::default(); 512];
    let mut reasons = [0; 512];
    let len = accrue_steps(&programme, 20_230_401, &days, &[], &mut room, &mut credits, &mut reasons);
    credits[..len.expect("a year of one rule")].iter().map(|credit| credit.points).sum()
}

#[library_benchmark]
#[bench::issue((kkr(), Date::from_ymd(2022, 6, 23).expect("a day")))]
fn coupon_last_day_typed((programme, issued_on): (Programme, Date)) -> Option<Date> {
    last_day_of_only(black_box(&programme), black_box(issued_on)).ok()
}

#[library_benchmark]
#[bench::ten_thousand(entries(10_000))]
fn draw_65000_tickets(entries: Vec<Entry>) -> usize {
    let mut best = BestTickets::new(&Hex([3; 32]), 100, 1).expect("a key");
    entries.iter().for_each(|entry| best.push(entry));
    best.into_sorted().len()
}

#[library_benchmark]
#[bench::registration(asked("registration.check", REGISTER))]
#[bench::registration_explained(asked("registration.check", REGISTER_EXPLAINED))]
#[bench::coupon(asked("coupon.issue", COUPON))]
#[bench::exchange(asked("points.exchange", EXCHANGE))]
#[bench::steps_year(asked("points.accrue", &accrue_request()))]
fn json((programme, operation, request): Asked) -> usize {
    kenpo_wire::answer(Some(&programme), operation.as_bytes(), request.as_bytes()).expect("an answer").len()
}

#[library_benchmark]
#[bench::kkr(KKR)]
fn programme_parse(document: &[u8]) -> bool {
    kenpo_wire::parse_programme(black_box(document)).is_ok()
}

library_benchmark_group!(name = typed, benchmarks = [steps_year_typed, coupon_last_day_typed, draw_65000_tickets]);
library_benchmark_group!(name = complete, benchmarks = [json, programme_parse]);
main!(library_benchmark_groups = [on_card, of_services, typed, complete]);
