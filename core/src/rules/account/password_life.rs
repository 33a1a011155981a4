use alloc::format;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::{
    judged::{Judged, not_in_effect},
    public::{Public, Until},
};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason, Secret,
        value::{Code, Count, is_false, present},
    },
    civil::{Date, Instant, term_end},
    programme::{PasswordTerms, Programme},
};

/// What is stored of a password beside the host's own hash of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordRow {
    /// The day on which it was set.
    pub set_on: Date,
    /// Whether it was given by the society or mailed, and must be replaced when it is first used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub provisional: bool,
}

/// The last day of a password that is set on a day; `None` where it is valid for ever.
///
/// # Errors
/// `out_of_range` where it would lie after the year 9999.
pub(super) fn last_day(terms: &PasswordTerms, set_on: Date) -> Result<Option<Date>, Error> {
    let Some(life) = &terms.life else { return Ok(None) };
    let last = term_end(set_on, life.months.into());
    last.map(Some).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"))
}

/// The request of `account.password_term`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordTermRequest {
    /// The instant of the request.
    pub now: Instant,
    /// The group's ID, where members of a group have conditions of their own.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// The password's row; the day on which it was set selects the terms.
    pub password: PasswordRow,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.password_term`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PasswordTermVerdict {
    /// `accepted`, `password_expired`, `password_must_change`, `time_before_last` or `not_in_effect`.
    pub reason: Reason,
    /// The last day on which it is valid; absent where it is valid for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// The first instant at which it is not valid any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Until>,
    /// Days from today to the last day: 0 on the last day; absent once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<Count>,
    /// What the person is told.
    pub shown: Public,
}

/// Says how long a password is valid, and whether that time is over. Its days are those of Japan's
/// calendar.
///
/// # Errors
/// `out_of_range` where its last day would lie after the year 9999.
pub fn password_term(
    programme: &Programme,
    request: &PasswordTermRequest,
) -> Result<Decision<PasswordTermVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| term(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn term(
    programme: &Programme,
    request: &PasswordTermRequest,
    sink: &mut impl Sink,
) -> Result<PasswordTermVerdict, Error> {
    let PasswordTermRequest { now, group, password, .. } = request;
    let Some(terms) = programme.password_terms(group.as_ref(), password.set_on) else {
        let reasons = not_in_effect(sink, "account.password_term");
        let shown = Public::of(programme, &reasons, *now);
        let reason = Reason::NotInEffect;
        return Ok(PasswordTermVerdict { reason, last_day: None, valid_until: None, days_left: None, shown });
    };
    let last_day = last_day(terms, password.set_on)?;
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let life = terms.life.as_ref().map_or(&terms.rule, |life| &life.rule);
    let started = judged.look(password.set_on <= now.date(), life, Reason::TimeBeforeLast, |check| {
        check.read("today", now.date()).read("set_on", password.set_on)
    });
    judge_life(terms, *password, last_day, now.date(), &mut judged);
    Ok(PasswordTermVerdict {
        reason: judged.reasons.first().copied().unwrap_or(Reason::Accepted),
        last_day,
        valid_until: last_day.and_then(Date::succ).map(|after| Until::of(Instant::start_of(after))),
        days_left: days_left(last_day, now.date()).filter(|_| started),
        shown: Public::of(programme, &judged.reasons, *now),
    })
}

/// Days from today to the last day; absent once it is over.
pub(super) fn days_left(last_day: Option<Date>, today: Date) -> Option<Count> {
    Count::new(last_day?.days_since_epoch().saturating_sub(today.days_since_epoch()))
}

/// Looks whether a password that fits can still be used: not over, not provisional.
pub(super) fn judge_life(
    terms: &PasswordTerms,
    password: PasswordRow,
    last_day: Option<Date>,
    today: Date,
    judged: &mut Judged<'_, impl Sink>,
) {
    if let (Some(life), Some(last)) = (&terms.life, last_day) {
        judged.look(today <= last, &life.rule, Reason::PasswordExpired, |check| {
            check.read("today", today).read("set_on", password.set_on).read("last_day", last)
        });
    }
    let replacement = terms.replacement.as_ref().unwrap_or(&terms.rule);
    judged.look(!password.provisional, replacement, Reason::PasswordMustChange, |check| check);
}

/// The request of `account.first_password`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstPasswordRequest {
    /// The instant of the request; its day selects the terms.
    pub now: Instant,
    /// The representative's date of birth.
    pub born: Date,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(FirstPasswordRequest { now, explain });

/// The answer of `account.first_password`: the one answer that holds a password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FirstPasswordVerdict {
    /// `accepted`, or `not_in_effect` where the programme derives none.
    pub reason: Reason,
    /// The first password. It must be replaced when it is first used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}

/// Derives the password with which a household signs in for the first time, for the host to hash.
///
/// # Errors
/// None.
pub fn first_password(
    programme: &Programme,
    request: &FirstPasswordRequest,
) -> Result<Decision<FirstPasswordVerdict>, Error> {
    let terms = programme.password_terms(None, request.now.date());
    let first = terms.and_then(|terms| terms.first.as_ref());
    let (verdict, checks) = decide!(request.explain, |sink| match first {
        Some(first) => {
            sink.holds(true, || Check::new(first.rule.as_str(), Reason::Accepted, true));
            let mut born = format!("{:08}", request.born.yyyymmdd());
            let password = Secret::made([first.prefix.as_str(), born.as_str()].concat());
            born.zeroize();
            FirstPasswordVerdict { reason: Reason::Accepted, password: Some(password) }
        }
        None => {
            let [reason] = not_in_effect(sink, "account.first_password");
            FirstPasswordVerdict { reason, password: None }
        }
    });
    Ok(Decision { verdict, checks })
}
