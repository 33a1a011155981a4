//! Nanoseconds for each insurer number, everything in one run and in turn: `cargo xtask bench column`.
//!
//! Only the ratios to memcpy can be compared with another run or machine. The library is the shipped one, through its C ABI.
#![allow(missing_docs)]

use std::{error::Error, ffi::c_char, hint::black_box, time::Instant};

use kenpo_benches::{Seeded, library::Library, record, records};
use kenpo_core::numbers::{check_insurer_number_record, check_insurer_number_records};

const RECORDS: usize = 10_000_000;
/// Too many for a branch predictor to learn.
const DIFFERENT: usize = 100_000;
const ROUNDS: usize = 15;
/// How many numbers are typed one after the other: few enough to stay near the processor.
const TYPED: usize = 4_096;
const TYPED_TIMES: usize = 100;

type One = unsafe extern "C" fn(*const c_char, usize, *mut i32) -> i32;
type Column = unsafe extern "C" fn(*const c_char, usize, *mut u8) -> i32;

/// The check as one would write it down: digit by digit, and with a return at the first reason.
fn handwritten(record: &[u8; 8]) -> u8 {
    let digits = if record.ends_with(b"  ") { &record[..6] } else { &record[..] };
    if digits.iter().all(|byte| *byte == b' ') {
        return 1;
    }
    if !digits.iter().all(u8::is_ascii_digit) {
        return 2;
    }
    let two = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    if digits.len() == 8 {
        match two(0) {
            1..=4 | 6 | 7 | 31..=34 | 39 | 63 | 72..=75 => {}
            0 => return 4,
            10..=30 | 38 | 41..=48 | 51..=54 | 62 | 66 | 79..=99 => return 5,
            67 => return 6,
            _ => return 7,
        }
    }
    if !(1..=47).contains(&two(digits.len() - 6)) {
        return 8;
    }
    let weighted = digits.iter().rev().enumerate().map(|(place, byte)| {
        let product = (byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
        u32::from(product / 10 + product % 10)
    });
    if weighted.sum::<u32>() % 10 == 0 { 0 } else { 9 }
}

/// The median.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A way to do the work, and how many records it does.
type Way<'a> = (&'a str, usize, Box<dyn FnMut() + 'a>);

fn main() -> Result<(), Box<dyn Error>> {
    let library = Library::shipped()?;
    // SAFETY: these are their signatures in kenpo.h.
    let (one, column): (One, Column) =
        unsafe { (library.function(c"kenpo_insurer_number_reason"), library.function(c"kenpo_insurer_number_reasons")) };

    let records: Vec<[u8; 8]> = records(DIFFERENT).into_iter().cycle().take(RECORDS).collect();
    let mut typed: Vec<[u8; 8]> = Vec::new();
    let mut random = Seeded(3);
    while typed.len() < TYPED {
        let number = record(&format!("06{:02}{:04}", 1 + random.below(47), random.below(10_000)));
        typed.extend(check_insurer_number_record(&number).is_none().then_some(number));
    }
    let mut copy = vec![[1; 8]; RECORDS];
    let [mut plain, mut through_abi, mut by_hand] = [const { Vec::new() }; 3].map(|mut v: Vec<u8>| {
        v.resize(RECORDS, 255);
        v
    });
    let of_typed = || (0..TYPED_TIMES).flat_map(|_| black_box(&typed));
    let mut ways: Vec<Way> = vec![
        ("memcpy", RECORDS, Box::new(|| black_box(&mut copy).copy_from_slice(black_box(&records)))),
        (
            "column, handwritten",
            RECORDS,
            Box::new(|| {
                by_hand.iter_mut().zip(black_box(&records)).for_each(|(reason, record)| *reason = handwritten(record))
            }),
        ),
        ("column, core's loop", RECORDS, Box::new(|| check_insurer_number_records(black_box(&records), &mut plain))),
        (
            "column, C ABI",
            RECORDS,
            Box::new(|| {
                // SAFETY: both are valid for as many records.
                let status = unsafe { column(black_box(&records).as_ptr().cast(), RECORDS, through_abi.as_mut_ptr()) };
                assert_eq!(status, 0);
            }),
        ),
        (
            "typed, handwritten",
            TYPED * TYPED_TIMES,
            Box::new(|| of_typed().for_each(|number| assert_eq!(handwritten(black_box(number)), 0))),
        ),
        (
            "typed, core",
            TYPED * TYPED_TIMES,
            Box::new(|| of_typed().for_each(|number| assert_eq!(check_insurer_number_record(black_box(number)), None))),
        ),
        (
            "typed, C ABI",
            TYPED * TYPED_TIMES,
            Box::new(|| {
                of_typed().for_each(|number| {
                    let mut reason = -1;
                    // SAFETY: eight bytes of text, and a reason to write.
                    let status = unsafe { one(black_box(number).as_ptr().cast(), 8, &mut reason) };
                    assert_eq!((status, reason), (0, 0));
                })
            }),
        ),
    ];
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for ((_, count, work), times) in ways.iter_mut().zip(&mut times) {
            let start = Instant::now();
            work();
            times.push(start.elapsed().as_secs_f64() * 1e9 / *count as f64);
        }
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    println!("{:<24}{:>10}{:>12}", "", "ns each", "to memcpy");
    for ((name, ..), time) in ways.iter().zip(&medians) {
        println!("{name:<24}{time:>10.2}{:>12.2}", time / medians[0]);
    }
    drop(ways);
    assert!(plain == through_abi && plain == by_hand, "different answers");
    let wrong = plain.iter().filter(|reason| **reason != 0).count();
    println!("the same answers, {:.1} % of them reasons", wrong as f64 * 100.0 / RECORDS as f64);
    Ok(())
}
