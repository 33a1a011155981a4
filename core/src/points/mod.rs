//! Points: what a day's activity earns, the caps on it, the ledger it is written to, and what it is exchanged for.

mod accrual;
mod achievement;
mod compare;
mod earn;
mod exchange;
mod ledger;
mod meter;
mod plan;
mod reversal;
mod settle;
mod sums;
mod typed;

pub use accrual::{
    AccrueRequest, AccrueVerdict, AccruedEach, Arrival, ArrivalVerdict, LostPoints, RulePayment, accrue, accrue_each,
};
pub use achievement::{AchievementRequest, AchievementVerdict, achievement};
pub use compare::{CompareRequest, CompareVerdict, DayDifference, compare};
pub use earn::{EarnRequest, EarnVerdict, earn};
pub use exchange::{ExchangeRequest, ExchangeVerdict, exchange};
pub use ledger::{CapTotal, Entry, EntryKind, Ledger, Opening};
pub(crate) use plan::Plan;
pub use reversal::{ReverseRequest, ReverseVerdict, reverse};
pub use settle::{DaySteps, SettleRequest, settle};
pub use typed::{StepCredit, StepDay, StepsRefused, accrue_steps};
