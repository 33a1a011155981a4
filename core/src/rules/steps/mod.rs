//! Steps as phones count them: intervals, and the totals of civil days that they add up to.

mod collect;
mod collector;
mod divide;

pub use collect::{CollectRequest, CollectVerdict, DroppedInterval, Overlap, StepInterval, collect};
pub use collector::{Collector, LONGEST_INTERVAL};
