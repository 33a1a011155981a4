use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    against::{Against, not_in_effect},
    days::days_about,
    entitled::{entitled, examine_person, not_for_person, once},
    find::{Found, find},
};
use crate::{
    answer::{Check, Decision, Explain, Period, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, present},
    },
    civil::{Date, age_in_fiscal_year, age_on},
    member::Person,
    programme::{AgeTerms, Programme},
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
    /// What was paid back for it, in yen; needed where a ceiling counts it, and read by `subsidy.claim` alone.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub paid_yen: Option<Count>,
}

impl ServiceUse {
    /// A use of a service on a day.
    pub fn new(service: Code, date: Date) -> Self {
        Self { service, date, paid_yen: None }
    }
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
    /// What there is to say of reasons besides their codes: which facts are needed, and the document's own words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// The fiscal year of the day, by the calendar year in which it begins.
    pub fiscal_year: i32,
    /// The age that counted, where the programme counts one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// The days of that fiscal year on which terms, insured period, age and the days of facts admit the person: those about the day, or
    /// else the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Period>,
}

/// Says whether a person may use a service on a day, with every reason against it.
///
/// The order of reasons: insured period, age, 1 April and other days of enrolment, circumstances, facts, sex, relation, device, other uses.
///
/// # Errors
/// `missing_value` at `/device` where the programme asks for one; `period_upside_down` where entitlement is lost before it begins;
/// `fact_undeclared` for a fact or circumstance that the programme does not name, and `missing_value` or `value_invalid` for a fact's day.
pub fn check(programme: &Programme, request: &EligibilityRequest) -> Result<Decision<EligibilityVerdict>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
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
    let refused = |against: Against| EligibilityVerdict {
        reason: against.first().unwrap_or(Reason::NotInEffect),
        reasons: against.reasons,
        details: against.details,
        fiscal_year: year.start_year(),
        age: None,
        days: None,
    };
    let terms = match find(programme, service, person, *on) {
        Found::Terms(terms) => terms,
        Found::OfOthers => return Ok(refused(Against::only(not_for_person(service, sink)))),
        Found::Nothing => return Ok(refused(not_in_effect("eligibility", service, *on, sink))),
    };
    let mut against = Against::default();
    entitled(terms, person, *on, sink, &mut against);
    if let Some(wanted) = &terms.device {
        let device = device.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/device"))?;
        let describe =
            |reason| Check::new(wanted.rule.as_str(), reason, true).under(terms.period_on(*on), wanted.clause());
        if !sink.holds(device.smartphone, || describe(Reason::SmartphoneNeeded)) {
            against.push(Reason::SmartphoneNeeded);
        }
        if wanted.app && !sink.holds(device.app, || describe(Reason::AppNeeded)) {
            against.push(Reason::AppNeeded);
        }
    }
    once(terms, service, person, *on, uses.iter().map(|used| (&used.service, used.date)), sink, &mut against);
    let days = days_about(terms, person, year, *on);
    Ok(EligibilityVerdict {
        reason: against.first().unwrap_or(Reason::Accepted),
        reasons: against.reasons,
        details: against.details,
        fiscal_year: year.start_year(),
        age: terms.age.as_ref().and_then(|age| age_that_counts(age, person.born, *on)),
        days,
    })
}

/// The age that counted on a day.
fn age_that_counts(terms: &AgeTerms, born: Date, on: Date) -> Option<u32> {
    if let Some(day) = terms.counted_on {
        return age_on(born, day.in_fiscal_year(on.fiscal_year())?, terms.leap_birthday);
    }
    match terms.counted.convention() {
        Some(convention) => age_in_fiscal_year(born, on.fiscal_year(), convention, terms.leap_birthday),
        None => age_on(born, on, terms.leap_birthday),
    }
}
