//! The civil calendar of Japan: dates, instants at +09:00, months and fiscal years.
//!
//! Japan keeps no daylight saving time, so an instant is Unix seconds and its civil date is the one at +09:00.
//! Nothing here reads a clock.

mod date;
mod fiscal_year;
mod instant;

pub use date::{Date, Month};
pub use fiscal_year::FiscalYear;
pub use instant::Instant;
