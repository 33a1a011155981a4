//! A ledger whose old rows are replaced by an opening, so that requests of each day read a row a few times and not every day.

use kenpo::{
    Programme,
    civil::{Date, Instant},
    points::{self, BalanceRequest, BalanceVerdict, CapTotal, Entry, Ledger, Opening},
    programme::{Cap, PointsTerms, Window},
    value::{Code, Count},
};

use crate::stop::{Outcome, Stop};

/// A person's purses; the programme's own points have no name.
pub(crate) type Purses = Vec<Option<Code>>;

pub(crate) fn purses(programme: &Programme) -> Purses {
    let named = programme.document().points.purses.iter().map(|purse| Some(purse.id.clone()));
    std::iter::once(None).chain(named).collect()
}

/// The last instant of a day.
pub(crate) fn end_of(day: Date) -> Outcome<Instant> {
    let next = day.succ().ok_or_else(|| Stop::fault("there is no day after the last"))?;
    let last = Instant::from_unix(Instant::start_of(next).unix() - 1);
    last.ok_or_else(|| Stop::fault("there is no such day"))
}

/// What each purse holds at the end of days that ascend. Rows up to each become an opening for the next, so that each row is read once.
pub(crate) fn at_ends(
    ledger: &Ledger,
    purses: &Purses,
    days: impl Iterator<Item = Date>,
    mut each: impl FnMut(Date, &[BalanceVerdict]),
) -> Outcome<()> {
    let mut rest = ledger.entries.as_slice();
    let mut read = Ledger { opening: ledger.opening.clone(), entries: Vec::new() };
    for day in days {
        let as_of = end_of(day)?;
        let (now, later) = rest.split_at(rest.partition_point(|entry| entry.at <= as_of));
        read.entries = now.to_vec();
        rest = later;
        each(day, &close(&mut read, purses, as_of)?);
    }
    Ok(())
}

/// Replaces all rows, none of which is later than an instant, by the lots that they leave then; what each purse holds.
fn close(ledger: &mut Ledger, purses: &Purses, as_of: Instant) -> Outcome<Vec<BalanceVerdict>> {
    let mut request = BalanceRequest { as_of, ledger: std::mem::take(ledger), purse: None };
    let mut held = Vec::new();
    for purse in purses {
        request.purse.clone_from(purse);
        held.push(points::balance(&request).map_err(|error| Stop::library(&error))?.verdict);
    }
    *ledger = request.ledger;
    let earlier = ledger.opening.take();
    let sequence = ledger.entries.last().map(|entry| entry.sequence);
    let sum = held.iter().map(|verdict| verdict.balance.get()).sum();
    let lots = held.iter().flat_map(|verdict| verdict.lots.iter().cloned()).collect();
    ledger.entries.clear();
    ledger.opening = Some(Opening {
        sequence: sequence.or(earlier.as_ref().map(|opening| opening.sequence)).unwrap_or_default(),
        points: Count::new(sum).ok_or_else(|| Stop::fault("the purses hold too much"))?,
        lots,
        closed_through: earlier.as_ref().map_or(day_one()?, |opening| opening.closed_through),
        caps: earlier.map(|opening| opening.caps).unwrap_or_default(),
        earned: Vec::new(),
        exchanged: Vec::new(),
        known: Vec::new(),
    });
    Ok(held)
}

/// A day before all records: no day is closed.
fn day_one() -> Outcome<Date> {
    Date::from_ymd(1, 1, 1).ok_or_else(|| Stop::fault("there is no first day"))
}

/// The rows of a ledger that what arrives next can be held against, and an opening for those before.
pub(crate) struct Recent<'p> {
    /// Months before that of a delivery whose rows a cap can count; `None` where that is not known, and all rows are kept.
    pub(super) months: Option<u32>,
    /// Caps for all time.
    ever: Vec<&'p Cap>,
    purses: Purses,
    pub(crate) ledger: Ledger,
}

impl<'p> Recent<'p> {
    pub(crate) fn of(programme: &'p Programme) -> Self {
        let points = &programme.document().points;
        Self {
            months: months(points),
            ever: points.caps.iter().filter(|cap| cap.window == Window::Ever).collect(),
            purses: purses(programme),
            ledger: Ledger::default(),
        }
    }

    /// The first day whose rows are kept for a delivery on a day; `None` where all are.
    pub(crate) fn since(&self, today: Date) -> Option<Date> {
        since(self.months?, today)
    }

    /// Replaces the rows that no delivery from a day on is held against, where they are more than half.
    pub(crate) fn close(&mut self, today: Date) -> Outcome<()> {
        let Some(before) = self.since(today).and_then(Date::pred) else { return Ok(()) };
        let entries = &mut self.ledger.entries;
        let old = entries.partition_point(|entry| entry.at.date() <= before);
        if old <= entries.len() / 2 {
            return Ok(());
        }
        let recent = entries.split_off(old);
        let mut caps = Vec::new();
        for cap in &self.ever {
            caps.push(total(cap, &self.ledger, today)?);
        }
        close(&mut self.ledger, &self.purses, end_of(before)?)?;
        if let Some(opening) = &mut self.ledger.opening {
            opening.caps = caps;
        }
        self.ledger.entries = recent;
        Ok(())
    }
}

/// What was paid under a cap for all time.
fn total(cap: &Cap, ledger: &Ledger, today: Date) -> Outcome<CapTotal> {
    let counts = |entry: &&Entry| entry.rule.as_ref().is_some_and(|rule| cap.counts.contains(rule));
    let of_rows: i64 = ledger.entries.iter().filter(counts).map(|entry| entry.points.get()).sum();
    let before = ledger.opening.iter().flat_map(|opening| &opening.caps).filter(|total| total.cap == cap.id);
    let points = of_rows + before.map(|total| total.points.get()).sum::<i64>();
    let points = Count::new(points.max(0)).ok_or_else(|| Stop::fault("a cap counts too much"))?;
    Ok(CapTotal { cap: cap.id.clone(), date: today, points })
}

/// The first of a month that lies a number of months before a day's.
pub(super) fn since(months: u32, today: Date) -> Option<Date> {
    let month = today.year() * 12 + i32::try_from(today.month()).ok()? - 1 - i32::try_from(months).ok()?;
    Date::from_ymd(month.div_euclid(12), u32::try_from(month.rem_euclid(12)).ok()? + 1, 1)
}

/// Months before that of a delivery whose rows a cap of a programme can count. A cap for all time has a total.
pub(super) fn months(points: &PointsTerms) -> Option<u32> {
    // What a period paid is settled after its days of grace, and counted on its last day.
    let grace = points.rules.iter().filter(|rule| rule.mean.is_some() || rule.goal_days.is_some());
    let grace = grace.filter_map(|rule| rule.grace_days).max().unwrap_or(0);
    let mut most = 0;
    for cap in &points.caps {
        most = most.max(match cap.window {
            // Its totals would have to be told apart by the time of the year.
            Window::Ever if cap.every.is_some() => return None,
            Window::Ever => 0,
            window => window.months_back(cap.period)?,
        });
    }
    // The day before, of which a morning tells, may be of the month before, and so may the rest of the grace; one is to spare.
    Some(most + u32::from(grace) / 28 + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_longest_cap() {
        let of = |document: &[u8]| months(&kenpo::parse_programme(document).expect("a programme").document().points);
        assert_eq!(of(include_bytes!("../../../programmes/kkr.json")), Some(3));
        // A period of October, and a fiscal year.
        assert_eq!(of(include_bytes!("../../../programmes/published/01_pepup_walking_rally.json")), Some(3));
        assert_eq!(of(include_bytes!("../../../programmes/published/09_sakura.json")), Some(14));
        let today = Date::parse("2026-02-14").expect("a date");
        assert_eq!(since(3, today), Date::parse("2025-11-01"));
    }
}
