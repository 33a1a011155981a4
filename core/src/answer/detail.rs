//! What an answer says of a reason besides its code.

use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::base::{
    Reason,
    value::{Clause, Code, present},
};

/// A programme document's own words to a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Japanese.
    pub ja: Clause,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Clause>"))]
    pub en: Option<Clause>,
}

/// What there is to say of a reason besides its code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonDetail {
    /// The reason.
    pub reason: Reason,
    /// The facts of which one is needed; the facts that leave a person out are not named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Code>,
    /// The document's own words, in place of the catalogue's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Words>,
}

/// What there is to say of the reasons of many records: each once, with its place among them. A list would be searched for each, and a service may have
/// hundreds of facts with words of their own.
#[derive(Clone, Default, Debug)]
pub(crate) struct Details(BTreeMap<ReasonDetail, usize>);

impl Details {
    /// Takes in what is not there already.
    pub(crate) fn add(&mut self, detail: ReasonDetail) {
        let place = self.0.len();
        self.0.entry(detail).or_insert(place);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Keeps the first.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.0.len() {
            self.0.retain(|_, place| *place < len);
        }
    }

    /// In the order in which they were taken in.
    pub(crate) fn into_list(self) -> Vec<ReasonDetail> {
        let mut all: Vec<(ReasonDetail, usize)> = self.0.into_iter().collect();
        all.sort_unstable_by_key(|(_, place)| *place);
        all.into_iter().map(|(detail, _)| detail).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_detail_stands_once_in_its_order() {
        let detail =
            |reason, fact: &str| ReasonDetail { reason, facts: Code::new(fact).into_iter().collect(), says: None };
        let mut details = Details::default();
        for (reason, fact) in
            [(Reason::TeamSize, "b"), (Reason::Accepted, "a"), (Reason::TeamSize, "b"), (Reason::TeamSize, "a")]
        {
            details.add(detail(reason, fact));
        }
        assert_eq!(details.len(), 3);
        details.truncate(2);
        details.add(detail(Reason::Accepted, "c"));
        let list = details.into_list();
        assert_eq!(list, [detail(Reason::TeamSize, "b"), detail(Reason::Accepted, "a"), detail(Reason::Accepted, "c")]);
    }
}
