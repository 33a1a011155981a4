//! Eligibility: who may use a service on a day, and on which days of a fiscal year.

pub(crate) mod admission;
mod against;
mod check;
mod column;
mod days;
mod entitled;
mod find;
mod judge;
mod review;
mod span;
mod true_facts;
mod year;

pub(crate) use against::{Against, not_in_effect};
pub use check::{Device, EligibilityRequest, EligibilityVerdict, ServiceUse, check};
pub use column::{PersonRow, Unsupported, column};
pub(crate) use entitled::{among, entitled, examine_person, once, terms_on};
pub(crate) use find::{Found, find, is_for};
pub use review::{Holding, HoldingLost, MOST_SAID, MOST_TERMS, ReviewRequest, ReviewVerdict, SAID_OF_EACH, review};
pub use year::{YearRequest, YearVerdict, year};
