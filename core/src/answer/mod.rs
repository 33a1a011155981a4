//! What an operation answers: a verdict, the checks behind it, and what the host writes.

mod check;
mod detail;
mod shown;
mod sink;

pub use check::{Check, Decision, Expect, Explain, Outcome, Period, Posting, ValueRead};
pub(crate) use detail::Details;
pub use detail::{ReasonDetail, Words};
pub use shown::Value;
pub(crate) use sink::decide;
pub use sink::{Listener, Silent, Sink};
