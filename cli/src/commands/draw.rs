//! `kenpo draw` and `kenpo verify`: a draw that anyone can verify.

use std::io::Write as _;

use serde_json::Value;

use crate::{
    args::Step,
    catalogue::{self, Reader},
    commands::explain,
    desk::Desk,
    input,
    stop::{Outcome, Stop},
};

/// A step of a draw: enter, freeze or draw.
pub(crate) fn draw(desk: &mut Desk, step: Step, request: &str) -> Outcome {
    let bytes = input::request(request)?;
    let operation = match step {
        Step::Enter => "lottery.enter",
        Step::Freeze => "lottery.freeze",
        Step::Draw => "lottery.draw",
    };
    let answered = ask(desk, operation, input::name(desk, request), &bytes)?;
    let verdict = &answered["answer"]["verdict"];
    if desk.json {
        desk.line(&answered)?;
        return Ok(true);
    }
    let lang = desk.lang;
    match step {
        Step::Enter => {
            let rows = answered["answer"]["store"].as_array().map_or(0, Vec::len);
            writeln!(
                desk.out,
                "{}",
                lang.pick(format!("参加者 {rows}人にタグを付けました"), format!("{rows} holders have tags"))
            )?;
        }
        Step::Freeze => {
            let manifest = &verdict["manifest"];
            writeln!(desk.out, "{}", lang.pick("公表するもの：", "to be published:"))?;
            for key in ["draw_id", "holders", "tickets", "root", "freeze_time", "draw_time"] {
                writeln!(desk.out, "  {key} {}", manifest[key])?;
            }
            writeln!(desk.out, "  draw_hash {}", verdict["draw_hash"])?;
        }
        Step::Draw => {
            let proof = &verdict["proof"];
            let rows = proof["result"].as_array().into_iter().flatten().map(|award| {
                let text = |key: &str| match &award[key] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                ["rank", "prize", "ticket", "holder"].map(text)
            });
            let rows = rows.collect();
            desk.table(lang.pick(["順位", "賞品", "口", "タグ"], ["rank", "prize", "ticket", "holder"]), rows)?;
        }
    }
    Ok(true)
}

/// Holds a proof to what it says: each step, and whether it holds.
pub(crate) fn verify(desk: &mut Desk, proof: &str) -> Outcome {
    let bytes = input::read(proof)?;
    let mut value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Stop::Fault(format!("{proof}:{}:{}: not JSON", error.line(), error.column())))?;
    // What `lottery.draw` answered, its proof, or a request.
    let found =
        ["/answer/verdict/proof", "/verdict/proof", "/proof"].into_iter().find(|path| value.pointer(path).is_some());
    let found = found.and_then(|path| value.pointer_mut(path)).map(Value::take).unwrap_or(value);
    let request = serde_json::json!({ "proof": found }).to_string();
    let answered = ask(desk, "lottery.verify", proof, request.as_bytes())?;
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
        [explain::outcome(lang, &outcome), step]
    });
    let rows = rows.collect();
    desk.table(lang.pick(["結果", "確認"], ["outcome", "step"]), rows)?;
    let reason = verdict["reason"].as_str().unwrap_or_default();
    writeln!(desk.out, "{reason}: {}", catalogue::text(reason, lang, Reader::Staff))?;
    Ok(good)
}

fn ask(desk: &Desk, operation: &str, path: &str, bytes: &[u8]) -> Outcome<Value> {
    let answered = kenpo::json::answer(None, operation.as_bytes(), bytes);
    let answered = answered.map_err(|failure| Stop::Fault(input::unusable(desk, path, bytes, &failure)))?;
    serde_json::from_slice(&answered).map_err(Stop::fault)
}
