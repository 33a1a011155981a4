//! Nanoseconds for each record of a member's year of steps, everything in one run and in turn: `cargo xtask bench accrual`.
//!
//! Only the ratios can be compared with another run or machine. The library is the shipped one, through its C ABI.
#![allow(missing_docs)]

mod plain;

use std::{error::Error, ffi::c_void, hint::black_box, ptr, time::Instant};

use kenpo_benches::{KKR, TWO_RULES, kkr, library::Library, rising, steps_of, two_rules};
use kenpo_core::{
    Programme,
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
};

const ROUNDS: usize = 301;
/// Members paid in a round, one after the other: too many for a branch predictor to learn.
const MEMBERS: u64 = 100;
const SYNCED: i32 = 20_230_401;

type Parse = unsafe extern "C" fn(*const u8, usize, *mut *const c_void, *mut c_void) -> i32;
type Accrue = unsafe extern "C" fn(
    *const c_void,
    *const StepDelivery,
    *const StepDay,
    usize,
    *const StepCredit,
    usize,
    *mut StepCredit,
    usize,
    *mut usize,
    *mut i32,
) -> i32;

/// The functions of the shared library.
fn library() -> Result<(Parse, Accrue), Box<dyn Error>> {
    let library = Library::shipped()?;
    // SAFETY: these are their signatures in kenpo.h, rows being laid out as the core's.
    unsafe { Ok((library.function(c"kenpo_programme_parse"), library.function(c"kenpo_steps_accrue"))) }
}

/// Where answers are written.
struct Out {
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<i32>,
}

impl Out {
    fn new(days: &[StepDay]) -> Self {
        let most = days.len() * 2;
        Self { room: vec![0; 2_048], credits: vec![StepCredit::default(); most], reasons: vec![0; days.len()] }
    }

    fn points(&self, len: usize) -> i64 {
        self.credits[..len].iter().map(|credit| credit.points).sum()
    }

    fn core(&mut self, programme: &Programme, days: &[StepDay]) -> usize {
        accrue_steps(
            programme,
            &StepDelivery::on(SYNCED),
            days,
            &[],
            &mut self.room,
            &mut self.credits,
            &mut self.reasons,
        )
        .expect("within reach")
    }

    fn abi(&mut self, accrue: Accrue, programme: *const c_void, days: &[StepDay]) -> usize {
        let mut len = 0;
        let (credits, reasons) = (&mut self.credits, &mut self.reasons);
        // SAFETY: a live programme, and arrays of these lengths.
        let status = unsafe {
            accrue(
                programme,
                &StepDelivery::on(SYNCED),
                days.as_ptr(),
                days.len(),
                ptr::null(),
                0,
                credits.as_mut_ptr(),
                credits.len(),
                &mut len,
                reasons.as_mut_ptr(),
            )
        };
        assert_eq!(status, 0);
        len
    }
}

/// A way to the points of a member's year; what it gives is only looked at by the optimiser.
type Way<'a> = (&'a str, Box<dyn FnMut(&[StepDay]) -> usize + 'a>);

/// Times ways to the same points, in turns.
fn compare(title: &str, members: &[Vec<StepDay>], mut ways: Vec<Way>) {
    let records: usize = members.iter().map(|member| member.len()).sum();
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for ((_, work), times) in ways.iter_mut().zip(&mut times) {
            let start = Instant::now();
            for member in members {
                black_box(work(black_box(member)));
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / records as f64);
        }
    }
    println!("{title:<32}{:>10}{:>10}", "least ns", "median");
    for ((name, _), mut times) in ways.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("  {name:<30}{:>10.2}{:>10.2}", times[0], times[times.len() / 2]);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (parse, accrue) = library()?;
    let handle = |document: &[u8]| {
        let mut programme = ptr::null();
        // SAFETY: a document of this length, and a programme to write.
        let status = unsafe { parse(document.as_ptr(), document.len(), &mut programme, ptr::null_mut()) };
        assert_eq!(status, 0);
        programme
    };
    let one = (kkr(), handle(KKR));
    let two = (two_rules(), handle(TWO_RULES.as_bytes()));
    let years: Vec<_> = (0..MEMBERS).map(steps_of).collect();
    let risings: Vec<_> = (0..MEMBERS).map(|member| rising(steps_of(member))).collect();
    let by_hand: [(&str, fn(&[StepDay]) -> i64); 3] = [
        ("by hand, in maps", plain::in_maps),
        ("by hand, by place", plain::by_place),
        ("by hand, a bit for a day", plain::by_bits),
    ];
    // A bit for a day pays its first record alone: with revisions that is another sum. Two rules were not written by hand.
    for (title, (programme, handle), members, plain) in [
        ("a year", &one, &years, &by_hand[..]),
        ("a year, each day rising thrice", &one, &risings, &by_hand[..2]),
        ("two rules, three caps, rising", &two, &risings, &[]),
    ] {
        let most = members.first().ok_or("no members")?;
        let (mut core, mut abi, mut points) = (Out::new(most), Out::new(most), 0);
        for days in members {
            let (core_len, abi_len) = (core.core(programme, days), abi.abi(accrue, *handle, days));
            assert!(core.credits[..core_len] == abi.credits[..abi_len] && core.reasons == abi.reasons);
            assert!(plain.iter().all(|(_, pay)| pay(days) == core.points(core_len)), "different points");
            points += core.points(core_len);
        }
        let mut ways: Vec<Way> = vec![
            ("kenpo, core", Box::new(|member| core.core(programme, member))),
            ("kenpo, C ABI", Box::new(|member| abi.abi(accrue, *handle, member))),
        ];
        for (name, pay) in plain {
            ways.push((name, Box::new(move |member| pay(member) as usize)));
        }
        compare(title, members, ways);
        println!("  {points} points paid by each");
    }
    Ok(())
}
