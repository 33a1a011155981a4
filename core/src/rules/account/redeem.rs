use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    judged::{Judged, not_in_effect},
    public::{Public, Until},
    token::{Token, TokenExpect, TokenState, latest, own},
};
use crate::{
    answer::{Explain, Posting, Sink, decide},
    base::{
        Error, Reason, Secret, digest_of, same_digest,
        value::{Code, Hex, HostId},
    },
    civil::Instant,
    programme::{Programme, TokenKind, TokenTerms},
    text::{fold_width, seen},
};

/// The request of `account.redeem_token`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RedeemTokenRequest {
    /// When the link is opened or the code entered; its day selects the terms.
    pub now: Instant,
    /// The purpose's id in the programme.
    pub purpose: Code,
    /// The host's id of whose it is.
    pub account: HostId,
    /// Rows stored before, at most 256; those of other accounts and purposes are passed over. None where nobody was sent one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// The link's token or the code as entered. A code may have full-width digits and spaces.
    pub token: Secret,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.redeem_token`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedeemTokenVerdict {
    /// `accepted`, or the reason against it, for operators.
    pub reason: Reason,
    /// Until when the link or code that was entered is or was valid; absent where none that was sent is this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Until>,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether a link or a one-time code can be used now, and uses it: each serves once.
///
/// What is entered is compared with all rows in constant time. Wrong entries count against the latest code, and void it at the programme's
/// number. An entry that cannot be a token at all is not compared, and does not count.
///
/// # Errors
/// As `account.issue_token`.
pub fn redeem_token(
    programme: &Programme,
    request: &RedeemTokenRequest,
) -> Result<Posting<RedeemTokenVerdict, Token, TokenExpect>, Error> {
    let own = own(&request.tokens, &request.account, &request.purpose)?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, &own, sink));
    Ok(Posting { checks, ..posting })
}

fn judge(
    programme: &Programme,
    request: &RedeemTokenRequest,
    own: &[&Token],
    sink: &mut impl Sink,
) -> Posting<RedeemTokenVerdict, Token, TokenExpect> {
    let now = request.now;
    let Some(terms) = programme.token_terms(&request.purpose, now.date()) else {
        let reasons = not_in_effect(sink, "account.redeem_token");
        return Posting::unchanged(verdict(&reasons, None, Public::of(programme, &reasons, now)));
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let digest = digest_of_entry(terms, &request.token);
    if !judged.look(digest.is_some(), &terms.rule, Reason::TokenMalformed, |check| check) {
        return Posting::unchanged(verdict(&judged.reasons, None, Public::of(programme, &judged.reasons, now)));
    }
    let matched = digest.and_then(|digest| matching(own, &digest));
    let latest = latest(own);
    let expect = || Some(TokenExpect::of(&request.account, &request.purpose, latest));
    let Some(token) = matched else {
        judged.look(false, &terms.rule, Reason::TokenNotAccepted, |check| check);
        let shown = Public::of(programme, &judged.reasons, now);
        let row = latest.filter(|_| terms.kind == TokenKind::Code).and_then(|token| after_error(terms, token, now));
        let expect = row.as_ref().and_then(|_| expect());
        let store = row.into_iter().collect();
        return Posting { store, expect, ..Posting::unchanged(verdict(&judged.reasons, None, shown)) };
    };
    let resend = terms.resend.as_ref().unwrap_or(&terms.rule);
    let _ = judged.look(token.state != TokenState::Voided, resend, Reason::TokenVoided, |check| check)
        && judged.look(token.state != TokenState::Used, &terms.rule, Reason::TokenUsed, |check| check)
        && judged.look(token.state != TokenState::VoidByErrors, &terms.rule, Reason::TokenVoidByErrors, |check| {
            check.read("wrong", token.wrong)
        })
        && judged.look(token.sent_at <= now, &terms.rule, Reason::TimeBeforeLast, |check| {
            check.read("now", now).read("sent_at", token.sent_at)
        })
        && judged.look(now < token.valid_until, &terms.rule, Reason::TokenExpired, |check| {
            check.read("now", now).read("until", token.valid_until)
        });
    let shown = match (terms.kind, judged.reasons.first()) {
        // Whoever holds a link got the mail, and is told what became of it. A code can be guessed.
        (TokenKind::Link, Some(reason)) => Public::named(*reason),
        _ => Public::of(programme, &judged.reasons, now),
    };
    let verdict = verdict(&judged.reasons, Some(token.valid_until), shown);
    if !judged.reasons.is_empty() {
        return Posting::unchanged(verdict);
    }
    let store = [Token { state: TokenState::Used, ..token.clone() }].into();
    Posting { store, expect: expect(), ..Posting::unchanged(verdict) }
}

fn verdict(reasons: &[Reason], valid_until: Option<Instant>, shown: Public) -> RedeemTokenVerdict {
    let reason = reasons.first().copied().unwrap_or(Reason::Accepted);
    RedeemTokenVerdict { reason, valid_until: valid_until.map(Until::of), shown }
}

/// The digest of what was entered, where it has the length and the characters of a token.
fn digest_of_entry(terms: &TokenTerms, entered: &Secret) -> Option<Hex<32>> {
    let entered = entered.expose();
    match terms.kind {
        TokenKind::Link => {
            let shaped = entered.len() == 64 && entered.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            shaped.then(|| digest_of(entered))
        }
        TokenKind::Code => {
            // Room for every character, so that no part of it is left behind where the text moves.
            let mut digits = Zeroizing::new(String::with_capacity(entered.len()));
            digits.extend(seen(entered).map(fold_width).filter(|c| !c.is_whitespace()));
            let shaped = Some(digits.len()) == terms.digits.map(usize::from)
                && digits.bytes().all(|digit| digit.is_ascii_digit());
            shaped.then(|| digest_of(&digits))
        }
    }
}

/// The row that has a digest. Every row is compared, each in constant time; of several the latest, for a code can come up twice.
fn matching<'t>(own: &[&'t Token], digest: &Hex<32>) -> Option<&'t Token> {
    let same = own.iter().filter(|token| same_digest(&token.digest, digest));
    same.max_by_key(|token| token.number).copied()
}

/// The row of a code after a wrong entry; `None` where nothing is left to count, because it is not open or its time is over.
fn after_error(terms: &TokenTerms, token: &Token, now: Instant) -> Option<Token> {
    if token.state != TokenState::Open || token.valid_until <= now {
        return None;
    }
    let wrong = token.wrong.saturating_add(1);
    let void = terms.max_wrong.is_some_and(|most| most <= wrong);
    let state = if void { TokenState::VoidByErrors } else { TokenState::Open };
    Some(Token { wrong, state, ..token.clone() })
}
