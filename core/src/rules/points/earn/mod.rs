//! Earning: what is paid for records of steps, for activities and for the mean of a period.
//!
//! The engine asks every rule in effect, applies the caps and campaigns, and explains each check. What it paid becomes an answer
//! (`verdict`, `records`) and rows of the ledger (`credit`).

mod activity;
mod admitted;
mod clawback;
mod credit;
mod engine;
mod history;
mod post;
mod records;
mod revision;
mod settle;
mod totals;
mod verdict;

pub use activity::{EarnRequest, earn};
pub use records::{
    AccrueRequest, Accrued, AccruedRow, Arrival, CompareRequest, CompareVerdict, DayDifference, MOST_RECORDS,
    MOST_TERMS, MOST_TERMS_EXPLAINED, MOST_TERMS_OF_ACTIVITY_EXPLAINED, accrue, accrue_each, accrue_each_within,
    compare,
};
pub use revision::MOST_SOURCES;
pub use settle::{DaySteps, MemberDays, SettleRequest, settle};
pub use verdict::{AccrueVerdict, ArrivalVerdict, EarnVerdict, LostPoints, RulePayment, RulePayments, TakenBack};
