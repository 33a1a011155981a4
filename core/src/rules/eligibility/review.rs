use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{admission::Admission, against::Against, entitled::examine_person};
use crate::{
    answer::{Decision, ReasonDetail, Silent},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, HostId},
    },
    civil::Date,
    member::Person,
    programme::Programme,
};

/// The most terms that the holdings of one request are held against, all together: those of each holding's service.
pub const MOST_TERMS: usize = 20_000_000;

/// The most reasons and details against the holdings of one request, all together; [`SAID_OF_EACH`] for each holding if that is more. All of
/// them are kept until the answer is written.
pub const MOST_SAID: usize = 250_000;

/// As many reasons and details as each holding may always have.
pub const SAID_OF_EACH: usize = 16;

/// The request of `eligibility.review`, after a roster was loaded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    /// The people of the roster, each once.
    pub people: Vec<Person>,
    /// What they hold: bookings, points, tickets.
    pub holdings: Vec<Holding>,
}

/// Something a person holds, and the day on which that needs entitlement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// The host's id of it.
    pub id: HostId,
    /// The person's id.
    pub person: HostId,
    /// The service whose eligibility it needs.
    pub service: Code,
    /// The day on which it needs it: a booking's date, the day points are spent, the day of a draw.
    pub on: Date,
}

/// The answer of `eligibility.review`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewVerdict {
    /// How many holdings keep their entitlement.
    pub kept: Count,
    /// Those that have lost it, in the order in which they were asked.
    pub lost: Vec<HoldingLost>,
}

/// A holding without entitlement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldingLost {
    /// The host's id of it.
    pub id: HostId,
    /// The first reason against it; `no_record` where the roster has no such person.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    pub reasons: Vec<Reason>,
    /// What there is to say of reasons besides their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<ReasonDetail>,
}

/// Finds which bookings and other holdings have lost their entitlement after a roster was loaded.
/// What is examined is the insured period, age, 1 April, circumstances, facts, sex and relation, on
/// the day that counts for it.
///
/// # Errors
/// `value_invalid` for a person that stands twice; `period_upside_down` where entitlement is lost before it begins;
/// those of a person's facts, as in `eligibility.check`; `too_large` where the holdings are held against more than [`MOST_TERMS`], or more
/// than [`MOST_SAID`] reasons and details stand against them.
pub fn review(programme: &Programme, request: &ReviewRequest) -> Result<Decision<ReviewVerdict>, Error> {
    refuse_too_many(programme, &request.holdings)?;
    let mut people = BTreeMap::new();
    for (index, person) in request.people.iter().enumerate() {
        let placed = |e: Error| e.within(index).within("people");
        examine_person(programme, person).map_err(placed)?;
        if people.insert(&person.id, person).is_some() {
            return Err(placed(Error::new(ErrorCode::ValueInvalid, "/id")));
        }
    }
    let mut kept = 0_i64;
    let mut lost = Vec::new();
    let most = request.holdings.len().saturating_mul(SAID_OF_EACH).max(MOST_SAID);
    let mut said = 0_usize;
    for holding in &request.holdings {
        let Against { reasons, details } = match people.get(&holding.person) {
            None => Against::only(Reason::NoRecord),
            Some(person) => Admission::of(programme, &holding.service, person).on(holding.on, &mut Silent),
        };
        let Some(reason) = reasons.first().copied() else {
            // At most the length of a list in memory, far below 2^53.
            kept = kept.saturating_add(1);
            continue;
        };
        said = said.saturating_add(reasons.len()).saturating_add(details.len());
        if said > most {
            return Err(Error::new(ErrorCode::TooLarge, "/holdings"));
        }
        lost.push(HoldingLost { id: holding.id.clone(), reason, reasons, details });
    }
    Ok(Decision { verdict: ReviewVerdict { kept: Count::new(kept).unwrap_or_default(), lost }, checks: Vec::new() })
}

/// Before any of them is looked at: many holdings of a service with many terms would take the product of both.
fn refuse_too_many(programme: &Programme, holdings: &[Holding]) -> Result<(), Error> {
    let of = programme.terms_by_service();
    let each = holdings.iter().map(|holding| of.get(&holding.service).copied().unwrap_or(1));
    if each.fold(0_usize, usize::saturating_add) > MOST_TERMS {
        return Err(Error::new(ErrorCode::TooLarge, "/holdings"));
    }
    Ok(())
}
