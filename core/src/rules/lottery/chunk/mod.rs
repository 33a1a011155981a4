//! The folds as operations: a state and a chunk in, the next state out. The host keeps the state, in memory or on a disk.

mod draw;
mod list;
mod log;
mod place;

pub use draw::{FoldDrawRequest, FoldDrawVerdict, fold_draw};
pub use list::{FoldListRequest, FoldListVerdict, fold_list};
pub use log::{FoldLogRequest, FoldLogVerdict, fold_log};
