//! The operations of the contract, each with a sentence on what it answers: that of the table.

use kenpo_core::Reason;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::reasons;
use crate::{OPERATIONS, operations::described};

/// Each operation's name, description and types, in the table's order.
pub(super) fn operations(generator: &mut SchemaGenerator) -> Vec<Value> {
    let operations = described(generator).into_iter();
    operations
        .map(|(name, description, [request, answer])| {
            let needs_programme = OPERATIONS.iter().any(|known| known.name == name && known.needs_programme);
            json!({
                "name": name,
                "description": description.trim(),
                "needs_programme": needs_programme,
                "request": request,
                "answer": answer,
                "reasons": reasons::of(name).into_iter().map(Reason::name).collect::<Vec<_>>(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use schemars::generate::SchemaSettings;

    use super::*;

    /// That there is a description at all is held by the table's macro, which takes no line without one.
    #[test]
    fn every_description_is_one_sentence_of_its_own() {
        let mut said = BTreeSet::new();
        for operation in operations(&mut SchemaSettings::draft2020_12().into_generator()) {
            let description = operation["description"].as_str().unwrap();
            let inner = description.strip_suffix('.').unwrap_or_else(|| panic!("{description} has no end"));
            assert!(inner.starts_with(|first: char| first.is_ascii_uppercase()), "{description}");
            assert!(inner.len() > 30 && !inner.contains(". "), "{description}");
            assert!(said.insert(description.to_owned()), "{description} is said twice");
        }
        assert_eq!(said.len(), OPERATIONS.len());
    }
}
