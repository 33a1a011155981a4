//! Steps from any file that `kenpo-intake` reads, member by member.

use std::{
    cell::Cell,
    fs::File,
    io::{self, Read},
    ops::ControlFlow,
    path::Path,
    rc::Rc,
};

use indicatif::{ProgressBar, ProgressStyle};
use kenpo::civil::Date;
use kenpo_intake::{DateOrder, Days, Error, Interval, Item, Options, Report};

use crate::stop::{Outcome, Stop};

/// A day's steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    pub(crate) date: Date,
    pub(crate) steps: i64,
}

impl Row {
    fn new(date: Date, steps: u64) -> Self {
        // The reader gives 2^53 − 1 at most.
        Self { date, steps: i64::try_from(steps).unwrap_or(i64::MAX) }
    }
}

/// Rows of a member at most.
const MOST_ROWS: usize = 100_000;
/// Members between two looks at the clock.
const SHOWN: u64 = 64;

/// Whatever takes each member's rows, with the member's name where the file has several.
pub(crate) type Take<'t> = dyn FnMut(Option<&str>, &[Row]) -> Outcome<()> + 't;

/// Reads a file, or the standard input for `-`. `empty` says that it holds no steps.
///
/// # Errors
/// A file that cannot be read or holds no steps; members that are not sorted; what `take` stops with.
pub(crate) fn read(path: &str, dates: Option<DateOrder>, empty: &str, take: &mut Take<'_>) -> Outcome<Report> {
    let mut reader = Reader { take, member: None, rows: Vec::new(), days: Days::default(), members: 0, fault: None };
    let options = Options { dates, ..Options::default() };
    let length = if path == "-" { None } else { std::fs::metadata(path).ok().map(|metadata| metadata.len()) };
    let progress = Progress::over(length);
    let mut each = |item: Item<'_>| reader.item(&item, &progress);
    let report = if path == "-" {
        kenpo_intake::read_stream(progress.reading(io::stdin().lock()), &options, &mut each)
    } else {
        let file = File::open(path).map_err(|error| Stop::Fault(format!("{path}: {error}")))?;
        match kenpo_intake::read_stream(progress.reading(file), &options, &mut each) {
            Err(Error::NeedsFile) => kenpo_intake::read(Path::new(path), &options, &mut each),
            read => read,
        }
    };
    if let Some(fault) = reader.fault.take() {
        return Err(fault);
    }
    let report = report.map_err(|error| Stop::Fault(format!("{path}: {error}")))?;
    if !reader.finish()? {
        return Err(Stop::Fault(format!("{path}: {empty}")));
    }
    Ok(report)
}

struct Reader<'t, 'f> {
    take: &'t mut Take<'f>,
    member: Option<String>,
    rows: Vec<Row>,
    days: Days,
    members: u64,
    fault: Option<Stop>,
}

impl Reader<'_, '_> {
    fn item(&mut self, item: &Item<'_>, progress: &Progress) -> ControlFlow<()> {
        let taken = match item {
            Item::Interval(interval) => self.interval(interval, progress),
            Item::Dropped(dropped) if dropped.cause.is_fault() => {
                progress.say(&dropped.to_string());
                Ok(())
            }
            Item::Dropped(_) => Ok(()),
        };
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(fault) => {
                self.fault = Some(fault);
                ControlFlow::Break(())
            }
        }
    }

    fn interval(&mut self, interval: &Interval<'_>, progress: &Progress) -> Outcome<()> {
        if let Some(member) = interval.member
            && self.member.as_deref() != Some(member)
        {
            // What is held is one member, so that a file may be longer than the memory.
            if self.member.as_deref().is_some_and(|before| member < before) {
                return Err(Stop::Fault(format!(
                    "line {}: this member sorts before the one above; sort the file by member",
                    interval.line
                )));
            }
            self.hand_over()?;
            self.member = Some(member.to_owned());
            self.members += 1;
            if self.members.is_multiple_of(SHOWN) {
                progress.show(self.members);
            }
        }
        match interval.whole_day() {
            Some(date) => self.rows.push(Row::new(date, interval.count)),
            None if interval.member.is_some() => self.rows.push(Row::new(interval.start.date(), interval.count)),
            None => self.days.push(interval),
        }
        if self.rows.len() > MOST_ROWS {
            return Err(Stop::Fault(format!("line {}: more than 100,000 rows of a member", interval.line)));
        }
        Ok(())
    }

    fn hand_over(&mut self) -> Outcome<()> {
        if !self.rows.is_empty() {
            (self.take)(self.member.as_deref(), &self.rows)?;
            self.rows.clear();
        }
        Ok(())
    }

    /// Hands the last member over; whether there was any.
    fn finish(mut self) -> Outcome {
        let days = std::mem::take(&mut self.days).finish();
        self.rows.extend(days.iter().map(|day| Row::new(day.date, day.steps)));
        let any = self.members > 0 || !self.rows.is_empty();
        self.hand_over()?;
        Ok(any)
    }
}

/// How far a file has been read, on a terminal and after a second; elsewhere nothing is drawn.
struct Progress {
    bar: ProgressBar,
    read: Rc<Cell<u64>>,
}

/// A reader that counts its bytes.
struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

impl Progress {
    fn over(bytes: Option<u64>) -> Self {
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} to go"),
            None => (ProgressBar::no_length(), "{spinner} {bytes}, {msg}"),
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: bar.with_style(style), read: Rc::default() }
    }

    fn reading<R>(&self, bytes: R) -> Counted<R> {
        Counted(bytes, Rc::clone(&self.read))
    }

    fn show(&self, members: u64) {
        if self.bar.is_hidden() || self.bar.elapsed().as_secs() < 1 {
            return;
        }
        let rate = members as f64 / self.bar.elapsed().as_secs_f64();
        self.bar.set_message(format!("{members} members, {rate:.0}/s"));
        self.bar.set_position(self.read.get());
    }

    /// A line on the error stream, above the bar.
    fn say(&self, line: &str) {
        self.bar.suspend(|| anstream::eprintln!("{line}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
