//! Operations on one field of a form: a date, an age, a name.

mod age;
mod date;
mod name;
mod name_compare;

pub use age::{AgeRequest, AgeVerdict, count_age};
pub use date::{DateForms, DateRequest, DateVerdict, OtherReading, check_date};
pub use name::{Kana, NameRequest, NameVerdict, check_name};
pub use name_compare::{NameCompareRequest, NameCompareVerdict, NameComparison, compare_names};
