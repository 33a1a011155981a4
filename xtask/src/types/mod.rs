//! Host types written from the contract's schemas. Nothing is typed by hand twice.

mod java;
pub(crate) mod model;
mod php;
mod python;
#[cfg(test)]
mod reasons;
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::shell::root;

    /// The comments of every Rust file below a folder, each line without its mark.
    fn comments(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                comments(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("wire/src/operations.rs")
            {
                for line in fs::read_to_string(&path).expect("a source file").lines() {
                    // What stands between two comments parts them.
                    found.push_str(line.trim_start().strip_prefix("///").unwrap_or("\n"));
                }
            }
        }
    }

    /// The page of docs.rs and the contract say the same of an operation: the comment of its function begins with its description.
    #[test]
    fn functions_begin_with_the_description_of_their_operation() {
        let mut found = String::new();
        for folder in ["core/src", "wire/src"] {
            comments(&root().join(folder), &mut found);
        }
        let contract = Contract::read(&kenpo_wire::schema::contract());
        for model::Operation { name, description, .. } in &contract.operations {
            assert!(found.contains(&format!("\n {description}")), "no function says of {name}: {description}");
        }
    }
}
