//! Members paid one after the other; what is worked in is used again for the next.

use std::collections::BTreeMap;

use kenpo::{
    Programme, Reason,
    civil::Date,
    points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps},
    programme::Window,
};

use super::{
    Arrival, Periods, Terms, asked, opening,
    requests::{Asked, Paid},
};
use crate::stop::{Outcome, Stop};

/// Pays rows under one programme.
pub(crate) struct Payer<'p> {
    terms: Terms<'p>,
    /// Months before that of a delivery whose credits a cap can count; `None` for all.
    months: Option<u32>,
    periods: Periods<'p>,
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
    /// Credits that came in several deliveries.
    kept: Vec<StepCredit>,
    /// What became of the rows of members who were paid nothing.
    pub(crate) unpaid: BTreeMap<&'static str, u64>,
}

/// Where a member's credits lie: the first of what the lane wrote, or all that were kept.
enum Found {
    Written(usize),
    Kept,
}

impl<'p> Payer<'p> {
    pub(crate) fn new(terms: Terms<'p>) -> Self {
        Self {
            periods: Periods::of(terms.programme),
            months: counted(terms.programme),
            terms,
            room: Vec::new(),
            credits: Vec::new(),
            reasons: Vec::new(),
            kept: Vec::new(),
            unpaid: BTreeMap::new(),
        }
    }

    /// Pays a member's rows, of which the last arrives on `morning`. The credits are in the order of the rows; those of a period have its
    /// last day.
    pub(crate) fn pay(&mut self, rows: &[StepDay], morning: Date) -> Outcome<&[StepCredit]> {
        self.reasons.resize(rows.len(), Reason::NoRuleInEffect);
        let found = if self.periods.any() {
            None
        } else {
            match self.terms.arrival {
                Arrival::Together => self.lane(rows, (0, 0), morning)?.map(Found::Written),
                Arrival::Daily => self.daily(rows)?,
            }
        };
        match found {
            Some(Found::Written(written)) => {
                if written == 0 {
                    self.tell(rows.len());
                }
                self.credits
                    .get(..written)
                    .ok_or_else(|| Stop::fault("the lane wrote more credits than there are places"))
            }
            Some(Found::Kept) => Ok(&self.kept),
            None => self.ask(rows),
        }
    }

    /// Pays rows that arrive together, beside what is kept from a place on; their reasons stand from a place on. `None` where the lane
    /// does not reach.
    fn lane(&mut self, rows: &[StepDay], (at, since): (usize, usize), morning: Date) -> Outcome<Option<usize>> {
        let born = self.terms.person.map_or(0, |person| person.born.yyyymmdd());
        let morning = morning.yyyymmdd();
        let delivery = StepDelivery { born, opened_on: morning, ..StepDelivery::on(morning) };
        loop {
            let Self { terms, room, credits, reasons, kept, .. } = self;
            let reasons = reasons.get_mut(at..).ok_or_else(|| Stop::fault("there is no place for a row's reason"))?;
            let kept = kept.get(since..).unwrap_or_default();
            match accrue_steps(terms.programme, &delivery, rows, kept, room, credits, reasons) {
                Ok(written) => return Ok(Some(written)),
                Err(StepsRefused::Room(sums)) => self.room.resize(sums, 0),
                Err(StepsRefused::Places(places)) => self.credits.resize(places, StepCredit::default()),
                Err(StepsRefused::Unsupported) => return Ok(None),
                Err(refused) => return Err(Stop::Fault(format!("{refused:?}"))),
            }
        }
    }

    fn daily(&mut self, rows: &[StepDay]) -> Outcome<Option<Found>> {
        let sorted;
        let rows = if rows.is_sorted_by_key(|row| row.walked) {
            rows
        } else {
            sorted = super::requests::sorted(rows);
            &sorted
        };
        self.kept.clear();
        let (mut at, mut since) = (0, 0);
        for day in rows.chunk_by(|one, other| one.walked == other.walked) {
            let morning = super::morning(day)?;
            if let Some(first) = self.months.and_then(|months| opening::since(months, morning)) {
                let old = |credit: &&StepCredit| credit.synced < first.yyyymmdd();
                since += self.kept.iter().skip(since).take_while(old).count();
            }
            let Some(written) = self.lane(day, (at, since), morning)? else {
                self.kept.clear();
                return Ok(None);
            };
            let credits = self.credits.get(..written);
            let more = || Stop::fault("the lane wrote more credits than there are places");
            self.kept.extend_from_slice(credits.ok_or_else(more)?);
            at += day.len();
        }
        if self.kept.is_empty() {
            self.tell(at);
        }
        Ok(Some(Found::Kept))
    }

    /// By requests.
    fn ask(&mut self, rows: &[StepDay]) -> Outcome<&[StepCredit]> {
        let Asked { paid, settled, .. } = asked(self.terms, rows, &mut self.periods)?;
        self.kept.clear();
        let credit = |day: Date, points: i64, lost: i64| StepCredit {
            walked: day.yyyymmdd(),
            earned: points + lost,
            points,
            ..StepCredit::default()
        };
        let days = paid.iter().map(|Paid { date, points, lost, .. }| credit(*date, *points, *lost));
        let periods = settled.iter().map(|period| credit(period.until, period.points, period.lost));
        self.kept.extend(days.chain(periods).filter(|credit| credit.points != 0 || credit.earned != 0));
        if self.kept.is_empty() {
            let reasons = paid.iter().map(|paid| paid.reason).chain(settled.iter().map(|period| period.reason));
            for reason in reasons {
                *self.unpaid.entry(reason.name()).or_default() += 1;
            }
        }
        Ok(&self.kept)
    }

    /// Counts the reasons of a member who was paid nothing.
    fn tell(&mut self, rows: usize) {
        for reason in self.reasons.iter().take(rows) {
            *self.unpaid.entry(reason.name()).or_default() += 1;
        }
    }
}

/// Months before that of a delivery whose credits a cap can count. The lane takes credits and no totals: a cap for all time counts all.
fn counted(programme: &Programme) -> Option<u32> {
    let points = &programme.document().points;
    opening::months(points).filter(|_| points.caps.iter().all(|cap| cap.window != Window::Ever))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::morning;

    /// A day's points, from wherever they come.
    fn by_day(credits: &[StepCredit]) -> BTreeMap<i32, (i64, i64)> {
        let mut days: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
        for credit in credits {
            let day = days.entry(credit.walked).or_default();
            (day.0, day.1) = (day.0 + credit.points, day.1 + credit.earned);
        }
        days.retain(|_, day| *day != (0, 0));
        days
    }

    /// A year of which some days come again with more steps.
    fn year() -> Vec<StepDay> {
        let day = |after: i64| Date::parse("2026-04-01").and_then(|first| first.plus_days(after));
        let steps = |at: i64| (at * 7_919).rem_euclid(14_000);
        let row = |at: i64| day(at % 365).map(|day| StepDay::new(day.yyyymmdd(), steps(at)));
        (0..365).chain((0..20).map(|again| 365 + again * 17)).filter_map(row).collect()
    }

    #[test]
    fn the_lane_pays_what_requests_pay() {
        for document in [
            include_bytes!("../../../programmes/kkr.json").as_slice(),
            include_bytes!("../../../programmes/templates/points.json"),
        ] {
            let programme = kenpo::parse_programme(document).unwrap();
            for arrival in [Arrival::Together, Arrival::Daily] {
                let terms = Terms { programme: &programme, person: None, arrival, nobody: "" };
                let (mut lane, mut asking) = (Payer::new(terms), Payer::new(terms));
                let rows = year();
                let found = by_day(lane.pay(&rows, morning(&rows).unwrap()).unwrap());
                assert_eq!(found, by_day(asking.ask(&rows).unwrap()), "{arrival:?}");
                assert_eq!(lane.unpaid, asking.unpaid);
                assert!(!found.is_empty());
            }
        }
    }

    #[test]
    fn days_of_grace_are_kept_by_who_sends_daily() {
        let template = kenpo::parse_programme(include_bytes!("../../../programmes/templates/points.json")).unwrap();
        let kkr = kenpo::parse_programme(include_bytes!("../../../programmes/kkr.json")).unwrap();
        assert_eq!(Arrival::of(&[&kkr]), Arrival::Together);
        assert_eq!(Arrival::of(&[&kkr, &template]), Arrival::Daily);
        let paid = |arrival| {
            let terms = Terms { programme: &template, person: None, arrival, nobody: "" };
            let rows = year();
            by_day(Payer::new(terms).pay(&rows, morning(&rows).unwrap()).unwrap()).len()
        };
        // 14 days of grace.
        assert!(paid(Arrival::Daily) > 100);
        assert!(paid(Arrival::Together) <= 15);
    }
}
