//! Insurer numbers (保険者番号): their digits, scheme and check digit, one at a time or a column of them.

mod column;
mod digits;
mod insurer_number;
mod scheme;

pub use column::{InsurerNumberColumns, check_insurer_number_records, check_insurer_number_records_by};
pub(crate) use digits::{eighth_digit_fits, kind_of};
pub(crate) use insurer_number::{Examined, FORM_TEXT_LIMIT};
pub use insurer_number::{
    InsurerNumber, check_insurer_number_record, examine_insurer_number, examine_insurer_number_bytes,
};
pub use scheme::{InsurerKind, Scheme, SchemeCode};
