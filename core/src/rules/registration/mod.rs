//! Registration: whether what a member reads off the card opens the programme, and whether the society knows the member.

mod check;
mod group;
mod identity;

pub use check::{RegistrationRequest, RegistrationVerdict, check};
pub use group::{GroupRequest, GroupVerdict, group};
pub use identity::{IdentityRequest, IdentityVerdict, MOST_RECORDS, MOST_REGISTERED, SocietyRecord, identify};
