//! Steps paid by requests, as a host makes them: what arrives is accrued, and a period is settled when it is over.

use kenpo::{
    Reason,
    civil::{Date, Instant},
    points::{AccrueRequest, Arrival as Record, Entry, Ledger, StepDay, accrue},
    value::{Code, Count},
};

use super::{Arrival, Periods, Settled, Terms, date, morning, nine, opening::Recent, settled::Period};
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

/// Requests one after the other: the answers so far, and what of the ledger the next is held against.
struct Asking<'p> {
    terms: Terms<'p>,
    source: Option<&'p Code>,
    recent: Recent<'p>,
    asked: Asked,
}

/// Pays rows, and settles each period that they lie in. The records come from the first source that the programme links; the app
/// was opened when they arrived.
pub(crate) fn asked(terms: Terms<'_>, rows: &[StepDay], periods: &mut Periods<'_>) -> Outcome<Asked> {
    asked_with(terms, rows, periods, Recent::of(terms.programme))
}

fn asked_with<'p>(terms: Terms<'p>, rows: &[StepDay], periods: &mut Periods<'_>, recent: Recent<'p>) -> Outcome<Asked> {
    let source = terms.programme.document().points.rules.iter().flat_map(|rule| &rule.sources).next();
    let last = nine(morning(rows)?)?;
    let mut due = periods.of_rows(rows)?.into_iter().peekable();
    let asked = Asked { paid: Vec::new(), settled: Vec::new(), ledger: Ledger::default(), now: last };
    let mut asking = Asking { terms, source, recent, asked };
    match terms.arrival {
        Arrival::Together => asking.accrue(rows, last)?,
        Arrival::Daily => {
            for day in sorted(rows).chunk_by(|one, other| one.walked == other.walked) {
                let now = nine(morning(day)?)?;
                // What the day's records bring comes before what is settled on the same morning.
                while let Some(period) = due.next_if(|period| period.due < now) {
                    asking.settle(period)?;
                }
                asking.recent.close(now.date())?;
                asking.accrue(day, now)?;
            }
        }
    }
    due.try_for_each(|period| asking.settle(period))?;
    Ok(asking.asked)
}

/// Rows by their days. Those of one day keep their order: the later is a revision.
pub(super) fn sorted(rows: &[StepDay]) -> Vec<StepDay> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.walked);
    rows
}

impl Asking<'_> {
    fn accrue(&mut self, rows: &[StepDay], now: Instant) -> Outcome<()> {
        let Self { terms, source, recent, asked } = self;
        let record = |row: &StepDay| {
            let steps = Count::new(row.steps).ok_or_else(|| Stop::fault("a row's steps are out of range"))?;
            Ok(Record { date: date(row.walked)?, steps, source: source.cloned(), revision: None })
        };
        let records = rows.iter().map(record).collect::<Outcome<Vec<_>>>()?;
        let mut request = AccrueRequest::new(now, std::mem::take(&mut recent.ledger), records);
        request.born = terms.person.map(|person| person.born);
        request.person = terms.person.cloned();
        request.opened_on = Some(now.date());
        let posting = accrue(terms.programme, &request).map_err(|error| terms.fault(&error))?;
        asked.paid.extend(posting.verdict.items.iter().zip(rows).map(|(item, row)| Paid {
            date: item.date,
            steps: row.steps,
            points: item.points.get() - item.taken_back.unwrap_or_default().get(),
            lost: item.rules.iter().filter_map(|rule| rule.lost.as_ref()).map(|lost| lost.points.get()).sum(),
            reason: item.reason,
        }));
        recent.ledger = request.ledger;
        self.write(posting.store);
        Ok(())
    }

    /// Settles a period, as soon as it is due and not before what was accrued.
    fn settle(&mut self, period: Period) -> Outcome<()> {
        let latest = self.asked.ledger.entries.last().map_or(period.due, |entry| entry.at);
        let now = period.due.max(latest);
        let (settled, rows) = period.settle(self.terms, &mut self.recent.ledger, now)?;
        self.asked.settled.push(settled);
        self.asked.now = self.asked.now.max(now);
        self.write(rows);
        Ok(())
    }

    fn write(&mut self, rows: Vec<Entry>) {
        self.asked.ledger.entries.extend(rows.iter().cloned());
        self.recent.ledger.entries.extend(rows);
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
            false => Stop::library(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use serde_json::{Value, json};

    use kenpo::member::Person;

    use super::*;
    use crate::{pay::opening, settings};

    /// Four years and some months, of which some days come again with more steps.
    fn years() -> Vec<StepDay> {
        let day = |after: i64| Date::parse("2022-04-01").and_then(|first| first.plus_days(after));
        let row = |at: i64| day(at % 1_600).map(|day| StepDay::new(day.yyyymmdd(), (at * 7_919).rem_euclid(14_000)));
        (0..1_600).chain((0..20).map(|again| 1_600 + again * 17)).filter_map(row).collect()
    }

    /// The documents of a folder, and the template with other terms.
    fn documents() -> Vec<Value> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../programmes");
        let files = ["", "published", "templates"].map(|folder| root.join(folder));
        let files = files.iter().flat_map(|folder| folder.read_dir().unwrap());
        let files = files.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some());
        let mut documents: Vec<Value> =
            files.map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect();
        let template: Value = serde_json::from_str(include_str!("../../../programmes/templates/points.json")).unwrap();
        let period = r#"{"from":"2023-02-10","until":"2024-11-20"}"#;
        for changes in [
            &[("points.caps.month.window", "week"), ("points.caps.month.points", "60")][..],
            &[("points.caps.month.window", "quarter"), ("points.caps.month.month_of", "synced")],
            &[("points.caps.month.window", "calendar_year"), ("points.caps.month.points", "2000")],
            &[("points.caps.month.window", "ever"), ("points.caps.month.points", "9000")],
            &[
                ("points.caps.month.window", "period"),
                ("points.caps.month.period", period),
                ("points.caps.month.points", "3000"),
            ],
            &[("points.balance_cap", r#"{"points":900}"#)],
            &[("points.expiry.1", r#"{"policy":"fixed_term","months":14}"#)],
            &[("points.expiry.1", r#"{"policy":"month_end","months":6,"renewed_by":["credit"]}"#)],
        ] {
            let mut document = template.clone();
            for (path, value) in changes {
                settings::set(&mut document, path, value).unwrap();
            }
            documents.push(document);
        }
        documents
    }

    /// What is held against rows and an opening is paid as what is held against all rows, and so are the balances at the ends of months.
    #[test]
    fn an_opening_changes_no_payment_and_no_balance() {
        let mut person: Person = serde_json::from_str(include_str!("../../tests/data/year/person.json")).unwrap();
        // A fact of one document is unknown to the others.
        person.facts.clear();
        let (rows, mut paid, mut closed) = (years(), 0, 0);
        for document in documents() {
            let programme = kenpo::parse_programme(document.to_string().as_bytes())
                .unwrap_or_else(|failure| panic!("{}: {failure:?}", document["points"]));
            let terms = Terms { programme: &programme, person: Some(&person), arrival: Arrival::Daily, nobody: "" };
            let ask = |recent| {
                asked_with(terms, &rows, &mut Periods::of(&programme), recent).map_err(|stop| format!("{stop:?}"))
            };
            let mut all = Recent::of(&programme);
            all.months = None;
            let (ours, all) = (ask(Recent::of(&programme)), ask(all));
            match (ours, all) {
                (Ok(ours), Ok(all)) => {
                    let id = &document["id"];
                    assert_eq!((&ours.paid, &ours.settled), (&all.paid, &all.settled), "{id}");
                    assert_eq!(ours.ledger, all.ledger, "{id}");
                    paid += usize::from(!all.ledger.entries.is_empty());
                    closed += usize::from(Recent::of(&programme).months.is_some());
                    let purses = opening::purses(&programme);
                    let ends = (0..50).filter_map(|month| Date::parse("2022-04-30")?.after_months(month));
                    opening::at_ends(&all.ledger, &purses, ends, |day, held| {
                        for (purse, held) in purses.iter().zip(held) {
                            let request = kenpo::points::BalanceRequest {
                                as_of: opening::end_of(day).unwrap(),
                                ledger: all.ledger.clone(),
                                purse: purse.clone(),
                            };
                            let whole = kenpo::points::balance(&request).unwrap().verdict;
                            assert_eq!(json!(held)["lots"], json!(whole)["lots"], "{id} {day}");
                            assert_eq!((held.balance, held.available), (whole.balance, whole.available), "{id} {day}");
                        }
                    })
                    .unwrap();
                }
                (ours, all) => assert_eq!(ours.err(), all.err(), "{}", document["id"]),
            }
        }
        assert!(paid >= 14 && closed >= 14, "{paid} {closed}");
    }
}
