//! What stands on an insurance card (保険証) and the papers that took its place.

mod canonical;
mod document;
mod form;
mod format;
mod identifier;
mod insurer_number;
mod member_number;

pub use document::{Paper, PaperOnDay, PapersRequest, PapersVerdict, papers};
pub use form::{FormRequest, FormShape, FormVerdict, form};
pub use identifier::{
    IdentifierParts, IdentifierReadVerdict, IdentifierRequest, IdentifierVerdict, WriteIdentifierRequest,
    read_identifier, write_identifier,
};
pub(crate) use insurer_number::report_insurer_number;
pub use insurer_number::{InsurerNumberRequest, InsurerNumberVerdict, check_insurer_number, read_interchange};
pub use member_number::{MemberNumberRequest, MemberNumberVerdict, check_member_number};
