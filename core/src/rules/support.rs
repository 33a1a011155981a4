//! The support desk's hours.

use alloc::{collections::BTreeSet, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason},
    civil::{Date, Instant},
    programme::{Programme, SupportTerms, Weekday},
    rules::account::Until,
};

/// The most closed days in a request.
pub const MOST_CLOSED: usize = 1_024;

/// How many days ahead the next opening is looked for.
const DAYS_AHEAD: i64 = 366;

/// The request of `support.hours`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportRequest {
    /// The instant of the request.
    pub now: Instant,
    /// Holidays and other days on which the desk is closed, at most 1,024, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Date>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `support.hours`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SupportVerdict {
    /// `accepted` where it is open, `support_closed`, or `not_in_effect`.
    pub reason: Reason,
    /// Until when it is open today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_until: Option<Until>,
    /// When it opens next, where it is closed; absent where no opening is found within 366 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Instant>,
}

/// Says whether the support desk is open now, and when it is next.
///
/// # Errors
/// `too_large` above 1,024 closed days.
pub fn hours(programme: &Programme, request: &SupportRequest) -> Result<Decision<SupportVerdict>, Error> {
    if request.closed.len() > MOST_CLOSED {
        return Err(Error::new(ErrorCode::TooLarge, "/closed"));
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &SupportRequest, sink: &mut impl Sink) -> SupportVerdict {
    let now = request.now;
    let closed: BTreeSet<Date> = request.closed.iter().copied().collect();
    let Some(terms) = programme.support_terms(now.date()) else {
        sink.holds(false, || Check::new("support.hours", Reason::NotInEffect, false));
        return SupportVerdict { reason: Reason::NotInEffect, open_until: None, opens_at: None };
    };
    let today = opening(terms, now.date(), &closed).filter(|(opens, closes)| *opens <= now && now < *closes);
    sink.holds(today.is_some(), || {
        Check::new(terms.rule.as_str(), Reason::SupportClosed, today.is_some())
            .under(terms.period, terms.clause())
            .read("now", now)
    });
    if let Some((_, closes)) = today {
        return SupportVerdict { reason: Reason::Accepted, open_until: Some(Until::of(closes)), opens_at: None };
    }
    let next = (0..=DAYS_AHEAD).find_map(|ahead| {
        let day = now.date().plus_days(ahead)?;
        let (opens, _) = opening(programme.support_terms(day)?, day, &closed)?;
        (now < opens).then_some(opens)
    });
    SupportVerdict { reason: Reason::SupportClosed, open_until: None, opens_at: next }
}

/// When the desk opens and closes on a day; `None` where it does not open.
fn opening(terms: &SupportTerms, day: Date, closed: &BTreeSet<Date>) -> Option<(Instant, Instant)> {
    if closed.contains(&day) || !terms.weekdays.contains(&Weekday::of(day)) {
        return None;
    }
    let midnight = Instant::start_of(day).unix();
    let at = |seconds: i64| Instant::from_unix(midnight.checked_add(seconds)?);
    Some((at(terms.opens.seconds())?, at(terms.closes.seconds())?))
}
