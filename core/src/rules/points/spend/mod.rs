//! What takes points beside corrections of what was earned: exchange for goods, its reversal, adjustment by the operator.

mod adjustment;
mod exchange;
mod limits;
mod reversal;

pub use adjustment::{AdjustRequest, AdjustVerdict, adjust};
pub use exchange::{ExchangeExpect, ExchangeRequest, ExchangeVerdict, exchange};
pub use reversal::{ReverseRequest, ReverseVerdict, reverse};
