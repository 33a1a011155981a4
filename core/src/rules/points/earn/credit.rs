//! Writing credits: each into the purse of its rule, with the days on which it can be spent.

use alloc::vec::Vec;

use serde::Serialize;

use crate::{
    base::{
        Error, ErrorCode, Internal,
        value::{Amount, Code, Count},
    },
    civil::{Date, Instant, Written},
    programme::{Grant, IdIndex, Programme},
    rules::points::ledger::{Entry, EntryKind, Lots, Standing},
};

/// Writes rows after those of a ledger.
pub(super) struct CreditWriter<'p, 'l> {
    pub(super) template: EntryTemplate<'p>,
    lots: &'l Lots<'l>,
    /// Where the programme's own points stood before.
    pub(super) standing: Standing,
    /// What each purse holds that was credited.
    purses: Vec<(Option<&'p Code>, Count)>,
}

impl<'p, 'l> CreditWriter<'p, 'l> {
    pub(super) fn new(programme: &'p Programme, lots: &'l Lots<'l>, now: Instant) -> Result<Self, Error> {
        let standing = lots.standing(None)?;
        Ok(Self { template: EntryTemplate::new(programme, now), lots, standing, purses: Vec::new() })
    }

    /// The row of points for an activity, under an id by its place in the plan. The first of the two days selects the rule's terms,
    /// the second is that of the activity.
    pub(super) fn credit(
        &mut self,
        id: IdIndex,
        (on, date): (Date, Date),
        earned: Count,
        points: Count,
    ) -> Result<Entry, Error> {
        let grant = self.take(id, (on, date), points.get())?;
        let sequence = self.standing.next_sequence()?;
        let paid = (earned, amount(points.get())?);
        Ok(self.template.entry(&self.template.row(
            (sequence, EntryKind::Credit),
            (id, date, None),
            None,
            paid,
            grant,
        )?))
    }

    /// Adds points of an activity to the purse they go to, or takes them from it.
    pub(super) fn take(&mut self, id: IdIndex, days: (Date, Date), points: i64) -> Result<Grant<'p>, Error> {
        let grant = self.template.grant(id, days)?;
        let place = self.purses.iter().position(|(known, _)| *known == grant.purse);
        let place = place.unwrap_or(self.purses.len());
        if place == self.purses.len() {
            self.purses.push((grant.purse, self.lots.standing(grant.purse)?.balance));
        }
        let (_, held) = Internal::unless(self.purses.get_mut(place), "a purse that was found is not there")?;
        // After a row of a later day, as where a clock was set back, what is granted may have expired by then.
        if points < 0 || grant.expires_on.is_none_or(|last| self.lots.today() <= last) {
            // Both are within ±(2^53 − 1).
            *held = Count::new(held.get().wrapping_add(points)).ok_or_else(out_of_range)?;
        }
        Ok(grant)
    }

    /// The balance of the programme's own points afterwards.
    pub(super) fn balance(&self) -> Count {
        self.purses.iter().find(|(purse, _)| purse.is_none()).map_or(self.standing.balance, |(_, held)| *held)
    }
}

/// What all rows have in common that are written at one instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryTemplate<'p> {
    pub(super) programme: &'p Programme,
    now: Instant,
    today: Date,
    /// Both as text, once for all rows.
    at: Written<25>,
    synced_on: Written<10>,
    /// The last day of the programme's own points where they are granted today.
    expires_on: Option<Date>,
}

impl<'p> EntryTemplate<'p> {
    fn new(programme: &'p Programme, now: Instant) -> Self {
        let today = now.date();
        let expires_on = programme.expiry_of_grant(None, today);
        Self { programme, now, today, at: now.written(), synced_on: today.written(), expires_on }
    }

    /// To which purse points under an id go, and when they can be spent. The first of the two days selects the rule's terms, the
    /// second is that of the activity.
    #[inline]
    pub(super) fn grant(&self, id: IdIndex, (on, date): (Date, Date)) -> Result<Grant<'p>, Internal> {
        let known = self.programme.plan().id(id)?;
        Ok(match known.plain {
            true => Grant { expires_on: self.expires_on, ..Grant::default() },
            false => self.programme.grant(&known.code, on, date, self.today),
        })
    }

    /// A row of points for an activity. `walked` are the source that numbers a record, and its steps.
    #[inline]
    pub(super) fn row<'a>(
        &'a self,
        (sequence, kind): (Count, EntryKind),
        (id, date, revision): (IdIndex, Date, Option<Count>),
        walked: Option<&'a (Code, Count)>,
        (earned, points): (Count, Amount),
        grant: Grant<'a>,
    ) -> Result<Row<'a>, Internal> {
        // A credit of which nothing is paid has no first and last day, and puts off nothing.
        let grants = kind != EntryKind::Credit || points > Amount::ZERO;
        // One that cannot be spent yet puts off nothing either.
        let renews = points > Amount::ZERO && grant.final_on.is_none_or(|first| first <= self.today);
        Ok(Row {
            sequence,
            at: &self.at,
            kind,
            points,
            purse: grant.purse,
            rule: &self.programme.plan().id(id)?.code,
            date,
            synced_on: &self.synced_on,
            earned,
            revision,
            source: walked.map(|(source, _)| source),
            steps: walked.map(|(_, steps)| *steps),
            final_on: grant.final_on.filter(|_| grants),
            expires_on: grant.expires_on.filter(|_| grants),
            renewed_until: grant.renewed_until.filter(|_| renews),
        })
    }

    /// A row as an entry of the ledger.
    pub(super) fn entry(&self, row: &Row<'_>) -> Entry {
        Entry {
            purse: row.purse.cloned(),
            rule: Some(row.rule.clone()),
            date: Some(row.date),
            synced_on: Some(self.today),
            earned: Some(row.earned),
            revision: row.revision,
            source: row.source.cloned(),
            steps: row.steps,
            final_on: row.final_on,
            expires_on: row.expires_on,
            renewed_until: row.renewed_until,
            ..Entry::new(row.sequence, self.now, row.kind, row.points)
        }
    }
}

/// A credit or a correction as it is written: the fields of an [`Entry`] that these have, in its order, borrowed.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    sequence: Count,
    at: &'a Written<25>,
    kind: EntryKind,
    points: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    purse: Option<&'a Code>,
    rule: &'a Code,
    date: Date,
    synced_on: &'a Written<10>,
    earned: Count,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<Count>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Count>,
    #[serde(skip_serializing_if = "Option::is_none")]
    final_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renewed_until: Option<Date>,
}

pub(super) fn amount(points: i64) -> Result<Amount, Error> {
    Amount::new(points).ok_or_else(out_of_range)
}

fn out_of_range() -> Error {
    Error::new(ErrorCode::SumOutOfRange, "/ledger")
}
