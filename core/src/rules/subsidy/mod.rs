//! Subsidies: what a programme pays back of what a member paid, such as for a dock check-up (人間ドック).

mod column;

pub use column::{NO_AMOUNT, column};

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count},
    },
    civil::Date,
    member::Person,
    programme::{Programme, SubsidyBand, SubsidyTerms},
    rules::eligibility::{Against, ServiceUse, entitled, examine_person, not_in_effect, once, terms_on},
};

/// The request of `subsidy.claim`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubsidyRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// The day of the service; it selects the terms.
    pub on: Date,
    /// What the member paid, in yen.
    pub cost_yen: Count,
    /// Whether it was insured treatment (保険診療).
    pub insured_treatment: bool,
    /// The person.
    pub person: Person,
    /// The person's uses of services that count, the one claimed for left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<ServiceUse>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `subsidy.claim`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubsidyVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What there is to say of reasons besides their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
    /// What is paid, in yen; 0 where nothing is.
    pub subsidy_yen: Count,
}

/// Says what is paid back of a cost.
///
/// The order of reasons: insured period, age, 1 April, circumstances, facts, sex, relation, insured treatment, once a fiscal year, nothing to claim.
///
/// # Errors
/// `out_of_range` for a cost above the highest that the programme holds plausible; `period_upside_down` where entitlement is lost
/// before it begins.
pub fn claim(programme: &Programme, request: &SubsidyRequest) -> Result<Decision<SubsidyVerdict>, Error> {
    examine_person(programme, &request.person).map_err(|e| e.within("person"))?;
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(programme: &Programme, request: &SubsidyRequest, sink: &mut impl Sink) -> Result<SubsidyVerdict, Error> {
    let SubsidyRequest { service, on, cost_yen, person, uses, .. } = request;
    let refused = |against: Against| SubsidyVerdict {
        reason: against.first().unwrap_or(Reason::NotInEffect),
        reasons: against.reasons,
        details: against.details,
        subsidy_yen: Count::ZERO,
    };
    let Some(terms) = programme.subsidy(service.as_str(), *on) else {
        return Ok(refused(not_in_effect("subsidy", service, *on, sink)));
    };
    let amount = amount(terms, *cost_yen).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/cost_yen"))?;
    let mut against = Against::default();
    let eligibility = terms_on(programme, service, *on, sink, &mut against);
    if let Some(eligibility) = eligibility {
        entitled(eligibility, person, *on, sink, &mut against);
    }
    if let Some(rule) = &terms.insured_treatment
        && !sink.holds(!request.insured_treatment, || {
            Check::new(rule.as_str(), Reason::InsuredTreatment, true).under(terms.period, None)
        })
    {
        against.push(Reason::InsuredTreatment);
    }
    if let Some(eligibility) = eligibility {
        let uses = uses.iter().map(|used| (&used.service, used.date));
        once(eligibility, person, *on, uses, sink, &mut against);
    }
    let something = amount > Count::ZERO;
    if !sink.holds(something, || {
        Check::new(terms.rule.as_str(), Reason::NothingToClaim, true)
            .under(terms.period, terms.clause())
            .read("cost_yen", *cost_yen)
            .read("subsidy_yen", amount)
    }) {
        against.push(Reason::NothingToClaim);
    }
    Ok(if against.is_empty() {
        SubsidyVerdict { reason: Reason::Accepted, reasons: Vec::new(), details: Vec::new(), subsidy_yen: amount }
    } else {
        refused(against)
    })
}

/// What the bands pay for a cost; `None` for a cost above the highest plausible one.
#[inline]
pub fn amount(terms: &SubsidyTerms, cost: Count) -> Option<Count> {
    if cost > terms.max_plausible_cost_yen {
        return None;
    }
    match terms.bands.iter().rev().find(|band| band.at_least <= cost) {
        None => Some(Count::ZERO),
        Some(SubsidyBand { yen: Some(yen), .. }) => Some(*yen),
        Some(SubsidyBand { basis_points, .. }) => {
            debug_assert!(basis_points.is_some(), "a document whose band has neither is refused");
            let share = i64::from((*basis_points)?);
            // In parts, so that no product leaves the range.
            let (tens, rest) = (cost.get().div_euclid(10_000), cost.get().rem_euclid(10_000));
            let rest = rest.checked_mul(share)?.div_euclid(10_000);
            Count::new(tens.checked_mul(share)?.checked_add(rest)?)
        }
    }
}

/// Why there is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoAmount {
    /// No subsidy on the service is in effect on the day.
    NotInEffect,
    /// The cost is above the highest plausible one.
    OutOfRange,
}

/// The typed lane of `subsidy.claim`: what the bands pay for a cost on a day, in yen, whoever claims.
///
/// # Errors
/// Why there is no amount.
pub fn amount_on(programme: &Programme, service: &str, on: Date, cost: Count) -> Result<Count, NoAmount> {
    amount(programme.subsidy(service, on).ok_or(NoAmount::NotInEffect)?, cost).ok_or(NoAmount::OutOfRange)
}
