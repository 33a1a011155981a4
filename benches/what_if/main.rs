//! What `kenpo what-if` costs beside the two payments it needs, and from a file beside a plain read of it: `cargo xtask bench what-if`.
//!
//! The comparison is the command's own source. Only the ratios can be compared with another run or machine.
// The command's own files, of which a part is used.
#![allow(missing_docs, dead_code, unused_imports)]

#[path = "../../cli/src/compare.rs"]
mod compare;
#[path = "../../cli/src/pay/mod.rs"]
mod pay;
#[path = "../../cli/src/progress.rs"]
mod progress;
#[path = "../../cli/src/steps.rs"]
mod steps;
#[path = "../../cli/src/stop.rs"]
mod stop;

/// What these files use of others of the command, and the comparison does not.
mod lang {
    #[derive(Clone, Copy)]
    pub(crate) enum Lang {}
}
mod input {
    pub(crate) fn take_standard_input(lang: super::lang::Lang) -> super::stop::Outcome<()> {
        match lang {}
    }
}
mod source {
    pub(crate) fn number(number: usize) -> u32 {
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}

use std::{
    env,
    error::Error,
    fs::File,
    hint::black_box,
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::Path,
    process::Command,
    time::Instant,
};

use kenpo::{
    Programme, Reason,
    civil::Date,
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
};
use kenpo_benches::{KKR, steps_of};

use compare::Comparison;
use pay::{Arrival, Terms};

const MEMBERS: u64 = 10_000;
const ROUNDS: usize = 15;
const SYNCED: i32 = 20_230_401;

/// The typed lane twice, with room that is used again.
struct Lane {
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
}

impl Lane {
    fn pay(&mut self, programme: &Programme, days: &[StepDay]) -> usize {
        let Self { room, credits, reasons } = self;
        let reasons = &mut reasons[..days.len()];
        accrue_steps(programme, &StepDelivery::on(SYNCED), days, &[], room, credits, reasons).expect("within reach")
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let ours = kenpo::parse_programme(KKR)?;
    let changed = std::str::from_utf8(KKR)?.replacen("\"points\": 500", "\"points\": 600", 1);
    assert_ne!(changed.as_bytes(), KKR, "a figure is changed");
    let theirs = kenpo::parse_programme(changed.as_bytes())?;
    let members: Vec<Vec<StepDay>> = (0..MEMBERS).map(steps_of).collect();
    let records: usize = members.iter().map(Vec::len).sum();
    let terms = |programme| Terms { programme, person: None, arrival: Arrival::of(&[&ours, &theirs]), nobody: "" };

    let longest = members.iter().map(Vec::len).max().unwrap_or(0);
    let mut lane = Lane {
        room: vec![0; 2_048],
        credits: vec![StepCredit::default(); 2 * longest],
        reasons: vec![Reason::Accepted; longest],
    };
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for days in &members {
            black_box(lane.pay(&ours, black_box(days)));
            black_box(lane.pay(&theirs, black_box(days)));
        }
        times[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let mut comparison = Comparison::new([terms(&ours), terms(&theirs)]);
        for days in &members {
            comparison.member(Some("m"), black_box(days)).map_err(|_| "not paid")?;
        }
        black_box(comparison.totals.differing_days);
        times[1].push(start.elapsed().as_secs_f64());
    }
    let [lane, what_if] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    println!("{MEMBERS} member-years, {records} rows, median of {ROUNDS} rounds in turn");
    println!("  the typed lane, twice    {:>8.2} ns a row", lane * 1e9 / records as f64);
    println!(
        "  what-if                  {:>8.2} ns a row, {:.2} times that",
        what_if * 1e9 / records as f64,
        what_if / lane
    );
    from_file(&members, records)
}

/// The command as a whole process, and a loop that reads the same lines and adds their steps up.
fn from_file(members: &[Vec<StepDay>], records: usize) -> Result<(), Box<dyn Error>> {
    let path = Path::new(&env::var("CARGO_TARGET_DIR")?).join("what_if.csv");
    let mut file = BufWriter::new(File::create(&path)?);
    writeln!(file, "member,date,steps")?;
    for (member, days) in members.iter().enumerate() {
        for day in days {
            let date = Date::from_yyyymmdd(day.walked).ok_or("no day")?;
            writeln!(file, "m{member:05},{date},{}", day.steps)?;
        }
    }
    file.flush()?;
    let command = env::var("KENPO_COMMAND")?;
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..5 {
        let start = Instant::now();
        let mut sum = 0_u64;
        for line in BufReader::new(File::open(&path)?).lines().skip(1) {
            let line = line?;
            let mut fields = line.split(',');
            let (_, date) = (fields.next(), fields.next().ok_or("no date")?);
            black_box(date.replace('-', "").parse::<i32>()?);
            sum += fields.next().ok_or("no steps")?.parse::<u64>()?;
        }
        black_box(sum);
        times[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let mut what_if = Command::new(&command);
        what_if.args(["what-if", concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes/kkr.json")]);
        what_if.args(["--set", "points.caps.month.points=600", "--json"]);
        let output = what_if.arg(&path).output()?;
        let said = String::from_utf8(output.stdout)?;
        assert!(said.contains(&format!("\"rows\":{records}")), "{said}");
        times[1].push(start.elapsed().as_secs_f64());
    }
    for (name, mut times) in ["a plain read of the file", "what-if from the file"].into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("  {name:<24} {:>10.0} rows a second", records as f64 / times[times.len() / 2]);
    }
    Ok(())
}
