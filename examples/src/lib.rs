//! Parts that the examples share.

pub mod steps_csv;
