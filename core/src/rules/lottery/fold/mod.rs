//! Long lists, chunk by chunk: what a list adds up to, its tree, and the best of its tickets.

mod best;
mod list;
mod merkle;
mod scorer;
mod state;

pub use best::{BestTickets, Scored};
pub use list::{Entry, ListFold, ListTotals, MOST_TICKETS};
pub(super) use list::{count, most, totals};
pub(super) use merkle::{TreeFold, leaf, parent};
pub(super) use scorer::{Label, Scorer, bytes};
pub(super) use state::{opened, sealed, write_length, write_tree};
