//! What is read: intervals, and rows that are not counted.

use std::{collections::BTreeMap, fmt, ops::ControlFlow};

use kenpo_core::{
    civil::{Date, Instant},
    steps::LONGEST_INTERVAL,
};

use crate::{Each, Error, Form};

/// Steps counted from a start to an end. Both are equal where a file gives a time only.
///
/// Its texts come from the file and may name a person or a device; [`fmt::Debug`] leaves them out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Interval<'r> {
    /// Where it stands: the line in a text, the number of the record elsewhere, from 1.
    pub line: u64,
    /// That line as it stands there; empty where the file is no table of text.
    pub text: &'r str,
    /// The first second.
    pub start: Instant,
    /// The end, outside; for a day, the next day's first second.
    pub end: Instant,
    /// Steps, at most 2^53 − 1.
    pub count: u64,
    /// What counted or wrote them, as the file tells its sources apart: an application, or a device. It may be empty.
    pub source: &'r str,
    /// The device, as the file names it. It may be empty.
    pub device: &'r str,
    /// The record's own id, where the file has one. Records that come twice have the same.
    pub id: Option<&'r str>,
    /// Whether the record was deleted, and with it every record of its id.
    pub deleted: bool,
    /// The person, in a file of several.
    pub member: Option<&'r str>,
}

impl Interval<'_> {
    /// The day, where the interval is one whole civil day in Japan, as in a file of daily totals.
    pub fn whole_day(&self) -> Option<Date> {
        whole_day(self.start, self.end)
    }
}

/// The day from whose first second to whose last an interval lasts.
pub(crate) fn whole_day(start: Instant, end: Instant) -> Option<Date> {
    let day = start.date();
    (start == Instant::start_of(day) && end == Instant::start_of(day.succ()?)).then_some(day)
}

impl fmt::Debug for Interval<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, start, end, count, deleted, .. } = self;
        f.debug_struct("Interval")
            .field("line", line)
            .field("start", start)
            .field("end", end)
            .field("count", count)
            .field("deleted", deleted)
            .finish_non_exhaustive()
    }
}

/// Why a row is not counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The row has no steps: days on which nothing was counted, as some exports list them.
    NoSteps,
    /// The steps are no number from 0 to 2^53 − 1.
    StepsInvalid,
    /// The date is missing, impossible, or not of the file's form.
    DateInvalid,
    /// A time or its offset is missing or impossible.
    TimeInvalid,
    /// The interval ends before it starts.
    EndBeforeStart,
    /// The interval is longer than 48 hours.
    TooLong,
    /// The row has fewer fields than its header.
    FieldMissing,
    /// The row does not name a member, in a file of several.
    MemberMissing,
    /// A FIT message counts something other than steps, or does not say what.
    OtherActivity,
}

impl Cause {
    /// Whether the row could not be read, as opposed to one that has nothing to count.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::NoSteps | Self::OtherActivity)
    }

    /// Lower-case words with underscores.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSteps => "no_steps",
            Self::StepsInvalid => "steps_invalid",
            Self::DateInvalid => "date_invalid",
            Self::TimeInvalid => "time_invalid",
            Self::EndBeforeStart => "end_before_start",
            Self::TooLong => "too_long",
            Self::FieldMissing => "field_missing",
            Self::MemberMissing => "member_missing",
            Self::OtherActivity => "other_activity",
        }
    }

    /// What was expected.
    pub fn expected(self) -> &'static str {
        match self {
            Self::NoSteps => "steps",
            Self::StepsInvalid => "a whole number of steps",
            Self::DateInvalid => "a date, as 2017-04-01",
            Self::TimeInvalid => "a time, as 2017-04-01T09:30:00+09:00",
            Self::EndBeforeStart => "an end that is not before the start",
            Self::TooLong => "an interval of 48 hours at most",
            Self::FieldMissing => "as many fields as the header has",
            Self::MemberMissing => "a member",
            Self::OtherActivity => "walking or running",
        }
    }
}

/// A row that is not counted. [`fmt::Display`] and [`fmt::Debug`] say where and why, and never what stood there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Dropped<'r> {
    /// The line in a text, the number of the record elsewhere, from 1.
    pub line: u64,
    /// The character of that line at which the field begins that is at fault, from 1; absent where the file is no table of text, and where a
    /// row has several lines.
    pub column: Option<u32>,
    /// Why.
    pub cause: Cause,
    /// The line as it stands in the file; empty where the file is no table of text.
    pub text: &'r str,
}

impl fmt::Debug for Dropped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, cause, .. } = self;
        f.debug_struct("Dropped")
            .field("line", line)
            .field("column", column)
            .field("cause", cause)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Dropped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": expected {}", self.cause.expected())
    }
}

/// What is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item<'r> {
    /// Steps.
    Interval(Interval<'r>),
    /// A row of steps that is not counted.
    Dropped(Dropped<'r>),
}

/// `healthkit: 3 rows read, 2 counted, …`: without a word of what the file holds.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { form, read, counted, dropped, others } = self;
        write!(f, "{form}: {read} rows of steps read, {counted} counted")?;
        for (cause, rows) in dropped {
            write!(f, ", {rows} dropped: {}", cause.name())?;
        }
        if *others > 0 {
            write!(f, "; {others} records of other kinds")?;
        }
        Ok(())
    }
}

/// What a file held. `read` is `counted` and all of `dropped` together.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The form of the file.
    pub form: Form,
    /// Rows of steps.
    pub read: u64,
    /// Those handed over as intervals.
    pub counted: u64,
    /// Those that were not, by cause.
    pub dropped: BTreeMap<Cause, u64>,
    /// Records of other kinds, as heart rates: passed over.
    pub others: u64,
}

impl Report {
    /// Rows that could not be read.
    pub fn faults(&self) -> u64 {
        self.dropped.iter().filter(|(cause, _)| cause.is_fault()).map(|(_, rows)| rows).sum()
    }
}

/// Hands items over and counts them.
pub(crate) struct Tally<'t, 'e> {
    each: &'t mut Each<'e>,
    report: Report,
}

impl<'t, 'e> Tally<'t, 'e> {
    pub(crate) fn new(form: Form, each: &'t mut Each<'e>) -> Self {
        Self { each, report: Report { form, read: 0, counted: 0, dropped: BTreeMap::new(), others: 0 } }
    }

    pub(crate) fn form(&self) -> Form {
        self.report.form
    }

    /// Hands a record over, or why it is not counted.
    pub(crate) fn row(&mut self, line: u64, row: Result<Interval<'_>, Cause>) -> Result<(), Error> {
        self.row_of_text(line, "", row.map_err(|cause| (cause, None)))
    }

    /// Hands a row of a table over, or why it is not counted and at which column, with its line.
    pub(crate) fn row_of_text(
        &mut self,
        line: u64,
        text: &str,
        row: Result<Interval<'_>, (Cause, Option<u32>)>,
    ) -> Result<(), Error> {
        self.report.read += 1;
        let item = match row {
            Ok(interval) => {
                self.report.counted += 1;
                Item::Interval(Interval { line, text, ..interval })
            }
            Err((cause, column)) => {
                *self.report.dropped.entry(cause).or_default() += 1;
                Item::Dropped(Dropped { line, column, cause, text })
            }
        };
        match (self.each)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Stopped),
        }
    }

    pub(crate) fn other(&mut self) {
        self.report.others += 1;
    }

    pub(crate) fn report(self) -> Report {
        self.report
    }
}

/// The most steps of a row: what every host can hold.
pub(crate) const MOST: u64 = (1 << 53) - 1;

/// An interval's times, unless it ends before it starts or is too long to be one.
pub(crate) fn span(start: Instant, end: Instant) -> Result<(Instant, Instant), Cause> {
    match end.unix() - start.unix() {
        ..0 => Err(Cause::EndBeforeStart),
        0..=LONGEST_INTERVAL => Ok((start, end)),
        _ => Err(Cause::TooLong),
    }
}

/// Reads a number of steps as files write it: `8042`, `8,042`, `8042.0`. A fraction of a step is left out.
pub(crate) fn steps(text: &str) -> Result<u64, Cause> {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let folded = folded.strip_suffix('歩').unwrap_or(&folded);
    if folded.is_empty() {
        return Err(Cause::NoSteps);
    }
    let (whole, fraction) = folded.split_once('.').unwrap_or((folded, "0"));
    let whole = whole.strip_prefix('+').unwrap_or(whole);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.clone().count() == 0 || (first.len() <= 3 && groups.clone().all(|group| group.len() == 3));
    let whole: String = [first].into_iter().chain(groups).collect();
    if !grouped || !digits(&whole) || !digits(fraction) {
        return Err(Cause::StepsInvalid);
    }
    whole.parse().ok().filter(|steps| *steps <= MOST).ok_or(Cause::StepsInvalid)
}

/// Full-width forms of ASCII in their usual width.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, steps};

    #[test]
    fn numbers_of_steps() {
        for (text, expected) in [
            ("8042", 8_042),
            (" 8,042 ", 8_042),
            ("8042.0", 8_042),
            ("８０４２", 8_042),
            ("0", 0),
            ("12,345,678", 12_345_678),
            ("6500歩", 6_500),
        ] {
            assert_eq!(steps(text), Ok(expected), "{text}");
        }
        assert_eq!(steps("9007199254740991"), Ok((1 << 53) - 1));
        for text in ["-5", "many", "8,04", "1,2345", "8.0.1", "1e3", "9007199254740992", ".", "5.", "NaN"] {
            assert_eq!(steps(text), Err(Cause::StepsInvalid), "{text}");
        }
        assert_eq!((steps(""), steps("  ")), (Err(Cause::NoSteps), Err(Cause::NoSteps)));
    }
}
