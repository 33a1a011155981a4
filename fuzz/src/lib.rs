//! What the fuzz targets begin with: programmes by the name of their file, those of the house and those of the tests; and the vectors' requests.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use kenpo_core::{Programme, civil::Instant};
use serde_json::{Map, Value};

/// The documents by name.
pub static DOCUMENTS: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["../programmes", "../tests/programmes"].into_iter().flat_map(|folder| documents(&root.join(folder)));
    let read = |path: PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
    files.map(read).collect()
});

/// A request of a vector, and of which programme, by name.
pub struct Asked {
    pub programme: String,
    pub operation: String,
    pub request: Map<String, Value>,
}

/// The vectors' requests that are JSON objects under a programme.
pub static REQUESTS: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let mut asked = Vec::new();
    for path in documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")) {
        let file: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let Some(programme) = file["programme"].as_str().and_then(|path| Path::new(path).file_stem()) else { continue };
        for case in file["cases"].as_array().unwrap() {
            let Some(request) = case["request"].as_object() else { continue };
            asked.push(Asked {
                programme: programme.to_str().unwrap().to_owned(),
                operation: file["operation"].as_str().unwrap().to_owned(),
                request: request.clone(),
            });
        }
    }
    asked
});

/// The answer, or the error, as a value.
pub fn ask(programme: Option<&Programme>, operation: &str, request: &Value) -> Value {
    let answer = kenpo_wire::answer(programme, operation.as_bytes(), request.to_string().as_bytes());
    serde_json::from_slice(&answer.unwrap_or_else(|failure| failure.to_json())).unwrap()
}

/// An instant that a request holds.
pub fn instant(value: &Value) -> Option<Instant> {
    value.as_str().and_then(Instant::parse)
}

/// The documents of a folder and of those in it.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let within = |path: PathBuf| if path.is_dir() { documents(&path) } else { vec![path] };
    let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).flat_map(within);
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
