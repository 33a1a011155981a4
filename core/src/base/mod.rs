//! The ground that every room stands on: stable codes, errors, and small values with their ranges.

#[cfg(feature = "schema")]
#[macro_use]
mod string_schema;

mod error;
mod hex;
mod nearest;
mod plain;
mod reason;
mod registry;
mod secret;
mod token;
mod traits;
pub mod value;

pub use error::{Error, ErrorCode};
pub(crate) use error::{Internal, refuse};
pub(crate) use nearest::nearest;
pub use reason::Reason;
pub use secret::Secret;
#[cfg(feature = "schema")]
pub(crate) use string_schema::string_schema;
pub(crate) use token::{below, digest_of, expand, same_digest};
pub(crate) use traits::{from_text, redacted};
