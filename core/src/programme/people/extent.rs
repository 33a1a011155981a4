//! How much the terms of a service ask.

use alloc::collections::BTreeMap;

use super::EligibilityTerms;
use crate::{
    base::value::Code,
    programme::{Programme, service::OfServices},
};

impl Programme {
    /// How many terms each service has: of each setting that holds for it one, its facts with those that they name, its relations, the days on which
    /// one is insured, the circumstances that it leaves out, whom it is for, and the services for which it holds.
    pub(crate) fn terms_by_service(&self) -> BTreeMap<&Code, usize> {
        let mut of: BTreeMap<&Code, usize> = BTreeMap::new();
        for terms in &self.document().eligibility {
            let own = extent(terms);
            for service in terms.services() {
                let sum = of.entry(service).or_default();
                *sum = sum.saturating_add(own);
            }
        }
        of
    }
}

fn extent(terms: &EligibilityTerms) -> usize {
    let facts = terms.facts.iter().map(|fact| fact.any_of.len().saturating_add(1));
    let lists = [
        1,
        terms.also.len(),
        terms.relations.len(),
        terms.insured.as_ref().map_or(0, |insured| insured.held_on.len()),
        terms.circumstances.as_ref().map_or(0, |circumstances| circumstances.left_out.len()),
    ];
    let whom = terms.whom.iter().flat_map(|whom| [whom.relations.len(), whom.facts.len(), whom.without.len()]);
    facts.chain(lists).chain(whom).fold(0, usize::saturating_add)
}
