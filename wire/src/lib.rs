//! The JSON contract of kenpo: which operations there are, how they are written, and where an error stands.
//!
//! One entry, [`answer`]: the name of an operation and a JSON request in, JSON out. The bytes are the same in every host.
#![forbid(unsafe_code)]

mod accrue;
mod block;
mod bytes;
mod failure;
mod form;
mod operation;
mod part;
mod programme;
mod read;
#[cfg(feature = "schema")]
pub mod schema;
mod source;
mod write;

pub use failure::{Failure, Status};
#[cfg(feature = "schema")]
pub use operation::ProgrammeRequest;
pub use operation::{Answered, Item, OPERATIONS, Operation, ProgrammeRef, ProgrammeVerdict, answer};
pub use programme::{DOCUMENT_LIMIT, parse_programme};
pub use read::from_text;
