//! What becomes of points: exchanges, purses, expiry, pending points.

use super::faults::{Faults, ids};
use crate::{
    base::{ErrorCode, value::Code},
    programme::{
        earning::FinalAfter,
        group::Group,
        ledger::{MOST_MONTHS, PointsExpiry, PointsExpiryPolicy, PurseTerms},
        points::{Exchange, PointsTerms},
    },
};

pub(super) fn exchanges(all: &[Exchange], faults: &mut Faults) {
    faults.settings(
        "exchanges",
        all,
        |exchange| (Some(&exchange.id), exchange.period),
        |faults, exchange| faults.at_least_one("points", exchange.points),
    );
}

pub(super) fn purses(all: &[PurseTerms], groups: &[Group], faults: &mut Faults) {
    let known = ids(groups.iter().map(|group| &group.id));
    faults.settings(
        "purses",
        all,
        |purse| (Some(&purse.id), purse.period),
        |faults, purse| {
            faults.filled("groups", &purse.groups);
            faults.each("groups", &purse.groups, |faults, id| faults.known("", id, &known, &["/groups"]));
        },
    );
    // A group uses one purse at a time.
    faults.list("purses", all, |faults, all| {
        faults.one_at_a_time(all, |purse| purse.groups.iter().map(Some), |purse| purse.period);
    });
}

/// Purses that are named are known, and points that are granted have one.
pub(super) fn validate(terms: &PointsTerms, faults: &mut Faults) {
    let purses = ids(terms.purses.iter().map(|purse| &purse.id));
    let known_purse = |faults: &mut Faults, purse: &Option<Code>| {
        if let Some(purse) = purse {
            faults.known("purse", purse, &purses, &["/points/purses"]);
        }
    };
    faults.list("expiry", &terms.expiry, |faults, expiry| {
        faults.one_at_a_time(expiry, |terms| core::iter::once(terms.purse.as_ref()), |terms| terms.period);
        faults.elements(expiry, |faults, terms| {
            known_purse(faults, &terms.purse);
            months(terms, faults);
        });
    });
    faults.each("exchanges", &terms.exchanges, |faults, exchange| known_purse(faults, &exchange.purse));
    let granting = |faults: &mut Faults, purse: &Option<Code>, after: Option<FinalAfter>| {
        known_purse(faults, purse);
        let Some(FinalAfter { months, day }) = after else { return };
        faults.within("final_after/months", months, 0..=MOST_MONTHS);
        // A day that every month has.
        faults.within("final_after/day", day, 1..=28);
    };
    // Points of one id are sums of one purse.
    faults.list("rules", &terms.rules, |faults, rules| {
        faults.elements(rules, |faults, rule| granting(faults, &rule.purse, rule.final_after));
    });
    faults.list("campaigns", &terms.campaigns, |faults, campaigns| {
        faults.elements(campaigns, |faults, campaign| granting(faults, &campaign.purse, campaign.final_after));
    });
    faults.list("rules", &terms.rules, |faults, rules| {
        faults.alike(rules, "purse", |rule| (&rule.id, &rule.purse));
    });
    faults.list("campaigns", &terms.campaigns, |faults, campaigns| {
        faults.alike(campaigns, "purse", |campaign| (&campaign.id, &campaign.purse));
    });
}

fn months(terms: &PointsExpiry, faults: &mut Faults) {
    match (terms.policy, terms.months) {
        (PointsExpiryPolicy::FixedTerm, Some(months)) => faults.within("months", months, 1..=MOST_MONTHS),
        (PointsExpiryPolicy::MonthEnd, Some(months)) => faults.within("months", months, 0..=MOST_MONTHS),
        (PointsExpiryPolicy::FixedTerm | PointsExpiryPolicy::MonthEnd, None) => {
            faults.add("months", ErrorCode::MissingValue).kind("integer");
        }
        (_, Some(_)) => {
            faults.add("months", ErrorCode::ValueInvalid);
        }
        (_, None) => {}
    }
}
