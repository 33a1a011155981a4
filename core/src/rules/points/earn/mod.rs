//! Earning: what is paid for records of steps, for activities and for the mean of a period.
//!
//! The engine asks every rule in effect, applies the caps and campaigns, and explains each check. What it paid becomes an answer
//! (`verdict`, `accrued`) and rows of the ledger (`credit`).

mod accrue;
mod accrued;
mod activity;
mod admitted;
mod clawback;
mod compare;
mod credit;
mod engine;
mod history;
mod limits;
mod post;
mod revision;
mod settle;
mod totals;
mod verdict;

pub use accrue::{AccrueRequest, Arrival, accrue, accrue_each};
pub use accrued::{Accrued, AccruedRow};
pub use activity::{EarnRequest, EarnVerdict, earn};
pub use compare::{CompareRequest, CompareVerdict, DayDifference, compare};
pub use limits::{MOST_RECORDS, MOST_TERMS, MOST_TERMS_EXPLAINED};
pub use revision::MOST_SOURCES;
pub use settle::{DaySteps, MemberDays, SettleRequest, settle};
pub use verdict::{AccrueVerdict, ArrivalVerdict, LostPoints, RulePayment, RulePayments, TakenBack};
