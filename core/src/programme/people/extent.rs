//! How much the terms of a service ask.

use alloc::collections::BTreeMap;

use crate::{base::value::Code, programme::Programme};

impl Programme {
    /// How many terms each service has: of each setting one, its facts with those that they name, its relations, and the days on which one
    /// is insured.
    pub(crate) fn terms_by_service(&self) -> BTreeMap<&Code, usize> {
        let mut of: BTreeMap<&Code, usize> = BTreeMap::new();
        for terms in &self.document().eligibility {
            let facts =
                terms.facts.iter().fold(0_usize, |sum, fact| sum.saturating_add(fact.any_of.len()).saturating_add(1));
            let held_on = terms.insured.as_ref().map_or(0, |insured| insured.held_on.len());
            let own = facts.saturating_add(terms.relations.len()).saturating_add(held_on).saturating_add(1);
            let sum = of.entry(&terms.id).or_default();
            *sum = sum.saturating_add(own);
        }
        of
    }
}
