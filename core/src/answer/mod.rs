//! What an operation answers: a verdict, the checks behind it, and what the host writes.

mod check;
mod detail;
mod shown;

pub(crate) use check::decide;
pub use check::{Check, Decision, Expect, Explain, Listener, Outcome, Period, Posting, Silent, Sink, ValueRead};
pub(crate) use detail::Details;
pub use detail::{ReasonDetail, Words};
pub use shown::Value;
