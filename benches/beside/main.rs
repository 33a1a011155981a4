//! Instructions of the JSON lane in the shipped library and in another build's, in one run: `cargo xtask bench beside OTHER.so [PROGRAMMES]`.
//!
//! Each work is counted under callgrind as the difference of two runs that do it once and several times. `PROGRAMMES` is the folder of
//! documents that the other build reads, where it does not read today's.
#![allow(missing_docs)]

use std::{
    env,
    error::Error,
    ffi::{c_char, c_void},
    fs,
    process::Command,
    ptr,
};

use kenpo_benches::{accrue_request, library::Library};

type Fallible<T> = Result<T, Box<dyn Error>>;
type Parse = unsafe extern "C" fn(*const c_char, usize, *mut *const c_void, *mut Buffer) -> i32;
type Answer =
    unsafe extern "C" fn(*const c_void, *const c_char, usize, *const c_char, usize, *mut Buffer, *mut Buffer) -> i32;
type Free = unsafe extern "C" fn(*mut Buffer);

/// `kenpo_buf`.
#[repr(C)]
struct Buffer {
    text: *mut u8,
    len: usize,
}

const EMPTY: Buffer = Buffer { text: ptr::null_mut(), len: 0 };
/// The work that is no operation: reading the document.
const PARSE: &str = "parse";

/// What is done, with which document and request, and how often.
struct Work {
    name: &'static str,
    programme: &'static str,
    request: String,
    times: u32,
}

fn works() -> Vec<Work> {
    let work = |name, programme, request: &str, times| Work { name, programme, request: request.into(), times };
    let year = accrue_request();
    // Thirty records, and the end of the list.
    let month = year.split_inclusive("},").take(30).collect::<String>();
    let month = format!("{}]}}", month.trim_end_matches(','));
    vec![
        work("registration.check", "kkr", r#"{"as_of":"2022-06-01","insurer_number":"31130008"}"#, 20),
        work("coupon.issue", "kkr", r#"{"coupon":"kkr_coupon","issued_on":"2022-06-23"}"#, 20),
        work(
            "eligibility.check",
            "kenren",
            r#"{"service":"group_checkup","on":"2024-06-14","person":{"id":"p1","born":"1949-06-15","relation":"insured","insured_from":"2010-04-01"},"uses":[{"service":"dock","date":"2024-05-01"}]}"#,
            20,
        ),
        work(
            "subsidy.claim",
            "kenren",
            r#"{"service":"dock","on":"2024-06-01","cost_yen":20490,"insured_treatment":false,"person":{"id":"p1","born":"1970-05-05","relation":"insured","insured_from":"2010-04-01"}}"#,
            20,
        ),
        work("points.accrue", "kkr", &month, 4),
        work("points.accrue", "kkr", &year, 2),
        work(PARSE, "kkr", "", 4),
        work(PARSE, "kenren", "", 4),
    ]
}

/// Does a work a number of times with the library of `KENPO_LIBRARY`.
fn perform(work: &Work, folder: &str, times: u32) -> Fallible<()> {
    let library = Library::shipped()?;
    // SAFETY: these are their signatures in kenpo.h.
    let (parse, answer, free): (Parse, Answer, Free) = unsafe {
        (
            library.function(c"kenpo_programme_parse"),
            library.function(c"kenpo_answer"),
            library.function(c"kenpo_buf_free"),
        )
    };
    let document = fs::read(format!("{folder}/{}.json", work.programme))?;
    let mut programme = ptr::null();
    let parses = if work.name == PARSE { times } else { 1 };
    for _ in 0..parses {
        // SAFETY: texts with their lengths, and places for what comes back.
        let status = unsafe { parse(document.as_ptr().cast(), document.len(), &mut programme, ptr::null_mut()) };
        assert_eq!(status, 0, "the document is sound");
    }
    for _ in parses..times.max(parses) {
        let (mut out, request) = (EMPTY, &work.request);
        // SAFETY: as before, with a live programme.
        let status = unsafe {
            let (name, request) = (work.name.as_ptr().cast(), (request.as_ptr().cast(), request.len()));
            answer(programme, name, work.name.len(), request.0, request.1, &mut out, ptr::null_mut())
        };
        assert_eq!(status, 0, "the request is sound");
        // SAFETY: filled by the library.
        unsafe { free(&mut out) };
    }
    Ok(())
}

/// The instructions of one go of a work.
fn count(at: usize, work: &Work, library: &str, folder: &str) -> Fallible<u64> {
    let run = |times: u32| -> Fallible<u64> {
        let mut run = Command::new("valgrind");
        run.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(env::current_exe()?);
        run.args([at.to_string(), times.to_string(), folder.to_owned()]).env("KENPO_LIBRARY", library);
        // callgrind counts `rep stosb` once for each byte: wiping a buffer is to be counted as vector stores.
        run.env("GLIBC_TUNABLES", "glibc.cpu.x86_rep_stosb_threshold=100000000");
        let output = run.output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let counted = said.lines().find_map(|line| line.split_once("Collected : "));
        let (_, counted) = counted.filter(|_| output.status.success()).ok_or_else(|| said.clone().into_owned())?;
        Ok(counted.trim().parse()?)
    };
    Ok((run(work.times + 2)? - run(2)?) / u64::from(work.times))
}

fn main() -> Fallible<()> {
    let works = works();
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [at, times, folder] = arguments.as_slice() {
        return perform(&works[at.parse::<usize>()?], folder, times.parse()?);
    }
    let (library, beside) = (env::var("KENPO_LIBRARY")?, env::var("KENPO_BESIDE")?);
    let (ours, theirs) = (env::var("KENPO_PROGRAMMES")?, env::var("KENPO_PROGRAMMES_BESIDE")?);
    println!("{:24}{:>12}{:>12}{:>8}", "instructions", "other", "this", "ratio");
    for (at, work) in works.iter().enumerate() {
        let (this, other) = (count(at, work, &library, &ours)?, count(at, work, &beside, &theirs)?);
        let ratio = this as f64 / other as f64;
        println!("{:24}{other:>12}{this:>12}{ratio:>8.2}", work.name);
    }
    Ok(())
}
