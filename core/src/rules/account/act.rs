use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    judged::{Judged, not_in_effect},
    password::HouseholdRole,
    public::Public,
};
use crate::{
    answer::{Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{YesNo, is_false, present},
    },
    civil::Instant,
    programme::{AccountAction, Programme, RightsTerms},
};

/// The request of `account.act`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActRequest {
    /// When it is done; its day selects the terms.
    pub now: Instant,
    /// What is done.
    pub action: AccountAction,
    /// For whom the account is in use now: the person chosen after signing in. With `choose`, the person to be chosen.
    pub role: HouseholdRole,
    /// Whether the household signs in for the first time.
    #[serde(default, skip_serializing_if = "is_false")]
    pub first_sign_in: bool,
    /// Whether the new log-in ID or mail address is another member's already; needed with `change_login_id`, `add_address` and `change_address`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub taken: Option<YesNo>,
    /// How many mail addresses the account has now; needed with `add_address`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub addresses: Option<u8>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.act`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Whether a mail says that it was done: after an address was added or changed, and not after one was removed.
    pub mail: bool,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether someone of a household may do something with the account, such as change its login
/// ID.
///
/// The order of reasons: who may, who can be chosen first, another's ID or address, too many addresses. That an ID or address is taken cannot be kept from
/// someone who is signed in and asks for it, and is always named.
///
/// # Errors
/// `missing_value` without `taken` or `addresses` where they are needed.
pub fn act(programme: &Programme, request: &ActRequest) -> Result<Decision<ActVerdict>, Error> {
    let new = matches!(
        request.action,
        AccountAction::ChangeLoginId | AccountAction::AddAddress | AccountAction::ChangeAddress
    );
    if new && request.taken.is_none() {
        return Err(Error::new(ErrorCode::MissingValue, "/taken"));
    }
    if request.action == AccountAction::AddAddress && request.addresses.is_none() {
        return Err(Error::new(ErrorCode::MissingValue, "/addresses"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &ActRequest, sink: &mut impl Sink) -> ActVerdict {
    let reasons = match programme.rights_terms(request.now.date()) {
        Some(terms) => against(terms, request, sink),
        None => not_in_effect(sink, "account.act").into(),
    };
    let mails = matches!(request.action, AccountAction::AddAddress | AccountAction::ChangeAddress);
    ActVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        mail: mails && reasons.is_empty(),
        shown: Public::told(&reasons),
        reasons,
    }
}

/// The reasons against an action.
fn against(terms: &RightsTerms, request: &ActRequest, sink: &mut impl Sink) -> Vec<Reason> {
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let representative = request.role == HouseholdRole::Representative;
    if let Some(right) = terms.representative_only.iter().find(|right| right.action == request.action) {
        judged.look(representative, &right.rule, Reason::RepresentativeOnly, |check| check);
    }
    let free = request.taken != Some(YesNo::Yes);
    let provided = match request.action {
        AccountAction::Choose => {
            if let Some(rule) = &terms.representative_first {
                let fits = representative || !request.first_sign_in;
                judged.look(fits, rule, Reason::RepresentativeFirst, |check| check);
            }
            true
        }
        AccountAction::View | AccountAction::Book | AccountAction::ChangePassword => true,
        AccountAction::ChangeLoginId => terms.login_id.as_ref().is_some_and(|rule| {
            judged.look(free, rule, Reason::LoginIdTaken, |check| check);
            true
        }),
        AccountAction::AddAddress | AccountAction::ChangeAddress => terms.addresses.as_ref().is_some_and(|terms| {
            judged.look(free, &terms.rule, Reason::AddressRegistered, |check| check);
            if request.action == AccountAction::AddAddress {
                let addresses = request.addresses.unwrap_or(0);
                judged.look(addresses < terms.at_most, &terms.rule, Reason::TooManyAddresses, |check| {
                    check.read("at_most", terms.at_most).read("addresses", addresses)
                });
            }
            true
        }),
        AccountAction::RemoveAddress => terms.addresses.as_ref().is_some_and(|terms| {
            let rule = terms.removal.as_ref().unwrap_or(&terms.rule);
            judged.look(true, rule, Reason::Accepted, |check| check);
            true
        }),
    };
    if !provided {
        judged.reasons.extend(not_in_effect(judged.sink, "account.act"));
    }
    judged.reasons
}
