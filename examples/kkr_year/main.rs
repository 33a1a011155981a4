//! A member's year in KKR健幸ポイント: registration, steps, points under the monthly cap, tickets, the draw and the coupon.
//!
//!     cargo run --release --example kkr_year -- examples/data/steps.csv
//!
//! A file with the header `member,date,steps`, sorted by member, is paid member by member and summed up; `-` is the
//! standard input, and `--out FILE` takes a line for each member:
//!
//!     cargo run --release --example make_steps -- 100000 > steps.csv
//!     cargo run --release --example kkr_year -- steps.csv --out points.csv

mod draw;
mod members;
mod progress;
mod report;

use std::{
    env,
    error::Error,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write as _},
    process::ExitCode,
};

use kenpo::{
    Explain, Programme, Reason,
    civil::{Date, Instant},
    coupon, points, registration,
    value::{Code, Count, HostId},
};
use kenpo_examples::steps_csv::{Reader, Row};
use members::Totals;
use progress::Progress;

/// The programme, with its step tiers an example.
const KKR: &[u8] = include_bytes!("../../programmes/kkr.json");

/// An insurer number of the right form: 国家公務員共済 (31), Tokyo.
const INSURER_NUMBER: &str = "31130008";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (path, out) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [path] => (path, None),
        [path, "--out", out] | ["--out", out, path] => (path, Some(out)),
        _ => {
            eprintln!("usage: kkr_year STEPS.csv|- [--out POINTS.csv]");
            return ExitCode::FAILURE;
        }
    };
    match read(path, out) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads a file of one member or of many, and says how many rows were malformed.
fn read(path: &str, out: Option<&str>) -> Result<u64, Box<dyn Error>> {
    let programme = kenpo::parse_programme(KKR).map_err(|failure| format!("{failure:?}"))?;
    let (bytes, length): (Box<dyn BufRead>, _) = match path {
        "-" => (Box::new(io::stdin().lock()), None),
        _ => {
            let file = File::open(path)?;
            let length = file.metadata()?.len();
            (Box::new(BufReader::with_capacity(1 << 16, file)), Some(length))
        }
    };
    let mut steps = Reader::new(bytes)?;
    if !steps.has_members() {
        return match out {
            None => year(&programme, &mut steps),
            Some(_) => Err("--out is for a file with the header member,date,steps".into()),
        };
    }
    let mut out = out.map(File::create).transpose()?.map(BufWriter::new);
    let mut totals = Totals::default();
    let mut progress = Progress::over(length);
    let paid = members::pay(&programme, &mut steps, &mut progress, out.as_mut(), &mut totals);
    progress.end();
    paid?;
    out.map_or(Ok(()), |mut out| out.flush())?;
    report::totals(&totals);
    Ok(totals.malformed_rows())
}

/// Prints a member's year.
fn year(programme: &Programme, steps: &mut Reader<impl BufRead>) -> Result<u64, Box<dyn Error>> {
    let (mut rows, mut malformed) = (Vec::new(), Vec::new());
    while let Some(record) = steps.record()? {
        match record {
            Ok((_, row)) => rows.push(row),
            Err(fault) => malformed.push(fault),
        }
    }
    let last = rows.iter().map(|row| row.date).max().ok_or("no row with a date and steps")?;
    // The phone sends everything the morning after the last day.
    let morning = last.succ().ok_or("no day after the last")?;
    let now = Instant::from_unix(Instant::start_of(morning).unix() + 9 * 3_600).ok_or("no such morning")?;
    report::rows(rows.len(), &malformed);

    register(programme, morning)?;
    let accrued = accrue(programme, &rows, now)?;
    report::months(&rows, &accrued);

    let tickets = exchange(programme, accrued.store, now)?;
    let drawn_on = draw::hold(tickets, now)?;
    let request = coupon::CouponRequest {
        coupon: code("kkr_coupon")?,
        issued_on: drawn_on,
        drawn_on: None,
        explain: Explain::None,
    };
    let coupon = coupon::issue(programme, &request)?.verdict;
    if let (Some(yen), Some(last_day)) = (coupon.value_yen, coupon.last_day) {
        println!("Coupon      {yen} yen for each winner, issued on {drawn_on}, last day {last_day}");
    }
    Ok(malformed.len() as u64)
}

fn register(programme: &Programme, as_of: Date) -> Result<(), Box<dyn Error>> {
    let insurer_number = INSURER_NUMBER.into();
    let request = registration::RegistrationRequest { as_of, insurer_number, explain: Explain::None };
    let verdict = registration::check(programme, &request)?.verdict;
    println!("Registered  insurer number {INSURER_NUMBER}: {}", verdict.reason);
    if verdict.reason == Reason::Accepted { Ok(()) } else { Err(verdict.reason.text().into()) }
}

type Accrued = kenpo::Posting<points::AccrueVerdict<Vec<points::ArrivalVerdict>>, points::Entry>;

fn accrue(programme: &Programme, rows: &[Row], now: Instant) -> Result<Accrued, Box<dyn Error>> {
    let source = Some(code("healthkit")?);
    let arrival =
        |row: &Row| points::Arrival { date: row.date, steps: row.steps, source: source.clone(), revision: None };
    let arrivals = rows.iter().map(arrival).collect();
    let request = points::AccrueRequest::new(now, points::Ledger::default(), arrivals);
    Ok(points::accrue(programme, &request)?)
}

/// Exchanges all that makes a whole ticket.
fn exchange(programme: &Programme, entries: Vec<points::Entry>, now: Instant) -> Result<u32, Box<dyn Error>> {
    let ledger = points::Ledger { opening: None, entries };
    let ask = |quantity| points::ExchangeRequest {
        now,
        ledger: ledger.clone(),
        earlier: None,
        goods: Code::new("ticket").expect("a code"),
        quantity,
        request_key: HostId::new("year-end").expect("a key"),
        explain: Explain::None,
    };
    let price = programme.exchange("ticket", now.date()).map_or(Count::ZERO, |terms| terms.points);
    let balance = ledger.entries.iter().map(|entry| entry.points.get()).sum::<i64>();
    let most = balance.checked_div(price.get()).and_then(Count::new).unwrap_or(Count::ZERO);
    if most == Count::ZERO {
        println!("Exchange    {balance} points make no ticket");
        return Ok(0);
    }
    let posting = points::exchange(programme, &ask(most))?;
    let verdict = posting.verdict;
    println!("Exchange    {} points for {} tickets, {} points left", verdict.points, verdict.quantity, verdict.balance);

    // It cannot be undone, and the library says by which rule.
    let mut entries = ledger.entries;
    let sequence = posting.store.first().map_or(Count::ZERO, |entry| entry.sequence);
    entries.extend(posting.store);
    let request = points::ReverseRequest {
        now,
        ledger: points::Ledger { opening: None, entries },
        sequence,
        request_key: HostId::new("regret").map_err(|code| code.name())?,
        explain: Explain::Failed,
    };
    let undone = points::reverse(programme, &request)?;
    let rule = undone.checks.first().map_or("", |check| check.rule.as_str());
    println!("Undo        refused: {} ({rule})", undone.verdict.reason);
    Ok(u32::try_from(verdict.quantity.get())?)
}

fn code(text: &str) -> Result<Code, String> {
    Code::new(text).map_err(|code| code.to_string())
}
