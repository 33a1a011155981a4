//! Where rows come from: any file that `kenpo-intake` reads.

use std::{fs::File, io, ops::ControlFlow, path::Path};

use kenpo::{civil::Date, value::Count};
use kenpo_intake::{Days, Error, Interval, Item, Options, Report, WholeDays};

use crate::{members::Payer, progress::Progress};

/// A day's steps, as they arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// The day walked.
    pub(crate) date: Date,
    /// Steps of the whole day.
    pub(crate) steps: Count,
}

impl Row {
    fn new(date: Date, steps: u64) -> Option<Self> {
        Some(Self { date, steps: Count::new(i64::try_from(steps).ok()?)? })
    }
}

/// The rows of a file of one member.
#[derive(Default)]
pub(crate) struct Year {
    /// Rows of whole days, in the order of the file: a day may have several.
    whole: WholeDays,
    /// What a file of intervals adds up to.
    days: Days,
}

impl Year {
    fn take(&mut self, interval: &Interval<'_>) {
        if interval.whole_day().is_some() {
            self.whole.push(interval);
        } else {
            self.days.push(interval);
        }
    }

    pub(crate) fn rows(mut self) -> Vec<Row> {
        let days = self.days.finish();
        self.whole.take().iter().chain(&days).filter_map(|day| Row::new(day.date, day.steps)).collect()
    }
}

/// Reads a file, or the standard input, into a member's year or to the payer of many.
pub(crate) fn read(path: &str, options: &Options, year: &mut Year, payer: &mut Payer<'_>) -> Result<Report, Error> {
    if path == "-" {
        let progress = Progress::over(None);
        return kenpo_intake::read_stream(progress.reading(io::stdin().lock()), options, &mut |item| {
            take(&item, year, payer, &progress)
        });
    }
    let file = File::open(path)?;
    let progress = Progress::over(Some(file.metadata()?.len()));
    let bytes = progress.reading(file);
    match kenpo_intake::read_stream(bytes, options, &mut |item| take(&item, year, payer, &progress)) {
        // An archive or a database, of which no byte was taken yet.
        Err(Error::NeedsFile) => {
            kenpo_intake::read(Path::new(path), options, &mut |item| take(&item, year, payer, &progress))
        }
        read => read,
    }
}

fn take(item: &Item<'_>, year: &mut Year, payer: &mut Payer<'_>, progress: &Progress) -> ControlFlow<()> {
    match item {
        Item::Interval(interval) => match interval.member {
            None => year.take(interval),
            Some(member) => {
                let row = Row::new(interval.start.date(), interval.count).ok_or_else(|| "too many steps".into());
                match row.and_then(|row| payer.take(interval.line, member, row)) {
                    Ok(true) => progress.show(&payer.totals),
                    Ok(false) => {}
                    Err(fault) => {
                        payer.fault = Some(fault);
                        return ControlFlow::Break(());
                    }
                }
            }
        },
        Item::Dropped(dropped) if dropped.cause.is_fault() => progress.say(dropped),
        Item::Dropped(_) => {}
    }
    ControlFlow::Continue(())
}
