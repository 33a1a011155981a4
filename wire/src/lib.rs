//! The JSON contract of kenpo: which operations there are, how they are written, and where an error stands.
//!
//! One entry, [`answer`](answer()): the name of an operation and a JSON request in, JSON out. The bytes are the same in every host.
#![forbid(unsafe_code)]
// A part of the areas leaves unused what serves the others.
#![cfg_attr(not(feature = "complete"), allow(dead_code, unused_imports))]

mod accrue;
mod answer;
mod batch;
mod bytes;
mod envelope;
mod failure;
mod limits;
mod operations;
mod part;
mod programme;
mod read;
#[cfg(feature = "schema")]
pub mod schema;
mod write;

pub use answer::answer;
pub use envelope::{Answered, Item, ProgrammeRef};
pub use failure::{Failure, Status};
pub use limits::{
    ANSWER_FLOOR, ANSWER_LIMIT, BATCH_ITEMS, BATCH_LIMIT, COUNTS, Count, DOCUMENT_LIMIT, MOST_AWARDS,
    MOST_AWARDS_PER_HOLDER, MOST_FAULTS, MOST_TICKETS,
};
pub use operations::{OPERATIONS, Operation};
#[cfg(feature = "schema")]
pub use programme::ProgrammeRequest;
pub use programme::{Fault, ProgrammeVerdict, document_faults, parse_programme};
pub use read::from_text;
