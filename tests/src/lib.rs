//! Conformance vectors: the files, and what the Rust runner makes of them.
//!
//! `docs/vectors.md` describes the format that every host's runner reads.

pub mod accounts;
pub mod accruals;
mod changed;
mod column_twin;
pub mod coupons;
pub mod documents;
pub mod draws;
pub mod requests;
pub mod twin;
pub mod vector;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use kenpo_core::Programme;
use kenpo_wire::{Status, answer, parse_programme};
use serde_json::Value;
use sha2::{Digest, Sha256};

use vector::{Case, VectorFile};

/// The project's root, from where this crate was built.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// What a run over all vectors found.
#[derive(Debug, Default)]
pub struct Run {
    /// How many cases.
    pub cases: usize,
    /// What did not come out as it should.
    pub failures: Vec<Failed>,
    /// SHA-256 over every line.
    pub digest: String,
    /// Each file's lines, as they came out.
    pub recorded: Vec<(PathBuf, String)>,
}

/// A case that did not come out as it should.
#[derive(Debug)]
pub struct Failed {
    /// The case's id.
    pub id: String,
    /// The rules it cites.
    pub rules: Vec<String>,
    /// What happened.
    pub fault: String,
}

/// Runs every vector under the root. `recorded` says whether the recorded lines are compared.
///
/// # Errors
/// Files that cannot be read, or are no vector files.
pub fn run(root: &Path, recorded: bool) -> io::Result<Run> {
    let mut run = Run::default();
    let mut digest = Sha256::new();
    let mut ids = BTreeSet::new();
    for path in vector_files(&root.join("tests/vectors"))? {
        let file: VectorFile = serde_json::from_slice(&fs::read(&path)?)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        let programme = match file.programme.as_ref().map(|name| read_programme(&root.join(name))).transpose() {
            Ok(programme) => programme,
            // Without it none of the cases comes out as it should.
            Err(error) => {
                run.cases += file.cases.len();
                let failed =
                    |case: &Case| Failed { id: case.id.clone(), rules: case.rules.clone(), fault: error.to_string() };
                run.failures.extend(file.cases.iter().map(failed));
                continue;
            }
        };
        let mut lines = Vec::new();
        for case in &file.cases {
            run.cases += 1;
            let mut fail = |fault| run.failures.push(Failed { id: case.id.clone(), rules: case.rules.clone(), fault });
            if !ids.insert(case.id.clone()) {
                fail("the id stands twice".into());
            }
            let Answered { status, body, faults } = answered(&file, case, programme.as_ref())?;
            faults.into_iter().for_each(&mut fail);
            lines.push((case.id.clone(), format!("{}\t{status}\t{body}\n", case.id)));
        }
        lines.sort();
        let lines: String = lines.into_iter().map(|(_, line)| line).collect();
        digest.update(lines.as_bytes());
        let record = path.with_extension("tsv");
        if recorded {
            compare(&record, &lines, &file, &mut run.failures);
        }
        run.recorded.push((record, lines));
    }
    run.digest = base16ct::lower::encode_string(&digest.finalize());
    Ok(run)
}

/// How a case came out.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: i32,
    /// The answer or the error, as JSON.
    pub body: String,
    /// What is not as it was written by hand, or as another way answers. What was recorded is not looked at.
    pub faults: Vec<String>,
}

/// Answers a case, and judges the answer.
///
/// # Errors
/// A case without a request.
pub fn answered(file: &VectorFile, case: &Case, programme: Option<&Programme>) -> io::Result<Answered> {
    let request = case.request_text()?;
    let (status, body) = match answer(programme, file.operation.as_bytes(), request.as_bytes()) {
        Ok(body) => (Status::Ok as i32, body),
        Err(failure) => (failure.status() as i32, failure.to_json()),
    };
    let body = String::from_utf8(body).map_err(io::Error::other)?;
    let faults = judge(file, case, programme, &request, status, &body);
    Ok(Answered { status, body, faults })
}

/// Seeds longer than this teach a fuzzer nothing.
const LONGEST_SEED: usize = 4_096;

/// Writes what the fuzz targets begin with, a folder for each: requests, also with their programme and operation, and programmes.
///
/// # Errors
/// Files that cannot be read or written.
pub fn write_seeds(root: &Path, folder: &Path) -> io::Result<()> {
    let [answers, readers, programmes] = ["answer", "reader", "programme"].map(|target| folder.join(target));
    for folder in [&answers, &readers, &programmes] {
        fs::create_dir_all(folder)?;
    }
    for path in vector_files(&root.join("tests/vectors"))? {
        let file: VectorFile = serde_json::from_slice(&fs::read(&path)?)?;
        let programme = file.programme.as_deref().and_then(|path| Path::new(path).file_stem()).unwrap_or_default();
        for case in &file.cases {
            let text = case.request_text()?;
            if text.len() <= LONGEST_SEED {
                let asked = format!("{} {}\n{text}", programme.display(), file.operation);
                fs::write(answers.join(&case.id), asked)?;
                fs::write(readers.join(&case.id), &text)?;
            }
            let request = serde_json::from_str::<Value>(&text).unwrap_or_default();
            if !request["document"].is_null() {
                fs::write(programmes.join(&case.id), request["document"].to_string())?;
            }
        }
    }
    for path in ["programmes", "tests/programmes"] {
        for file in vector_files(&root.join(path))? {
            fs::copy(&file, programmes.join(file.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

/// JSON files under a folder, by relative path sorted bytewise.
///
/// # Errors
/// Folders that cannot be read.
pub fn vector_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(found)
}

fn read_programme(path: &Path) -> io::Result<Programme> {
    parse_programme(&fs::read(path)?).map_err(|failure| io::Error::other(format!("{}: {failure:?}", path.display())))
}

/// Holds an outcome against what was written by hand, and against the other ways to the same answer.
fn judge(
    file: &VectorFile,
    case: &Case,
    programme: Option<&Programme>,
    request: &str,
    status: i32,
    body: &str,
) -> Vec<String> {
    let mut faults = Vec::new();
    if case.expect.is_empty() {
        faults.push("nothing is expected of it".into());
    }
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    for (pointer, expected) in &case.expect {
        let found = value.pointer(pointer).cloned().unwrap_or_default();
        if found != *expected {
            faults.push(format!("{pointer}: expected {expected}, found {found}"));
        }
    }
    if case.request.is_some() && !file.operation.ends_with(".batch") {
        faults.extend(twin::compare(&file.operation, programme, request, status, body));
    }
    faults
}

/// Holds the lines against those recorded: every line stands there, and nothing else does.
fn compare(record: &Path, lines: &str, file: &VectorFile, failures: &mut Vec<Failed>) {
    let recorded = fs::read_to_string(record).unwrap_or_default();
    let by_id = |text: &str| -> BTreeMap<String, String> {
        text.lines().filter_map(|line| Some((line.split('\t').next()?.into(), line.into()))).collect()
    };
    let (expected, found) = (by_id(&recorded), by_id(lines));
    let ids: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    for id in ids {
        let (was, is) = (expected.get(id), found.get(id));
        if was != is {
            let rules =
                file.cases.iter().find(|case| case.id == *id).map(|case| case.rules.clone()).unwrap_or_default();
            let shown = |line: Option<&String>| line.map_or("nothing", String::as_str).to_owned();
            let fault = format!("\n  recorded {}\n  found    {}", shown(was), shown(is));
            failures.push(Failed { id: id.clone(), rules, fault });
        }
    }
}
