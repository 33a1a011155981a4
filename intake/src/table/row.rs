//! Rows of a table, one after another.

use csv::StringRecord;
use kenpo_core::civil::{Date, Instant};
use serde::Deserialize;

use super::{
    HELD,
    dates::{Order, Time, Written, date_and_time, instant, time},
    layout::{Layout, When},
};
use crate::{
    Cause, Error, Interval,
    item::{MOST, Tally, span, steps},
};

/// What a row's time is.
enum Times {
    Known(Instant, Instant),
    /// A date with the year last, of which the order is not known yet.
    Open(Written),
}

/// Steps within the JSON of a row of Mi Fitness; what else it has is passed over.
#[derive(Deserialize)]
struct Value {
    steps: Option<u64>,
}

pub(crate) struct Reader {
    layout: Layout,
    separator: u8,
    order: Option<Order>,
    /// Rows since the first date whose order is open.
    held: Vec<Held>,
}

/// A row with its line.
struct Held {
    line: u64,
    text: String,
    row: StringRecord,
}

impl Reader {
    pub(crate) fn new(layout: Layout, separator: u8, order: Option<Order>) -> Self {
        Self { layout, separator, order, held: Vec::new() }
    }

    /// Takes a row with its line, or holds it until it is known how the file's dates are written.
    pub(crate) fn take(
        &mut self,
        line: u64,
        text: &str,
        row: &StringRecord,
        tally: &mut Tally<'_, '_>,
    ) -> Result<(), Error> {
        if self.layout.header > 0 {
            self.layout.header -= 1;
            return Ok(());
        }
        if self.order.is_none()
            && let Ok(Times::Open(written)) = self.times(row)
        {
            self.order = written.order();
            if self.order.is_none() {
                return self.hold(line, text, row);
            }
            let held = std::mem::take(&mut self.held);
            held.iter().try_for_each(|Held { line, text, row }| self.hand_over(*line, text, row, tally))?;
        } else if !self.held.is_empty() {
            return self.hold(line, text, row);
        }
        self.hand_over(line, text, row, tally)
    }

    fn hold(&mut self, line: u64, text: &str, row: &StringRecord) -> Result<(), Error> {
        if self.held.len() == HELD {
            return Err(self.open());
        }
        self.held.push(Held { line, text: text.to_owned(), row: row.clone() });
        Ok(())
    }

    /// # Errors
    /// [`Error::DateOrder`] if rows are still held.
    pub(crate) fn finish(self, _: &mut Tally<'_, '_>) -> Result<(), Error> {
        if self.held.is_empty() { Ok(()) } else { Err(self.open()) }
    }

    fn open(&self) -> Error {
        let column = |held: &Held| self.column(&held.text, &held.row, Cause::DateInvalid);
        Error::DateOrder {
            line: self.held.first().map_or(0, |held| held.line),
            column: self.held.first().and_then(column),
        }
    }

    fn hand_over(&self, line: u64, text: &str, row: &StringRecord, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
        if self.is_other(row) {
            tally.other();
            return Ok(());
        }
        let interval = self.interval(row).map_err(|cause| (cause, self.column(text, row, cause)));
        tally.row_of_text(line, text, interval)
    }

    /// The character of a row's line at which the field begins that is at fault, from 1; absent where the row has several lines.
    fn column(&self, text: &str, row: &StringRecord, cause: Cause) -> Option<u32> {
        if row.iter().any(|field| field.contains('\n')) {
            return None;
        }
        let place = self.field(row, cause);
        let separator = char::from(self.separator);
        let (mut is_quoted, mut fields, mut column) = (false, 0, 1);
        for c in text.chars() {
            if fields == place {
                break;
            }
            column += 1;
            is_quoted ^= c == '"';
            fields += usize::from(c == separator && !is_quoted);
        }
        Some(column)
    }

    /// The field that is at fault; of a field that is not there, one past the last.
    fn field(&self, row: &StringRecord, cause: Cause) -> usize {
        let Layout { when, count, member, .. } = self.layout;
        let is_time = |column: usize, read: fn(&str) -> Result<Instant, Cause>| {
            row.get(column).is_some_and(|text| read(text).is_ok())
        };
        match (cause, when) {
            (Cause::MemberMissing, _) => member.unwrap_or(count),
            (Cause::NoSteps | Cause::StepsInvalid, _) => count,
            (Cause::FieldMissing, _) => row.len(),
            (Cause::TimeInvalid, When::DateAndTime(_, time, _)) => time,
            (Cause::TimeInvalid, When::SamsungSpan(start, end)) => {
                if is_time(start, utc) {
                    end
                } else {
                    start
                }
            }
            (Cause::TimeInvalid, When::Span(start, end)) => {
                if is_time(start, with_offset) {
                    end
                } else {
                    start
                }
            }
            (_, When::SamsungSpan(_, end) | When::Span(_, end)) => end,
            (_, When::Date(column) | When::DateAndTime(column, ..) | When::SamsungDay(column)) => column,
            (_, When::MiFitness { time, .. }) => time,
        }
    }

    /// Whether the row is of another kind than steps.
    fn is_other(&self, row: &StringRecord) -> bool {
        let When::MiFitness { key, tag, .. } = self.layout.when else { return false };
        row.get(key) != Some("steps") || tag.is_some_and(|tag| row.get(tag) != Some("daily_report"))
    }

    fn interval<'r>(&self, row: &'r StringRecord) -> Result<Interval<'r>, Cause> {
        let layout = &self.layout;
        let text = |column: Option<usize>| {
            column.and_then(|column| row.get(column)).map(str::trim).filter(|text| !text.is_empty())
        };
        let id = text(layout.id);
        let deleted =
            text(layout.deleted).is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1") && id.is_some();
        let member = text(layout.member);
        if layout.member.is_some() && member.is_none() {
            return Err(Cause::MemberMissing);
        }
        let count = row.get(layout.count).ok_or(Cause::FieldMissing)?;
        let count = match layout.when {
            When::MiFitness { .. } => {
                let value: Value = serde_json::from_str(count).map_err(|_| Cause::StepsInvalid)?;
                value
                    .steps
                    .ok_or(Cause::NoSteps)
                    .and_then(|steps| if steps <= MOST { Ok(steps) } else { Err(Cause::StepsInvalid) })
            }
            _ => steps(count),
        };
        // Of a record that was deleted, its id is all that counts.
        let count = if deleted { count.unwrap_or(0) } else { count? };
        let (start, end) = match self.times(row)? {
            Times::Known(start, end) => span(start, end)?,
            Times::Open(written) => day(written.date(self.order).ok_or(Cause::DateInvalid)?)?,
        };
        let (source, device) = (text(layout.source).unwrap_or_default(), text(layout.device).unwrap_or_default());
        Ok(Interval { line: 0, text: "", start, end, count, source, device, id, deleted, member })
    }

    fn times(&self, row: &StringRecord) -> Result<Times, Cause> {
        let field = |column: usize| row.get(column).ok_or(Cause::FieldMissing);
        let known = |(start, end)| Ok(Times::Known(start, end));
        match self.layout.when {
            When::Date(column) => match date_and_time(field(column)?).ok_or(Cause::DateInvalid)? {
                (Written::Date(date), None | Some((0, None))) => known(day(date)?),
                (Written::Date(date), Some(time)) => at(date, time).and_then(known),
                (open @ Written::Open { .. }, None | Some((0, None))) => Ok(Times::Open(open)),
                (open @ Written::Open { .. }, Some(time)) => match open.date(self.order) {
                    Some(date) => at(date, time).and_then(known),
                    None => Ok(Times::Open(open)),
                },
            },
            When::DateAndTime(date, time_of_day, seconds) => {
                let (written, _) = date_and_time(field(date)?).ok_or(Cause::DateInvalid)?;
                let time = time(field(time_of_day)?).ok_or(Cause::TimeInvalid)?;
                match (written, written.date(self.order.or(Some(Order::MonthFirst)))) {
                    (Written::Open { .. }, _) if self.order.is_none() => Ok(Times::Open(written)),
                    (_, Some(date)) => {
                        let start = instant(date, time).ok_or(Cause::TimeInvalid)?;
                        let end = Instant::from_unix(start.unix() + seconds).ok_or(Cause::TimeInvalid)?;
                        known((start, end))
                    }
                    (_, None) => Err(Cause::DateInvalid),
                }
            }
            When::SamsungDay(column) => known(day(samsung(field(column)?).ok_or(Cause::DateInvalid)?.0)?),
            When::SamsungSpan(start, end) => known((utc(field(start)?)?, utc(field(end)?)?)),
            When::Span(start, end) => known((with_offset(field(start)?)?, with_offset(field(end)?)?)),
            When::MiFitness { time, tag, .. } => {
                let start = field(time)?.parse().ok().and_then(Instant::from_unix).ok_or(Cause::TimeInvalid)?;
                if tag.is_some() {
                    return known(day(start.date())?);
                }
                known((start, Instant::from_unix(start.unix() + 60).ok_or(Cause::TimeInvalid)?))
            }
        }
    }
}

/// The whole of a day.
fn day(date: Date) -> Result<(Instant, Instant), Cause> {
    date.succ().map(|next| (Instant::start_of(date), Instant::start_of(next))).ok_or(Cause::DateInvalid)
}

/// An instant; a day where it is the first of one.
fn at(date: Date, time: Time) -> Result<(Instant, Instant), Cause> {
    let instant = instant(date, time).ok_or(Cause::TimeInvalid)?;
    if instant == Instant::start_of(instant.date()) { day(instant.date()) } else { Ok((instant, instant)) }
}

/// Milliseconds since 1970, or a text: a date and a time of day.
fn samsung(text: &str) -> Option<(Date, i64)> {
    if let Ok(milliseconds) = text.trim().parse::<i64>() {
        let seconds = milliseconds.div_euclid(1_000);
        // The date in UTC: that of the same clock in Japan.
        let date = Instant::from_unix(seconds - 9 * 3_600)?.date();
        return Some((date, seconds.rem_euclid(86_400)));
    }
    match date_and_time(text)? {
        (Written::Date(date), time) => Some((date, time.map_or(0, |time| time.0))),
        (Written::Open { .. }, _) => None,
    }
}

fn utc(text: &str) -> Result<Instant, Cause> {
    let (date, seconds) = samsung(text).ok_or(Cause::TimeInvalid)?;
    instant(date, (seconds, Some(0))).ok_or(Cause::TimeInvalid)
}

/// A time with its offset.
fn with_offset(text: &str) -> Result<Instant, Cause> {
    match date_and_time(text) {
        Some((Written::Date(date), Some(time @ (_, Some(_))))) => instant(date, time).ok_or(Cause::TimeInvalid),
        _ => Err(Cause::TimeInvalid),
    }
}
