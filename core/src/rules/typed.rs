//! What the typed calls of a host, such as columns in C, reach in a programme.

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Decision, Period},
    base::{
        Error,
        value::{Code, present},
    },
    programme::{CountedFrom, OfServices, Programme},
    rules::{eligibility::Unsupported, subsidy::needs_person},
};

/// The request of `programme.typed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TypedRequest {
    /// The service of which the calls are listed; those of all services and of none where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub service: Option<Code>,
}

/// The answer of `programme.typed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypedVerdict {
    /// The typed calls that the programme has terms for, those of one operation together, in the order of services.
    pub calls: Vec<TypedCall>,
}

/// A typed call: the short way of an operation, with integers in place of JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypedCall {
    /// The operation whose short way it is, such as `points.accrue`.
    pub operation: &'static str,
    /// The service, where the call names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Code>,
    /// The paths of the settings for which the call answers `unsupported`; absent where it answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub out_of_reach: Vec<String>,
    /// What has to be given with the records, where terms ask for it: `born`, `opened_on`. Without it the call answers `unsupported`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<&'static str>,
}

/// Lists the typed calls that a programme has terms for, with the settings that each does not reach. Where it reaches all, it answers as
/// its operation does; where it does not, ask the operation.
///
/// # Errors
/// None.
pub fn typed(programme: &Programme, request: &TypedRequest) -> Result<Decision<TypedVerdict>, Error> {
    let document = programme.document();
    let mut calls = Vec::new();
    if request.service.is_none() {
        calls.extend(points(programme));
        calls.extend(coupons(programme));
    }
    let eligibility = document.eligibility.iter().enumerate().map(|(index, terms)| {
        let key = Unsupported::by(terms).map(Unsupported::key);
        (terms.services(), key.map(|key| format!("/eligibility/{index}/{key}")))
    });
    let subsidies = document.subsidies.iter().enumerate().map(|(index, terms)| {
        let key = needs_person(terms);
        (terms.services(), key.map(|key| format!("/subsidies/{index}/{key}")))
    });
    let bookings = document.bookings.iter().enumerate().map(|(index, terms)| {
        let path = terms.beyond_rows();
        (terms.services(), path.map(|path| format!("/bookings/{index}/{path}")))
    });
    let asked = request.service.as_ref();
    calls.extend(by_service("booking.slots", bookings, asked));
    calls.extend(by_service("eligibility.check", eligibility, asked));
    calls.extend(by_service("subsidy.claim", subsidies, asked));
    Ok(Decision { verdict: TypedVerdict { calls }, checks: Vec::new() })
}

fn points(programme: &Programme) -> Option<TypedCall> {
    let (terms, plan) = (&programme.document().points, programme.plan());
    plan.step_rules().next()?;
    let needs = [(plan.steps.asks_born, "born"), (plan.steps.asks_opened, "opened_on")];
    Some(TypedCall {
        operation: "points.accrue",
        service: None,
        out_of_reach: plan.beyond_typed(terms).collect(),
        needs: needs.into_iter().filter_map(|(asks, name)| asks.then_some(name)).collect(),
    })
}

fn coupons(programme: &Programme) -> Option<TypedCall> {
    let coupons = &programme.document().coupons;
    let several = coupons.iter().enumerate().filter_map(|(index, terms)| {
        let earlier = coupons.iter().take(index);
        let beside = earlier.into_iter().any(|earlier| overlap(earlier.period, terms.period));
        match (beside, terms.expiry.counted_from) {
            (true, _) => Some(format!("/coupons/{index}")),
            (false, CountedFrom::Issue) => None,
            (false, _) => Some(format!("/coupons/{index}/expiry/counted_from")),
        }
    });
    let out_of_reach = several.collect();
    (!coupons.is_empty()).then_some(TypedCall {
        operation: "coupon.issue",
        service: None,
        out_of_reach,
        needs: Vec::new(),
    })
}

/// Whether two periods have a day in common.
fn overlap(one: Period, other: Period) -> bool {
    let begins_in_time =
        |from: Period, until: Period| from.from.zip(until.until).is_none_or(|(from, until)| from <= until);
    begins_in_time(one, other) && begins_in_time(other, one)
}

/// A call for each service, or for the one named.
fn by_service<'p>(
    operation: &'static str,
    terms: impl Iterator<Item = (impl Iterator<Item = &'p Code>, Option<String>)>,
    asked: Option<&Code>,
) -> Vec<TypedCall> {
    let mut services: BTreeMap<&Code, Vec<String>> = BTreeMap::new();
    for (names, out_of_reach) in terms {
        for service in names.filter(|name| asked.is_none_or(|asked| asked == *name)) {
            services.entry(service).or_default().extend(out_of_reach.clone());
        }
    }
    let call = |(service, out_of_reach): (&Code, Vec<String>)| TypedCall {
        operation,
        service: Some(service.clone()),
        out_of_reach,
        needs: Vec::new(),
    };
    services.into_iter().map(call).collect()
}
