use alloc::{string::String, vec::Vec};

use serde::Serialize;

use super::{
    attempts::{Attempts, AttemptsExpect},
    challenge::{difficulty, report},
    judged::{Judged, not_in_effect},
    password::HouseholdRole,
    password_life::{days_left, judge_life, last_day},
    public::{Public, Until},
    sign_in_request::{HouseholdName, RegistrationState, SignInRequest},
};
use crate::{
    answer::{Posting, Sink, decide},
    base::{Error, ErrorCode, Reason, value::Count},
    civil::Instant,
    programme::{Programme, SignInTerms},
    text::{fold_width, match_key, seen, unusable},
};

/// The answer of `account.sign_in`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInVerdict {
    /// `accepted`, or the first reason against it, for operators.
    pub reason: Reason,
    /// Every reason against it, in the fixed order, for operators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Failures in a row after this attempt.
    pub failures: u16,
    /// The end of the lock, where it is locked now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Until>,
    /// The difficulty of the image challenge, where one is due and was not solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// With a password that fits and has a life: days from today to its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<Count>,
    /// What the person is told.
    pub shown: Public,
}

/// Says whether someone is signed in, and what to keep of the attempt.
///
/// It looks at one group of reasons after another, and stops behind a group in which it found any:
/// 1. a lock;
/// 2. an image challenge;
/// 3. an insurer number in place of the ID, a name that is not in half-width kana;
/// 4. an ID that is nobody's, a name of the family or of nobody, a wrong password: the failures that count;
/// 5. a registration that is not complete;
/// 6. a password whose life is over, or that must be replaced.
///
/// # Errors
/// `missing_value` without a name, or without what they sign in with, where the programme wants it, and for an ID that is someone's without the registration
/// or the password's row where the programme has terms of them; `text_too_long` above the stated lengths; `too_large` above 64 persons; `row_of_another` for
/// attempts under another key; `out_of_range` for a lock or a last day after the year 9999.
pub fn sign_in(
    programme: &Programme,
    request: &SignInRequest,
) -> Result<Posting<SignInVerdict, Attempts, AttemptsExpect>, Error> {
    let terms = programme.sign_in_terms(request.now.date());
    request.validate(programme, terms)?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, terms, request, sink));
    Ok(Posting { checks, ..posting? })
}

/// What an attempt came to.
struct Came {
    reasons: Vec<Reason>,
    failures: u16,
    locked_until: Option<Instant>,
    difficulty: Option<u8>,
    days_left: Option<Count>,
}

fn judge(
    programme: &Programme,
    terms: Option<&SignInTerms>,
    request: &SignInRequest,
    sink: &mut impl Sink,
) -> Result<Posting<SignInVerdict, Attempts, AttemptsExpect>, Error> {
    let failures = request.attempts.as_ref().map_or(0, |attempts| attempts.failures_at(request.now));
    let mut came = Came { reasons: Vec::new(), failures, locked_until: None, difficulty: None, days_left: None };
    let Some(terms) = terms else {
        came.reasons = not_in_effect(sink, "account.sign_in").into();
        return Ok(answer(programme, request, came));
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    came.locked_until = lock(terms, request, &mut judged);
    if judged.reasons.is_empty() {
        came.difficulty = unsolved(terms, request, failures, &mut judged);
    }
    if judged.reasons.is_empty() {
        form(programme, terms, request, &mut judged);
    }
    if !judged.reasons.is_empty() {
        came.reasons = judged.reasons;
        return Ok(answer(programme, request, came));
    }
    compare(terms, request, &mut judged);
    if judged.reasons.is_empty() {
        // ID and password fit: the count begins anew, whatever else is still to be done.
        came.failures = 0;
        came.days_left = admit(programme, terms, request, &mut judged)?;
    } else {
        came.failures = failures.saturating_add(1);
        came.locked_until = locked_by(terms, came.failures, request.now)?;
    }
    came.reasons = judged.reasons;
    let row = Attempts { key: request.key.clone(), failures: came.failures, locked_until: came.locked_until };
    let changed = match &request.attempts {
        Some(stored) => *stored != row,
        None => row.failures > 0,
    };
    // Also where nothing is to be written: of many guesses at once, the right one is let in only if its place in the row is before the lock.
    let expect = AttemptsExpect {
        key: request.key.clone(),
        failures: request.attempts.as_ref().map_or(0, |stored| stored.failures),
        locked_until: request.attempts.as_ref().and_then(|stored| stored.locked_until),
    };
    let posting = answer(programme, request, came);
    Ok(Posting { store: changed.then_some(row).into_iter().collect(), expect: Some(expect), ..posting })
}

fn answer(
    programme: &Programme,
    request: &SignInRequest,
    came: Came,
) -> Posting<SignInVerdict, Attempts, AttemptsExpect> {
    let Came { reasons, failures, locked_until, difficulty, days_left } = came;
    Posting::unchanged(SignInVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        failures,
        locked_until: locked_until.map(Until::of),
        difficulty,
        days_left,
        shown: Public::of(programme, &reasons, request.now).until(locked_until),
        reasons,
    })
}

/// The end of the lock that holds.
fn lock(terms: &SignInTerms, request: &SignInRequest, judged: &mut Judged<'_, impl Sink>) -> Option<Instant> {
    let lock = terms.lock.as_ref()?;
    let until = request.attempts.as_ref().and_then(|attempts| attempts.lock_at(request.now));
    judged.look(until.is_none(), &lock.rule, Reason::Locked, |check| {
        let check = check.read("now", request.now);
        match until {
            Some(until) => check.read("until", until),
            None => check,
        }
    });
    until
}

/// The end of the lock that a failure begins; `None` where it is not the one that locks.
fn locked_by(terms: &SignInTerms, failures: u16, now: Instant) -> Result<Option<Instant>, Error> {
    let Some(lock) = terms.lock.as_ref().filter(|lock| lock.failures <= failures) else { return Ok(None) };
    let end = now.unix().checked_add(i64::from(lock.minutes).saturating_mul(60)).and_then(Instant::from_unix);
    end.map(Some).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"))
}

/// The difficulty of the image challenge that is due and was not solved.
fn unsolved(
    terms: &SignInTerms,
    request: &SignInRequest,
    failures: u16,
    judged: &mut Judged<'_, impl Sink>,
) -> Option<u8> {
    let client = request.client.as_ref()?;
    let due = difficulty(terms, client, failures);
    let unsolved = due.filter(|due| request.challenge_solved.is_none_or(|solved| solved < *due));
    report(terms, client, due, unsolved.is_none(), judged.sink);
    if unsolved.is_some() {
        judged.reasons.push(Reason::ChallengeDue);
    }
    unsolved
}

/// What was entered, by itself: nothing is compared yet with what is on record, and nothing counts.
fn form(programme: &Programme, terms: &SignInTerms, request: &SignInRequest, judged: &mut Judged<'_, impl Sink>) {
    let Some(rule) = &terms.name else { return };
    if let Some(id) = &request.login_id {
        let entered: String = seen(id).map(fold_width).filter(|c| !c.is_whitespace()).collect();
        let cards = &programme.document().cards;
        let insurer = cards.iter().flat_map(|format| &format.insurers).any(|insurer| insurer.as_str() == entered);
        judged.look(!insurer, rule, Reason::InsurerNumberHere, |check| check);
    }
    if let Some(name) = &request.name {
        let usable = unusable(name, false).is_none();
        judged.look(usable, rule, Reason::NotHalfWidthKana, |check| check);
    }
}

/// What was entered, compared with what is on record.
fn compare(terms: &SignInTerms, request: &SignInRequest, judged: &mut Judged<'_, impl Sink>) {
    judged.look(request.known, &terms.rule, Reason::LoginIdUnknown, |check| check);
    if let (Some(rule), Some(name), true) = (&terms.name, &request.name, request.known) {
        let key: String = match_key(name).collect();
        let of = |role| {
            let same = |person: &HouseholdName| person.role == role && match_key(&person.name).eq(key.chars());
            !key.is_empty() && request.people.iter().any(same)
        };
        let representative = of(HouseholdRole::Representative);
        let family = !representative && of(HouseholdRole::Family);
        judged.look(!family, rule, Reason::FamilyNameHere, |check| check);
        judged.look(representative || family, rule, Reason::NameNotOnRecord, |check| check);
    }
    judged.look(request.known && request.password_fits, &terms.rule, Reason::PasswordWrong, |check| check);
}

/// Whether someone whose ID and password fit is let in, and the days that the password is still valid.
fn admit(
    programme: &Programme,
    terms: &SignInTerms,
    request: &SignInRequest,
    judged: &mut Judged<'_, impl Sink>,
) -> Result<Option<Count>, Error> {
    if let Some(incomplete) = &terms.incomplete {
        let complete = match request.registration {
            Some(RegistrationState::Incomplete) => false,
            Some(RegistrationState::IncompleteWithAddress) => incomplete.postcard_with_address,
            Some(RegistrationState::Complete) | None => true,
        };
        if !judged.look(complete, &incomplete.rule, Reason::RegistrationIncomplete, |check| check) {
            return Ok(None);
        }
    }
    let Some(row) = request.password else { return Ok(None) };
    let Some(terms) = programme.password_terms(request.group.as_ref(), row.set_on) else { return Ok(None) };
    let (last, today) = (last_day(terms, row.set_on)?, request.now.date());
    judge_life(terms, row, last, today, judged);
    Ok(days_left(last, today))
}
