//! The ledger: its entries, the lots that they make, and what it holds at an instant.

mod balance;
mod day_tree;
mod entry;
mod invariants;
mod known;
mod lots;
mod posting;
mod summary;

pub use balance::{BalanceRequest, BalanceVerdict, balance};
pub use entry::{CapTotal, EarnedTotal, Entry, EntryKind, ExchangedTotal, Ledger, Opening, PointsLot};
pub(super) use invariants::of_entry;
pub use known::KnownRevision;
pub(super) use lots::ByExpiry;
pub(super) use posting::{Lots, Standing};
pub use summary::{
    CouponHeld, CouponTotal, GoodsTotal, PersonLedger, PurseTotal, SummaryRequest, SummaryVerdict, summary,
};
