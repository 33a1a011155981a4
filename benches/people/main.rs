//! People, slots, subsidies and deadlines on the typed lane, each beside plain integer code that does the same work:
//! `cargo xtask bench people`. Both run in turns, so that what else the machine does falls on both alike; the ratio of
//! the medians is what counts. "Beside" is the same function of another build, named by `KENPO_BESIDE`. The last line is a
//! calendar month in one call of the JSON lane.
#![allow(missing_docs)]

mod plain;

use std::{error::Error, ffi::c_void, hint::black_box, ptr, time::Instant as Clock};

use kenpo_benches::{KENREN, kenren, library::Library, month_of_slots, people, slots};
use kenpo_core::{
    Programme,
    booking::{self, SlotRow},
    civil::{Date, Instant},
    eligibility::{self, PersonRow},
    subsidy,
    value::Count,
};

const ROUNDS: usize = 201;
const MANY: usize = 10_000;
/// 2024-02-04T23:59:59+09:00
const NOW: i64 = 1_707_058_799;

/// The middle of many times, in nanoseconds an element.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Times two ways to the same answers, in turns.
fn pair(name: &str, count: usize, mut library: impl FnMut(), mut plain: impl FnMut()) {
    let mut times = (Vec::new(), Vec::new());
    let time = |work: &mut dyn FnMut()| {
        let start = Clock::now();
        work();
        start.elapsed().as_nanos() as f64 / count as f64
    };
    for _ in 0..ROUNDS {
        times.0.push(time(&mut library));
        times.1.push(time(&mut plain));
    }
    let (library, plain) = (median(times.0), median(times.1));
    println!("{name:<24} {library:7.2} ns  plain {plain:7.2} ns  ratio {:5.2}", library / plain);
}

/// Has the optimiser believe that a result is used.
fn keep(result: i64) {
    black_box(result);
}

fn sum(costs: &[i64], pay: impl Fn(i64) -> i64) -> i64 {
    costs.iter().map(|cost| pay(black_box(*cost))).sum()
}

fn eligible(programme: &Programme, people: &[PersonRow], reasons: &mut [u8]) {
    let mut out = reasons.iter_mut();
    let write = |reason: Option<kenpo_core::Reason>| {
        if let Some(slot) = out.next() {
            *slot = reason.map_or(0, |reason| reason.number());
        }
    };
    eligibility::column(programme, "group_checkup", people, write).expect("within reach");
}

type Parse = unsafe extern "C" fn(*const u8, usize, *mut *const c_void, *mut c_void) -> i32;
type Check = unsafe extern "C" fn(*const c_void, *const u8, usize, *const PersonRow, usize, *mut u8) -> i32;

/// The column of people through the C ABI of a library.
fn shipped(library: &Library) -> impl Fn(&[PersonRow], &mut [u8]) + use<> {
    // SAFETY: these are their signatures in kenpo.h, rows being laid out as the core's.
    let (parse, check): (Parse, Check) =
        unsafe { (library.function(c"kenpo_programme_parse"), library.function(c"kenpo_eligibility_reasons")) };
    let mut programme = ptr::null();
    // SAFETY: the document has its length, and no error is asked for.
    let parsed = unsafe { parse(KENREN.as_ptr(), KENREN.len(), &raw mut programme, ptr::null_mut()) };
    assert!(parsed == 0, "the programme is sound");
    let service = "group_checkup";
    move |people, reasons| {
        assert!(people.len() <= reasons.len());
        // SAFETY: everything has its length, and the programme is never freed.
        let status = unsafe {
            check(programme, service.as_ptr(), service.len(), people.as_ptr(), people.len(), reasons.as_mut_ptr())
        };
        assert!(status == 0, "within reach");
    }
}

fn states(programme: &Programme, slots: &[SlotRow], states: &mut [u8]) {
    let mut out = states.iter_mut();
    let now = Instant::from_unix(NOW).expect("an instant");
    booking::column(programme, "group_checkup", now, slots, |state| {
        if let Some(slot) = out.next() {
            *slot = state.map_or(0, |state| state as u8);
        }
    })
    .expect("rows hold all that is asked");
}

fn main() -> Result<(), Box<dyn Error>> {
    let programme = kenren();
    let (people, slots) = (people(MANY), slots(MANY));
    let (mut ours, mut theirs) = (vec![0; MANY], vec![0; MANY]);

    eligible(&programme, &people, &mut ours);
    plain::eligible(&people, &mut theirs);
    assert!(ours == theirs, "the plain code says the same of every person");
    let refused = ours.iter().filter(|reason| **reason != 0).count();
    println!("{MANY} people, {refused} refused; {MANY} slots");
    pair(
        "eligibility, a person",
        MANY,
        || eligible(&programme, black_box(&people), &mut ours),
        || plain::eligible(black_box(&people), &mut theirs),
    );

    let library = shipped(&Library::shipped()?);
    library(&people, &mut theirs);
    assert!(ours == theirs, "the library says the same of every person");
    pair(
        "the same, C ABI",
        MANY,
        || library(black_box(&people), &mut ours),
        || plain::eligible(black_box(&people), &mut theirs),
    );
    if let Some(other) = Library::beside()? {
        let other = shipped(&other);
        other(&people, &mut theirs);
        assert!(ours == theirs, "the other build says the same of every person");
        pair(
            "the same, beside",
            MANY,
            || library(black_box(&people), &mut ours),
            || other(black_box(&people), &mut theirs),
        );
    }

    states(&programme, &slots, &mut ours);
    plain::states(NOW, &slots, &mut theirs);
    assert!(ours == theirs, "the plain code says the same of every slot");
    pair(
        "slot state, a slot",
        MANY,
        || states(&programme, black_box(&slots), &mut ours),
        || plain::states(NOW, black_box(&slots), &mut theirs),
    );

    let costs: Vec<i64> = (0..MANY as i64).map(|n| n * 7_919 % 60_000).collect();
    let on = Date::from_ymd(2024, 6, 1).expect("a day");
    let paid = |cost: i64| {
        let amount = Count::new(cost).map(|cost| subsidy::amount_on(black_box(&programme), "dock", on, cost));
        amount.and_then(Result::ok).map_or(-1, Count::get)
    };
    let terms = programme.subsidy("dock", on).expect("terms");
    let by_terms = |cost: i64| Count::new(cost).and_then(|cost| subsidy::amount(terms, cost)).map_or(-1, Count::get);
    assert!(costs.iter().all(|cost| [paid(*cost), by_terms(*cost)] == [plain::subsidy(*cost); 2]), "the same is paid");
    pair("subsidy, looked up", MANY, || keep(sum(&costs, paid)), || keep(sum(&costs, plain::subsidy)));
    pair("subsidy, of its terms", MANY, || keep(sum(&costs, by_terms)), || keep(sum(&costs, plain::subsidy)));

    let days: Vec<Date> = slots.iter().filter_map(|slot| Date::from_yyyymmdd(slot.date)).collect();
    let closes = |day: Date| {
        let terms = black_box(&programme).booking("group_checkup", day);
        terms.and_then(|terms| programme.deadline(&terms.closing(), day)?.instant(day)).map_or(0, Instant::unix)
    };
    assert!(days.iter().all(|day| closes(*day) == plain::closes(day.yyyymmdd())), "the plain deadlines are the same");
    pair(
        "deadline, a date",
        days.len(),
        || keep(days.iter().map(|day| closes(black_box(*day))).sum()),
        || keep(days.iter().map(|day| plain::closes(black_box(day.yyyymmdd()))).sum()),
    );

    let month = month_of_slots(1_000);
    let ask = || kenpo_wire::answer(Some(&programme), b"booking.slots", month.as_bytes()).expect("an answer");
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Clock::now();
        black_box(ask());
        times.push(start.elapsed().as_nanos() as f64 / 1e3);
    }
    println!("booking.slots, JSON, 1,000 slots of a month: {:.0} µs, {} bytes in", median(times), month.len());
    Ok(())
}
