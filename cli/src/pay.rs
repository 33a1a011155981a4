//! A member's steps paid under a programme: through the typed lane, and by a request where that does not reach.

use kenpo::{
    Programme, Reason,
    civil::{Date, Instant},
    points::{AccrueRequest, Arrival, Ledger, StepCredit, StepDay, StepDelivery, StepsRefused, accrue, accrue_steps},
    value::Count,
};

use crate::{
    steps::Row,
    stop::{Outcome, Stop},
};

/// What a row was paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Paid {
    pub(crate) date: Date,
    pub(crate) points: i64,
    pub(crate) lost: i64,
    pub(crate) reason: Reason,
}

/// Pays rows under one programme; what it works in is used again for the next member.
pub(crate) struct Payer<'p> {
    programme: &'p Programme,
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
    /// What the last member's rows were paid, by day.
    pub(crate) days: Vec<(i32, i64)>,
    pub(crate) points: i64,
    pub(crate) lost: i64,
}

impl<'p> Payer<'p> {
    pub(crate) fn new(programme: &'p Programme) -> Self {
        let (room, credits, reasons, days) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { programme, room, credits, reasons, days, points: 0, lost: 0 }
    }

    /// Pays a member's rows as if the phone sent them all the morning after the last day.
    pub(crate) fn pay(&mut self, rows: &[Row], input: &[StepDay]) -> Outcome<()> {
        let morning = morning(rows)?;
        self.days.clear();
        (self.points, self.lost) = (0, 0);
        self.reasons.resize(rows.len(), Reason::NoRuleInEffect);
        let delivery = StepDelivery::on(morning.yyyymmdd());
        loop {
            let Self { programme, room, credits, reasons, .. } = self;
            match accrue_steps(programme, &delivery, input, &[], room, credits, reasons) {
                Ok(paid) => {
                    for credit in self.credits.iter().take(paid) {
                        self.points += credit.points;
                        self.lost += credit.earned - credit.points;
                        self.days.push((credit.walked, credit.points));
                    }
                    break;
                }
                Err(StepsRefused::Room(sums)) => self.room.resize(sums, 0),
                Err(StepsRefused::Places(places)) => self.credits.resize(places, StepCredit::default()),
                Err(StepsRefused::Unsupported) => {
                    for paid in request(self.programme, rows)? {
                        self.points += paid.points;
                        self.lost += paid.lost;
                        self.days.push((paid.date.yyyymmdd(), paid.points));
                    }
                    break;
                }
                Err(refused) => return Err(Stop::Fault(format!("{refused:?}"))),
            }
        }
        self.days.sort_unstable_by_key(|(day, _)| *day);
        Ok(())
    }
}

/// Rows as the typed lane takes them.
pub(crate) fn typed(rows: &[Row], days: &mut Vec<StepDay>) {
    days.clear();
    days.extend(rows.iter().map(|row| StepDay::new(row.date.yyyymmdd(), row.steps)));
}

/// What each row is paid, and why, where each day arrives the next morning. The records come from the first source that the
/// programme links.
pub(crate) fn request(programme: &Programme, rows: &[Row]) -> Outcome<Vec<Paid>> {
    let rules = &programme.document().points.rules;
    let source = rules.iter().flat_map(|rule| &rule.sources).next().cloned();
    let mut rows = rows.to_vec();
    // Rows of one day keep their order: the later is a revision.
    rows.sort_by_key(|row| row.date);
    let mut ledger = Ledger::default();
    let mut all = Vec::new();
    for day in rows.chunk_by(|one, other| one.date == other.date) {
        let now = Instant::from_unix(Instant::start_of(morning(day)?).unix() + 9 * 3_600);
        let now = now.ok_or_else(|| Stop::fault("there is no such morning"))?;
        let arrival = |row: &Row| {
            let steps = Count::new(row.steps).unwrap_or_default();
            Arrival { date: row.date, steps, source: source.clone(), revision: None }
        };
        let asked = AccrueRequest::new(now, ledger, day.iter().map(arrival).collect());
        let posting = accrue(programme, &asked).map_err(Stop::fault)?;
        all.extend(posting.verdict.items.iter().map(|item| Paid {
            date: item.date,
            points: item.points.get() - item.taken_back.unwrap_or_default().get(),
            lost: item.rules.iter().filter_map(|rule| rule.lost.as_ref()).map(|lost| lost.points.get()).sum(),
            reason: item.reason,
        }));
        ledger = asked.ledger;
        ledger.entries.extend(posting.store);
    }
    Ok(all)
}

/// The day after the last.
fn morning(rows: &[Row]) -> Outcome<Date> {
    let last = rows.iter().map(|row| row.date).max();
    last.and_then(Date::succ).ok_or_else(|| Stop::fault("there is no row with a date and steps"))
}
