//! Who may use a service, which slots are free, what is paid back.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group};
use kenpo_benches::{Asked, costs, kenren, month_of_slots, people, slot_dates, slots};
use kenpo_core::{
    Programme,
    booking::{self, DeadlineKind, SlotRow},
    civil::{Date, DeadlineShown, Instant},
    eligibility::{self, PersonRow},
    subsidy::{self, amount_on},
    value::Count,
};

const ELIGIBLE: &str = r#"{"service":"group_checkup","on":"2024-06-01","person":{"id":"p1","born":"1970-01-01","relation":"insured","insured_from":"2010-04-01"}}"#;
const ELIGIBLE_EXPLAINED: &str = r#"{"service":"group_checkup","on":"2024-06-01","person":{"id":"p1","born":"1970-01-01","relation":"insured","insured_from":"2010-04-01"},"explain":"all"}"#;
const CLAIM: &str = r#"{"service":"dock","on":"2024-06-01","cost_yen":20000,"insured_treatment":false,"person":{"id":"p1","born":"1970-01-01","relation":"insured","insured_from":"2010-04-01"}}"#;
const BOOK: &str = r#"{"now":"2024-02-01T10:00:00+09:00","id":"b1","service":"group_checkup","person":{"id":"p1","born":"1970-01-01","relation":"insured","insured_from":"2010-04-01"},"slot":{"id":"s1","date":"2024-02-18","capacity":30,"taken":3},"consent":true,"telephone":"052-000-0000"}"#;

fn asked(operation: &'static str, request: &str) -> Asked {
    (kenren(), operation, request.to_owned())
}

#[library_benchmark]
#[bench::column((kenren(), people(10_000)))]
fn eligibility_column_10000((programme, people): (Programme, Vec<PersonRow>)) -> usize {
    let mut eligible = 0;
    eligibility::column(&programme, "group_checkup", &people, |reason| eligible += usize::from(reason.is_none()))
        .expect("within reach");
    eligible
}

#[library_benchmark]
#[bench::column((kenren(), slots(10_000)))]
fn slots_column_10000((programme, slots): (Programme, Vec<SlotRow>)) -> usize {
    let mut free = 0;
    let now = Instant::from_unix(1_707_058_799).expect("an instant");
    booking::column(&programme, "group_checkup", now, &slots, |state| {
        free += usize::from(state == Some(booking::SlotState::Free))
    })
    .expect("rows hold all that is asked");
    free
}

#[library_benchmark]
#[bench::one((kenren(), Date::from_ymd(2024, 6, 1).expect("a day"), Count::new(20_000).expect("a cost")))]
fn subsidy_typed((programme, on, cost): (Programme, Date, Count)) -> Option<Count> {
    amount_on(black_box(&programme), "dock", on, black_box(cost)).ok()
}

#[library_benchmark]
#[bench::column((kenren(), Date::from_ymd(2024, 6, 1).expect("a day"), costs(10_000), vec![0; 10_000]))]
fn subsidy_column_10000((programme, on, costs, mut yen): (Programme, Date, Vec<i32>, Vec<i32>)) -> Vec<i32> {
    subsidy::column(&programme, "dock", on, &black_box(costs), &mut yen).expect("a subsidy on the day");
    yen
}

#[library_benchmark]
#[bench::one((kenren(), Date::from_ymd(2024, 2, 18).expect("a day")))]
fn deadline_typed((programme, date): (Programme, Date)) -> Option<DeadlineShown> {
    booking::deadline_on(black_box(&programme), "group_checkup", DeadlineKind::Closes, date).ok()
}

#[library_benchmark]
#[bench::one_by_one((kenren(), slot_dates(1_000)))]
fn deadline_1000((programme, dates): (Programme, Vec<i32>)) -> i64 {
    let one = |date: &i32| {
        let date = Date::from_yyyymmdd(*date)?;
        booking::deadline_on(black_box(&programme), "group_checkup", DeadlineKind::Closes, date).ok()
    };
    black_box(&dates).iter().filter_map(one).map(|shown| shown.at.unix() ^ i64::from(shown.last_day.yyyymmdd())).sum()
}

#[library_benchmark]
#[bench::column((kenren(), slot_dates(1_000), Vec::with_capacity(1_000)))]
fn deadline_column_1000((programme, dates, mut rows): (Programme, Vec<i32>, Vec<(i64, i32)>)) -> Vec<(i64, i32)> {
    booking::deadline_column(&programme, "group_checkup", DeadlineKind::Closes, black_box(&dates), |row| {
        rows.push((row.at, row.last_day));
    })
    .expect("counted in days");
    rows
}

#[library_benchmark]
#[bench::eligibility(asked("eligibility.check", ELIGIBLE))]
#[bench::eligibility_explained(asked("eligibility.check", ELIGIBLE_EXPLAINED))]
#[bench::subsidy(asked("subsidy.claim", CLAIM))]
#[bench::slots_1000(asked("booking.slots", &month_of_slots(1_000)))]
#[bench::book(asked("booking.book", BOOK))]
fn services_json((programme, operation, request): Asked) -> usize {
    kenpo_wire::answer(Some(&programme), operation.as_bytes(), request.as_bytes()).expect("an answer").len()
}

library_benchmark_group!(
    name = of_services,
    benchmarks = [
        eligibility_column_10000,
        slots_column_10000,
        subsidy_typed,
        subsidy_column_10000,
        deadline_typed,
        deadline_1000,
        deadline_column_1000,
        services_json
    ]
);
