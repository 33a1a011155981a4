//! `kenpo explain`

use std::io::Write as _;

use kenpo::{Programme, Reason, civil::Date, json::OPERATIONS, value::Code};
use serde_json::{Value, json};

use crate::{
    catalogue::{self, Reader},
    commands::{answer::is_refused, public, schema},
    desk::Desk,
    input,
    lang::Lang,
    pay::Periods,
    source::Source,
    stop::{Outcome, Stop},
    words::{self, heads, phrases},
};

pub(crate) fn run(desk: &mut Desk, file: &str, operation: &str, request: &str, public: bool) -> Outcome {
    let single = operation.strip_suffix(".batch").unwrap_or(operation);
    if OPERATIONS.iter().all(|known| known.name != single) {
        return Err(schema::unknown(desk, operation));
    }
    let (programme, _) = input::programme(desk, file)?;
    let bytes = input::request(desk, request)?;
    let name = input::name(desk, request);
    let unusable = |desk: &Desk, bytes: &[u8], failure: &kenpo::json::Failure| {
        Source::new(&name, bytes).unusable(desk, operation, failure)
    };
    // As it stands first, so that a place is one of the request's.
    let answered = kenpo::json::answer(Some(&programme), operation.as_bytes(), &bytes);
    let mut answered = answered.map_err(|failure| unusable(desk, &bytes, &failure))?;
    let mut asked: Value = serde_json::from_slice(&bytes).map_err(Stop::fault)?;
    let explains = explains(&mut asked, operation)?;
    if explains {
        let text = asked.to_string();
        let explained = kenpo::json::answer(Some(&programme), operation.as_bytes(), text.as_bytes());
        answered = explained.map_err(|failure| unusable(desk, text.as_bytes(), &failure))?;
    }
    let mut answered: Value = serde_json::from_slice(&answered).map_err(Stop::fault)?;
    if public {
        public::tell(desk, &answered)?;
        return Ok(!is_refused(&answered));
    }
    let items = answered["items"].as_array().map_or(std::slice::from_ref(&answered), Vec::as_slice);
    let checked = items.iter().any(|item| item["answer"]["checks"].as_array().is_some_and(|checks| !checks.is_empty()));
    let notes = Notes::of(&programme, operation, &asked, &answered["answer"]["verdict"])?;
    if desk.json {
        notes.join(&mut answered);
        desk.line(&answered)?;
    } else if let Some(items) = answered["items"].as_array() {
        for (place, item) in items.iter().enumerate() {
            writeln!(desk.out, "{}.", place + 1)?;
            one(desk, item)?;
        }
    } else {
        one(desk, &answered)?;
        notes.show(desk)?;
    }
    if !desk.json && !checked && notes.reviewed.is_empty() {
        let said = if explains { phrases::nothing_checked } else { phrases::no_checks };
        writeln!(desk.out, "{}", said(desk.lang))?;
    }
    Ok(!is_refused(&answered))
}

/// What an answer alone does not say.
#[derive(Default)]
struct Notes {
    /// Days for which no rule is in effect, each with a rule that pays for its period when that is over, and the period's last day.
    settled_later: Vec<(Date, Code, Date)>,
    /// Holdings that lost their entitlement, each with the checks of `eligibility.check`.
    reviewed: Vec<(String, Value)>,
}

impl Notes {
    fn of(programme: &Programme, operation: &str, asked: &Value, verdict: &Value) -> Outcome<Self> {
        Ok(match operation {
            "points.accrue" => Self { settled_later: settled_later(programme, verdict)?, ..Self::default() },
            "eligibility.review" => Self { reviewed: reviewed(programme, asked, verdict)?, ..Self::default() },
            _ => Self::default(),
        })
    }

    /// As further keys of an answer; nothing where there are no notes.
    fn join(&self, answered: &mut Value) {
        if !self.settled_later.is_empty() {
            let later = self.settled_later.iter();
            let later = later.map(|(day, rule, until)| json!({ "date": day, "rule": rule, "last_day": until }));
            answered["settled_later"] = later.collect();
        }
        if !self.reviewed.is_empty() {
            answered["reviewed"] =
                self.reviewed.iter().map(|(id, checks)| json!({ "id": id, "checks": checks })).collect();
        }
    }

    fn show(&self, desk: &mut Desk) -> Outcome<()> {
        for (day, rule, until) in &self.settled_later {
            writeln!(desk.out, "{}", phrases::settled_later(desk.lang, day, rule, until))?;
        }
        for (id, of_holding) in &self.reviewed {
            writeln!(desk.out, "\n{id}:")?;
            checks(desk, of_holding)?;
        }
        Ok(())
    }
}

fn settled_later(programme: &Programme, verdict: &Value) -> Outcome<Vec<(Date, Code, Date)>> {
    let mut later = Vec::new();
    let mut periods = Periods::of(programme);
    let items = verdict["items"].as_array().into_iter().flatten().map(|item| &item["answer"]);
    let unpaid = items.filter(|item| item["reason"] == Reason::NoRuleInEffect.name());
    for day in unpaid.filter_map(|item| Date::parse(item["date"].as_str()?)) {
        later.extend(periods.settling(day)?.into_iter().map(|(rule, until)| (day, rule, until)));
    }
    Ok(later)
}

fn reviewed(programme: &Programme, asked: &Value, verdict: &Value) -> Outcome<Vec<(String, Value)>> {
    let mut reviewed = Vec::new();
    let of_id = |list: &str, id: &Value| asked[list].as_array()?.iter().find(|element| element["id"] == *id).cloned();
    for lost in verdict["lost"].as_array().into_iter().flatten() {
        let Some(holding) = of_id("holdings", &lost["id"]) else { continue };
        let Some(person) = of_id("people", &holding["person"]) else { continue };
        let request = json!({ "service": holding["service"], "on": holding["on"], "person": person, "explain": "all" });
        let answered = kenpo::json::answer(Some(programme), b"eligibility.check", request.to_string().as_bytes());
        let answered = answered.map_err(|failure| Stop::Library(failure.code.name(), failure.path))?;
        let mut answered: Value = serde_json::from_slice(&answered).map_err(Stop::fault)?;
        reviewed.push((lost["id"].as_str().unwrap_or_default().to_owned(), answered["answer"]["checks"].take()));
    }
    Ok(reviewed)
}

/// Has every check of a request, or of each of a batch, told; whether the operation tells any.
fn explains(asked: &mut Value, operation: &str) -> Outcome<bool> {
    let single = operation.strip_suffix(".batch").unwrap_or(operation);
    if !schema::takes(&schema::contract()?, single, "explain") {
        return Ok(false);
    }
    match asked.get_mut("items").and_then(Value::as_array_mut) {
        Some(items) if single != operation => {
            items.iter_mut().filter(|item| item.is_object()).for_each(|item| item["explain"] = "all".into());
        }
        _ => asked["explain"] = "all".into(),
    }
    Ok(true)
}

/// An answer, or what an item of a batch is instead.
fn one(desk: &mut Desk, answered: &Value) -> Outcome<()> {
    if let Some(code) = answered["error"]["code"].as_str() {
        writeln!(desk.out, "{}", words::code(desk.lang, code, Reader::Staff))?;
        return Ok(());
    }
    let answer = &answered["answer"];
    verdict(desk, &answer["verdict"], &answer["checks"])?;
    checks(desk, &answer["checks"])
}

/// What was decided, a line for each key, and a table for each list of objects.
fn verdict(desk: &mut Desk, verdict: &Value, checks: &Value) -> Outcome<()> {
    let lang = desk.lang;
    let said = |code: &str| {
        let said = words::code(lang, code, Reader::Staff);
        catalogue::filled(&said, |name| public::read(checks, code, name))
    };
    for (key, value) in verdict.as_object().into_iter().flatten() {
        let name = words::answer(lang, key);
        match value {
            Value::String(code) if key == "reason" => writeln!(desk.out, "{name}: {}", said(code))?,
            // The first is the reason above.
            Value::Array(list) if key == "reasons" => {
                let reason = &verdict["reason"];
                for code in list.iter().filter(|code| *code != reason).filter_map(Value::as_str) {
                    writeln!(desk.out, "{name}: {}", said(code))?;
                }
                if list.is_empty() {
                    writeln!(desk.out, "{name}: –")?;
                }
            }
            Value::Array(list) if list.iter().any(Value::is_object) => {
                writeln!(desk.out, "{name}:")?;
                self::list(desk, list)?;
            }
            other => {
                let text = words::value(lang, key, other).replace('\n', "; ");
                let read = |name: &str| checks.as_array()?.iter().find_map(|check| public::value(check, name));
                let text = catalogue::filled(&text, read);
                writeln!(desk.out, "{name}: {text}")?;
            }
        }
    }
    Ok(())
}

/// A list of objects as a table, with a column for each key; of an item of a batch, the keys of its answer.
fn list(desk: &mut Desk, list: &[Value]) -> Outcome<()> {
    let lang = desk.lang;
    let inner = |item: &'_ Value| -> Value {
        match item.get("answer") {
            Some(answer) => answer.clone(),
            None => item.clone(),
        }
    };
    let items: Vec<Value> = list.iter().map(inner).collect();
    let mut keys: Vec<&String> = Vec::new();
    for key in items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let head: Vec<String> = keys.iter().map(|key| words::answer(lang, key).into_owned()).collect();
    let cell =
        |item: &Value, key: &String| item.get(key).map_or_else(String::new, |value| words::value(lang, key, value));
    let rows = items.iter().map(|item| keys.iter().map(|key| cell(item, key)).collect()).collect();
    desk.rows(&head, rows)
}

/// Each check: how it came out, what it looks for, on what it rests, and what it read. A column without content is left out.
pub(crate) fn checks(desk: &mut Desk, checks: &Value) -> Outcome<()> {
    let lang = desk.lang;
    let row = |check: &Value| -> [String; 6] {
        let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
        let code = text("code");
        let said = catalogue::filled(catalogue::text(&code, lang, Reader::Line), |name| public::value(check, name));
        let values = check["values"].as_array().into_iter().flatten();
        let values: Vec<String> = values.map(|read| words::read(lang, read)).collect();
        [
            outcome(lang, &text("outcome")),
            format!("{code}\n{said}"),
            text("rule"),
            values.join("\n"),
            period(&check["period"]),
            text("clause"),
        ]
    };
    let rows: Vec<[String; 6]> = checks.as_array().into_iter().flatten().map(row).collect();
    let filled = |column: usize| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
    let columns: Vec<usize> = (0..6).filter(|column| filled(*column)).collect();
    let only = |row: &[String; 6]| columns.iter().filter_map(|column| row.get(*column).cloned()).collect::<Vec<_>>();
    let head = only(&heads::checks(lang).map(str::to_owned));
    let rows = rows.iter().map(only).collect();
    desk.rows(&head, rows)
}

pub(crate) fn outcome(lang: Lang, outcome: &str) -> String {
    match outcome {
        "pass" => phrases::outcome_pass(lang),
        "fail" => phrases::outcome_fail(lang),
        "not_evaluated" => phrases::outcome_not_evaluated(lang),
        "warn" => phrases::outcome_warn(lang),
        other => other.to_owned(),
    }
}

/// `2022-04-01 – 2023-03-31`, an open end left out.
fn period(period: &Value) -> String {
    let [from, until] = ["from", "until"].map(|end| period[end].as_str().unwrap_or_default());
    if from.is_empty() && until.is_empty() { String::new() } else { format!("{from} – {until}").trim().to_owned() }
}
