use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    judge::{Case, Facts},
    span::{self, NEVER},
};
use crate::{
    answer::{Check, Decision, Explain, Period, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, present},
    },
    civil::{Date, FiscalYear, age_in_fiscal_year, age_on},
    member::Person,
    programme::{AgeTerms, EligibilityTerms, Programme},
};

/// The request of `eligibility.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// The day of the service; it selects the terms.
    pub on: Date,
    /// The person.
    pub person: Person,
    /// What the person has; needed where the programme asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub device: Option<Device>,
    /// The person's uses of services that count: booked and confirmed, or used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<ServiceUse>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What a person has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// A smartphone.
    pub smartphone: bool,
    /// The programme's app on it.
    pub app: bool,
}

/// A use of a service that counts as the one use of its fiscal year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceUse {
    /// The service's id.
    pub service: Code,
    /// The day of the service.
    pub date: Date,
}

/// The answer of `eligibility.check`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EligibilityVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The fiscal year of the day, by the calendar year in which it begins.
    pub fiscal_year: i32,
    /// The age that counted, where the programme counts one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// The days of that fiscal year on which age and insured period admit the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Period>,
}

/// Says whether a person may use a service on a day.
///
/// The order of reasons: insured period, age, 1 April, circumstances, relation, device, once a fiscal year.
///
/// # Errors
/// `missing_value` at `/device` where the programme asks for one; `period_upside_down` where entitlement is lost before it begins.
pub fn check(programme: &Programme, request: &EligibilityRequest) -> Result<Decision<EligibilityVerdict>, Error> {
    request.person.validate().map_err(|e| e.within("person"))?;
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(
    programme: &Programme,
    request: &EligibilityRequest,
    sink: &mut impl Sink,
) -> Result<EligibilityVerdict, Error> {
    let EligibilityRequest { service, on, person, device, uses, .. } = request;
    let year = on.fiscal_year();
    let Some(terms) = programme.eligibility(service.as_str(), *on) else {
        let reasons = not_in_effect("eligibility", service, *on, sink);
        return Ok(EligibilityVerdict {
            reason: Reason::NotInEffect,
            reasons,
            fiscal_year: year.start_year(),
            age: None,
            days: None,
        });
    };
    let mut reasons = Vec::new();
    entitled(terms, person, *on, sink, &mut reasons);
    if let Some(wanted) = &terms.device {
        let device = device.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/device"))?;
        let describe = |reason| Check::new(wanted.rule.as_str(), reason, true).under(terms.period, wanted.clause());
        if !sink.holds(device.smartphone, || describe(Reason::SmartphoneNeeded)) {
            reasons.push(Reason::SmartphoneNeeded);
        }
        if wanted.app && !sink.holds(device.app, || describe(Reason::AppNeeded)) {
            reasons.push(Reason::AppNeeded);
        }
    }
    once(terms, person, *on, uses.iter().map(|used| (&used.service, used.date)), sink, &mut reasons);
    Ok(EligibilityVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::Accepted),
        reasons,
        fiscal_year: year.start_year(),
        age: terms.age.as_ref().and_then(|age| age_that_counts(age, person.born, *on)),
        days: days_in(terms, person, year),
    })
}

/// Reports that a programme has no terms for a service on a day.
pub(crate) fn not_in_effect(rule: &str, service: &Code, on: Date, sink: &mut impl Sink) -> Vec<Reason> {
    sink.holds(false, || Check::new(rule, Reason::NotInEffect, false).read("service", service).read("on", on));
    [Reason::NotInEffect].into()
}

/// The terms that a service is held to on a day. A service with terms, but none on the day, is closed; one without any is open to everyone.
pub(crate) fn terms_on<'p>(
    programme: &'p Programme,
    service: &Code,
    on: Date,
    sink: &mut impl Sink,
    reasons: &mut Vec<Reason>,
) -> Option<&'p EligibilityTerms> {
    let terms = programme.eligibility(service.as_str(), on);
    if terms.is_none() && programme.document().eligibility.iter().any(|terms| terms.id == *service) {
        reasons.extend(not_in_effect("eligibility", service, on, sink));
    }
    terms
}

/// Gathers the reasons by insured period, age, 1 April, circumstances and relation.
pub(crate) fn entitled(
    terms: &EligibilityTerms,
    person: &Person,
    on: Date,
    sink: &mut impl Sink,
    reasons: &mut Vec<Reason>,
) {
    let case = Case::new(terms, person, on);
    case.entitled(sink, &mut gather(reasons));
    if let Some(circumstances) = &terms.circumstances {
        let named = person.circumstances.iter().find(|circumstance| circumstances.left_out.contains(circumstance));
        if !sink.holds(named.is_none(), || {
            Check::new(circumstances.rule.as_str(), Reason::CircumstanceLeftOut, true)
                .under(terms.period, circumstances.clause())
        }) {
            reasons.push(Reason::CircumstanceLeftOut);
        }
    }
    case.related(sink, &mut gather(reasons));
}

/// Gathers the reason against a second use in the fiscal year.
pub(crate) fn once<'a>(
    terms: &EligibilityTerms,
    person: &Person,
    on: Date,
    mut uses: impl Iterator<Item = (&'a Code, Date)>,
    sink: &mut impl Sink,
    reasons: &mut Vec<Reason>,
) {
    let case = Case::new(terms, person, on);
    let year = on.fiscal_year();
    let used = |once: &crate::programme::OnceTerms| {
        uses.any(|(service, date)| once.services.contains(service) && date.fiscal_year() == year)
    };
    case.once(used, sink, &mut gather(reasons));
}

/// Keeps the reasons of what does not hold.
fn gather(reasons: &mut Vec<Reason>) -> impl FnMut(bool, Reason) {
    |holds, reason| {
        if !holds {
            reasons.push(reason);
        }
    }
}

/// The age that counted on a day.
fn age_that_counts(terms: &AgeTerms, born: Date, on: Date) -> Option<u32> {
    match terms.counted.convention() {
        Some(convention) => age_in_fiscal_year(born, on.fiscal_year(), convention, terms.leap_birthday),
        None => age_on(born, on, terms.leap_birthday),
    }
}

/// The days of a fiscal year on which terms, insured period and age admit the person.
pub(super) fn days_in(terms: &EligibilityTerms, person: &Person, year: FiscalYear) -> Option<Period> {
    let facts = Facts::of(person);
    let mut from = year.first_day()?.yyyymmdd();
    let mut last = year.last_day()?;
    let mut until = |end: i32| {
        if end != NEVER && end <= last.yyyymmdd() {
            last = Date::from_yyyymmdd(end).and_then(Date::pred)?;
        }
        Some(())
    };
    if terms.insured.is_some() {
        from = from.max(facts.insured.from);
        until(facts.insured.end)?;
    }
    if let Some(age) = &terms.age {
        let span = span::of_ages(age, facts.born);
        from = from.max(span.from);
        until(span.end)?;
    }
    if let Some(day) = terms.period.until {
        last = last.min(day);
    }
    let from = Date::from_yyyymmdd(from)?;
    let from = terms.period.from.map_or(from, |day| from.max(day));
    (from <= last).then_some(Period { from: Some(from), until: Some(last) })
}
