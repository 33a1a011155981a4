//! Points: what a day's activity earns, the caps on it, the ledger it is written to, and what it is exchanged for.

mod accumulators;
mod achievement;
mod day;
mod delivery;
mod earn;
mod ledger;
mod purse;
mod spend;
mod steps;

pub use achievement::{AchievementRequest, AchievementVerdict, achievement};
pub use earn::{
    AccrueRequest, AccrueVerdict, Accrued, AccruedRow, Arrival, ArrivalVerdict, CompareRequest, CompareVerdict,
    DayDifference, DaySteps, EarnRequest, EarnVerdict, LostPoints, MOST_RECORDS, MOST_SOURCES, MOST_TERMS,
    MOST_TERMS_EXPLAINED, MOST_TERMS_OF_ACTIVITY_EXPLAINED, MemberDays, RulePayment, RulePayments, SettleRequest,
    TakenBack, accrue, accrue_each, accrue_each_within, compare, earn, settle,
};
pub use ledger::{
    BalanceRequest, BalanceVerdict, CapTotal, CouponHeld, CouponTotal, EarnedTotal, Entry, EntryKind, ExchangedTotal,
    GoodsTotal, KnownRevision, Ledger, Opening, PersonLedger, PointsLot, PurseTotal, SummaryRequest, SummaryVerdict,
    balance, summary,
};
pub use purse::{PurseRequest, PurseVerdict, purse};
pub use spend::{
    AdjustRequest, AdjustVerdict, ExchangeExpect, ExchangeRequest, ExchangeVerdict, ReverseRequest, ReverseVerdict,
    adjust, exchange, reverse,
};
pub use steps::{
    MemberRefused, MembersPaid, RefusedAt, StepCredit, StepDay, StepDelivery, StepMembers, StepsRefused,
    accrue_members, accrue_steps, accrue_steps_in, credits_per_record, most_room,
};
