//! Instruction counts under callgrind: `cargo xtask bench`. They repeat exactly for one compiler, whatever else the machine does.
#![allow(missing_docs)]

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use kenpo::{
    Programme,
    card::{check_insurer_number_records, examine_insurer_number},
    civil::Date,
    coupon::last_day_of_only,
    lottery::{BestTickets, Entry},
    points::{StepDay, accrue_steps},
    text::match_key,
    value::Hex,
};
use kenpo_benches::{KKR, accrue_request, entries, insurer_numbers, kkr, steps};

const REGISTER: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008"}"#;
const REGISTER_EXPLAINED: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008","explain":"all"}"#;
const COUPON: &str = r#"{"coupon":"kkr_coupon","issued_on":"2022-06-23"}"#;
const EXCHANGE: &str = r#"{"now":"2022-06-01T10:00:00+09:00","ledger":{"opening":{"sequence":3,"points":1499,"closed_through":"2022-05-31"}},"goods":"ticket","quantity":2,"request_key":"r-1"}"#;

fn asked(operation: &'static str, request: &str) -> (Programme, &'static str, String) {
    (kkr(), operation, request.to_owned())
}

fn records() -> Vec<[u8; 8]> {
    let record = |number: String| {
        let mut record = *b"        ";
        record.iter_mut().zip(number.bytes()).for_each(|(slot, byte)| *slot = byte);
        record
    };
    insurer_numbers(1_000).into_iter().map(record).collect()
}

#[library_benchmark]
#[bench::one(insurer_numbers(1_000))]
fn insurer_number_1000(numbers: Vec<String>) -> usize {
    black_box(numbers).iter().filter(|number| examine_insurer_number(number).is_none()).count()
}

#[library_benchmark]
#[bench::column(records())]
fn insurer_number_column_1000(records: Vec<[u8; 8]>) -> usize {
    let mut reasons = [0; 1_000];
    check_insurer_number_records(&black_box(records), &mut reasons);
    reasons.iter().filter(|reason| **reason == 0).count()
}

#[library_benchmark]
#[bench::full_width("ケンコム　タロウ")]
#[bench::half_width("ｹﾝｺﾑ ﾀﾞﾛｳ")]
fn match_key_typed(name: &str) -> usize {
    match_key(black_box(name)).map(char::len_utf8).sum()
}

#[library_benchmark]
#[bench::year((kkr(), steps()))]
fn steps_year_typed((programme, days): (Programme, Vec<StepDay>)) -> i64 {
    let mut points = 0;
    let synced_on = Date::from_ymd(2023, 4, 1).expect("a day");
    accrue_steps(&programme, synced_on, &days, &[], |_, _, credit| {
        points += credit.map_or(0, |credit| credit.points.get())
    });
    points
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
fn json((programme, operation, request): (Programme, &'static str, String)) -> usize {
    kenpo_wire::answer(Some(&programme), operation.as_bytes(), request.as_bytes()).expect("an answer").len()
}

#[library_benchmark]
#[bench::kkr(KKR)]
fn programme_parse(document: &[u8]) -> bool {
    kenpo_wire::parse_programme(black_box(document)).is_ok()
}

library_benchmark_group!(
    name = typed,
    benchmarks = [
        insurer_number_1000,
        insurer_number_column_1000,
        match_key_typed,
        steps_year_typed,
        coupon_last_day_typed,
        draw_65000_tickets
    ]
);
library_benchmark_group!(name = complete, benchmarks = [json, programme_parse]);
main!(library_benchmark_groups = [typed, complete]);
