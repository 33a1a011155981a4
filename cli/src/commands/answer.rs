//! `kenpo answer`

use std::io::Write as _;

use kenpo::{Programme, json::answer};
use serde_json::Value;

use crate::{
    desk::Desk,
    input,
    stop::{Outcome, Stop},
};

pub(crate) fn run(desk: &mut Desk, operation: &str, request: &str, programme: Option<&str>) -> Outcome {
    let programme = programme.map(|path| input::programme(desk, path)).transpose()?.map(|(programme, _)| programme);
    let bytes = input::request(request)?;
    if !input::ends_with(request, "jsonl") {
        let name = input::name(desk, request);
        return one(desk, programme.as_ref(), operation, name, &bytes);
    }
    let mut good = true;
    for (line, bytes) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if !bytes.trim_ascii().is_empty() {
            good &= one(desk, programme.as_ref(), operation, &format!("{request}:{}", line + 1), bytes)?;
        }
    }
    Ok(good)
}

/// Answers a request: the bytes that every host answers, or those of the error.
fn one(desk: &mut Desk, programme: Option<&Programme>, operation: &str, path: &str, bytes: &[u8]) -> Outcome {
    match answer(programme, operation.as_bytes(), bytes) {
        Ok(answered) => {
            desk.out.write_all(&answered)?;
            desk.out.write_all(b"\n")?;
            Ok(!is_refused(&serde_json::from_slice(&answered).map_err(Stop::fault)?))
        }
        Err(failure) => {
            if desk.json {
                desk.out.write_all(&failure.to_json())?;
                desk.out.write_all(b"\n")?;
            } else {
                // In the order of the answers.
                desk.out.flush()?;
                anstream::eprintln!("kenpo: {}", input::unusable(desk, path, bytes, &failure));
            }
            Ok(false)
        }
    }
}

/// Whether an answer, or one of a batch, is a refusal: its verdict has reasons.
pub(crate) fn is_refused(answered: &Value) -> bool {
    let items = answered["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let has_reasons = |answer: &Value| answer["answer"]["verdict"].get("reasons").is_some();
    has_reasons(answered) || items.iter().any(|item| item.get("error").is_some() || has_reasons(item))
}
