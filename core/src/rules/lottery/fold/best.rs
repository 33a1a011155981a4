use alloc::{collections::BinaryHeap, vec::Vec};

use super::{
    list::Entry,
    scorer::{Label, Scorer, Words, bytes, words},
    state::{Body, write_length},
};
use crate::{base::value::Hex, rules::lottery::bytes::Bytes as _};

/// A ticket and its score. Ordered by score, then tag, then number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Scored {
    /// The score; the lowest wins.
    pub score: Hex<32>,
    /// The holder.
    pub tag: Hex<32>,
    /// The ticket's number, from 1 for each holder.
    pub ticket: u32,
}

/// The best tickets of the entries folded so far. Its memory grows with the tickets that it keeps.
///
/// It is a plain value of the caller's, as [`ListFold`](crate::lottery::ListFold) is: it can be looked at, kept, copied or dropped between chunks, and folds
/// of different holders merge in any order. A holder lies wholly in one of them.
#[derive(Clone, Debug)]
pub struct BestTickets {
    scorer: Scorer,
    slots: usize,
    most_per_holder: usize,
    best: BinaryHeap<Scored>,
}

impl BestTickets {
    /// A fold that keeps the `slots` best tickets, at most `most_per_holder` of one holder.
    pub fn new(key: &Hex<32>, slots: u64, most_per_holder: u32) -> Self {
        let slots = usize::try_from(slots).unwrap_or(usize::MAX);
        Self {
            scorer: Scorer::new(key),
            slots,
            most_per_holder: usize::try_from(most_per_holder).unwrap_or(usize::MAX).min(slots),
            best: BinaryHeap::new(),
        }
    }

    /// The score of one ticket.
    pub fn score(&self, tag: &Hex<32>, ticket: u32) -> Hex<32> {
        let label = Label::of_ticket(tag, ticket);
        bytes(self.scorer.score(&label))
    }

    /// Scores every ticket of these holders and keeps those that are among the best.
    pub fn push(&mut self, entries: &[Entry]) {
        if self.most_per_holder == 0 {
            return;
        }
        let mut own = BinaryHeap::new();
        let mut worst = self.worst();
        let mut label = Label::of_ticket(&Hex([0; 32]), 0);
        for Entry { tag, count } in entries {
            label.set_holder(tag);
            for ticket in 1..=*count {
                label.set_ticket(ticket);
                let score = self.scorer.score(&label);
                if worst.is_none_or(|worst| score <= worst) {
                    own.push(Scored { score: bytes(score), tag: *tag, ticket });
                    trim(&mut own, self.most_per_holder);
                }
            }
            if !own.is_empty() {
                self.best.append(&mut own);
                trim(&mut self.best, self.slots);
                worst = self.worst();
            }
        }
    }

    /// Where every slot has a ticket, the score that a better one has to reach.
    fn worst(&self) -> Option<Words> {
        self.best.peek().filter(|_| self.best.len() >= self.slots).map(|worst| words(&worst.score))
    }

    /// Takes in what another fold kept of other holders.
    pub fn merge(&mut self, mut other: Self) {
        self.best.append(&mut other.best);
        trim(&mut self.best, self.slots);
    }

    pub(in crate::rules::lottery) fn write(&self, out: &mut Vec<u8>) {
        write_length(self.best.len(), out);
        for Scored { score, tag, ticket } in self.best.clone().into_sorted_vec() {
            out.put(&score.0);
            out.put(&tag.0);
            out.put(&ticket.to_be_bytes());
        }
    }

    /// A fold that keeps what another one of the same draw had kept.
    pub(in crate::rules::lottery) fn with(mut self, body: &mut Body<'_>) -> Option<Self> {
        let best = body.list(|body| Some(Scored { score: body.hex()?, tag: body.hex()?, ticket: body.u32()? }))?;
        let stands = best.len() <= self.slots && best.is_sorted_by(|better, worse| better < worse);
        self.best = stands.then_some(best)?.into();
        Some(self)
    }

    /// The best, in the order of the draw.
    pub fn finish(self) -> Vec<Scored> {
        self.best.into_sorted_vec()
    }
}

fn trim(heap: &mut BinaryHeap<Scored>, most: usize) {
    while heap.len() > most {
        heap.pop();
    }
}
