//! What happens after a draw: prizes taken up, declined, taken away and passed on, each an event of the proof.

mod event;
mod replay;
mod request;
mod terms;

pub use event::{AfterDraw, DrawEvent, Settlement};
pub(super) use replay::first_false;
pub use replay::{RankState, RankView};
pub use request::{SettleDrawRequest, SettleDrawVerdict, settle};
pub use terms::SettlementTerms;
