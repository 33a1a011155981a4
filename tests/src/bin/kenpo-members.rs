//! A member's year of steps through the typed lane, for as many members as are asked for, one after the other in one process.
//!
//! `kenpo-members COUNT`. Each member is paid what a plain reckoning pays, and memory stays below a bound whatever the count.

use std::{
    fs, iter,
    process::ExitCode,
    time::{Duration, Instant},
};

use kenpo_core::{
    Programme, Reason,
    civil::Date,
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
};

const KKR: &[u8] = include_bytes!("../../../programmes/kkr.json");

/// Fiscal 2022, paid the morning after.
const SYNCED: i32 = 20_230_401;
const MONTHS: [usize; 12] = [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31];
const DAYS: usize = 365;

/// Records of days that had one: a watch that comes late, a day revised.
const AGAIN: usize = 18;

/// Kilobytes that the process holds at most, itself and its libraries in it.
const MOST_MEMORY: u64 = 8_192;

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("kenpo-members: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let count: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).ok_or("takes a number of members")?;
    let programme = kenpo_wire::parse_programme(KKR).map_err(|failure| format!("{failure:?}"))?;
    let days = iter::successors(Date::from_ymd(2022, 4, 1), |day| day.succ());
    let days: Vec<i32> = days.take(DAYS).map(Date::yyyymmdd).collect();
    let mut books = Books {
        rows: Vec::with_capacity(DAYS + AGAIN),
        room: vec![0; 1_024],
        credits: vec![StepCredit::default(); DAYS + AGAIN],
        reasons: vec![Reason::NoRuleInEffect; DAYS + AGAIN],
    };
    let mut records = Vec::with_capacity(DAYS + AGAIN);
    let mut points = 0;
    let (mut paying, mut reckoning) = (Quickest::default(), Quickest::default());
    for member in 0..count {
        generate(member, &mut records);
        books.rows.clear();
        books.rows.extend(records.iter().map(|(day, steps)| StepDay::new(days[*day], *steps)));
        let paid = paying.time(|| pay(&programme, &mut books))?;
        let expected = reckoning.time(|| plainly(&records));
        if paid != expected {
            return Err(format!("member {member} was paid {paid}, and not {expected}"));
        }
        points += paid;
    }
    let memory = peak().ok_or("no VmHWM in /proc/self/status")?;
    if memory > MOST_MEMORY {
        return Err(format!("{memory} kB at most, and not below {MOST_MEMORY}"));
    }
    let events = count * (DAYS + AGAIN) as u64;
    let paid = format!("{count} members, {events} events, {points} points as reckoned plainly");
    let (paying, reckoning) = (paying.nanoseconds_an_event(), reckoning.nanoseconds_an_event());
    let speed = format!("{paying:.1} ns an event, {reckoning:.1} reckoned plainly, in the quickest {ROUND} members");
    Ok(format!("{paid}\n{speed}\n{memory} kB at most, of {MOST_MEMORY}"))
}

/// Members whose time is taken together.
const ROUND: u32 = 100;

/// The quickest round: what else the machine does makes others slower, and none quicker.
#[derive(Default)]
struct Quickest {
    round: Duration,
    members: u32,
    quickest: Option<Duration>,
}

impl Quickest {
    fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.round += start.elapsed();
        self.members += 1;
        if self.members == ROUND {
            self.quickest = Some(self.quickest.map_or(self.round, |quickest| quickest.min(self.round)));
            (self.round, self.members) = (Duration::ZERO, 0);
        }
        done
    }

    /// Not a number where there was no whole round.
    fn nanoseconds_an_event(&self) -> f64 {
        let events = f64::from(ROUND) * (DAYS + AGAIN) as f64;
        self.quickest.map_or(f64::NAN, |quickest| quickest.as_nanos() as f64 / events)
    }
}

/// A member's records as place in the year and steps, those that arrive again last.
fn generate(member: u64, records: &mut Vec<(usize, i64)>) {
    // SplitMix64, from as far apart for each member as a year draws numbers.
    let mut state = member << 12;
    let mut below = |end: u64| {
        state += 1;
        let mut mixed = state.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    };
    records.clear();
    for index in 0..DAYS + AGAIN {
        let day = if index < DAYS { index } else { below(DAYS as u64) as usize };
        // Now and then more than is plausible, or just as much.
        let steps = if below(64) == 0 { 99_998 + below(5) } else { below(15_000) };
        records.push((day, steps as i64));
    }
}

/// What the typed lane reads, works in and writes, used again for each member.
struct Books {
    rows: Vec<StepDay>,
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
}

fn pay(programme: &Programme, books: &mut Books) -> Result<i64, String> {
    let Books { rows, room, credits, reasons } = books;
    let len = accrue_steps(programme, &StepDelivery::on(SYNCED), rows, &[], room, credits, reasons)
        .map_err(|refused| format!("{refused:?}"))?;
    Ok(credits[..len].iter().map(|credit| credit.points).sum())
}

/// Each day's best plausible record, its tier, and 500 points a month: nothing else counts, in whatever order it came.
fn plainly(records: &[(usize, i64)]) -> i64 {
    let mut best = [0; DAYS];
    for (day, steps) in records.iter().filter(|(_, steps)| *steps <= 100_000) {
        best[*day] = best[*day].max(*steps);
    }
    let worth = |steps: &i64| match steps {
        10_000.. => 40,
        8_000.. => 20,
        5_000.. => 10,
        3_000.. => 5,
        _ => 0,
    };
    let mut year = best.iter();
    MONTHS.iter().map(|days| year.by_ref().take(*days).map(worth).sum::<i64>().min(500)).sum()
}

/// The most memory that this process has held, in kilobytes.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
