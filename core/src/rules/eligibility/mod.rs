//! Eligibility: who may use a service on a day, and on which days of a fiscal year.

mod check;
mod column;
mod judge;
mod review;
mod span;
mod year;

pub use check::{Device, EligibilityRequest, EligibilityVerdict, ServiceUse, check};
pub(crate) use check::{entitled, not_in_effect, once, terms_on};
pub use column::{PersonRow, Unsupported, column};
pub use review::{Holding, HoldingLost, ReviewRequest, ReviewVerdict, review};
pub use year::{YearRequest, YearVerdict, year};
