//! The log of exchanges: append-only, published while tickets are sold, and what the frozen list adds up to.

mod check;
mod exchanges;
mod heads;
mod tree;

pub(super) use check::includes;
pub(super) use exchanges::read_log;
pub use exchanges::{LogHead, LogRequest, LogVerdict, LoggedExchange, log};
pub(super) use heads::LONGEST_PATH;
pub use heads::{CheckHeadsRequest, CheckHeadsVerdict, check_heads};
pub(super) use tree::Tree;
