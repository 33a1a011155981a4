//! `kenpo check`

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

use kenpo::programme::MOST_FAULTS;
use kenpo_wire::document_faults;
use notify::{EventKind, RecursiveMode, Watcher as _};
use serde_json::json;

use crate::{
    codes::Own,
    desk::Desk,
    diagnostics, fault, input,
    stop::{Outcome, Stop, Told},
    words::phrases,
};

/// How long a save may take: an editor writes in several steps.
const SETTLED: Duration = Duration::from_millis(5);

pub(crate) fn run(desk: &mut Desk, files: &[String]) -> Outcome {
    let mut good = true;
    for file in files {
        good &= one(desk, file)?;
    }
    Ok(good)
}

/// Checks documents, and each again whenever it is saved, until it is interrupted.
pub(crate) fn watch(desk: &mut Desk, files: &[String]) -> Outcome {
    let (events, saved) = mpsc::channel();
    let lang = desk.lang;
    if files.iter().any(|file| file == "-") {
        return Err(Stop::Usage(phrases::no_watched_input(lang)));
    }
    let unwatched = |_: notify::Error| Stop::from(Told::new(Own::Unusable, phrases::not_watched(lang)));
    let mut watcher = notify::recommended_watcher(events).map_err(unwatched)?;
    let mut watched: Vec<(PathBuf, &String)> = Vec::new();
    for file in files {
        let path = std::fs::canonicalize(file).map_err(|error| Stop::Os(file.clone(), error))?;
        // The folder, since many editors write another file and rename it.
        let folder = path.parent().unwrap_or(Path::new("/"));
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(unwatched)?;
        watched.push((path, file));
    }
    run(desk, files)?;
    desk.out.flush()?;
    while let Ok(event) = saved.recv() {
        let mut changed: Vec<PathBuf> = Vec::new();
        let mut next = Some(event);
        while let Some(event) = next {
            let event = event.map_err(unwatched)?;
            if !matches!(event.kind, EventKind::Access(_)) {
                changed.extend(event.paths);
            }
            next = saved.recv_timeout(SETTLED).ok();
        }
        for (path, file) in &watched {
            if changed.contains(path) {
                match one(desk, file) {
                    Err(Stop::Closed) => return Err(Stop::Closed),
                    Err(stop) => stop.say(lang, desk.json),
                    Ok(_) => {}
                }
            }
        }
        desk.out.flush()?;
    }
    Ok(true)
}

/// Checks a document, and says whether it has no fault.
fn one(desk: &mut Desk, file: &str) -> Outcome {
    let bytes = input::read(desk.lang, file)?;
    if file.ends_with(".yaml") || file.ends_with(".yml") {
        return Err(Stop::Usage(phrases::scenarios_are_tested(desk.lang, file)));
    }
    if let Ok(programme) = kenpo::parse_programme(&bytes) {
        let document = programme.document();
        if desk.json {
            desk.line(&json!({
                "file": file,
                "programme": { "id": document.id, "version": document.version, "digest": programme.digest() },
                "faults": [],
            }))?;
        } else {
            let good = phrases::no_faults(desk.lang);
            writeln!(desk.out, "{file}: {good} ({} {})", document.id.as_str(), document.version)?;
        }
        return Ok(true);
    }
    let faults = document_faults(&bytes);
    if desk.json {
        desk.line(
            &json!({ "file": file, "faults": fault::told(desk.lang, &faults), "more": faults.len() >= MOST_FAULTS }),
        )?;
    } else {
        write!(desk.out, "{}", diagnostics::text(desk.lang, file, &bytes, &faults))?;
        let count = faults.len();
        let said = match count {
            // There may be more than are listed.
            MOST_FAULTS.. => phrases::faults_at_least(desk.lang, count),
            1 => phrases::one_fault(desk.lang),
            _ => phrases::faults(desk.lang, count),
        };
        writeln!(desk.out, "{file}: {said}")?;
    }
    Ok(false)
}
