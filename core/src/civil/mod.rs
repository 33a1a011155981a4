//! The civil calendar of Japan: dates, instants at +09:00, months and fiscal years.
//!
//! Japan keeps no daylight saving time, so an instant is Unix seconds and its civil date is the one at +09:00.
//! Nothing here reads a clock.

mod age;
mod clock;
mod date;
mod deadline;
mod era;
mod fiscal_year;
mod instant;
mod range;
mod read;
mod term;
pub(crate) mod written;
mod ymd;

pub(crate) use age::birthday_ymd;
pub use age::{AgeConvention, LeapBirthday, age_in_fiscal_year, age_on, birthday, legal_age_at_end_of};
pub use clock::TimeOfDay;
pub use date::{Date, Month};
pub use deadline::{Boundary, Deadline, DeadlineShown};
pub use era::{Era, EraCodes, EraFit, EraForm, FiscalYearInEra, InEra, era_date, era_fiscal_year};
pub use fiscal_year::FiscalYear;
pub use instant::Instant;
pub(crate) use range::DateRange;
pub use read::{ReadDate, read_date, read_date_by};
pub use term::{month_end, term_end};
pub(crate) use written::{Written, Ymd};
pub(crate) use ymd::{JAPAN, are_dates, is_date, is_leap_year, parts, parts_of};
