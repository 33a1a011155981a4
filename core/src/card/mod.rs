//! What stands on an insurance card (保険証) and the papers that took its place.

mod insurer_number;
mod scheme;

pub(crate) use insurer_number::{Examined, FORM_TEXT_LIMIT};
pub use insurer_number::{
    InsurerNumber, InsurerNumberRequest, InsurerNumberVerdict, check_insurer_number, check_insurer_number_record,
    examine_insurer_number,
};
pub use scheme::{Scheme, SchemeCode};
