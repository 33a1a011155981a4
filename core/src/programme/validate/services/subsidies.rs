//! Subsidies: what is paid is said once, and never more than it cost.

use alloc::{collections::BTreeSet, vec::Vec};

use super::super::{
    faults::{Faults, Ids, ids},
    people::{for_whom, one_at_a_time, window_of_uses},
};
use crate::{
    base::{ErrorCode, value::Code},
    programme::{ClaimTerms, Document, FixedDay, SubsidyBand, SubsidyTerms, ledger::MOST_MONTHS, service::OfServices},
};

pub(in crate::programme::validate) fn subsidies(document: &Document, faults: &mut Faults) {
    let all = &document.subsidies;
    let services = ids(all.iter().flat_map(SubsidyTerms::services));
    let declared = ids(document.facts.iter().map(|fact| &fact.id));
    faults.list("subsidies", all, |faults, all| {
        one_at_a_time(&all.iter().map(SubsidyTerms::scope).collect::<Vec<_>>(), "/subsidies", faults);
        faults.elements(all, |faults, terms| {
            faults.each("also", &terms.also, |_, _| ());
            if let Some(whom) = &terms.whom {
                for_whom(whom, &declared, faults);
            }
            if let Some(claimed) = &terms.claimed {
                faults.under("claimed", |faults| claims(claimed, faults));
            }
            amounts(terms, faults);
            shared(terms, &services, faults);
        });
    });
}

/// The last day for claims is a day, or lies a number of months after the service.
fn claims(terms: &ClaimTerms, faults: &mut Faults) {
    faults.one_way(&[("until", terms.until.is_some()), ("within_months", terms.within_months.is_some())]);
    faults.within("within_months", terms.within_months.unwrap_or(1), 1..=MOST_MONTHS);
    if let (Some(FixedDay::Once(from)), Some(FixedDay::Once(until))) = (terms.from, terms.until)
        && until < from
    {
        faults.add("", ErrorCode::PeriodUpsideDown);
    }
}

fn amounts(terms: &SubsidyTerms, faults: &mut Faults) {
    match (terms.bands.is_empty(), terms.person_pays_at_most_yen, terms.at_most_yen) {
        (false, Some(_), _) => {
            faults.add("", ErrorCode::WaysConflict).keys(&["bands", "person_pays_at_most_yen"]);
        }
        (true, None, None) => {
            faults.add("", ErrorCode::WayMissing).keys(&["bands", "person_pays_at_most_yen", "at_most_yen"]);
        }
        _ => {}
    }
    faults.list("bands", &terms.bands, |faults, bands| {
        faults.elements(bands, band);
        faults.ascending(bands, |lower, upper| lower.at_least < upper.at_least);
    });
}

fn band(faults: &mut Faults, band: &SubsidyBand) {
    faults.at_least_one("at_least", band.at_least);
    if let Some(round) = band.round {
        if !matches!(round.to_yen, 1 | 10 | 100 | 1_000) {
            faults.add("round/to_yen", ErrorCode::OutOfRange).choices(&["1", "10", "100", "1000"]);
        }
        if band.basis_points.is_none() && band.less_basis_points.is_none() {
            let other = if band.yen.is_some() { "yen" } else { "less_yen" };
            faults.conflict("round", other).keys(&["basis_points", "less_basis_points"]);
        }
    }
    faults.one_way(&[
        ("basis_points", band.basis_points.is_some()),
        ("yen", band.yen.is_some()),
        ("less_yen", band.less_yen.is_some()),
        ("less_basis_points", band.less_basis_points.is_some()),
    ]);
    for (key, share) in [("basis_points", band.basis_points), ("less_basis_points", band.less_basis_points)] {
        faults.within(key, share.unwrap_or(0), 0..=10_000);
    }
    // Nobody is paid more than it cost, and nobody pays more than that.
    for (key, yen) in [("yen", band.yen), ("less_yen", band.less_yen)] {
        if yen.is_some_and(|yen| yen > band.at_least) {
            faults.add(key, ErrorCode::OutOfRange).range(0..=band.at_least.get());
        }
    }
}

/// A ceiling is shared by subsidies of the programme, this one among them.
fn shared(terms: &SubsidyTerms, services: &Ids<'_>, faults: &mut Faults) {
    let Some(together) = &terms.together else { return };
    faults.under("together", |faults| {
        faults.filled("services", &together.services);
        window_of_uses(together.window, faults);
        faults.each("services", &together.services, |faults, id| faults.known("", id, services, &["/subsidies"]));
        let sharing: BTreeSet<&Code> = together.services.iter().collect();
        if !terms.services().all(|service| sharing.contains(service)) {
            faults.add("services", ErrorCode::IdUnknown).ids_of(&["/subsidies"]);
        }
    });
}
