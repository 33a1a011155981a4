//! Levels of access: what a feature needs, how a person is verified, what is issued again.

mod feature;
mod reissue;
mod verification;

pub use feature::{AccessRequest, AccessVerdict, VerificationState, access};
pub use reissue::{ReissueRequest, ReissueVerdict, reissue};
pub use verification::{PaperSide, VerificationRequest, VerificationVerdict, verification};
