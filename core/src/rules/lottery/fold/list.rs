//! What a list of entries adds up to, folded chunk by chunk.

use serde::{Deserialize, Serialize};

use alloc::vec::Vec;

use super::{
    merkle::{TreeFold, leaf},
    state::{Body, opened, sealed, write_tree},
};
use crate::{
    base::{
        Error, ErrorCode,
        value::{Count, Hex},
    },
    rules::lottery::bytes::Bytes as _,
};

/// What keeps the states of lists apart from others.
const LABEL: &[u8] = b"fold-list";

/// The most tickets of one draw.
pub const MOST_TICKETS: u64 = 10_000_000;

/// A holder's tickets in the frozen list: a pseudonym, and how many. Tickets are numbered from 1 for each holder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DrawEntry"))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The holder's tag, a pseudonym of this draw.
    pub tag: Hex<32>,
    /// Tickets, at least 1.
    pub count: u32,
}

impl Entry {
    /// `tag || u32(count)`.
    pub(in crate::rules::lottery) fn bytes(&self) -> [u8; 36] {
        let mut bytes = [0; 36];
        let (tag, count) = bytes.split_at_mut(32);
        tag.copy_from_slice(&self.tag.0);
        count.copy_from_slice(&self.count.to_be_bytes());
        bytes
    }
}

/// A list of entries, or a part of one, read chunk by chunk: what it adds up to. Its memory grows with the logarithm of the list.
///
/// It is a plain value of the caller's: between two chunks it can be looked at, kept, copied or dropped. Parts that adjoin can be folded apart,
/// on several threads, and merged; whatever the chunks and the order of the merges, the result is the same.
///
/// An error's path is that of the entry in the whole list. A fold that gave an error is of no further use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListFold {
    tree: TreeFold,
    tickets: u64,
    /// The tags of the first and the last entry.
    ends: Option<(Hex<32>, Hex<32>)>,
}

/// What a list of entries adds up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListTotals {
    /// How many holders.
    pub holders: Count,
    /// How many tickets.
    pub tickets: Count,
    /// The Merkle root of the entries.
    pub root: Hex<32>,
}

impl ListFold {
    /// A fold of a part of a list, whose first entry is at this place in the whole, from 0.
    pub fn starting_at(place: u64) -> Self {
        Self { tree: TreeFold::starting_at(place), tickets: 0, ends: None }
    }

    /// How many entries were folded.
    pub fn entries(&self) -> u64 {
        self.tree.leaves()
    }

    /// The place after the last entry in the whole list.
    pub(in crate::rules::lottery) fn end(&self) -> u64 {
        self.tree.end()
    }

    /// How many tickets they have.
    pub fn tickets(&self) -> u64 {
        self.tickets
    }

    /// Folds the next entries in.
    ///
    /// # Errors
    /// `entry_repeated`, `entries_unordered`, `out_of_range` for an entry without a ticket, and `too_many_tickets`.
    pub fn push(&mut self, entries: &[Entry]) -> Result<(), Error> {
        self.push_chunk(entries, 0)
    }

    /// Folds the next entries in; in an error's path they are counted from `origin` in the whole list.
    pub(in crate::rules::lottery) fn push_chunk(&mut self, entries: &[Entry], origin: u64) -> Result<(), Error> {
        for entry in entries {
            let place = self.end().saturating_sub(origin);
            // Each entry before it has a ticket, in another part of the list if not in this one.
            if self.end() >= MOST_TICKETS {
                return Err(fault(ErrorCode::TooManyTickets, "/count", place));
            }
            if let Some((_, last)) = &self.ends {
                ascending(last, &entry.tag).map_err(|code| fault(code, "/tag", place))?;
            }
            if entry.count == 0 {
                return Err(fault(ErrorCode::OutOfRange, "/count", place));
            }
            self.tickets = most(self.tickets, entry.count.into()).map_err(|code| fault(code, "/count", place))?;
            self.ends = Some((self.ends.map_or(entry.tag, |(first, _)| first), entry.tag));
            self.tree.push(leaf(&entry.bytes()));
        }
        Ok(())
    }

    /// Takes in the part that begins where this one ends.
    ///
    /// # Errors
    /// Those of a list, at the entry at which the other part begins; `missing_value` where entries are missing between the two, and
    /// `entries_unordered` where the other begins before this one ends.
    pub fn merge(&mut self, next: Self) -> Result<(), Error> {
        let (end, place) = (self.tree.end(), next.tree.first());
        if end < place {
            return Err(fault(ErrorCode::MissingValue, "", end));
        }
        if place < end {
            return Err(fault(ErrorCode::EntriesUnordered, "", place));
        }
        if let (Some((_, last)), Some((first, _))) = (&self.ends, &next.ends) {
            ascending(last, first).map_err(|code| fault(code, "/tag", place))?;
        }
        self.tickets = most(self.tickets, next.tickets).map_err(|code| fault(code, "", place))?;
        self.ends = match (self.ends, next.ends) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (ends, None) | (None, ends) => ends,
        };
        self.tree.append(next.tree);
        Ok(())
    }

    /// The fold as bytes, to be kept and gone on with later, elsewhere too.
    pub fn state(&self) -> Vec<u8> {
        sealed(LABEL, |out| self.write(out))
    }

    /// The fold of a [`state`](Self::state).
    ///
    /// # Errors
    /// `fold_state_invalid` for bytes that no such fold gave.
    pub fn resume(state: &[u8]) -> Result<Self, Error> {
        let read = opened(LABEL, state).and_then(|mut body| {
            let fold = Self::read(&mut body)?;
            body.ends().map(|()| fold)
        });
        read.ok_or_else(|| Error::new(ErrorCode::FoldStateInvalid, ""))
    }

    pub(in crate::rules::lottery) fn write(&self, out: &mut Vec<u8>) {
        write_tree(&self.tree, self.tickets, out);
        if let Some((first, last)) = &self.ends {
            out.put(&first.0);
            out.put(&last.0);
        }
    }

    pub(in crate::rules::lottery) fn read(body: &mut Body<'_>) -> Option<Self> {
        let (tree, tickets) = body.tree(MOST_TICKETS)?;
        let ends = match tree.leaves() {
            0 => None,
            leaves => {
                let (first, last) = (body.hex()?, body.hex()?);
                Some((first, last)).filter(|_| if leaves == 1 { first == last } else { first < last })
            }
        };
        // Every part with an entry has a first and a last one.
        (ends.is_some() == (tree.leaves() > 0)).then_some(Self { tree, tickets, ends })
    }

    /// What the list adds up to.
    ///
    /// # Errors
    /// `list_empty`, and `missing_value` for a part that is not the list's beginning.
    pub fn finish(self) -> Result<ListTotals, Error> {
        if self.tree.first() > 0 {
            return Err(fault(ErrorCode::MissingValue, "", 0));
        }
        let (holders, tickets) = (count(self.entries()), count(self.tickets));
        let root = self.tree.root().ok_or_else(|| Error::new(ErrorCode::ListEmpty, "/entries"))?;
        Ok(ListTotals { holders, tickets, root })
    }
}

impl Default for ListFold {
    fn default() -> Self {
        Self::starting_at(0)
    }
}

/// What a whole list adds up to.
pub(in crate::rules::lottery) fn totals(entries: &[Entry]) -> Result<ListTotals, Error> {
    let mut fold = ListFold::default();
    fold.push(entries)?;
    fold.finish()
}

fn ascending(earlier: &Hex<32>, later: &Hex<32>) -> Result<(), ErrorCode> {
    match earlier.cmp(later) {
        core::cmp::Ordering::Less => Ok(()),
        core::cmp::Ordering::Equal => Err(ErrorCode::EntryRepeated),
        core::cmp::Ordering::Greater => Err(ErrorCode::EntriesUnordered),
    }
}

/// The sum of tickets, which stays in range: at most ten million each, or 2^32 − 1 of an entry.
pub(in crate::rules::lottery) fn most(tickets: u64, more: u64) -> Result<u64, ErrorCode> {
    let sum = tickets.saturating_add(more);
    if sum > MOST_TICKETS { Err(ErrorCode::TooManyTickets) } else { Ok(sum) }
}

fn fault(code: ErrorCode, field: &str, place: u64) -> Error {
    Error::new(code, field).within(place).within("entries")
}

pub(in crate::rules::lottery) fn count(value: u64) -> Count {
    // Bounded by the most tickets.
    i64::try_from(value).ok().and_then(Count::new).unwrap_or(Count::ZERO)
}
