//! `kenpo check`

use std::io::Write as _;

use kenpo_wire::document_faults;
use serde_json::json;

use crate::{desk::Desk, diagnostics, input, stop::Outcome};

pub(crate) fn run(desk: &mut Desk, files: &[String]) -> Outcome {
    let mut good = true;
    for file in files {
        good &= one(desk, file)?;
    }
    Ok(good)
}

/// Checks a document, and says whether it has no fault.
fn one(desk: &mut Desk, file: &str) -> Outcome {
    let bytes = input::read(file)?;
    if let Ok(programme) = kenpo::parse_programme(&bytes) {
        let document = programme.document();
        if desk.json {
            desk.line(&json!({
                "file": file,
                "programme": { "id": document.id, "version": document.version, "digest": programme.digest() },
                "faults": [],
            }))?;
        } else {
            let good = desk.lang.pick("誤りはありません", "no faults");
            writeln!(desk.out, "{file}: {good} ({} {})", document.id.as_str(), document.version)?;
        }
        return Ok(true);
    }
    let faults = document_faults(&bytes);
    if desk.json {
        desk.line(&json!({ "file": file, "faults": faults }))?;
    } else {
        write!(desk.out, "{}", diagnostics::text(desk.lang, file, &bytes, &faults))?;
        let count = faults.len();
        let said = match count {
            1 => desk.lang.pick("誤りは1件です".to_owned(), "1 fault".to_owned()),
            _ => desk.lang.pick(format!("誤りは{count}件です"), format!("{count} faults")),
        };
        writeln!(desk.out, "{file}: {said}")?;
    }
    Ok(false)
}
