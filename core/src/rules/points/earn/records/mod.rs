//! Records of steps as they arrive: each is paid for, and becomes an item of the answer and rows of the ledger.

mod accrue;
mod accrued;
mod compare;
mod limits;
mod request;

pub use accrue::{accrue, accrue_each, accrue_each_within};
pub use accrued::{Accrued, AccruedRow};
pub use compare::{CompareRequest, CompareVerdict, DayDifference, compare};
pub(super) use limits::refuse_too_many_of;
pub use limits::{MOST_RECORDS, MOST_TERMS, MOST_TERMS_EXPLAINED, MOST_TERMS_OF_ACTIVITY_EXPLAINED};
pub use request::{AccrueRequest, Arrival};
