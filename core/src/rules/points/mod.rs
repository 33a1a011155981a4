//! Points: what a day's activity earns, the caps on it, the ledger it is written to, and what it is exchanged for.

mod accumulators;
mod achievement;
mod adjustment;
mod balance;
mod day;
mod day_tree;
mod delivery;
mod earn;
mod exchange;
mod ledger;
mod lots;
mod purse;
mod reversal;
mod steps;
mod summary;

pub use achievement::{AchievementRequest, AchievementVerdict, achievement};
pub use adjustment::{AdjustRequest, AdjustVerdict, adjust};
pub use balance::{BalanceRequest, BalanceVerdict, balance};
pub use earn::{
    AccrueRequest, AccrueVerdict, Accrued, AccruedRow, Arrival, ArrivalVerdict, CompareRequest, CompareVerdict,
    DayDifference, DaySteps, EarnRequest, EarnVerdict, Figures, ItemWording, KnownRevision, LostPoints, RowWording,
    RulePayment, RulePayments, SettleRequest, TakenBack, accrue, accrue_each, compare, earn, settle,
};
pub use exchange::{ExchangeRequest, ExchangeVerdict, exchange};
pub use ledger::{CapTotal, EarnedTotal, Entry, EntryKind, Ledger, Opening, PointsLot};
pub use purse::{PurseRequest, PurseVerdict, purse};
pub use reversal::{ReverseRequest, ReverseVerdict, reverse};
pub use steps::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps, accrue_steps_in, credits_per_record};
pub use summary::{
    CouponHeld, CouponTotal, GoodsTotal, PersonLedger, PurseTotal, SummaryRequest, SummaryVerdict, summary,
};
