//! Steps as phones count them: intervals, and the totals of civil days that they add up to.

mod collect;
mod collector;
mod divide;
mod interval;

pub use collect::{CollectRequest, collect};
pub use collector::Collector;
pub use interval::{CollectVerdict, DroppedInterval, LONGEST_INTERVAL, Overlap, StepInterval};
