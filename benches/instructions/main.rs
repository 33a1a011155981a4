//! Instruction counts under callgrind: `cargo xtask bench`. They repeat exactly for one compiler, whatever else the machine does.
#![allow(missing_docs)]

mod card;
mod services;

use std::hint::black_box;

use card::on_card;
use services::of_services;

use gungraun::{library_benchmark, library_benchmark_group, main};
use kenpo_benches::{Asked, KKR, accrue_again_request, accrue_request, asked, entries, kkr, rising, steps, two_rules};
use kenpo_core::{
    Programme,
    civil::Date,
    coupon::last_day_of_only,
    lottery::{BestTickets, Entry},
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
    value::Hex,
};

const REGISTER: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008"}"#;
const REGISTER_EXPLAINED: &str = r#"{"as_of":"2022-06-01","insurer_number":"31130008","explain":"all"}"#;
const COUPON: &str = r#"{"coupon":"kkr_coupon","issued_on":"2022-06-23"}"#;
const EXCHANGE: &str = r#"{"now":"2022-06-01T10:00:00+09:00","ledger":{"opening":{"sequence":3,"points":1499,"closed_through":"2022-05-31"}},"goods":"ticket","quantity":2,"request_key":"r-1"}"#;

/// A member's year of steps, and where answers are written.
struct Year {
    programme: Programme,
    days: Vec<StepDay>,
    credited: Vec<StepCredit>,
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<i32>,
}

impl Year {
    fn new(programme: Programme, days: Vec<StepDay>) -> Self {
        let (room, credits, reasons) =
            (vec![0; 2_048], vec![StepCredit::default(); days.len() * 2], vec![0; days.len()]);
        Self { programme, days, credited: Vec::new(), room, credits, reasons }
    }

    /// The year's last day, with what was credited before.
    fn last_day() -> Self {
        let mut year = Self::new(kkr(), steps());
        let last = year.days.get(364).copied();
        year.days.truncate(364);
        let len = year.pay();
        year.credits.truncate(len);
        Self { credited: year.credits, ..Self::new(kkr(), last.into_iter().collect()) }
    }

    fn pay(&mut self) -> usize {
        let Self { programme, days, credited, room, credits, reasons } = self;
        let delivery = StepDelivery::on(20_230_401);
        accrue_steps(programme, &delivery, days, credited, room, credits, reasons).expect("within reach")
    }
}

#[library_benchmark]
#[bench::year(Year::new(kkr(), steps()))]
#[bench::rising(Year::new(kkr(), rising(steps())))]
#[bench::two_rules(Year::new(two_rules(), rising(steps())))]
#[bench::one_more_day(Year::last_day())]
fn steps_year_typed(mut year: Year) -> Year {
    year.pay();
    // Given back, so that releasing it is not counted.
    year
}

#[library_benchmark]
#[bench::issue((kkr(), Date::from_ymd(2022, 6, 23).expect("a day")))]
fn coupon_last_day_typed((programme, issued_on): (Programme, Date)) -> Option<Date> {
    last_day_of_only(black_box(&programme), black_box(issued_on)).ok()
}

#[library_benchmark]
#[bench::ten_thousand(entries(10_000))]
fn draw_65000_tickets(entries: Vec<Entry>) -> usize {
    let mut best = BestTickets::new(&Hex([3; 32]), 100, 1);
    best.push(&entries);
    best.finish().len()
}

#[library_benchmark]
#[bench::registration(asked("registration.check", REGISTER))]
#[bench::registration_explained(asked("registration.check", REGISTER_EXPLAINED))]
#[bench::coupon(asked("coupon.issue", COUPON))]
#[bench::exchange(asked("points.exchange", EXCHANGE))]
#[bench::steps_year(asked("points.accrue", &accrue_request()))]
#[bench::steps_year_again(asked("points.accrue", &accrue_again_request()))]
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
