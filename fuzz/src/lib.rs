//! Programmes for the fuzz targets: those of the house and those of the tests, by the name of their file.

use std::{collections::BTreeMap, fs, sync::LazyLock};

/// The documents by name.
pub static DOCUMENTS: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folders =
        ["../programmes", "../tests/programmes"].map(|folder| format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    paths.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect()
});
