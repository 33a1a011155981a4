//! Nanoseconds for each record of steps, everything in one run and in turn: `cargo xtask bench accrual`.
//!
//! Only the ratios can be compared with another run or machine. The library is the shipped one, through its C ABI.
#![allow(missing_docs)]

mod plain;

use std::{
    error::Error,
    ffi::{CStr, CString, c_char, c_int, c_void},
    hint::black_box,
    ptr,
    time::Instant,
};

use kenpo::{
    Programme,
    points::{StepCredit, StepDay, accrue_steps},
};
use kenpo_benches::{KKR, TWO_RULES, kkr, steps, steps_rising, two_rules};

const ROUNDS: usize = 301;
/// Deliveries of one round: enough to be timed.
const TIMES: usize = 50;
const SYNCED: i32 = 20_230_401;

type Parse = unsafe extern "C" fn(*const u8, usize, *mut *const c_void, *mut c_void) -> i32;
type Accrue = unsafe extern "C" fn(
    *const c_void,
    i32,
    *const StepDay,
    usize,
    *const StepCredit,
    usize,
    *mut StepCredit,
    usize,
    *mut usize,
    *mut i32,
) -> i32;

fn main() {}
