//! Host types written from the contract's schemas. Nothing is typed by hand twice.

mod java;
pub(crate) mod model;
mod php;
mod python;
mod typescript;

use std::path::{Path, PathBuf};

use model::Contract;

/// A generated file: where it goes, below the project's root, and what it holds.
pub(crate) struct Generated {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Everything that is generated from the contract: the schemas themselves and each host's types.
pub(crate) fn generate(_root: &Path) -> Vec<Generated> {
    let contract = kenpo_wire::schema::contract();
    let model = Contract::read(&contract);
    let pretty = |value: &serde_json::Value| format!("{value:#}\n");
    let mut files = vec![
        Generated { path: "docs/schemas/contract.json".into(), text: pretty(&contract) },
        Generated {
            path: "docs/schemas/kenpo-programme-1.json".into(),
            text: pretty(&kenpo_wire::schema::programme()),
        },
    ];
    // One line per host, each in a file of its own beside this one.
    let _ = &model;
    files.extend(java::emit(&model));
    files.extend(php::emit(&model));
    files.extend(python::emit(&model));
    files.extend(typescript::emit(&model));
    files
}
