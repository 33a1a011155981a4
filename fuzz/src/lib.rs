//! Programmes for the fuzz targets: those of the house and those of the tests, by the name of their file.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// The documents by name.
pub static DOCUMENTS: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["../programmes", "../tests/programmes"].into_iter().flat_map(|folder| documents(&root.join(folder)));
    let read = |path: PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
    files.map(read).collect()
});

/// The documents of a folder and of those in it.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let within = |path: PathBuf| if path.is_dir() { documents(&path) } else { vec![path] };
    let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).flat_map(within);
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
