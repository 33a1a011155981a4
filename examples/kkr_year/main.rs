//! A member's year in KKR健幸ポイント: registration, steps, points under the monthly cap, tickets, the draw and the coupon.
//!
//!     cargo run --release --example kkr_year -- examples/data/steps.csv
//!
//! Any file that `kenpo-intake` reads will do, as phones, watches and their services export it: `export.zip`, `Health Connect.zip`,
//! `Daily activity metrics.csv` and so on. Whoever counted them, they reach the programme through the phone's health store.
//! `--dates month-first` or `day-first` says what 3/4/2016 is.
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
mod source;

use std::{
    env,
    error::Error,
    fs::File,
    io::{self, BufWriter, ErrorKind, Write},
    process::ExitCode,
};

use kenpo::{
    Explain, Programme, Reason,
    civil::{Date, Instant},
    coupon, points, registration,
    value::{Code, Count, HostId},
};
use kenpo_intake::{DateOrder, Error as Fault, Options};
use members::Payer;
use source::{Row, Year};

/// The programme, with its step tiers an example.
const KKR: &[u8] = include_bytes!("../../programmes/kkr.json");

/// An insurer number of the right form: 国家公務員共済 (31), Tokyo.
const INSURER_NUMBER: &str = "31130008";

const USAGE: &str = "usage: kkr_year STEPS|- [--out POINTS.csv] [--dates month-first|day-first]";

/// What is to be read, and how.
struct Arguments {
    path: String,
    out: Option<String>,
    options: Options,
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut path, mut out, mut options) = (None, None, Options::default());
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--out" => out = Some(given.next()?),
            "--dates" => {
                options.dates = Some(match given.next()?.as_str() {
                    "month-first" => DateOrder::MonthFirst,
                    "day-first" => DateOrder::DayFirst,
                    _ => return None,
                });
            }
            _ if path.is_none() => path = Some(argument),
            _ => return None,
        }
    }
    Some(Arguments { path: path?, out, options })
}

fn main() -> ExitCode {
    let Some(arguments) = arguments(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match read(&arguments, &mut out).and_then(|faults| out.flush().map(|()| faults).map_err(Into::into)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // Whoever reads has seen enough.
        Err(error) if error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", arguments.path);
            ExitCode::FAILURE
        }
    }
}

/// Reads a file of one member or of many, and gives how many rows were faulty.
fn read(arguments: &Arguments, out: &mut impl Write) -> Result<u64, Box<dyn Error>> {
    let Arguments { path, out: file, options } = arguments;
    let programme = kenpo::parse_programme(KKR).map_err(|failure| format!("{failure:?}"))?;
    let mut file = file.as_ref().map(File::create).transpose()?.map(BufWriter::new);
    let mut payer = Payer::new(&programme, file.as_mut());
    let mut year = Year::default();
    let report = source::read(path, options, &mut year, &mut payer);
    let report = match report {
        // The payer had a fault of its own.
        Err(Fault::Stopped) => return Err(payer.fault.take().unwrap_or_else(|| "stopped".into())),
        report => report?,
    };
    if payer.has_members() {
        let totals = payer.finish()?;
        file.map_or(Ok(()), |mut file| file.flush())?;
        report::totals(out, &totals, &report)?;
    } else if file.is_some() {
        return Err("--out is for a file with the header member,date,steps".into());
    } else {
        self::year(&programme, year, &report, out)?;
    }
    Ok(report.faults())
}

/// Prints a member's year.
fn year(
    programme: &Programme,
    year: Year,
    report: &kenpo_intake::Report,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    writeln!(out, "Rows        {report}")?;
    let rows = year.rows();
    let last = rows.iter().map(|row| row.date).max().ok_or("no row with a date and steps")?;
    // The phone sends everything the morning after the last day.
    let morning = last.succ().ok_or("no day after the last")?;
    let now = Instant::from_unix(Instant::start_of(morning).unix() + 9 * 3_600).ok_or("no such morning")?;

    register(programme, morning, out)?;
    let accrued = accrue(programme, &rows, now)?;
    report::months(out, &rows, &accrued)?;

    let tickets = exchange(programme, accrued.store, now, out)?;
    let drawn_on = draw::hold(tickets, now, out)?;
    let request = coupon::CouponRequest {
        coupon: code("kkr_coupon")?,
        issued_on: drawn_on,
        drawn_on: None,
        code: None,
        explain: Explain::None,
    };
    let coupon = coupon::issue(programme, &request)?.verdict;
    if let (Some(yen), Some(last_day)) = (coupon.value_yen, coupon.last_day) {
        writeln!(out, "Coupon      {yen} yen for each winner, issued on {drawn_on}, last day {last_day}")?;
    }
    Ok(())
}

fn register(programme: &Programme, as_of: Date, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let insurer_number = INSURER_NUMBER.into();
    let request = registration::RegistrationRequest { as_of, insurer_number, explain: Explain::None };
    let verdict = registration::check(programme, &request)?.verdict;
    writeln!(out, "Registered  insurer number {INSURER_NUMBER}: {}", verdict.reason)?;
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
fn exchange(
    programme: &Programme,
    entries: Vec<points::Entry>,
    now: Instant,
    out: &mut impl Write,
) -> Result<u32, Box<dyn Error>> {
    let ledger = points::Ledger { opening: None, entries };
    let ask = |quantity| points::ExchangeRequest {
        now,
        ledger: ledger.clone(),
        earlier: None,
        goods: Code::new("ticket").expect("a code"),
        quantity,
        taken: None,
        request_key: HostId::new("year-end").expect("a key"),
        explain: Explain::None,
    };
    let price = programme.exchange("ticket", now.date()).map_or(Count::ZERO, |terms| terms.points);
    let balance = ledger.entries.iter().map(|entry| entry.points.get()).sum::<i64>();
    let most = balance.checked_div(price.get()).and_then(Count::new).unwrap_or(Count::ZERO);
    if most == Count::ZERO {
        writeln!(out, "Exchange    {balance} points make no ticket")?;
        return Ok(0);
    }
    let posting = points::exchange(programme, &ask(most))?;
    let verdict = posting.verdict;
    writeln!(
        out,
        "Exchange    {} points for {} tickets, {} points left",
        verdict.points, verdict.quantity, verdict.balance
    )?;

    // It cannot be undone, and the library says by which rule.
    let mut entries = ledger.entries;
    let sequence = posting.store.first().map_or(Count::ZERO, |entry| entry.sequence);
    entries.extend(posting.store);
    let request = points::ReverseRequest {
        now,
        ledger: points::Ledger { opening: None, entries },
        sequence,
        quantity: None,
        request_key: HostId::new("regret").map_err(|code| code.name())?,
        explain: Explain::Failed,
    };
    let undone = points::reverse(programme, &request)?;
    let rule = undone.checks.first().map_or("", |check| check.rule.as_str());
    writeln!(out, "Undo        refused: {} ({rule})", undone.verdict.reason)?;
    Ok(u32::try_from(verdict.quantity.get())?)
}

fn code(text: &str) -> Result<Code, String> {
    Code::new(text).map_err(|code| code.to_string())
}
