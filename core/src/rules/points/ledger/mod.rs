//! The ledger: its entries, the lots that they make, and what it holds at an instant.

mod balance;
mod day_tree;
mod entry;
mod invariants;
mod known;
mod lots;
mod posting;
mod stored;
mod summary;

pub use balance::{BalanceRequest, BalanceVerdict, balance};
pub use entry::{Entry, EntryKind};
pub(super) use invariants::of_entry;
pub use known::KnownRevision;
pub(super) use lots::ByExpiry;
pub(super) use posting::{Lots, Standing};
pub use stored::{CapTotal, EarnedTotal, ExchangedTotal, Ledger, Opening, PointsLot};
pub use summary::{
    CouponHeld, CouponTotal, GoodsTotal, PersonLedger, PurseTotal, SummaryRequest, SummaryVerdict, summary,
};
