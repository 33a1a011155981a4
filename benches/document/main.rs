//! Milliseconds to read and to check a document of 100 kB, sound and with more faults than are said: `cargo xtask bench document`.
//!
//! The library is the shipped one, through its C ABI, and so is the command `KENPO_COMMAND`, of which a whole process is timed and the time from a save to
//! what `--watch` prints. The documents are written into the folder `KENPO_DOCUMENTS`, for Node.
#![allow(missing_docs)]

use std::{
    env,
    error::Error,
    ffi::c_void,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    ptr,
    time::Instant,
};

use kenpo_benches::library::Library;

const ROUNDS: usize = 50;
const LENGTH: usize = 100_000;

type Parse = unsafe extern "C" fn(*const u8, usize, *mut *const c_void, *mut Buffer) -> i32;
type Answer = unsafe extern "C" fn(*const c_void, *const u8, usize, *const u8, usize, *mut Buffer, *mut Buffer) -> i32;
type Release = unsafe extern "C" fn(*const c_void);
type Free = unsafe extern "C" fn(*mut Buffer);

/// `kenpo_buf`.
#[repr(C)]
struct Buffer {
    text: *mut u8,
    len: usize,
}

const EMPTY: Buffer = Buffer { text: ptr::null_mut(), len: 0 };

/// A document of settings of each kind, at least as long as asked for. With a `month` above 12 each voucher is a fault.
fn document(month: u8) -> String {
    let mut lists = [const { Vec::new() }; 5];
    let mut length = 0;
    for at in 0.. {
        let settings = [
            format!(
                r#"{{"id":"s{at}","age":{{"rule":"第{at}条","at_least":40,"below":75}},"insured":{{"rule":"第{at}条","on_first_of_april":true}},"relations":[{{"rule":"第{at}条","admitted":["insured","dependant"]}}]}}"#
            ),
            format!(
                r#"{{"id":"s{at}","rule":"第{at}条","bands":[{{"at_least":1,"basis_points":7000}},{{"at_least":30000,"yen":25000}}],"max_plausible_cost_yen":1000000}}"#
            ),
            format!(r#"{{"id":"s{at}","rule":"第{at}条","from_month":{month}}}"#),
            format!(
                r#"{{"id":"r{at}","rule":"第{at}条","step_tiers":[{{"at_least":3000,"points":5}},{{"at_least":5000,"points":10}},{{"at_least":8000,"points":20}}]}}"#
            ),
            format!(r#"{{"id":"c{at}","rule":"第{at}条","counts":["r{at}"],"window":"month","points":300}}"#),
        ];
        length += settings.iter().map(|setting| setting.len() + 1).sum::<usize>();
        lists.iter_mut().zip(settings).for_each(|(list, setting)| list.push(setting));
        if length >= LENGTH {
            break;
        }
    }
    let [eligibility, subsidies, vouchers, rules, caps] = lists.map(|list| list.join(","));
    format!(
        r#"{{"format":"kenpo-programme/1","id":"long","version":"1","name":"長い文書","eligibility":[{eligibility}],"subsidies":[{subsidies}],"vouchers":[{vouchers}],"points":{{"rules":[{rules}],"caps":[{caps}]}}}}"#
    )
}

/// The least and the median of some times.
fn of(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}

/// The command as a process.
fn by_command(command: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        Command::new(command).arg("check").arg(file).stdout(Stdio::null()).status()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let (least, median) = of(times);
    println!("command {}: a whole process {least:.1} ms, median {median:.1}", file.display());
    Ok(())
}

/// What `--watch` takes from a save until its answer is read. Each save has another version, which the answer says.
fn by_watch(command: &str, file: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    fs::write(file, text)?;
    let mut watch =
        Command::new(command).args(["check", "--json", "--watch"]).arg(file).stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(watch.stdout.take().ok_or("no standard output")?).lines();
    lines.next().ok_or("no first answer")??;
    let mut times = Vec::new();
    for round in 2..ROUNDS + 2 {
        let version = format!(r#""version":"{round}""#);
        let start = Instant::now();
        fs::write(file, text.replacen(r#""version":"1""#, &version, 1))?;
        // The middle of a save may be answered as well.
        while !lines.next().ok_or("no answer")??.contains(&version) {}
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    watch.kill()?;
    watch.wait()?;
    let (_, median) = of(times.clone());
    let most = times.into_iter().fold(0.0, f64::max);
    println!("command {}: from a save to its answer {median:.1} ms, at most {most:.1}", file.display());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let library = Library::shipped()?;
    // SAFETY: these are their signatures in kenpo.h.
    let (parse, answer, release, free): (Parse, Answer, Release, Free) = unsafe {
        (
            library.function(c"kenpo_programme_parse"),
            library.function(c"kenpo_answer"),
            library.function(c"kenpo_programme_free"),
            library.function(c"kenpo_buf_free"),
        )
    };
    let folder = env::var("KENPO_DOCUMENTS")?;
    fs::create_dir_all(&folder)?;
    for (name, month) in [("sound", 4), ("faulty", 13)] {
        let text = document(month);
        fs::write(Path::new(&folder).join(format!("{name}.json")), &text)?;
        let (operation, request) = ("programme.check", format!(r#"{{"document":{text}}}"#));
        let best = |work: &dyn Fn() -> i32| {
            let times = (0..ROUNDS).map(|_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64() * 1e3
            });
            times.fold(f64::INFINITY, f64::min)
        };
        // SAFETY: texts with their lengths, places for what comes back, and each result released once.
        let parsed = best(&|| unsafe {
            let mut programme = ptr::null();
            let status = parse(text.as_ptr(), text.len(), &mut programme, ptr::null_mut());
            release(programme);
            status
        });
        let checked = best(&|| unsafe {
            let mut out = EMPTY;
            let (name, asked) = (operation.as_bytes(), request.as_bytes());
            let (name, length) = (name.as_ptr(), name.len());
            let status = answer(ptr::null(), name, length, asked.as_ptr(), asked.len(), &mut out, ptr::null_mut());
            free(&mut out);
            status
        });
        println!("native  {name:7} {} bytes: read {parsed:.2} ms, programme.check {checked:.2} ms", text.len());
        let (command, file) = (env::var("KENPO_COMMAND")?, Path::new(&folder).join(format!("{name}.json")));
        by_command(&command, &file)?;
        if name == "sound" {
            by_watch(&command, &Path::new(&folder).join("watched.json"), &text)?;
        }
    }
    Ok(())
}
