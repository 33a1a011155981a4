//! `kenpo answer`

use std::io::Write as _;

use kenpo::{Programme, json::answer};
use serde_json::Value;

use crate::{
    desk::Desk,
    input,
    source::Source,
    stop::{Outcome, Stop},
};

pub(crate) fn run(desk: &mut Desk, operation: &str, request: &str, programme: Option<&str>) -> Outcome {
    let programme = programme.map(|path| input::programme(desk, path)).transpose()?.map(|(programme, _)| programme);
    let bytes = input::request(desk, request)?;
    let is_lines = input::ends_with(request, "jsonl") || (request == "-" && input::is_lines(&bytes));
    if !is_lines {
        let name = input::name(desk, request);
        return one(desk, programme.as_ref(), operation, Source::new(&name, &bytes), &bytes);
    }
    let mut good = true;
    for (line, bytes) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if !bytes.trim_ascii().is_empty() {
            good &= one(desk, programme.as_ref(), operation, Source::line(request, bytes, line + 1), bytes)?;
        }
    }
    Ok(good)
}

/// Answers a request: the bytes that every host answers, or those of the error.
fn one(desk: &mut Desk, programme: Option<&Programme>, operation: &str, source: Source<'_>, bytes: &[u8]) -> Outcome {
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
                source.unusable(desk, operation, &failure).say(desk.lang, false);
            }
            Ok(false)
        }
    }
}

/// Reasons that refuse nothing.
const DONE: [&str; 12] = [
    "accepted",
    "adjusted",
    "booked",
    "cancelled",
    "changed",
    "exchanged",
    "nothing_new",
    "paid",
    "paid_in_part",
    "recorded",
    "reversed",
    "waiting",
];

/// The items of a list; of anything else, nothing.
fn list(of: &Value) -> &[Value] {
    of.as_array().map_or(&[], Vec::as_slice)
}

/// Whether an answer, or one of a batch, is a refusal: its verdict has a reason against it, a fault, or an item that could not be used.
pub(crate) fn is_refused(answered: &Value) -> bool {
    let is_against = |answer: &Value| {
        let verdict = &answer["answer"]["verdict"];
        let against = match verdict["reason"].as_str() {
            Some(reason) => !DONE.contains(&reason),
            None => !list(&verdict["reasons"]).is_empty(),
        };
        against
            || !list(&verdict["faults"]).is_empty()
            || list(&verdict["items"]).iter().any(|item| item.get("error").is_some())
    };
    is_against(answered) || list(&answered["items"]).iter().any(|item| item.get("error").is_some() || is_against(item))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{catalogue, lang::Lang};

    #[test]
    fn a_refusal_is_told_from_an_answer() {
        let answer = |verdict: Value| json!({ "answer": { "verdict": verdict } });
        for refused in [
            json!({ "reason": "proof_format" }),
            json!({ "reason": "lost_leading_zero" }),
            json!({ "reason": "token_expired", "reasons": [] }),
            json!({ "reasons": ["too_late"] }),
            json!({ "faults": [{ "code": "unknown_key" }] }),
            json!({ "items": [{ "error": { "code": "date_invalid" } }] }),
        ] {
            assert!(is_refused(&answer(refused.clone())), "{refused}");
            assert!(is_refused(&json!({ "items": [answer(refused.clone())] })), "{refused}");
        }
        assert!(is_refused(&json!({ "items": [{ "error": {} }] })));
        assert!(!is_refused(&answer(json!({ "reason": "paid", "items": [{ "reason": "paid" }] }))));
        assert!(!is_refused(&answer(json!({ "reason": "waiting", "rank": 1 }))));
        assert!(!is_refused(&answer(json!({ "last_day": "2024-03-31" }))));
    }

    #[test]
    fn what_refuses_nothing_is_in_the_catalogue() {
        for code in DONE {
            assert_ne!(catalogue::text(code, Lang::En, catalogue::Reader::Staff), code);
        }
    }
}
