//! The years of many members, one at a time through the typed lane: what is held does not grow with the file.

use std::{collections::BTreeMap, error::Error, fs::File, io::BufWriter, io::Write as _};

use kenpo::{
    Programme, Reason,
    civil::{Date, Instant},
    points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps},
};

use crate::{accrue, source::Row};

/// Rows of a member at most.
const MOST_ROWS: usize = 100_000;

/// What is to be done about a member who returns. It may take room on disk, but no memory.
const UNSORTED: &str = "this member sorts before the one above; sort the file: \
    (head -n 1 FILE; tail -n +2 FILE | LC_ALL=C sort -s -t, -k1,1) > SORTED";

/// What became of all rows.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) members: u64,
    pub(crate) rows: u64,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    pub(crate) tickets: i64,
    pub(crate) reasons: BTreeMap<Reason, u64>,
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

/// Pays every member's rows as if the phone sent them all the morning after the last day.
pub(crate) struct Payer<'p> {
    desk: Desk<'p>,
    out: Option<&'p mut BufWriter<File>>,
    pub(crate) totals: Totals,
    /// Whether a member was ever named.
    is_named: bool,
    /// Why reading was stopped.
    pub(crate) fault: Option<Box<dyn Error>>,
}

impl<'p> Payer<'p> {
    pub(crate) fn new(programme: &'p Programme, out: Option<&'p mut BufWriter<File>>) -> Self {
        let desk = Desk {
            programme,
            member: String::new(),
            rows: Vec::new(),
            days: Vec::new(),
            room: Vec::new(),
            credits: Vec::new(),
            reasons: Vec::new(),
        };
        Self { desk, out, totals: Totals::default(), is_named: false, fault: None }
    }

    /// Whether the file was one of members.
    pub(crate) fn has_members(&self) -> bool {
        self.is_named
    }

    /// Takes a row, and settles the member before when another begins. Says whether one did.
    pub(crate) fn take(&mut self, line: u64, member: &str, row: Row) -> Result<bool, Box<dyn Error>> {
        if !self.is_named
            && let Some(out) = &mut self.out
        {
            writeln!(out, "member,rows,points,lost,tickets")?;
        }
        self.is_named = true;
        let is_another = member != self.desk.member;
        if is_another {
            if member < self.desk.member.as_str() {
                return Err(format!("line {line}: {UNSORTED}").into());
            }
            self.settle()?;
            self.desk.member.clear();
            self.desk.member.push_str(member);
        }
        if self.desk.rows.len() == MOST_ROWS {
            return Err(format!("line {line}: more than 100,000 rows of a member").into());
        }
        self.desk.rows.push(row);
        Ok(is_another)
    }

    /// Settles the last member.
    pub(crate) fn finish(mut self) -> Result<Totals, Box<dyn Error>> {
        self.settle()?;
        Ok(self.totals)
    }

    /// Adds up a member's year, of whom there may be no row.
    fn settle(&mut self) -> Result<(), Box<dyn Error>> {
        let Self { desk, out, totals, .. } = self;
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
                Err(StepsRefused::Invalid) => return Err("no such day".into()),
                Err(StepsRefused::Internal) => return Err("kenpo contradicts itself".into()),
            }
        }
        let accrued = accrue(self.programme, &self.rows, Instant::start_of(morning))?;
        for item in &accrued.verdict.items {
            *reasons.entry(item.reason).or_default() += 1;
        }
        Ok(Paid { points: accrued.verdict.points.get(), lost: accrued.verdict.lost.get() })
    }
}
