//! Where growing begins: every request of the vectors that is answered, and every programme of the repository.

use std::{collections::BTreeMap, fs, io, path::Path, rc::Rc};

use kenpo_tests::{vector::VectorFile, vector_files};
use serde_json::Value;

use crate::{count::Asked, grow::lists};

/// Something measured at three sizes, each about twice as long as the one before.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) sizes: [Asked; 3],
    /// Items of a batch may be errors.
    pub(crate) faulty: bool,
}

/// A request that is answered.
#[derive(Clone)]
pub(crate) struct Seed {
    pub(crate) document: Option<Rc<Value>>,
    pub(crate) request: Value,
}

impl Seed {
    pub(crate) fn asked(&self, operation: &str) -> Asked {
        let document = self.document.as_ref().map(|document| document.to_string());
        Asked { operation: operation.into(), document, request: self.request.to_string() }
    }
}

/// By operation, the longest first, those that are answered; an explained one stands beside its plain one.
pub(crate) fn seeds(root: &Path) -> io::Result<BTreeMap<String, Vec<Seed>>> {
    let mut seeds: BTreeMap<String, Vec<Seed>> = BTreeMap::new();
    for path in vector_files(&root.join("tests/vectors"))? {
        let file: VectorFile = serde_json::from_slice(&fs::read(&path)?)?;
        if file.operation.ends_with(".batch") {
            continue;
        }
        let document = file.programme.as_ref().map(|path| fs::read(root.join(path))).transpose()?;
        // Read once for all cases.
        let programme = document.as_deref().map(kenpo_wire::parse_programme).transpose();
        let programme = programme.map_err(|failure| io::Error::other(format!("{}: {failure}", path.display())))?;
        let document = document.map(|text| serde_json::from_slice(&text)).transpose()?.map(Rc::new);
        for case in &file.cases {
            let Ok(request) = serde_json::from_str::<Value>(&case.request_text()?) else { continue };
            let mut explained = request.clone();
            if let Value::Object(map) = &mut explained {
                map.insert("explain".into(), "all".into());
            }
            for request in [request, explained] {
                let text = request.to_string();
                if kenpo_wire::answer(programme.as_ref(), file.operation.as_bytes(), text.as_bytes()).is_ok() {
                    seeds.entry(file.operation.clone()).or_default().push(Seed { document: document.clone(), request });
                }
            }
        }
    }
    seeds.values_mut().for_each(|all| all.sort_by_key(|seed| std::cmp::Reverse(seed.request.to_string().len())));
    Ok(seeds)
}

/// The programmes, those with the most lists first.
pub(crate) fn documents(root: &Path) -> io::Result<Vec<Value>> {
    let mut documents: Vec<Value> = Vec::new();
    for folder in ["programmes", "tests/programmes"] {
        for path in vector_files(&root.join(folder))? {
            documents.push(serde_json::from_slice(&fs::read(&path)?)?);
        }
    }
    documents.retain(|document| document["format"] == "kenpo-programme/1");
    documents.sort_by_key(|document| std::cmp::Reverse(lists(document).len()));
    Ok(documents)
}
