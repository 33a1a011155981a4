use serde::{Deserialize, Serialize};

use super::{attempts::Attempts, judged::not_in_effect, public::Public};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, Reason,
        value::{is_false, present},
    },
    civil::Instant,
    programme::{ChallengeTerms, Programme, SignInTerms},
};

/// What someone signs in with, and what the host counted at its network address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountClient {
    /// What it is.
    pub kind: Client,
    /// Whether the society has put the network address on its list of allowed ones.
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_listed: bool,
    /// Attempts to sign in from the network address, in the time over which the host counts.
    #[serde(default)]
    pub address_attempts: u32,
    /// Failures among them.
    #[serde(default)]
    pub address_failures: u32,
}

/// What someone signs in with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// A browser.
    Browser,
    /// The programme's app.
    App,
}

/// The request of `account.challenge`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChallengeRequest {
    /// The instant of the request; its day selects the terms.
    pub now: Instant,
    /// What someone signs in with.
    pub client: AccountClient,
    /// The row of attempts under the ID, where one is stored.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub attempts: Option<Attempts>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.challenge`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChallengeVerdict {
    /// `accepted` where no image challenge is due, or `challenge_due`.
    pub reason: Reason,
    /// Its difficulty, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether an image challenge (CAPTCHA) is shown with the sign-in form, and how hard it is.
///
/// # Errors
/// None.
pub fn challenge(programme: &Programme, request: &ChallengeRequest) -> Result<Decision<ChallengeVerdict>, Error> {
    let ChallengeRequest { now, client, attempts, .. } = request;
    let (verdict, checks) = decide!(request.explain, |sink| {
        let answer = |reasons: &[Reason], difficulty| ChallengeVerdict {
            reason: reasons.first().copied().unwrap_or(Reason::Accepted),
            difficulty,
            shown: Public::of(programme, reasons, *now),
        };
        match programme.sign_in_terms(now.date()) {
            None => answer(&not_in_effect(sink, "account.challenge"), None),
            Some(terms) => {
                let failures = attempts.as_ref().map_or(0, |attempts| attempts.failures_at(*now));
                let difficulty = difficulty(terms, client, failures);
                report(terms, client, difficulty, difficulty.is_none(), sink);
                answer(if difficulty.is_some() { &[Reason::ChallengeDue] } else { &[] }, difficulty)
            }
        }
    });
    Ok(Decision { verdict, checks })
}

/// The check of an image challenge.
pub(super) fn report(
    terms: &SignInTerms,
    client: &AccountClient,
    difficulty: Option<u8>,
    passed: bool,
    sink: &mut impl Sink,
) {
    let Some(challenge) = &terms.challenge else { return };
    sink.holds(passed, || {
        Check::new(challenge.rule.as_str(), Reason::ChallengeDue, passed)
            .under(terms.period, terms.clause())
            .read("difficulty", difficulty.unwrap_or(0))
            .read("address_attempts", client.address_attempts)
            .read("address_failures", client.address_failures)
    });
}

/// The difficulty of the image challenge that is due; `None` where none is. It looks at counts alone, and not at whose ID it is.
pub(super) fn difficulty(terms: &SignInTerms, client: &AccountClient, failures: u16) -> Option<u8> {
    let terms: &ChallengeTerms = terms.challenge.as_ref()?;
    if client.kind == Client::App {
        return None;
    }
    if client.allow_listed && client.address_failures < u32::from(terms.allow_listed_failures) {
        return None;
    }
    let reached = terms.levels.iter().filter(|level| {
        level.failures.is_some_and(|least| least <= failures)
            || level.address_failures.is_some_and(|least| u32::from(least) <= client.address_failures)
            || level.address_attempts.is_some_and(|least| u32::from(least) <= client.address_attempts)
    });
    Some(reached.map(|level| level.difficulty).max().unwrap_or(1))
}
