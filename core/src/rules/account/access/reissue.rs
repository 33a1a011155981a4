use serde::{Deserialize, Serialize};

use crate::{
    answer::{Decision, Explain, decide},
    base::{Error, ErrorCode, Reason, value::Code},
    civil::{Date, Instant},
    programme::Programme,
    rules::account::{
        judged::{Judged, not_in_effect},
        public::Public,
    },
};

/// The request of `account.reissue`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReissueRequest {
    /// When the request is made; its day selects the terms.
    pub now: Instant,
    /// What was lost, by its id in the programme.
    pub lost: Code,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `account.reissue`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReissueVerdict {
    /// `accepted`, or `not_in_effect`.
    pub reason: Reason,
    /// The first day on which it can be expected by post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_from: Option<Date>,
    /// The last day on which it is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_until: Option<Date>,
    /// What the person is told.
    pub shown: Public,
}

/// Says when something that was lost, such as a postcard with a code, arrives again by post.
///
/// # Errors
/// `out_of_range` where it would arrive after the year 9999.
pub fn reissue(programme: &Programme, request: &ReissueRequest) -> Result<Decision<ReissueVerdict>, Error> {
    let today = request.now.date();
    let (verdict, checks) = decide!(request.explain, |sink| match programme.reissue_terms(&request.lost, today) {
        None => {
            let reasons = not_in_effect(sink, "account.reissue");
            let shown = Public::told(&reasons);
            Ok(ReissueVerdict { reason: Reason::NotInEffect, expected_from: None, expected_until: None, shown })
        }
        Some(terms) => {
            let mut judged = Judged::new(sink, terms.period, terms.clause());
            judged.look(true, &terms.rule, Reason::Accepted, |check| {
                check.read("at_least", terms.days.at_least).read("at_most", terms.days.at_most)
            });
            let after =
                |days: u16| today.plus_days(days.into()).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"));
            after(terms.days.at_least).and_then(|from| {
                Ok(ReissueVerdict {
                    reason: Reason::Accepted,
                    expected_from: Some(from),
                    expected_until: Some(after(terms.days.at_most)?),
                    shown: Public::told(&[]),
                })
            })
        }
    });
    Ok(Decision { verdict: verdict?, checks })
}
