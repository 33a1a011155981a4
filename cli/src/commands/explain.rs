//! `kenpo explain`

use std::io::Write as _;

use serde_json::Value;

use crate::{
    catalogue::{self, Reader},
    commands::{answer::is_refused, schema},
    desk::Desk,
    input,
    lang::Lang,
    stop::{Outcome, Stop},
};

pub(crate) fn run(desk: &mut Desk, file: &str, operation: &str, request: &str, public: bool) -> Outcome {
    let (programme, _) = input::programme(desk, file)?;
    let bytes = input::request(desk, request)?;
    let unusable = |desk: &Desk, bytes: &[u8], failure: &kenpo::json::Failure| {
        Stop::Fault(input::unusable(desk, input::name(desk, request), bytes, failure))
    };
    // As it stands first, so that a place is one of the request's.
    let answered = kenpo::json::answer(Some(&programme), operation.as_bytes(), &bytes);
    let mut answered = answered.map_err(|failure| unusable(desk, &bytes, &failure))?;
    if schema::takes(&schema::contract()?, operation, "explain") {
        let mut asked: Value = serde_json::from_slice(&bytes).map_err(Stop::fault)?;
        asked["explain"] = "all".into();
        let text = asked.to_string();
        let explained = kenpo::json::answer(Some(&programme), operation.as_bytes(), text.as_bytes());
        answered = explained.map_err(|failure| unusable(desk, text.as_bytes(), &failure))?;
    }
    let answered: Value = serde_json::from_slice(&answered).map_err(Stop::fault)?;
    let answer = &answered["answer"];
    if public {
        self::public(desk, answer)?;
    } else if desk.json {
        desk.line(&answered)?;
    } else {
        verdict(desk, &answer["verdict"])?;
        checks(desk, &answer["checks"])?;
    }
    Ok(!is_refused(&answered))
}

/// What the member is told: the public reason where the programme keeps others to itself, else each reason.
fn public(desk: &mut Desk, answer: &Value) -> Outcome<()> {
    let verdict = &answer["verdict"];
    let shown = &verdict["shown"];
    let reasons: Vec<&str> = match (shown["reason"].as_str(), verdict["reasons"].as_array()) {
        (Some(reason), _) => vec![reason],
        (None, Some(reasons)) => reasons.iter().filter_map(Value::as_str).collect(),
        (None, None) => verdict["reason"].as_str().into_iter().collect(),
    };
    if desk.json {
        return desk.line(&reasons);
    }
    for reason in reasons {
        let of_reason = |check: &&Value| check["code"] == reason;
        let check = answer["checks"].as_array().and_then(|checks| checks.iter().find(of_reason));
        let value = |name: &str| match &shown[name]["at"] {
            Value::String(at) => Some(at.clone()),
            _ => check.and_then(|check| value(check, name)),
        };
        let said = catalogue::filled(catalogue::text(reason, desk.lang, Reader::Member), value);
        writeln!(desk.out, "{said}")?;
        if let Some(remedy) = catalogue::remedy(reason, desk.lang) {
            writeln!(desk.out, "  {remedy}")?;
        }
    }
    Ok(())
}

/// What was decided, a line for each key.
fn verdict(desk: &mut Desk, verdict: &Value) -> Outcome<()> {
    for (key, value) in verdict.as_object().into_iter().flatten() {
        match value {
            Value::String(code) if key == "reason" => {
                let said = catalogue::text(code, desk.lang, Reader::Staff);
                writeln!(desk.out, "{key}: {code} ({said})")?;
            }
            Value::String(text) => writeln!(desk.out, "{key}: {text}")?,
            Value::Array(list) if list.iter().any(Value::is_object) => {
                writeln!(desk.out, "{key}:")?;
                for item in list {
                    writeln!(desk.out, "  {item}")?;
                }
            }
            other => writeln!(desk.out, "{key}: {other}")?,
        }
    }
    Ok(())
}

/// Each check: what it looks for, how it came out, what it read, and on what it rests.
pub(crate) fn checks(desk: &mut Desk, checks: &Value) -> Outcome<()> {
    let lang = desk.lang;
    let rows = checks.as_array().into_iter().flatten().map(|check| {
        let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
        let values = check["values"].as_array().into_iter().flatten();
        let values: Vec<String> = values
            .map(|read| {
                format!("{} {}", read["name"].as_str().unwrap_or_default(), read["value"].as_str().unwrap_or_default())
            })
            .collect();
        [
            outcome(lang, &text("outcome")),
            text("code"),
            text("rule"),
            values.join("\n"),
            period(&check["period"]),
            text("clause"),
        ]
    });
    let rows = rows.collect();
    desk.table(
        lang.pick(
            ["結果", "確認", "規則・場所", "値", "期間", "条文"],
            ["outcome", "check", "rule or path", "values", "period", "clause"],
        ),
        rows,
    )
}

pub(crate) fn outcome(lang: Lang, outcome: &str) -> String {
    match outcome {
        "pass" => lang.pick("合", "pass"),
        "fail" => lang.pick("否", "fail"),
        "not_evaluated" => lang.pick("未確認", "not evaluated"),
        "warn" => lang.pick("注意", "warn"),
        other => other,
    }
    .to_owned()
}

/// `2022-04-01 – 2023-03-31`, an open end left out.
fn period(period: &Value) -> String {
    let [from, until] = ["from", "until"].map(|end| period[end].as_str().unwrap_or_default());
    if from.is_empty() && until.is_empty() { String::new() } else { format!("{from} – {until}").trim().to_owned() }
}

/// The value of a name that a check read.
fn value(check: &Value, name: &str) -> Option<String> {
    let read = check["values"].as_array()?.iter().find(|read| read["name"] == name)?;
    read["value"].as_str().map(str::to_owned)
}
