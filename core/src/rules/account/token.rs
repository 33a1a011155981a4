//! Links and one-time codes: made from the caller's entropy, kept as SHA-256.

use alloc::{format, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    judged::{Judged, not_in_effect},
    public::{Public, Until},
};
use crate::{
    answer::{Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason, Secret, below, digest_of, expand,
        value::{Code, Count, Hex, HostId},
    },
    civil::Instant,
    programme::{Programme, TokenKind, TokenTerms},
};

/// The most rows of links and codes in a request.
pub const MOST_TOKENS: usize = 256;

/// A link or code as it is stored: a row. What was mailed is not in it, only its SHA-256.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The host's id of whose it is: an account, or a registration that is under way.
    pub account: HostId,
    /// The purpose's id in the programme.
    pub purpose: Code,
    /// Its number among those of this account and purpose, from 1.
    pub number: Count,
    /// SHA-256 of the text that was mailed. A link's row can be found by it.
    pub digest: Hex<32>,
    /// When it was sent.
    pub sent_at: Instant,
    /// The first instant at which it is not valid any more.
    pub valid_until: Instant,
    /// Wrong entries since it was sent.
    pub wrong: u16,
    /// What became of it.
    pub state: TokenState,
}

// A code has so few digits that it can be found from its digest.
crate::base::redacted!(Token { purpose, number, sent_at, valid_until, wrong, state });

/// What became of a link or code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It can be used until its end.
    Open,
    /// It was used.
    Used,
    /// A later one was sent.
    Voided,
    /// Too many wrong entries were made.
    VoidByErrors,
}

/// What must still hold when rows of links and codes are written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenExpect {
    /// The account.
    pub account: HostId,
    /// The purpose.
    pub purpose: Code,
    /// The highest number stored of this account and purpose; 0 where none is.
    pub number: Count,
    /// Wrong entries in that row, which is still open; absent where no row is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong: Option<u16>,
}

impl TokenExpect {
    pub(super) fn of(account: &HostId, purpose: &Code, latest: Option<&Token>) -> Self {
        Self {
            account: account.clone(),
            purpose: purpose.clone(),
            number: latest.map_or(Count::ZERO, |token| token.number),
            wrong: latest.filter(|token| token.state == TokenState::Open).map(|token| token.wrong),
        }
    }
}

/// The request of `account.issue_token`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IssueTokenRequest {
    /// The instant at which the mail is sent; its day selects the terms.
    pub now: Instant,
    /// The purpose's id in the programme.
    pub purpose: Code,
    /// The host's id of whose it is.
    pub account: HostId,
    /// Rows stored before, at most 256; those of other accounts and purposes are passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// 32 random bytes of the host's, used for this call only and not kept.
    pub entropy: Hex<32>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(IssueTokenRequest { now, purpose, explain });

/// The answer of `account.issue_token`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssueTokenVerdict {
    /// `accepted`, or the reason against it.
    pub reason: Reason,
    /// What is mailed: 64 hexadecimal digits for the link, or the code. It is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// Until when it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Until>,
    /// What the person is told.
    pub shown: Public,
}

/// The rows of an account and purpose.
pub(super) fn own<'t>(tokens: &'t [Token], account: &HostId, purpose: &Code) -> Result<Vec<&'t Token>, Error> {
    if tokens.len() > MOST_TOKENS {
        return Err(Error::new(ErrorCode::TooLarge, "/tokens"));
    }
    let mut own: Vec<&Token> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token.account != *account || token.purpose != *purpose {
            continue;
        }
        let fault = |code, path| Err(Error::new(code, path).within(index).within("tokens"));
        if token.valid_until <= token.sent_at {
            return fault(ErrorCode::PeriodUpsideDown, "/valid_until");
        }
        if own.iter().any(|other| other.number == token.number) {
            return fault(ErrorCode::TokenRepeated, "/number");
        }
        own.push(token);
    }
    Ok(own)
}

/// The row that was written last.
pub(super) fn latest<'t>(own: &[&'t Token]) -> Option<&'t Token> {
    own.iter().copied().max_by_key(|token| token.number)
}

/// Makes a link or a one-time code to send by mail, and voids every earlier one of the account and
/// purpose.
///
/// # Errors
/// `too_large` above 256 rows; `token_repeated` where two rows of this account and purpose have one number; `period_upside_down` for a row
/// that ends before it begins.
pub fn issue_token(
    programme: &Programme,
    request: &IssueTokenRequest,
) -> Result<Posting<IssueTokenVerdict, Token, TokenExpect>, Error> {
    let own = own(&request.tokens, &request.account, &request.purpose)?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, &own, sink));
    Ok(Posting { checks, ..posting? })
}

/// [`issue_token`] with the entropy taken from a generator.
///
/// # Errors
/// As [`issue_token`].
pub fn issue_token_with(
    rng: &mut impl rand_core::CryptoRng,
    programme: &Programme,
    mut request: IssueTokenRequest,
) -> Result<Posting<IssueTokenVerdict, Token, TokenExpect>, Error> {
    rng.fill_bytes(&mut request.entropy.0);
    issue_token(programme, &request)
}

fn judge(
    programme: &Programme,
    request: &IssueTokenRequest,
    own: &[&Token],
    sink: &mut impl Sink,
) -> Result<Posting<IssueTokenVerdict, Token, TokenExpect>, Error> {
    let IssueTokenRequest { now, purpose, account, .. } = request;
    let refused = |reasons: &[Reason]| {
        let reason = reasons.first().copied().unwrap_or(Reason::NotInEffect);
        let shown = Public::of(programme, reasons, *now);
        Posting::unchanged(IssueTokenVerdict { reason, token: None, valid_until: None, shown })
    };
    let Some(terms) = programme.token_terms(purpose, now.date()) else {
        return Ok(refused(&not_in_effect(sink, "account.issue_token")));
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let latest = latest(own);
    let in_order = latest.is_none_or(|token| token.sent_at <= *now);
    if !judged.look(in_order, &terms.rule, Reason::TimeBeforeLast, |check| check.read("now", *now)) {
        return Ok(refused(&judged.reasons));
    }
    let after = latest.map_or(0, |token| token.number.get()).checked_add(1).and_then(Count::new);
    let number = after.ok_or_else(|| Error::new(ErrorCode::SumOutOfRange, "/tokens"))?;
    let end = now.unix().checked_add(i64::from(terms.valid_minutes).saturating_mul(60)).and_then(Instant::from_unix);
    let valid_until = end.ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"))?;
    let text = made(terms, request, number)?;
    let resend = terms.resend.as_ref().unwrap_or(&terms.rule);
    let mut store = Vec::new();
    for token in own.iter().filter(|token| token.state == TokenState::Open) {
        judged.look(true, resend, Reason::TokenVoided, |check| check.read("number", token.number));
        store.push(Token { state: TokenState::Voided, ..(*token).clone() });
    }
    store.push(Token {
        account: account.clone(),
        purpose: purpose.clone(),
        number,
        digest: digest_of(text.expose()),
        sent_at: *now,
        valid_until,
        wrong: 0,
        state: TokenState::Open,
    });
    let verdict = IssueTokenVerdict {
        reason: Reason::Accepted,
        token: Some(text),
        valid_until: Some(Until::of(valid_until)),
        shown: Public::of(programme, &[], *now).until(Some(valid_until)),
    };
    let expect = Some(TokenExpect::of(account, purpose, latest));
    Ok(Posting { verdict, checks: Vec::new(), store, expect, replayed: false })
}

/// The text of a new link or code, bound to purpose, account and number.
fn made(terms: &TokenTerms, request: &IssueTokenRequest, number: Count) -> Result<Secret, Error> {
    let parts = ["kenpo account token", request.purpose.as_str(), request.account.as_str()];
    let bytes = expand(&request.entropy, &parts, &number.get().to_be_bytes())?;
    let text = match terms.kind {
        TokenKind::Link => base16ct::lower::encode_string(bytes.as_ref()),
        TokenKind::Code => {
            let digits = terms.digits.unwrap_or(0);
            // At most ten digits.
            let code = below(&bytes, 10_u128.checked_pow(digits.into()).unwrap_or(0));
            format!("{code:0width$}", width = usize::from(digits))
        }
    };
    Ok(Secret::made(text))
}
