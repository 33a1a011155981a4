use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    base::{
        Error, ErrorCode,
        value::{Count, Hex},
    },
    civil::Instant,
    rules::lottery::{
        bytes::Bytes,
        fold::{Entry, MOST_TICKETS, TreeFold, count, leaf, most, opened, sealed, write_length, write_tree},
        manifest::ManifestLog,
    },
};

/// What keeps the states of logs apart from others.
const LABEL: &[u8] = b"fold-log";

/// An exchange in the log: whose tickets, how many, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LoggedExchange {
    /// The holder's tag, a pseudonym of this draw.
    pub tag: Hex<32>,
    /// Tickets, at least 1.
    pub count: u32,
    /// When it was made, from 1970 on.
    pub time: Instant,
}

impl LoggedExchange {
    /// `D("exchange") || tag || u32(count) || u64(time)`, hashed as a leaf.
    pub(super) fn leaf(&self) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(68);
        bytes.domain(b"exchange");
        bytes.put(&self.tag.0);
        bytes.put(&self.count.to_be_bytes());
        bytes.put(&self.time.unix().to_be_bytes());
        leaf(&bytes)
    }
}

/// The head of a log, which is published: how long it was, and its root.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogHead {
    /// How many exchanges it has, at least 1.
    pub size: Count,
    /// The Merkle root of the exchanges.
    pub root: Hex<32>,
    /// When the last of them was made.
    pub time: Instant,
}

/// A log of exchanges, or a part of one, read chunk by chunk: its head, and what it adds up to. Its memory grows with the holders.
///
/// It is a plain value of the caller's, as [`ListFold`](crate::lottery::ListFold) is, and merges as that does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogFold {
    tree: TreeFold,
    tickets: u64,
    sums: BTreeMap<Hex<32>, u32>,
    /// When the first and the last exchange were made.
    ends: Option<(Instant, Instant)>,
}

/// What a log of exchanges adds up to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogTotals {
    /// The head to publish.
    pub head: LogHead,
    /// What the exchanges add up to: the list to freeze.
    pub entries: Vec<Entry>,
}

impl LogTotals {
    /// What a manifest of version 2 binds.
    pub fn bound(&self) -> ManifestLog {
        ManifestLog { size: self.head.size, root: self.head.root }
    }
}

impl LogFold {
    /// A fold of a part of a log, whose first exchange is at this place in the whole, from 0.
    pub fn starting_at(place: u64) -> Self {
        Self { tree: TreeFold::starting_at(place), tickets: 0, sums: BTreeMap::new(), ends: None }
    }

    /// How many exchanges were folded.
    pub fn exchanges(&self) -> u64 {
        self.tree.leaves()
    }

    /// The place after the last exchange in the whole log.
    pub(in crate::rules::lottery) fn end(&self) -> u64 {
        self.tree.end()
    }

    /// How many tickets they brought.
    pub fn tickets(&self) -> u64 {
        self.tickets
    }

    /// Folds the next exchanges in.
    ///
    /// # Errors
    /// `log_unordered`, `out_of_range` for an exchange without a ticket or before 1970, and `too_many_tickets`.
    pub fn push(&mut self, exchanges: &[LoggedExchange]) -> Result<(), Error> {
        self.push_chunk(exchanges, 0)
    }

    /// Folds the next exchanges in; in an error's path they are counted from `origin` in the whole log.
    pub(in crate::rules::lottery) fn push_chunk(
        &mut self,
        exchanges: &[LoggedExchange],
        origin: u64,
    ) -> Result<(), Error> {
        for exchange in exchanges {
            let place = self.end().saturating_sub(origin);
            if exchange.count == 0 {
                return Err(fault(ErrorCode::OutOfRange, "/count", place));
            }
            if exchange.time.unix() < 0 {
                return Err(fault(ErrorCode::OutOfRange, "/time", place));
            }
            if self.ends.is_some_and(|(_, last)| exchange.time < last) {
                return Err(fault(ErrorCode::LogUnordered, "/time", place));
            }
            // Each exchange before it has a ticket, in another part of the log if not in this one.
            if self.end() >= MOST_TICKETS {
                return Err(fault(ErrorCode::TooManyTickets, "/count", place));
            }
            self.tickets = most(self.tickets, exchange.count.into()).map_err(|code| fault(code, "/count", place))?;
            self.ends = Some((self.ends.map_or(exchange.time, |(first, _)| first), exchange.time));
            self.add(exchange.tag, exchange.count);
            self.tree.push(exchange.leaf());
        }
        Ok(())
    }

    /// Takes in the part that begins where this one ends.
    ///
    /// # Errors
    /// Those of a log, at the exchange at which the other part begins; `missing_value` where exchanges are missing between the two, and
    /// `log_unordered` where the other begins before this one ends.
    pub fn merge(&mut self, next: Self) -> Result<(), Error> {
        let (end, place) = (self.tree.end(), next.tree.first());
        if end < place {
            return Err(fault(ErrorCode::MissingValue, "", end));
        }
        let goes_back = matches!((self.ends, next.ends), (Some((_, last)), Some((first, _))) if first < last);
        if place < end || goes_back {
            return Err(fault(ErrorCode::LogUnordered, if goes_back { "/time" } else { "" }, place));
        }
        self.tickets = most(self.tickets, next.tickets).map_err(|code| fault(code, "", place))?;
        self.ends = match (self.ends, next.ends) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (ends, None) | (None, ends) => ends,
        };
        for (tag, count) in next.sums {
            self.add(tag, count);
        }
        self.tree.append(next.tree);
        Ok(())
    }

    /// The head of the log so far; `None` of a part that is not the log's beginning, and of no exchanges.
    pub fn head(&self) -> Option<LogHead> {
        let (root, (_, time)) = (self.tree.clone().root()?, self.ends?);
        Some(LogHead { size: count(self.exchanges()), root, time })
    }

    /// The fold as bytes, to be kept and gone on with later, elsewhere too: 36 for each holder, and a few for the tree.
    pub fn state(&self) -> Vec<u8> {
        sealed(LABEL, |out| {
            write_tree(&self.tree, self.tickets, out);
            if let Some((first, last)) = self.ends {
                out.put(&first.unix().to_be_bytes());
                out.put(&last.unix().to_be_bytes());
            }
            write_length(self.sums.len(), out);
            for (tag, sum) in &self.sums {
                out.put(&tag.0);
                out.put(&sum.to_be_bytes());
            }
        })
    }

    /// The fold of a [`state`](Self::state).
    ///
    /// # Errors
    /// `fold_state_invalid` for bytes that no such fold gave.
    pub fn resume(state: &[u8]) -> Result<Self, Error> {
        Self::read(state).ok_or_else(|| Error::new(ErrorCode::FoldStateInvalid, ""))
    }

    fn read(state: &[u8]) -> Option<Self> {
        let mut body = opened(LABEL, state)?;
        let (tree, tickets) = body.tree(MOST_TICKETS)?;
        let mut ends = None;
        if tree.leaves() > 0 {
            let mut time = || Instant::from_unix(i64::from_be_bytes(body.bytes()?));
            let (first, last) = (time()?, time()?);
            ends = Some((first, last)).filter(|_| first.unix() >= 0 && first <= last);
            ends?;
        }
        let sums = body.list(|body| Some((body.hex()?, body.u32()?)))?;
        body.ends()?;
        let ascends = sums.is_sorted_by(|(earlier, _), (later, _)| earlier < later);
        let counted = sums.iter().fold(0_u64, |sum, (_, count)| sum.saturating_add((*count).into()));
        let stands = ascends && counted == tickets && sums.iter().all(|(_, count)| *count > 0);
        stands.then(|| Self { tree, tickets, sums: sums.into_iter().collect(), ends })
    }

    /// The head of the log, and what it adds up to.
    ///
    /// # Errors
    /// `list_empty`, and `missing_value` for a part that is not the log's beginning.
    pub fn finish(self) -> Result<LogTotals, Error> {
        if self.tree.first() > 0 {
            return Err(fault(ErrorCode::MissingValue, "", 0));
        }
        let head = self.head().ok_or_else(|| Error::new(ErrorCode::ListEmpty, "/exchanges"))?;
        let entries = self.sums.into_iter().map(|(tag, count)| Entry { tag, count }).collect();
        Ok(LogTotals { head, entries })
    }

    /// A sum of tickets, which are at most ten million in all.
    fn add(&mut self, tag: Hex<32>, count: u32) {
        let sum = self.sums.entry(tag).or_default();
        *sum = sum.saturating_add(count);
    }
}

impl Default for LogFold {
    fn default() -> Self {
        Self::starting_at(0)
    }
}

/// What a whole log adds up to.
pub(in crate::rules::lottery) fn totals_of(exchanges: &[LoggedExchange]) -> Result<LogTotals, Error> {
    let mut fold = LogFold::default();
    fold.push(exchanges)?;
    fold.finish()
}

fn fault(code: ErrorCode, field: &str, place: u64) -> Error {
    Error::new(code, field).within(place).within("exchanges")
}
