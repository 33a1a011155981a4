//! The years of many members, one at a time through the typed lane: what is held does not grow with the file.

use std::{
    collections::BTreeMap,
    error::Error,
    io::{BufRead, Write},
};

use kenpo::{
    Programme, Reason,
    civil::{Date, Instant},
    points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps},
};
use kenpo_examples::steps_csv::{Reader, Row};

use crate::{accrue, progress::Progress};

/// What became of all rows.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) members: u64,
    pub(crate) rows: u64,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    pub(crate) tickets: i64,
    pub(crate) reasons: BTreeMap<Reason, u64>,
    /// Rows that could not be read, by what was looked for.
    pub(crate) malformed: BTreeMap<&'static str, u64>,
}

impl Totals {
    pub(crate) fn malformed_rows(&self) -> u64 {
        self.malformed.values().sum()
    }
}

/// What is held of a member, and used again for the next.
struct Desk<'p> {
    programme: &'p Programme,
    member: String,
    rows: Vec<Row>,
    /// What the typed lane reads, works in and writes.
    days: Vec<StepDay>,
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
}

/// What a member's rows were paid.
#[derive(Default)]
struct Paid {
    points: i64,
    lost: i64,
}

/// Pays every member's rows as if the phone sent them all the morning after the last day, and reports malformed rows as they come.
pub(crate) fn pay(
    programme: &Programme,
    steps: &mut Reader<impl BufRead>,
    progress: &mut Progress,
    mut out: Option<&mut impl Write>,
    totals: &mut Totals,
) -> Result<(), Box<dyn Error>> {
    if let Some(out) = &mut out {
        writeln!(out, "member,rows,points,lost,tickets")?;
    }
    let mut desk = Desk {
        programme,
        member: String::new(),
        rows: Vec::new(),
        days: Vec::new(),
        room: Vec::new(),
        credits: Vec::new(),
        reasons: Vec::new(),
    };
    loop {
        let row = match steps.record()? {
            Some(Ok((member, row))) if member == desk.member => row,
            Some(Ok((member, row))) => {
                settle(&mut desk, &mut out, totals)?;
                desk.member.clear();
                desk.member.push_str(member);
                progress.show(steps.place(), totals);
                row
            }
            Some(Err(malformed)) => {
                progress.say(&malformed);
                *totals.malformed.entry(malformed.expected).or_default() += 1;
                continue;
            }
            None => break,
        };
        desk.rows.push(row);
    }
    settle(&mut desk, &mut out, totals)
}

/// Adds up a member's year, of whom there may be no row.
fn settle(desk: &mut Desk<'_>, out: &mut Option<&mut impl Write>, totals: &mut Totals) -> Result<(), Box<dyn Error>> {
    let Some(last) = desk.rows.iter().map(|row| row.date).max() else { return Ok(()) };
    let morning = last.succ().ok_or("no day after the last")?;
    let Paid { points, lost } = desk.pay(morning, &mut totals.reasons)?;
    let price = desk.programme.exchange("ticket", morning).map(|terms| terms.points.get());
    let tickets = price.and_then(|price| points.checked_div(price)).unwrap_or(0);
    if let Some(out) = out {
        writeln!(out, "{},{},{points},{lost},{tickets}", desk.member, desk.rows.len())?;
    }
    totals.members += 1;
    totals.rows += desk.rows.len() as u64;
    totals.points += points;
    totals.lost += lost;
    totals.tickets += tickets;
    desk.rows.clear();
    Ok(())
}

impl Desk<'_> {
    /// Pays through the typed lane, and what lies beyond it by a request.
    fn pay(&mut self, morning: Date, reasons: &mut BTreeMap<Reason, u64>) -> Result<Paid, Box<dyn Error>> {
        let Self { programme, rows, days, room, credits, reasons: said, .. } = self;
        days.clear();
        days.extend(rows.iter().map(|row| StepDay::new(row.date.yyyymmdd(), row.steps.get())));
        said.resize(days.len(), Reason::NoRuleInEffect);
        let delivery = StepDelivery::on(morning.yyyymmdd());
        loop {
            match accrue_steps(programme, &delivery, days, &[], room, credits, said) {
                Ok(paid) => {
                    said.iter().for_each(|reason| *reasons.entry(*reason).or_default() += 1);
                    let paid = credits.iter().take(paid);
                    return Ok(paid.fold(Paid::default(), |sum, credit| Paid {
                        points: sum.points + credit.points,
                        lost: sum.lost + credit.earned - credit.points,
                    }));
                }
                Err(StepsRefused::Room(sums)) => room.resize(sums, 0),
                Err(StepsRefused::Places(places)) => credits.resize(places, StepCredit::default()),
                Err(StepsRefused::Unsupported) => break,
                Err(StepsRefused::Invalid) => return Err("a day that is none".into()),
            }
        }
        let accrued = accrue(self.programme, &self.rows, Instant::start_of(morning))?;
        for item in &accrued.verdict.items {
            *reasons.entry(item.reason).or_default() += 1;
        }
        Ok(Paid { points: accrued.verdict.points.get(), lost: accrued.verdict.lost.get() })
    }
}
