//! Steps paid by requests, as a host makes them: what arrives is accrued, and a period is settled when it is over.

use kenpo::{
    Reason,
    civil::{Date, Instant},
    points::{AccrueRequest, Arrival as Record, Ledger, StepDay, accrue},
    value::{Code, Count},
};

use super::{Arrival, Periods, Settled, Terms, date, morning, nine, settled::Period};
use crate::stop::{Outcome, Stop, Told};

/// What a row was paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Paid {
    pub(crate) date: Date,
    pub(crate) steps: i64,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    pub(crate) reason: Reason,
}

/// What all rows and periods were paid, and where that leaves the member.
pub(crate) struct Asked {
    pub(crate) paid: Vec<Paid>,
    pub(crate) settled: Vec<Settled>,
    pub(crate) ledger: Ledger,
    /// When the last was paid.
    pub(crate) now: Instant,
}

/// Pays rows, and settles each period that they lie in. The records come from the first source that the programme links; the app
/// was opened when they arrived.
pub(crate) fn asked(terms: Terms<'_>, rows: &[StepDay], periods: &mut Periods<'_>) -> Outcome<Asked> {
    let source = terms.programme.document().points.rules.iter().flat_map(|rule| &rule.sources).next().cloned();
    let last = nine(morning(rows)?)?;
    let mut due = periods.of_rows(rows)?;
    let mut asked = Asked { paid: Vec::new(), settled: Vec::new(), ledger: Ledger::default(), now: last };
    match terms.arrival {
        Arrival::Together => asked.accrue(terms, rows, source.as_ref(), last)?,
        Arrival::Daily => {
            for day in sorted(rows).chunk_by(|one, other| one.walked == other.walked) {
                let now = nine(morning(day)?)?;
                // What the day's records bring comes before what is settled on the same morning.
                let late = due.iter().position(|period| now <= period.due).unwrap_or(due.len());
                asked.settle(terms, due.drain(..late))?;
                asked.accrue(terms, day, source.as_ref(), now)?;
            }
        }
    }
    asked.settle(terms, due.into_iter())?;
    Ok(asked)
}

/// Rows by their days. Those of one day keep their order: the later is a revision.
pub(super) fn sorted(rows: &[StepDay]) -> Vec<StepDay> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.walked);
    rows
}

impl Asked {
    fn accrue(&mut self, terms: Terms<'_>, rows: &[StepDay], source: Option<&Code>, now: Instant) -> Outcome<()> {
        let record = |row: &StepDay| {
            let steps = Count::new(row.steps).ok_or_else(|| Stop::fault("a row's steps are out of range"))?;
            Ok(Record { date: date(row.walked)?, steps, source: source.cloned(), revision: None })
        };
        let records = rows.iter().map(record).collect::<Outcome<Vec<_>>>()?;
        let mut request = AccrueRequest::new(now, std::mem::take(&mut self.ledger), records);
        request.born = terms.person.map(|person| person.born);
        request.person = terms.person.cloned();
        request.opened_on = Some(now.date());
        let posting = accrue(terms.programme, &request).map_err(|error| terms.fault(&error))?;
        self.paid.extend(posting.verdict.items.iter().zip(rows).map(|(item, row)| Paid {
            date: item.date,
            steps: row.steps,
            points: item.points.get() - item.taken_back.unwrap_or_default().get(),
            lost: item.rules.iter().filter_map(|rule| rule.lost.as_ref()).map(|lost| lost.points.get()).sum(),
            reason: item.reason,
        }));
        self.ledger = request.ledger;
        self.ledger.entries.extend(posting.store);
        Ok(())
    }

    /// Settles periods, in the order in which they are due, and none before what was accrued.
    fn settle(&mut self, terms: Terms<'_>, due: impl Iterator<Item = Period>) -> Outcome<()> {
        for period in due {
            let latest = self.ledger.entries.last().map_or(period.due, |entry| entry.at);
            let now = period.due.max(latest);
            self.settled.push(period.settle(terms, &mut self.ledger, now)?);
            self.now = self.now.max(now);
        }
        Ok(())
    }
}

impl Terms<'_> {
    /// An error of the library.
    pub(super) fn fault(&self, error: &kenpo::Error) -> Stop {
        let asks = error.code() == kenpo::ErrorCode::MissingValue && ["/person", "/born"].contains(&error.path());
        match asks && self.person.is_none() {
            true => Stop::Told(Box::new(Told {
                code: error.code().name().to_owned(),
                message: self.nobody.to_owned(),
                path: error.path().to_owned(),
                ..Told::default()
            })),
            false => Stop::fault(error),
        }
    }
}
