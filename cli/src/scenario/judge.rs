//! What was expected held against what was answered.

use std::{collections::BTreeSet, iter};

use kenpo::{ErrorCode, Programme, Reason, json::answer, programme::Document, value::Code};
use serde_json::{Map, Value, json};

use super::{
    file::{End, Expected},
    moment::instant,
    play::{Answered, Player},
    yaml::escaped,
};
use crate::{commands::schema, lang::Lang, words};

/// An expectation that does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Where it stands in its file, as a JSON Pointer.
    pub(crate) pointer: String,
    pub(crate) key: String,
    pub(crate) expected: Value,
    pub(crate) got: Value,
    /// The checks behind what was got, or what each event brought.
    pub(crate) why: Why,
}

/// What explains a finding.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// Checks of the answer, as the contract has them.
    Checks(Vec<Value>),
    /// What each event brought.
    Events(Vec<Brought>),
    /// There is no reason of the name that was expected.
    NoReason(String),
    /// No answer has a key of the name that was expected.
    NoKey(String),
    /// The document has no service, goods or kind of activity with the id that was asked for; those that it has.
    NoId(String, Vec<String>),
    /// Errors of records, with code and path.
    Errors(Vec<Value>),
    /// The case has no `then`.
    NothingExpected,
    /// Keys that a request does not have, and those that it may have.
    NoRequestKey(Vec<String>, Vec<String>),
}

/// What an event brought.
#[derive(Clone, Debug)]
pub(crate) struct Brought {
    /// Its place, from 1.
    place: usize,
    operation: String,
    values: Vec<(&'static str, Value)>,
}

impl Brought {
    pub(crate) fn by(place: usize, answered: &Answered) -> Self {
        let keys = ["points", "lost", "taken_back", "balance", "reason", "reasons"];
        let values = keys.into_iter().filter_map(|key| Some((key, answered.verdict.get(key)?.clone()))).collect();
        Self { place: place + 1, operation: answered.operation.clone(), values }
    }

    /// In a line.
    pub(crate) fn line(&self, lang: Lang) -> String {
        let mut line = format!("{}. {}", self.place, self.operation);
        for (key, value) in &self.values {
            line += &format!(", {} {}", words::answer(lang, key), words::value(lang, key, value));
        }
        line
    }
}

/// Whether a value is as expected: `null` for nothing, of an object the keys that are named, and a list element by element.
pub(crate) fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            expected.iter().all(|(key, value)| fits(value, got.get(key).unwrap_or(&Value::Null)))
        }
        (Value::Array(expected), Value::Array(got)) => {
            expected.len() == got.len() && expected.iter().zip(got).all(|(expected, got)| fits(expected, got))
        }
        _ => expected == got,
    }
}

/// Holds what an event was to answer against what it answered; `at` is the event's pointer.
pub(crate) fn event(
    programme: &Programme,
    answered: &Answered,
    then: &Expected,
    at: &str,
    found: &mut Vec<Finding>,
) -> usize {
    if let Some(code) = answered.error()
        && !then.contains_key("error")
    {
        let place = answered.whole["path"].as_str().unwrap_or_default();
        let got = json!(format!("{code} {place} ({})", answered.operation).replace("  ", " "));
        let pointer = at.to_owned();
        let why = if code == ErrorCode::UnknownKey.name() && place.is_empty() {
            let known = schema::keys_at(&answered.operation, "").unwrap_or_default();
            let unknown = answered.request.keys().filter(|key| !known.contains(key)).cloned().collect();
            Why::NoRequestKey(unknown, known)
        } else {
            Why::Checks(Vec::new())
        };
        found.push(Finding { pointer, key: "error".into(), expected: Value::Null, got, why });
        return 1;
    }
    // A record that cannot be used is told unless something is expected of it.
    if let Some(error) = answered.errors.first()
        && !then.keys().any(|key| key == "error" || key.starts_with('/'))
    {
        let (got, why) = (error["code"].clone(), Why::Errors(answered.errors.clone()));
        found.push(Finding { pointer: at.to_owned(), key: "error".into(), expected: Value::Null, got, why });
    }
    let of_record = || answered.errors.first().map_or(Value::Null, |error| error["code"].clone());
    for (key, expected) in then {
        let got = match key.as_str() {
            "error" => answered.error().map_or_else(of_record, Value::from),
            "by" => by(programme, answered, expected),
            _ if key.starts_with('/') => answered.whole.pointer(key).cloned().unwrap_or_default(),
            _ => answered.verdict.get(key).cloned().unwrap_or_default(),
        };
        let is_known = key.starts_with('/') || ["error", "by"].contains(&key.as_str()) || schema::is_key(key);
        if !is_known || !fits(expected, &got) {
            let pointer = format!("{at}/then/{}", escaped(key));
            // A reason that does not exist is a slip of the pen.
            let unknown = expected.as_str().filter(|name| key == "reason" && Reason::from_name(name).is_none());
            let why = match unknown {
                _ if !is_known => Why::NoKey(key.clone()),
                Some(name) => Why::NoReason(name.to_owned()),
                None if !answered.errors.is_empty() => Why::Errors(answered.errors.clone()),
                None => match unknown_id(programme, &answered.request) {
                    Some((id, known)) => Why::NoId(id, known),
                    None => Why::Checks(checks(Some(programme), &answered.operation, &answered.request, "all")),
                },
            };
            found.push(Finding { pointer, key: key.clone(), expected: expected.clone(), got, why });
        }
    }
    then.len()
}

/// A case without `then`, which would hold whatever the document said.
pub(crate) fn nothing_expected(at: &str) -> Finding {
    let (expected, got) = (Value::Null, Value::Null);
    Finding { pointer: at.to_owned(), key: "then".into(), expected, got, why: Why::NothingExpected }
}

/// The service, the goods or the kind of activity of a request that the document does not have, and those that it has.
fn unknown_id(programme: &Programme, request: &Map<String, Value>) -> Option<(String, Vec<String>)> {
    let Document { eligibility, bookings, subsidies, vouchers, points, .. } = programme.document();
    let mut services: Vec<&Code> = Vec::new();
    eligibility.iter().for_each(|terms| services.extend(iter::once(&terms.id).chain(&terms.also)));
    bookings.iter().for_each(|terms| services.extend(iter::once(&terms.id).chain(&terms.also)));
    subsidies.iter().for_each(|terms| services.extend(iter::once(&terms.id).chain(&terms.also)));
    vouchers.iter().for_each(|terms| services.extend(iter::once(&terms.id).chain(&terms.also)));
    let goods = points.exchanges.iter().map(|terms| &terms.id).collect();
    let activities = points.rules.iter().filter_map(|rule| rule.activity.as_ref());
    let activities = activities.flat_map(|terms| terms.kind.iter().chain(&terms.kinds)).collect();
    [("service", services), ("goods", goods), ("activity", activities)].into_iter().find_map(|(key, known)| {
        let id = request.get(key)?.as_str()?;
        let known: BTreeSet<&str> = known.into_iter().map(Code::as_str).collect();
        (!known.contains(id)).then(|| (id.to_owned(), known.into_iter().map(str::to_owned).collect()))
    })
}

/// The rule that was expected where a check that does not hold cites it, else all that do.
fn by(programme: &Programme, answered: &Answered, expected: &Value) -> Value {
    let mut rules: Vec<Value> = Vec::new();
    for check in checks(Some(programme), &answered.operation, &answered.request, "failed") {
        if check["rule"] == *expected {
            return expected.clone();
        }
        if !rules.contains(&check["rule"]) {
            rules.push(check["rule"].clone());
        }
    }
    // `null` is nothing there: that no check fails.
    if rules.is_empty() && expected.is_null() { Value::Null } else { Value::Array(rules) }
}

/// The checks of a request, asked again.
pub(super) fn checks(
    programme: Option<&Programme>,
    operation: &str,
    request: &Map<String, Value>,
    explain: &str,
) -> Vec<Value> {
    let mut request = request.clone();
    request.insert("explain".into(), explain.into());
    let text = Value::Object(request).to_string();
    // An operation that explains nothing refuses the key.
    let explained = answer(programme, operation.as_bytes(), text.as_bytes()).unwrap_or_default();
    let explained: Value = serde_json::from_slice(&explained).unwrap_or_default();
    explained["answer"]["checks"].as_array().cloned().unwrap_or_default()
}

/// Errors of records in an answer, or of requests in a batch.
pub(super) fn errors(whole: &Value) -> Vec<Value> {
    let items = [&whole["answer"]["verdict"]["items"], &whole["items"]];
    let items = items.into_iter().filter_map(Value::as_array).flatten();
    items.filter_map(|item| item.get("error").cloned()).collect()
}

/// Holds what stands at the end against what was to stand there; `at` is the scenario's pointer.
pub(crate) fn end(player: &Player<'_>, end: &End, at: &str, log: &[Brought], found: &mut Vec<Finding>) -> usize {
    let mut count = 0;
    let mut hold = |key: &str, expected: Value, got: Value| {
        count += 1;
        if !fits(&expected, &got) {
            let pointer = format!("{at}/then/{key}");
            found.push(Finding { pointer, key: key.to_owned(), expected, got, why: Why::Events(log.to_vec()) });
        }
    };
    if let Some(points) = end.points {
        hold("points", points.into(), player.points.into());
    }
    if let Some(lost) = end.lost {
        hold("lost", lost.into(), player.lost.into());
    }
    let sum = |prefix: &str| -> i64 {
        let of_purse = |entry: &&Value| entry.get("purse").and_then(Value::as_str) == end.purse.as_deref();
        let entries = player.entries().iter().filter(of_purse);
        let entries = entries.filter(|entry| entry["date"].as_str().is_some_and(|date| date.starts_with(prefix)));
        entries.filter_map(|entry| entry["points"].as_i64()).sum()
    };
    for (day, points) in &end.days {
        hold(&format!("days/{day}"), (*points).into(), sum(day).into());
    }
    for (month, points) in &end.months {
        hold(&format!("months/{month}"), (*points).into(), sum(month).into());
    }
    let wanted =
        [("balance", end.balance), ("available", end.available), ("pending", end.pending), ("expired", end.expired)];
    if wanted.iter().all(|(_, wanted)| wanted.is_none()) && end.last_days.is_none() {
        return count;
    }
    let verdict = balance(player, end);
    for (key, wanted) in wanted {
        if let Some(wanted) = wanted {
            hold(key, wanted.into(), verdict[key].clone());
        }
    }
    if let Some(days) = &end.last_days {
        let days = days.iter().map(|(day, points)| (day.to_string(), Value::from(*points))).collect();
        hold("last_days", Value::Object(days), last_days(&verdict));
    }
    count
}

fn balance(player: &Player<'_>, end: &End) -> Value {
    let as_of = end.as_of.as_deref().map_or_else(|| player.now.clone(), instant);
    let mut request = json!({ "as_of": as_of, "ledger": player.ledger });
    if let Some(purse) = &end.purse {
        request["purse"] = purse.as_str().into();
    }
    let answered = answer(None, b"points.balance", request.to_string().as_bytes());
    let answered: Value =
        serde_json::from_slice(&answered.unwrap_or_else(|failure| failure.to_json())).unwrap_or_default();
    answered["answer"]["verdict"].clone()
}

/// Points by the last day on which they can be spent.
fn last_days(verdict: &Value) -> Value {
    let mut days: Map<String, Value> = Map::new();
    for lot in verdict["lots"].as_array().into_iter().flatten() {
        let day = lot["expires_on"].as_str().unwrap_or("never");
        let sum =
            days.get(day).and_then(Value::as_i64).unwrap_or_default() + lot["points"].as_i64().unwrap_or_default();
        days.insert(day.to_owned(), sum.into());
    }
    Value::Object(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits() {
        for (expected, got, wanted) in [
            (json!(5), json!(5), true),
            (json!(5), json!("5"), false),
            (json!(null), json!(null), true),
            (json!({"a": 1, "c": null}), json!({"a": 1, "b": 2}), true),
            (json!({"a": 1}), json!({"a": 2}), false),
            (json!([1, {"a": 1}]), json!([1, {"a": 1, "b": 2}]), true),
            (json!([1]), json!([1, 2]), false),
        ] {
            assert_eq!(fits(&expected, &got), wanted, "{expected} {got}");
        }
    }
}
