//! Steps from any file that `kenpo-intake` reads, member by member.

use std::{fs::File, io, ops::ControlFlow, path::Path};

use kenpo::points::StepDay;
use kenpo_intake::{DateOrder, Day, Days, Dropped, Error, Interval, Item, Options, Report, WholeDays};

use crate::{
    input,
    lang::Lang,
    progress::{Drawn, Progress},
    source::number,
    stop::{Outcome, Row, Stop, Unread},
};

fn row(day: &Day) -> StepDay {
    // The reader gives 2^53 − 1 at most.
    StepDay::new(day.date.yyyymmdd(), i64::try_from(day.steps).unwrap_or(i64::MAX))
}

/// A row as it stands in its file.
fn row_of(interval: &Interval<'_>) -> Row {
    let before = interval.member.and_then(|member| interval.text.split(member).next()).unwrap_or_default();
    Row { line: interval.line, column: number(before.chars().count() + 1), text: interval.text.to_owned() }
}

/// Rows of a member at most.
const MOST_ROWS: usize = 100_000;

/// Whatever takes each member's rows, with the member's name where the file has several.
pub(crate) type Take<'t> = dyn FnMut(Option<&str>, &[StepDay]) -> Outcome<()> + 't;

/// Whatever says that a row is not counted.
pub(crate) type Say<'d> = dyn FnMut(&Dropped<'_>) + 'd;

/// Reads a file, or the standard input for `-`. `drawn` is what progress is drawn with.
///
/// # Errors
/// A file that cannot be read or holds no steps; members that are not sorted; what `take` stops with.
pub(crate) fn read(
    lang: Lang,
    path: &str,
    dates: Option<DateOrder>,
    drawn: Drawn,
    dropped: &mut Say<'_>,
    take: &mut Take<'_>,
) -> Outcome<Report> {
    let mut reader = Reader {
        take,
        dropped,
        member: None,
        whole: WholeDays::default(),
        days: Days::default(),
        any: false,
        fault: None,
    };
    let options = Options { dates, ..Options::default() };
    let length = if path == "-" { None } else { std::fs::metadata(path).ok().map(|metadata| metadata.len()) };
    let progress = Progress::over_bytes(length, drawn);
    let mut each = |item: Item<'_>| reader.item(&item, &progress);
    let report = if path == "-" {
        input::take_standard_input(lang)?;
        kenpo_intake::read_stream(progress.reading(io::stdin().lock()), &options, &mut each)
    } else {
        let file = File::open(path).map_err(|error| Stop::Os(path.to_owned(), error))?;
        match kenpo_intake::read_stream(progress.reading(file), &options, &mut each) {
            Err(Error::NeedsFile) => kenpo_intake::read(Path::new(path), &options, &mut each),
            read => read,
        }
    };
    match reader.fault.take() {
        Some(Stop::Unread(_, why)) => return Err(Stop::Unread(path.to_owned(), why)),
        Some(fault) => return Err(fault),
        None => {}
    }
    let unread = |why| Stop::Unread(path.to_owned(), why);
    let report = report.map_err(|error| unread(Unread::Reader(error)))?;
    if !reader.finish()? {
        return Err(unread(Unread::Empty));
    }
    Ok(report)
}

struct Reader<'t, 'f> {
    take: &'t mut Take<'f>,
    dropped: &'t mut Say<'f>,
    member: Option<String>,
    whole: WholeDays,
    days: Days,
    any: bool,
    fault: Option<Stop>,
}

impl Reader<'_, '_> {
    fn item(&mut self, item: &Item<'_>, progress: &Progress) -> ControlFlow<()> {
        let taken = match item {
            Item::Interval(interval) => self.interval(interval, progress),
            Item::Dropped(dropped) if dropped.cause.is_fault() => {
                progress.aside(|| (self.dropped)(dropped));
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
                return Err(Stop::Unread(String::new(), Unread::Unsorted(row_of(interval))));
            }
            self.hand_over()?;
            self.member = Some(member.to_owned());
            self.any = true;
        }
        progress.row();
        if interval.whole_day().is_some() || interval.member.is_some() {
            self.whole.push(interval);
        } else {
            self.days.push(interval);
        }
        if self.whole.len() > MOST_ROWS {
            return Err(Stop::Unread(String::new(), Unread::TooMany(row_of(interval))));
        }
        Ok(())
    }

    fn hand_over(&mut self) -> Outcome<()> {
        let days = std::mem::take(&mut self.days).finish();
        let rows: Vec<StepDay> = self.whole.take().iter().chain(&days).map(row).collect();
        if !rows.is_empty() {
            self.any = true;
            (self.take)(self.member.as_deref(), &rows)?;
        }
        Ok(())
    }

    /// Hands the last member over; whether there was any.
    fn finish(mut self) -> Outcome {
        self.hand_over()?;
        Ok(self.any)
    }
}
