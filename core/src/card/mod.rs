//! What stands on an insurance card (保険証) and the papers that took its place.

mod canonical;
mod column;
mod digits;
mod document;
mod identifier;
mod insurer_number;
mod member_number;
mod scheme;

pub use column::{InsurerNumberColumns, check_insurer_number_records, check_insurer_number_records_by};
pub use document::{Paper, PaperOnDay, PapersRequest, PapersVerdict, papers};
pub use identifier::{
    IdentifierParts, IdentifierReadVerdict, IdentifierRequest, IdentifierVerdict, read_identifier, write_identifier,
};
pub(crate) use insurer_number::{Examined, FORM_TEXT_LIMIT};
pub use insurer_number::{
    InsurerNumber, InsurerNumberRequest, InsurerNumberVerdict, check_insurer_number, check_insurer_number_record,
    examine_insurer_number, examine_insurer_number_bytes, read_interchange,
};
pub use member_number::{
    FormRequest, FormShape, FormVerdict, MemberNumberRequest, MemberNumberVerdict, check_member_number, form,
};
pub use scheme::{InsurerKind, Scheme, SchemeCode};
