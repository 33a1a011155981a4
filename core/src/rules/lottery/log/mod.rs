//! The log of exchanges: append-only, published while tickets are sold, and what the frozen list adds up to.

mod check;
mod exchanges;
mod fold;
mod heads;
mod tree;

pub(super) use check::includes;
pub use exchanges::{LogRequest, LogVerdict, log};
pub(super) use fold::totals_of;
pub use fold::{LogFold, LogHead, LogTotals, LoggedExchange};
pub use heads::{CheckHeadsRequest, CheckHeadsVerdict, LONGEST_PATH, check_heads};
pub(super) use tree::Tree;
