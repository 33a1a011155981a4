//! `kenpo draw` and `kenpo verify`: a draw that anyone can verify, from its schedule to what happens after it.

use std::io::Write as _;

use kenpo::Programme;
use serde_json::Value;

use crate::{
    args::Step,
    catalogue::{self, Reader},
    commands::explain,
    desk::Desk,
    input,
    lang::Lang,
    source::Source,
    stop::{Outcome, Stop, Told},
    words::{self, heads, phrases},
};

/// A step of a draw.
pub(crate) fn draw(desk: &mut Desk, step: Step, request: &str, programme: Option<&str>) -> Outcome {
    let programme = programme.map(|path| input::programme(desk, path)).transpose()?.map(|(programme, _)| programme);
    let bytes = input::request(desk, request)?;
    let operation = match (step, &programme) {
        (Step::Schedule, _) => "lottery.schedule",
        (Step::Enter, _) => "lottery.enter",
        (Step::Freeze, None) => "lottery.freeze",
        (Step::Freeze, Some(_)) => "lottery.freeze_scheduled",
        (Step::Draw, _) => "lottery.draw",
        (Step::Settle, _) => "lottery.settle",
    };
    let answered = ask(desk, programme.as_ref(), operation, &input::name(desk, request), &bytes)?;
    let verdict = &answered["answer"]["verdict"];
    // Of the steps, only these two can be refused.
    let good = !matches!(step, Step::Schedule | Step::Settle) || verdict["reason"] == "accepted";
    if desk.json {
        desk.line(&answered)?;
        return Ok(good);
    }
    let lang = desk.lang;
    match step {
        Step::Schedule => {
            let columns = ["/draw_id", "/entry/at", "/freezes_at", "/draws_at", "/passes_on_at", "/stage"];
            desk.table(heads::schedule(lang), rows(lang, &verdict["draws"], columns))?;
        }
        Step::Settle => {
            let columns = ["/rank", "/state", "/prize", "/passes_on_at"];
            desk.table(heads::ranks(lang), rows(lang, &verdict["ranks"], columns))?;
        }
        Step::Enter => {
            let rows = answered["answer"]["store"].as_array().map_or(0, Vec::len);
            writeln!(desk.out, "{}", phrases::tagged(lang, rows))?;
        }
        Step::Freeze => {
            let manifest = &verdict["manifest"];
            writeln!(desk.out, "{}", phrases::to_be_published(lang))?;
            for key in ["draw_id", "holders", "tickets", "root", "freeze_time", "draw_time"] {
                writeln!(desk.out, "  {} {}", words::answer(lang, key), words::value(lang, key, &manifest[key]))?;
            }
            let hash = words::value(lang, "draw_hash", &verdict["draw_hash"]);
            writeln!(desk.out, "  {} {hash}", words::answer(lang, "draw_hash"))?;
        }
        Step::Draw => {
            let columns = ["/rank", "/prize", "/ticket", "/holder"];
            desk.table(heads::result(lang), rows(lang, &verdict["proof"]["result"], columns))?;
        }
    }
    if matches!(step, Step::Schedule | Step::Settle) {
        reason(desk, verdict)?;
    }
    Ok(good)
}

/// The reason of a verdict, with what it says.
fn reason(desk: &mut Desk, verdict: &Value) -> Outcome<()> {
    let reason = verdict["reason"].as_str().unwrap_or_default();
    Ok(writeln!(desk.out, "{}", words::code(desk.lang, reason, Reader::Staff))?)
}

/// The rows of a table, from a list and where in each element its columns are.
fn rows<const N: usize>(lang: Lang, list: &Value, columns: [&str; N]) -> Vec<[String; N]> {
    let elements = list.as_array().into_iter().flatten();
    elements
        .map(|element| {
            columns.map(|column| match column {
                "/stage" | "/state" => words::choice(lang, &word(element.pointer(column))),
                _ => word(element.pointer(column)),
            })
        })
        .collect()
}

/// A value as a word of a table; an instant on a full minute in Japan is shown up to its minutes.
fn word(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => {
            text.strip_suffix(":00+09:00").map_or_else(|| text.clone(), |minute| minute.replace('T', " "))
        }
        Some(other) => other.to_string(),
    }
}

/// Holds a proof to what it says: each step, and whether it holds.
pub(crate) fn verify(desk: &mut Desk, proof: &str) -> Outcome {
    let bytes = input::text(desk, proof)?;
    let mut value: Value =
        serde_json::from_slice(&bytes).map_err(|error| Source::new(proof, &bytes).not_json(desk, &error))?;
    // What `lottery.draw` answered, its proof, or a request.
    let found =
        ["/answer/verdict/proof", "/verdict/proof", "/proof"].into_iter().find(|path| value.pointer(path).is_some());
    let found = found.and_then(|path| value.pointer_mut(path)).map(Value::take).unwrap_or(value);
    let request = serde_json::json!({ "proof": found }).to_string();
    let answered = kenpo::json::answer(None, b"lottery.verify", request.as_bytes());
    // The place is one of the proof, and not of the file that it stands in.
    let of_proof = |mut failure: kenpo::json::Failure| {
        failure.path = failure.path.strip_prefix("/proof").unwrap_or(&failure.path).to_owned();
        (failure.line, failure.column) = (None, None);
        Told::request(desk.lang, proof, &failure)
    };
    let answered: Value = serde_json::from_slice(&answered.map_err(of_proof)?).map_err(Stop::fault)?;
    let verdict = &answered["answer"]["verdict"];
    let good = verdict["reason"] == "accepted";
    if desk.json {
        desk.line(&answered)?;
        return Ok(good);
    }
    let lang = desk.lang;
    let rows = verdict["steps"].as_array().into_iter().flatten().map(|step| {
        let text = |key: &str| step[key].as_str().unwrap_or_default().to_owned();
        let [step, outcome] = ["step", "outcome"].map(text);
        // The first sentence says what is checked.
        let said = catalogue::text(&step, lang, Reader::Member);
        let end = [". ", "。"].iter().filter_map(|end| said.find(end).map(|at| at + end.len())).min();
        let said = said.get(..end.unwrap_or(said.len())).unwrap_or(said).trim_end();
        [explain::outcome(lang, &outcome), said.to_owned(), step]
    });
    let rows = rows.collect();
    desk.table(heads::steps(lang), rows)?;
    let evidence = if verdict["time_evidence"] == "none" { phrases::no_time_evidence } else { phrases::time_evidence };
    writeln!(desk.out, "{}", evidence(lang))?;
    reason(desk, verdict)?;
    Ok(good)
}

fn ask(desk: &Desk, programme: Option<&Programme>, operation: &str, path: &str, bytes: &[u8]) -> Outcome<Value> {
    let answered = kenpo::json::answer(programme, operation.as_bytes(), bytes);
    let answered = answered.map_err(|failure| Source::new(path, bytes).unusable(desk, operation, &failure))?;
    serde_json::from_slice(&answered).map_err(Stop::fault)
}
