//! Subsidies: what a programme pays back of what a member paid, such as for a dock check-up (人間ドック).

mod amount;
mod column;

pub(crate) use amount::needs_person;
pub use amount::{NoAmount, amount, amount_on};
pub use column::{NO_AMOUNT, column};

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, ReasonDetail, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, present},
    },
    civil::Date,
    member::Person,
    programme::{ClaimTerms, Programme, SubsidyTerms, TogetherTerms},
    rules::eligibility::{Against, ServiceUse, among, entitled, examine_person, is_for, not_in_effect, once, terms_on},
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
    /// The day on which the claim arrived; needed where the programme asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub claimed_on: Option<Date>,
    /// The person's uses of services that count, the one claimed for left out; with what was paid for them, where a ceiling counts them.
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
    /// What of the cost is the person's to pay, in yen, where the terms say the most of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_pays_yen: Option<Count>,
    /// What is left after this claim of a ceiling that several services share, in yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_yen: Option<Count>,
}

/// Says what a programme pays back of what a person paid for a service, with every reason against
/// it.
///
/// The order of reasons: insured period, age, 1 April, circumstances, facts, sex, relation, insured treatment, other uses, the days for claims, a shared
/// ceiling, nothing to claim.
///
/// # Errors
/// `out_of_range` for a cost above the highest that the programme holds plausible; `missing_value` at `/claimed_on` where the programme has
/// days for claims, and at a use's `paid_yen` where it counts under a shared ceiling; `period_upside_down` where entitlement is lost before it
/// begins; those of a person's facts, as in `eligibility.check`.
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
        person_pays_yen: None,
        left_yen: None,
    };
    let in_effect =
        || programme.document().subsidies.iter().filter(|terms| terms.is_of(service.as_str()) && terms.in_effect(*on));
    let Some(terms) = in_effect().find(|terms| is_for(terms.whom.as_ref(), person, *on)) else {
        if in_effect().next().is_none() {
            return Ok(refused(not_in_effect("subsidy", service, *on, sink)));
        }
        sink.holds(false, || Check::new("subsidy", Reason::NotForPerson, false).read("service", service));
        return Ok(refused(Against::only(Reason::NotForPerson)));
    };
    let amount = amount(terms, *cost_yen).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/cost_yen"))?;
    let mut against = Against::default();
    let eligibility = terms_on(programme, service, person, *on, sink, &mut against);
    if let Some(eligibility) = eligibility {
        entitled(eligibility, person, *on, sink, &mut against);
    }
    if let Some(rule) = &terms.insured_treatment
        && !sink.holds(!request.insured_treatment, || {
            Check::new(rule.as_str(), Reason::InsuredTreatment, true).under(terms.period_on(*on), None)
        })
    {
        against.push(Reason::InsuredTreatment);
    }
    if let Some(eligibility) = eligibility {
        let uses = uses.iter().map(|used| (&used.service, used.date));
        once(eligibility, service, person, *on, uses, sink, &mut against);
    }
    if let Some(claimed) = &terms.claimed {
        examine_claim(terms, claimed, request, sink, &mut against)?;
    }
    let left = terms.together.as_ref().map(|together| left_of(together, request)).transpose()?;
    if let (Some(together), Some(left)) = (&terms.together, left)
        && !sink.holds(left > Count::ZERO, || {
            Check::new(together.rule.as_str(), Reason::CeilingReached, true)
                .under(terms.period_on(*on), together.clause())
                .read("at_most_yen", together.at_most_yen)
        })
    {
        against.push(Reason::CeilingReached);
    }
    let something = amount > Count::ZERO;
    if !sink.holds(something, || {
        Check::new(terms.rule.as_str(), Reason::NothingToClaim, true)
            .under(terms.period_on(*on), terms.clause())
            .read("cost_yen", *cost_yen)
            .read("subsidy_yen", amount)
    }) {
        against.push(Reason::NothingToClaim);
    }
    if !against.is_empty() {
        return Ok(refused(against));
    }
    let paid = left.map_or(amount, |left| amount.min(left));
    let minus = |whole: Count, part: Count| Count::new(whole.get().saturating_sub(part.get())).unwrap_or_default();
    Ok(SubsidyVerdict {
        reason: Reason::Accepted,
        reasons: Vec::new(),
        details: Vec::new(),
        subsidy_yen: paid,
        person_pays_yen: terms.person_pays_at_most_yen.map(|_| minus(*cost_yen, paid)),
        left_yen: left.map(|left| minus(left, paid)),
    })
}

/// Gathers the reason against a claim outside the days on which it must arrive.
fn examine_claim(
    terms: &SubsidyTerms,
    claimed: &ClaimTerms,
    request: &SubsidyRequest,
    sink: &mut impl Sink,
    against: &mut Against,
) -> Result<(), Error> {
    let day = request.claimed_on.ok_or_else(|| Error::new(ErrorCode::MissingValue, "/claimed_on"))?;
    let days = claimed.days(request.on).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/on"))?;
    let describe = |reason, name, end: Option<Date>| {
        let check =
            Check::new(claimed.rule.as_str(), reason, true).under(terms.period_on(request.on), claimed.clause());
        let check = check.read("claimed_on", day);
        end.map_or(check.clone(), |end| check.read(name, end))
    };
    let open = days.from.is_none_or(|from| from <= day);
    if !sink.holds(open, || describe(Reason::ClaimNotOpenYet, "from", days.from)) {
        against.push(Reason::ClaimNotOpenYet);
    }
    let in_time = days.until.is_none_or(|until| day <= until);
    if !sink.holds(in_time, || describe(Reason::ClaimTooLate, "until", days.until)) {
        against.push(Reason::ClaimTooLate);
    }
    Ok(())
}

/// What is left of a ceiling after the uses before.
fn left_of(together: &TogetherTerms, request: &SubsidyRequest) -> Result<Count, Error> {
    let window = together.window.number(request.on);
    let counts = among(&together.services, request.uses.iter().map(|used| &used.service));
    let mut left = together.at_most_yen.get();
    for (index, used) in request.uses.iter().enumerate() {
        if counts(&used.service) && together.window.number(used.date) == window {
            let missing = || Error::new(ErrorCode::MissingValue, "/paid_yen").within(index).within("uses");
            left = left.saturating_sub(used.paid_yen.ok_or_else(missing)?.get());
        }
    }
    Ok(Count::new(left.max(0)).unwrap_or_default())
}
