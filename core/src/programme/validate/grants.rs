//! Purses, expiry and pending points.

use super::elements::{each, filled, one_at_a_time, within};
use crate::{
    base::{Error, ErrorCode, value::Code},
    programme::{
        earning::FinalAfter,
        group::Group,
        ledger::{MOST_MONTHS, PointsExpiryPolicy, PurseTerms},
        points::PointsTerms,
    },
};

pub(super) fn validate(terms: &PointsTerms, groups: &[Group]) -> Result<(), Error> {
    let known_purse = |purse: Option<&Code>| match terms.has_purse(purse) {
        true => Ok(()),
        false => Err(Error::new(ErrorCode::IdUnknown, "/purse")),
    };
    purses(&terms.purses, groups).map_err(|e| e.within("purses"))?;
    one_at_a_time(&terms.expiry, |x| (x.purse.as_ref(), x.period))
        .and_then(|()| {
            each(&terms.expiry, |x| {
                known_purse(x.purse.as_ref())?;
                match (x.policy, x.months) {
                    (PointsExpiryPolicy::FixedTerm, Some(months)) => within(months, 1..=MOST_MONTHS, "/months"),
                    (PointsExpiryPolicy::MonthEnd, Some(months)) => within(months, 0..=MOST_MONTHS, "/months"),
                    (PointsExpiryPolicy::FixedTerm | PointsExpiryPolicy::MonthEnd, None) => {
                        Err(Error::new(ErrorCode::MissingValue, "/months"))
                    }
                    (_, Some(_)) => Err(Error::new(ErrorCode::ValueInvalid, "/months")),
                    (_, None) => Ok(()),
                }
            })
        })
        .map_err(|e| e.within("expiry"))?;
    each(&terms.exchanges, |x| known_purse(x.purse.as_ref())).map_err(|e| e.within("exchanges"))?;
    let granting = |purse: &Option<Code>, after: Option<FinalAfter>| {
        known_purse(purse.as_ref())?;
        let Some(FinalAfter { months, day }) = after else { return Ok(()) };
        within(months, 0..=MOST_MONTHS, "/final_after/months")?;
        // A day that every month has.
        within(day, 1..=28, "/final_after/day")
    };
    each(&terms.rules, |x| granting(&x.purse, x.final_after)).map_err(|e| e.within("rules"))?;
    each(&terms.campaigns, |x| granting(&x.purse, x.final_after)).map_err(|e| e.within("campaigns"))?;
    // Points of one id are sums of one purse.
    for (index, rule) in terms.rules.iter().enumerate() {
        if terms.rules.iter().take(index).any(|other| other.id == rule.id && other.purse != rule.purse) {
            return Err(Error::new(ErrorCode::ValueInvalid, "/purse").within(index).within("rules"));
        }
    }
    for (index, bonus) in terms.campaigns.iter().enumerate() {
        if terms.campaigns.iter().take(index).any(|other| other.id == bonus.id && other.purse != bonus.purse) {
            return Err(Error::new(ErrorCode::ValueInvalid, "/purse").within(index).within("campaigns"));
        }
    }
    Ok(())
}

/// A group uses one purse at a time.
fn purses(purses: &[PurseTerms], groups: &[Group]) -> Result<(), Error> {
    one_at_a_time(purses, |x| (Some(&x.id), x.period))?;
    each(purses, |x| {
        filled(&x.groups, "/groups")?;
        each(&x.groups, |id| match groups.iter().any(|group| group.id == *id) {
            true => Ok(()),
            false => Err(Error::new(ErrorCode::IdUnknown, "")),
        })
        .map_err(|e| e.within("groups"))
    })?;
    for (index, terms) in purses.iter().enumerate() {
        let shared = |other: &PurseTerms| {
            terms.period.overlaps(&other.period) && terms.groups.iter().any(|id| other.groups.contains(id))
        };
        if purses.iter().take(index).any(shared) {
            return Err(Error::new(ErrorCode::PeriodsOverlap, "/period").within(index));
        }
    }
    Ok(())
}
