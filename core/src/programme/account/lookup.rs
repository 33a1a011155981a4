//! Which setting of accounts is in effect on a day.

use super::{
    AccountTerms, FeatureTerms, PasswordTerms, ProcedureTerms, ReissueTerms, RightsTerms, SignInTerms, SupportTerms,
    TokenTerms, VerificationTerms, concealed,
};
use crate::{
    answer::Period,
    base::{Reason, value::Code},
    civil::Date,
    programme::Programme,
};

/// The setting in effect on a day.
fn on<T>(settings: &[T], day: Date, period: impl Fn(&T) -> Period) -> Option<&T> {
    settings.iter().find(|setting| period(setting).contains(day))
}

/// The setting of an id in effect on a day.
fn named<'a, T>(settings: &'a [T], id: &Code, day: Date, key: impl Fn(&T) -> (&Code, Period)) -> Option<&'a T> {
    settings.iter().find(|setting| {
        let (known, period) = key(setting);
        known == id && period.contains(day)
    })
}

impl Programme {
    fn account(&self) -> &AccountTerms {
        &self.document().account
    }

    /// The terms of links and codes for a purpose on a day.
    pub fn token_terms(&self, purpose: &Code, day: Date) -> Option<&TokenTerms> {
        named(&self.account().tokens, purpose, day, |terms| (&terms.id, terms.period))
    }

    /// The terms of passwords on a day: those of the group, or else those of all members.
    pub fn password_terms(&self, group: Option<&Code>, day: Date) -> Option<&PasswordTerms> {
        let in_effect = || self.account().passwords.iter().filter(move |terms| terms.period.contains(day));
        let own = group.and_then(|group| in_effect().find(|terms| terms.group.as_ref() == Some(group)));
        own.or_else(|| in_effect().find(|terms| terms.group.is_none()))
    }

    /// The terms of signing in on a day.
    pub fn sign_in_terms(&self, day: Date) -> Option<&SignInTerms> {
        on(&self.account().sign_in, day, |terms| terms.period)
    }

    /// A procedure on a day.
    pub fn procedure(&self, id: &Code, day: Date) -> Option<&ProcedureTerms> {
        named(&self.account().procedures, id, day, |terms| (&terms.id, terms.period))
    }

    /// What a feature needs on a day.
    pub fn feature(&self, id: &Code, day: Date) -> Option<&FeatureTerms> {
        named(&self.account().features, id, day, |terms| (&terms.id, terms.period))
    }

    /// The terms of access verification on a day.
    pub fn verification_terms(&self, day: Date) -> Option<&VerificationTerms> {
        on(&self.account().verification, day, |terms| terms.period)
    }

    /// The terms of issuing something again on a day.
    pub fn reissue_terms(&self, id: &Code, day: Date) -> Option<&ReissueTerms> {
        named(&self.account().reissues, id, day, |terms| (&terms.id, terms.period))
    }

    /// The support desk's hours on a day.
    pub fn support_terms(&self, day: Date) -> Option<&SupportTerms> {
        on(&self.account().support, day, |terms| terms.period)
    }

    /// Whether a group's members use the programme's own points on a day.
    pub(crate) fn has_own_points(&self, group: Option<&Code>, day: Date) -> bool {
        group.is_none_or(|group| self.purse_of(group, day).is_none())
    }

    /// The rights in a household on a day.
    pub fn rights_terms(&self, day: Date) -> Option<&RightsTerms> {
        on(&self.account().rights, day, |terms| terms.period)
    }

    /// What a stranger is told in place of a cause on a day: the cause itself where the programme names it, or where it says nothing
    /// about who is a member.
    pub fn public_reason(&self, reason: Reason, on: Date) -> Reason {
        let mut settings = self.document().account.disclosure.iter();
        let named = settings.any(|terms| terms.period.contains(on) && terms.named.contains(&reason));
        concealed(reason).filter(|_| !named).unwrap_or(reason)
    }
}
