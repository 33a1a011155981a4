//! Which record of a day is the latest: of each source, or of the day.

use alloc::{collections::BTreeMap, vec::Vec};

use crate::{
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count},
    },
    civil::Date,
    programme::{Programme, RevisionsOf},
    rules::points::ledger::{KnownRevision, Ledger},
};

/// The most sources that number their records of one day.
pub const MOST_SOURCES: usize = 32;

/// The latest revisions of each day, by the rows and by what the host knows beside them.
pub(super) struct Revisions {
    by_source: bool,
    days: BTreeMap<Date, OfDay>,
}

/// The latest revisions of a day.
#[derive(Default)]
struct OfDay {
    /// That of the records without a source, which are of the day.
    day: Option<Count>,
    sources: Vec<Latest>,
}

/// The latest record of a source.
pub(super) struct Latest {
    pub(super) source: Code,
    revision: Count,
    pub(super) steps: Count,
}

impl Revisions {
    /// # Errors
    /// `missing_value` for the steps of a source's record where a rule takes back; `too_large` for more than [`MOST_SOURCES`] on a day.
    pub(super) fn of(programme: &Programme, ledger: &Ledger, known: &[KnownRevision]) -> Result<Self, Error> {
        let by_source = programme.document().points.revisions_of == RevisionsOf::Source;
        let asks_steps = programme.plan().takes_back && by_source;
        let mut revisions = Self { by_source, days: BTreeMap::new() };
        let mut take = |(date, revision), source: Option<&Code>, steps: Option<Count>| {
            if asks_steps && source.is_some() && steps.is_none() {
                return Err(Error::new(ErrorCode::MissingValue, "/steps"));
            }
            revisions.take_in((date, revision), source, steps.unwrap_or_default())
        };
        for (index, entry) in ledger.entries.iter().enumerate() {
            if let (Some(date), Some(revision)) = (entry.date, entry.revision) {
                let taken = take((date, revision), entry.source.as_ref(), entry.steps);
                taken.map_err(|error| error.within(index).within("entries").within("ledger"))?;
            }
        }
        let mut take_known = |index: usize, known: &KnownRevision| {
            let taken = take((known.date, known.revision), known.source.as_ref(), known.steps);
            taken.map_err(|error| error.within(index).within("known"))
        };
        for (index, known) in ledger.opening.iter().flat_map(|opening| opening.known.iter().enumerate()) {
            take_known(index, known).map_err(|error| error.within("opening").within("ledger"))?;
        }
        for (index, known) in known.iter().enumerate() {
            take_known(index, known)?;
        }
        Ok(revisions)
    }

    /// The revision that a record of a source must be above: the latest of that source, or one of the day that is later.
    pub(super) fn latest(&self, date: Date, source: Option<&Code>) -> Option<Count> {
        let OfDay { day, sources } = self.days.get(&date)?;
        // Without a source a record is of the day, and must be above all.
        let of_source = |latest: &&Latest| source.is_none_or(|source| latest.source == *source);
        sources.iter().filter(of_source).map(|latest| latest.revision).max().max(*day)
    }

    /// The latest records of the other sources of a day, unless a later one of the day took their place.
    pub(super) fn beside<'a>(
        &'a self,
        date: Date,
        source: Option<&'a Code>,
    ) -> impl Iterator<Item = &'a Latest> + Clone {
        let of_day = source.and_then(|_| self.days.get(&date));
        let stands = move |latest: &&Latest| {
            source != Some(&latest.source) && Some(latest.revision) > of_day.and_then(|of_day| of_day.day)
        };
        of_day.map_or(&[][..], |of_day| &of_day.sources).iter().filter(stands)
    }

    /// Whether a record is numbered by its source.
    pub(super) fn of_source<'a>(&self, source: Option<&'a Code>) -> Option<&'a Code> {
        source.filter(|_| self.by_source)
    }

    /// # Errors
    /// `too_large` for more than [`MOST_SOURCES`] on a day.
    pub(super) fn take_in(
        &mut self,
        (date, revision): (Date, Count),
        source: Option<&Code>,
        steps: Count,
    ) -> Result<(), Error> {
        let source = self.of_source(source);
        let OfDay { day, sources } = self.days.entry(date).or_default();
        let Some(source) = source else {
            *day = (*day).max(Some(revision));
            return Ok(());
        };
        let full = sources.len() >= MOST_SOURCES;
        match sources.iter_mut().find(|latest| latest.source == *source) {
            // Of two records under one number the one with more steps.
            Some(latest) => (latest.revision, latest.steps) = (latest.revision, latest.steps).max((revision, steps)),
            None if full => return Err(Error::new(ErrorCode::TooLarge, "/source")),
            None => sources.push(Latest { source: source.clone(), revision, steps }),
        }
        Ok(())
    }
}

/// Whether a rule has looked at a record's steps: one that does not count under it says nothing of the day.
pub(super) fn counted(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Paid
            | Reason::PaidInPart
            | Reason::CapReached
            | Reason::BelowLowestTier
            | Reason::NothingNew
            | Reason::TakenBack
            | Reason::TakenBackInPart
    )
}
