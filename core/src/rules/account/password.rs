use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    judged::{Judged, not_in_effect},
    password_life::{PasswordRow, last_day},
    public::Public,
};
use crate::{
    answer::{Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason, Secret,
        value::{Code, RuleId, YesNo, present},
    },
    civil::{Date, Instant},
    programme::{AccountAction, PasswordClass, PasswordTerms, Programme},
};

/// The request of `account.set_password`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPasswordRequest {
    /// When it is set; its day selects the terms, and begins its life.
    pub now: Instant,
    /// The group's ID, where members of a group have conditions of their own.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// Why it is set.
    pub occasion: PasswordOccasion,
    /// Who of the household sets it; the representative where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub role: Option<HouseholdRole>,
    /// The new password, at most 1,024 bytes.
    pub password: Secret,
    /// The new password as entered the second time; needed where the programme wants it twice.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub repeated: Option<Secret>,
    /// Whether the current password that was entered fits; needed for a change where the programme wants it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub current_fits: Option<YesNo>,
    /// Whether the new password is the current one; needed with `replacement` where the programme wants another.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub unchanged: Option<YesNo>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// Why a password is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PasswordOccasion {
    /// The member registers.
    Registration,
    /// The member changes it.
    Change,
    /// It was forgotten, and a link to set another was mailed.
    Reset,
    /// It replaces a provisional one.
    Replacement,
}

/// Who of a household acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HouseholdRole {
    /// The representative (組合員, 代表者).
    Representative,
    /// Another of the family.
    Family,
}

/// The answer of `account.set_password`. It holds no password, and nothing from which one could be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetPasswordVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The last day on which it is valid; absent where it is not accepted, or valid for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether a password can be set, with every condition that it does not meet.
///
/// The order of reasons: who may, the current password, length, characters, what is missing (letter, lower case, upper case, digit, sign),
/// the two entries, unchanged.
///
/// # Errors
/// `missing_value` without the second entry, without `current_fits` for a change, or without `unchanged` for a replacement, where the programme wants
/// them; `text_too_long` above 1,024 bytes.
pub fn set_password(
    programme: &Programme,
    request: &SetPasswordRequest,
) -> Result<Posting<SetPasswordVerdict, PasswordRow>, Error> {
    let terms = programme.password_terms(request.group.as_ref(), request.now.date());
    if let Some(terms) = terms {
        let missing = |path| Err(Error::new(ErrorCode::MissingValue, path));
        if terms.twice.is_some() && request.repeated.is_none() {
            return missing("/repeated");
        }
        let change = request.occasion == PasswordOccasion::Change;
        if change && terms.current.is_some() && request.current_fits.is_none() {
            return missing("/current_fits");
        }
        let replacement = request.occasion == PasswordOccasion::Replacement;
        if replacement && terms.replacement.is_some() && request.unchanged.is_none() {
            return missing("/unchanged");
        }
    }
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, terms, request, sink));
    Ok(Posting { checks, ..posting? })
}

fn judge(
    programme: &Programme,
    terms: Option<&PasswordTerms>,
    request: &SetPasswordRequest,
    sink: &mut impl Sink,
) -> Result<Posting<SetPasswordVerdict, PasswordRow>, Error> {
    let refused = |reasons: Vec<Reason>| {
        let reason = reasons.first().copied().unwrap_or(Reason::NotInEffect);
        // Whoever sets a password is signed in, holds the mail, or is registering: nothing here tells of another.
        let shown = Public::told(&reasons);
        Posting::unchanged(SetPasswordVerdict { reason, reasons, last_day: None, shown })
    };
    let today = request.now.date();
    let Some(terms) = terms else {
        return Ok(refused(not_in_effect(sink, "account.set_password").into()));
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    if let Some(rule) = programme.representative_only(AccountAction::ChangePassword, today) {
        let representative = request.role != Some(HouseholdRole::Family);
        judged.look(representative, rule, Reason::RepresentativeOnly, |check| check);
    }
    if let (Some(rule), PasswordOccasion::Change) = (&terms.current, request.occasion) {
        judged.look(request.current_fits == Some(YesNo::Yes), rule, Reason::PasswordWrong, |check| check);
    }
    conditions(terms, request.password.expose(), &mut judged);
    if let Some(rule) = &terms.twice {
        judged.look(request.repeated.as_ref() == Some(&request.password), rule, Reason::PasswordsDiffer, |check| check);
    }
    if let (Some(rule), PasswordOccasion::Replacement) = (&terms.replacement, request.occasion) {
        judged.look(request.unchanged == Some(YesNo::No), rule, Reason::PasswordUnchanged, |check| check);
    }
    if !judged.reasons.is_empty() {
        return Ok(refused(judged.reasons));
    }
    let last_day = last_day(terms, today)?;
    let verdict =
        SetPasswordVerdict { reason: Reason::Accepted, reasons: Vec::new(), last_day, shown: Public::told(&[]) };
    let store = [PasswordRow { set_on: today, provisional: false }].into();
    Ok(Posting { store, ..Posting::unchanged(verdict) })
}

/// Looks at every condition: lengths in code points, and characters by class. Checks hold the programme's numbers, and nothing of the password.
fn conditions(terms: &PasswordTerms, password: &str, judged: &mut Judged<'_, impl Sink>) {
    let length = password.chars().count();
    let rule = &terms.rule;
    judged.look(usize::from(terms.min_length) <= length, rule, Reason::PasswordTooShort, |check| {
        check.read("min_length", terms.min_length)
    });
    if let Some(most) = terms.max_length {
        judged.look(length <= usize::from(most), rule, Reason::PasswordTooLong, |check| check.read("max_length", most));
    }
    let usable = password.chars().all(|c| terms.characters.iter().any(|class| class.holds(c)));
    judged.look(usable, rule, Reason::PasswordCharacterNotAccepted, |check| check);
    for (class, reason) in [
        (PasswordClass::Letter, Reason::PasswordLetterMissing),
        (PasswordClass::LowerCase, Reason::PasswordLowerCaseMissing),
        (PasswordClass::UpperCase, Reason::PasswordUpperCaseMissing),
        (PasswordClass::Digit, Reason::PasswordDigitMissing),
        (PasswordClass::Sign, Reason::PasswordSignMissing),
    ] {
        if terms.required.contains(&class) {
            judged.look(password.chars().any(|c| class.holds(c)), rule, reason, |check| check);
        }
    }
}

impl Programme {
    /// The rule by which only the representative does something on a day.
    pub(super) fn representative_only(&self, action: AccountAction, day: Date) -> Option<&RuleId> {
        let terms = self.rights_terms(day)?;
        terms.representative_only.iter().find(|right| right.action == action).map(|right| &right.rule)
    }
}
