//! Accounts: links and codes, signing in, passwords, procedures, levels of access, households.
//!
//! The library keeps no password and sends no mail. Whether a password fits is the host's to say, with its own password hash.

mod access;
mod act;
mod attempts;
mod challenge;
mod judged;
mod password;
mod password_life;
mod procedure;
mod public;
mod redeem;
mod sign_in;
mod sign_in_request;
mod token;

pub use access::{
    AccessRequest, AccessVerdict, PaperSide, ReissueRequest, ReissueVerdict, VerificationRequest, VerificationState,
    VerificationVerdict, access, reissue, verification,
};
pub use act::{ActRequest, ActVerdict, act};
pub use attempts::{Attempts, AttemptsExpect};
pub use challenge::{AccountClient, ChallengeRequest, ChallengeVerdict, Client, challenge};
pub use password::{HouseholdRole, PasswordOccasion, SetPasswordRequest, SetPasswordVerdict, set_password};
pub use password_life::{
    FirstPasswordRequest, FirstPasswordVerdict, PasswordRow, PasswordTermRequest, PasswordTermVerdict, first_password,
    password_term,
};
pub use procedure::{
    AddressState, MOST_GIVEN, ProcedureEvent, ProcedureExpect, ProcedureRow, ProcedureState, ProceedRequest,
    ProceedVerdict, StepShown, proceed,
};
pub use public::{NextStep, Public, Until};
pub use redeem::{RedeemTokenRequest, RedeemTokenVerdict, redeem_token};
pub use sign_in::{SignInVerdict, sign_in};
pub use sign_in_request::{HouseholdName, MOST_PEOPLE, RegistrationState, SignInRequest};
pub use token::{
    IssueTokenRequest, IssueTokenVerdict, MOST_TOKENS, Token, TokenExpect, TokenState, issue_token, issue_token_with,
};
