use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    against::{Against, not_in_effect},
    check::ServiceUse,
    days::{covered, days_in, is_covered},
    entitled::{entitled, examine_person, not_for_person, once},
};
use crate::{
    answer::{Decision, Explain, Period, ReasonDetail, Sink, decide},
    base::{Error, ErrorCode, Reason, value::Code},
    civil::{Date, FiscalYear},
    member::Person,
    programme::{EligibilityTerms, Programme, Window},
};

/// The request of `eligibility.year`. A roster is a batch of these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YearRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// The calendar year in which the fiscal year begins, 1 to 9998.
    pub fiscal_year: i32,
    /// The person.
    pub person: Person,
    /// The person's uses of services that count: booked and confirmed, or used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<ServiceUse>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `eligibility.year`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearVerdict {
    /// `accepted` where there is a day; else the first reason against the last day of the year that the terms cover.
    pub reason: Reason,
    /// What there is to say of that reason besides its code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// The days of the fiscal year on which the person may use the service, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Period>,
}

/// Says on which days of a fiscal year a person may use a service. What the person has is not asked.
///
/// # Errors
/// `out_of_range` for a fiscal year outside the years 1 to 9998; `period_upside_down` where entitlement is lost before it begins;
/// those of a person's facts, as in `eligibility.check`.
pub fn year(programme: &Programme, request: &YearRequest) -> Result<Decision<YearVerdict>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    let unknown = || Error::new(ErrorCode::OutOfRange, "/fiscal_year");
    let first = Date::from_ymd(request.fiscal_year, 4, 1).ok_or_else(unknown)?;
    let last = first.fiscal_year().last_day().ok_or_else(unknown)?;
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, first.fiscal_year(), last, sink));
    Ok(Decision { verdict, checks })
}

fn judge(
    programme: &Programme,
    request: &YearRequest,
    year: FiscalYear,
    last_of_year: Date,
    sink: &mut impl Sink,
) -> YearVerdict {
    let YearRequest { service, person, uses, .. } = request;
    let mut days: Vec<Period> = Vec::new();
    let mut refused = Against::only(Reason::NotInEffect);
    for terms in programme.document().eligibility.iter().filter(|terms| terms.is_of(service.as_str())) {
        // Whatever does not depend on the day within these terms is the same on each of their days in the year.
        let shown = days_in(terms, person, year);
        let last = |days: &[Period]| days.last().and_then(|days| days.until);
        let Some(day) = last(&shown).or_else(|| last(&covered(terms, person, year))) else { continue };
        let mut against = Against::default();
        entitled(terms, person, day, sink, &mut against);
        if against.is_empty() {
            against = unused(terms, request, &shown, sink, &mut days);
        } else {
            once(terms, service, person, day, dates(uses), sink, &mut against);
        }
        if !against.is_empty() {
            refused = against;
        }
    }
    // No terms were in effect for the person: perhaps some were for others.
    let mut reason = refused.first().unwrap_or(Reason::NotInEffect);
    if days.is_empty() && reason == Reason::NotInEffect {
        let others = programme.document().eligibility.iter().filter(|terms| terms.is_of(service.as_str()));
        if others.filter(|terms| terms.whom.is_some()).any(|terms| is_covered(terms, year)) {
            reason = not_for_person(service, sink);
        } else {
            not_in_effect("eligibility", service, last_of_year, sink);
        }
    }
    days.sort_by_key(|period| period.from);
    if !days.is_empty() {
        return YearVerdict { reason: Reason::Accepted, details: Vec::new(), days };
    }
    refused.details.retain(|detail| detail.reason == reason);
    YearVerdict { reason, details: refused.details, days }
}

/// Adds the days among those shown on which a use is free: uses may be counted by month, by quarter or by calendar year, so that some days of
/// the fiscal year are free and others are not. Gives what is against the last of them.
fn unused(
    terms: &EligibilityTerms,
    request: &YearRequest,
    shown: &[Period],
    sink: &mut impl Sink,
    days: &mut Vec<Period>,
) -> Against {
    let YearRequest { service, person, uses, .. } = request;
    let window = terms.once.as_ref().map_or(Window::Ever, |once| once.window);
    let (mut judged, mut against) = (None, Against::default());
    for run in shown {
        let (mut next, mut free) = (run.from, None::<Period>);
        while let (Some(first), Some(last)) = (next, run.until) {
            let end = window.last_day(first, 0);
            let until = end.map_or(last, |end| end.min(last));
            let number = Some(window.number(first));
            // A window that goes on in a later run is judged once, on the last day that is shown of it.
            if judged != number {
                (judged, against) = (number, Against::default());
                let on = shown.iter().rev().find(|run| run.from.is_some_and(|from| end.is_none_or(|end| from <= end)));
                let on = on.and_then(|run| run.until).map_or(until, |last| end.map_or(last, |end| end.min(last)));
                once(terms, service, person, on, dates(uses), sink, &mut against);
            }
            if !against.is_empty() {
                days.extend(free.take());
            } else if let Some(free) = &mut free {
                free.until = Some(until);
            } else {
                free = Some(Period { from: next, until: Some(until) });
            }
            next = until.succ().filter(|next| *next <= last);
        }
        days.extend(free);
    }
    against
}

fn dates(uses: &[ServiceUse]) -> impl Iterator<Item = (&Code, Date)> + Clone {
    uses.iter().map(|used| (&used.service, used.date))
}
