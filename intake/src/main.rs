//! `date,steps,source` of a file that a phone exported, or its intervals.
//!
//!     kenpo-intake export.zip
//!     kenpo-intake dailyActivity_merged.csv --dates month-first
//!     kenpo-intake "Health Connect.zip" --intervals
//!
//! What was read goes to the error stream. A file of several members gives `member,date,steps,source`, row by row.

use std::{
    env,
    error::Error,
    io::{self, BufWriter, ErrorKind, StdoutLock, Write as _},
    ops::ControlFlow,
    path::Path,
    process::ExitCode,
};

use csv::Writer;
use kenpo_intake::{DateOrder, Days, Error as Fault, Interval, Item, Options, read, read_stream};

const USAGE: &str = "usage: kenpo-intake FILE|- [--dates month-first|day-first] [--intervals]";

struct Arguments {
    path: String,
    options: Options,
    intervals: bool,
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut path, mut options, mut intervals) = (None, Options::default(), false);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--intervals" => intervals = true,
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
    Some(Arguments { path: path?, options, intervals })
}

fn main() -> ExitCode {
    let Some(arguments) = arguments(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match run(&arguments) {
        Ok(code) => code,
        // Whoever reads has seen enough.
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", arguments.path);
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let of_csv = error.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
        csv::ErrorKind::Io(error) => Some(error),
        _ => None,
    });
    of_csv.or(error.downcast_ref::<io::Error>()).is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

type Out<'o> = Writer<BufWriter<StdoutLock<'o>>>;

/// What is written as items come, and the days of a file of one.
struct Sink<'o> {
    out: Out<'o>,
    intervals: bool,
    days: Days,
    has_header: bool,
    failed: Option<csv::Error>,
}

impl Sink<'_> {
    fn take(&mut self, item: &Item<'_>) -> ControlFlow<()> {
        let written = match item {
            Item::Dropped(dropped) => {
                if dropped.cause.is_fault() {
                    eprintln!("{dropped}");
                }
                Ok(())
            }
            Item::Interval(interval) if self.intervals => self.interval(interval),
            Item::Interval(Interval { member: Some(member), start, count, source, .. }) => {
                let (date, steps) = (start.date().to_string(), count.to_string());
                self.row(["member", "date", "steps", "source"], [member, &date, &steps, source])
            }
            Item::Interval(interval) => {
                self.days.push(interval);
                Ok(())
            }
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn interval(&mut self, interval: &Interval<'_>) -> csv::Result<()> {
        let Interval { start, end, count, source, device, id, deleted, .. } = *interval;
        self.row(
            ["start", "end", "count", "source", "device", "id", "deleted"],
            [
                &start.to_string(),
                &end.to_string(),
                &count.to_string(),
                source,
                device,
                id.unwrap_or_default(),
                if deleted { "true" } else { "" },
            ],
        )
    }

    fn row<const N: usize>(&mut self, header: [&str; N], row: [&str; N]) -> csv::Result<()> {
        if !self.has_header {
            self.has_header = true;
            self.out.write_record(header)?;
        }
        self.out.write_record(row)
    }
}

fn run(Arguments { path, options, intervals }: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let out = Writer::from_writer(BufWriter::new(io::stdout().lock()));
    let mut sink = Sink { out, intervals: *intervals, days: Days::default(), has_header: false, failed: None };
    let report = match path.as_str() {
        "-" => read_stream(io::stdin().lock(), options, &mut |item| sink.take(&item)),
        path => read(Path::new(path), options, &mut |item| sink.take(&item)),
    };
    let report = match (report, sink.failed.take()) {
        (Err(Fault::Stopped), Some(error)) => return Err(error.into()),
        (report, _) => report?,
    };
    for day in std::mem::take(&mut sink.days).finish() {
        let (date, steps) = (day.date.to_string(), day.steps.to_string());
        sink.row(["date", "steps", "source"], [&date, &steps, report.form.source()])?;
    }
    sink.out.flush()?;
    sink.out.into_inner().map_err(|error| error.into_error())?.flush()?;
    eprintln!("{report}");
    Ok(if report.faults() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
