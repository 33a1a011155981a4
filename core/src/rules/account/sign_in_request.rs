//! The request about an attempt to sign in.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{attempts::Attempts, challenge::AccountClient, password::HouseholdRole, password_life::PasswordRow};
use crate::{
    answer::Explain,
    base::{
        Error, ErrorCode,
        value::{Code, HostId, present},
    },
    civil::Instant,
    numbers::FORM_TEXT_LIMIT,
    programme::{Programme, SignInTerms},
    text::NAME_LIMIT,
};

/// The most persons of a household in a request.
pub const MOST_PEOPLE: usize = 64;

/// Someone of the household whose ID was entered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HouseholdName {
    /// The name in kana as the society has it, at most 256 bytes.
    pub name: String,
    /// Who they are.
    pub role: HouseholdRole,
}

crate::base::redacted!(HouseholdName { role });

/// How far the registration of an ID is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegistrationState {
    /// It is complete.
    Complete,
    /// It is not complete: the ID and password are those of a postcard.
    Incomplete,
    /// It is not complete, and the postcard had a mail address printed on it.
    IncompleteWithAddress,
}

/// The request of `account.sign_in`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// When it is tried; its day selects the terms.
    pub now: Instant,
    /// The host's key of the ID as entered, under which attempts are stored.
    pub key: HostId,
    /// The row of attempts under the key, where one is stored.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub attempts: Option<Attempts>,
    /// The ID as entered, at most 64 bytes; it is looked at only to name an insurer number as such.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub login_id: Option<String>,
    /// Whether the ID is anyone's.
    pub known: bool,
    /// The name as entered, at most 256 bytes; needed where the programme wants it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<String>,
    /// The household of the ID, at most 64 persons; none where the ID is nobody's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<HouseholdName>,
    /// Whether the password that was entered is that of the ID, by the host's own hash of it.
    pub password_fits: bool,
    /// The password's row. Needed with an ID that is someone's where passwords have a life or provisional ones are replaced, but not before a registration is
    /// complete.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub password: Option<PasswordRow>,
    /// The group's ID, where members of a group have conditions of their own.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// How far the registration is; needed with an ID that is someone's where the programme gives out IDs before.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub registration: Option<RegistrationState>,
    /// What they sign in with; needed where the programme has an image challenge.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub client: Option<AccountClient>,
    /// The difficulty of the image challenge that was solved with this attempt.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub challenge_solved: Option<u8>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(SignInRequest { now, explain });

impl SignInRequest {
    /// Finds what is too long, what the terms need and is absent, and the row that is another's.
    pub(super) fn validate(&self, programme: &Programme, terms: Option<&SignInTerms>) -> Result<(), Error> {
        let fits = |text: &str, most, path| match text.len() > most {
            true => Err(Error::new(ErrorCode::TextTooLong, path)),
            false => Ok(()),
        };
        self.login_id.as_deref().map_or(Ok(()), |id| fits(id, FORM_TEXT_LIMIT, "/login_id"))?;
        self.name.as_deref().map_or(Ok(()), |name| fits(name, NAME_LIMIT, "/name"))?;
        if self.people.len() > MOST_PEOPLE {
            return Err(Error::new(ErrorCode::TooLarge, "/people"));
        }
        for (index, person) in self.people.iter().enumerate() {
            fits(&person.name, NAME_LIMIT, "/name").map_err(|e| e.within(index).within("people"))?;
        }
        if self.attempts.as_ref().is_some_and(|attempts| attempts.key != self.key) {
            return Err(Error::new(ErrorCode::RowOfAnother, "/attempts/key"));
        }
        if let Some(terms) = terms {
            let missing = |path| Err(Error::new(ErrorCode::MissingValue, path));
            if terms.name.is_some() && self.name.is_none() {
                return missing("/name");
            }
            if terms.challenge.is_some() && self.client.is_none() {
                return missing("/client");
            }
            // Without these, someone would be let in whom the programme keeps out.
            if self.known && terms.incomplete.is_some() && self.registration.is_none() {
                return missing("/registration");
            }
            let passwords = programme.password_terms(self.group.as_ref(), self.now.date());
            let lives = passwords.is_some_and(|terms| terms.life.is_some() || terms.replacement.is_some());
            let complete = self.registration != Some(RegistrationState::Incomplete);
            if self.known && complete && lives && self.password.is_none() {
                return missing("/password");
            }
        }
        Ok(())
    }
}
