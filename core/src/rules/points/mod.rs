//! Points: what a day's activity earns, the caps on it, the ledger it is written to, and what it is exchanged for.

mod accrual;
mod accrued;
mod achievement;
mod adjustment;
mod balance;
mod compare;
mod day_tree;
mod earn;
mod exchange;
mod few_tiers;
mod ledger;
mod lots;
mod meter;
mod missing;
mod payer;
mod payment;
mod purse;
mod reversal;
mod revision;
mod settle;
mod stretch;
mod summary;
mod sums;
mod take_back;
mod till;
mod typed;

pub use accrual::{AccrueRequest, Arrival, accrue, accrue_each};
pub use accrued::{Accrued, AccruedRow, Figures, ItemWording, RowWording};
pub use achievement::{AchievementRequest, AchievementVerdict, achievement};
pub use adjustment::{AdjustRequest, AdjustVerdict, adjust};
pub use balance::{BalanceRequest, BalanceVerdict, balance};
pub use compare::{CompareRequest, CompareVerdict, DayDifference, compare};
pub use earn::{EarnRequest, EarnVerdict, earn};
pub use exchange::{ExchangeRequest, ExchangeVerdict, exchange};
pub use ledger::{CapTotal, EarnedTotal, Entry, EntryKind, Ledger, Opening, PointsLot};
pub use payment::{AccrueVerdict, ArrivalVerdict, LostPoints, RulePayment, RulePayments, TakenBack};
pub use purse::{PurseRequest, PurseVerdict, purse};
pub use reversal::{ReverseRequest, ReverseVerdict, reverse};
pub use revision::KnownRevision;
pub use settle::{DaySteps, SettleRequest, settle};
pub use summary::{
    CouponHeld, CouponTotal, GoodsTotal, PersonLedger, PurseTotal, SummaryRequest, SummaryVerdict, summary,
};
pub use typed::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps, accrue_steps_in, credits_per_record};
