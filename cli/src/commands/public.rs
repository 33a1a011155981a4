//! `kenpo explain --public`: what the member is told.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::{
    catalogue::{self, Reader},
    desk::Desk,
    stop::Outcome,
    words::phrases,
};

/// Keys by which one of several is told from the others.
const NAMES: [&str; 10] = ["date", "on", "id", "service", "goods", "purse", "rule", "month", "draw_id", "member_id"];

/// A reason, and of which item it is.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Public {
    of: Option<String>,
    reason: String,
    /// When it ends, where the public answer says so.
    until: Vec<(String, String)>,
    /// What the document says to the member in place of the catalogue's text, in Japanese and, where it has that, in English.
    says: Vec<Value>,
}

/// Tells the member each reason: the public one where the programme keeps others to itself. Of an answer with items, or of a batch,
/// each item has its own.
pub(crate) fn tell(desk: &mut Desk, answered: &Value) -> Outcome<()> {
    let Some(items) = answered["items"].as_array() else { return one(desk, answered, None) };
    items.iter().enumerate().try_for_each(|(place, item)| one(desk, item, Some((place + 1).to_string())))
}

fn one(desk: &mut Desk, answered: &Value, name: Option<String>) -> Outcome<()> {
    let mut told = Vec::new();
    collect(answered, name, &mut told);
    let checks = &answered["answer"]["checks"];
    let lang = desk.lang;
    if told.is_empty() && !desk.json {
        writeln!(desk.out, "{}", phrases::nothing_to_tell(lang))?;
    }
    for Public { of, reason, until, says } in told {
        let value = |name: &str| {
            let given = until.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            given.or_else(|| read(checks, &reason, name))
        };
        let own = says.iter().filter_map(|words| words[lang.key()].as_str().or_else(|| words["ja"].as_str()));
        let own = own.collect::<Vec<_>>().join(" ");
        // Who has words of their own says in them what helps.
        let (text, remedy) = match own.is_empty() {
            true => (
                catalogue::filled(catalogue::text(&reason, lang, Reader::Member), value),
                catalogue::remedy(&reason, lang).unwrap_or_default(),
            ),
            false => (own, ""),
        };
        if desk.json {
            desk.line(&json!({ "of": of, "reason": reason, "text": text, "remedy": remedy }))?;
            continue;
        }
        let of = of.map(|of| format!("{of}: ")).unwrap_or_default();
        writeln!(desk.out, "{of}{text}")?;
        if !remedy.is_empty() {
            writeln!(desk.out, "  {remedy}")?;
        }
    }
    Ok(())
}

/// Keys of an answer below which nothing is for the member.
const ASIDE: [&str; 6] = ["checks", "expect", "proof", "shown", "steps", "store"];

/// What an answer, or a part of one, tells: its own reasons, or those of its items.
fn collect(value: &Value, of: Option<String>, found: &mut Vec<Public>) {
    match value {
        Value::Array(list) => list.iter().for_each(|element| collect(element, of.clone(), found)),
        Value::Object(object) => {
            let shown = &value["shown"];
            let until = shown.as_object().into_iter().flatten();
            let until: Vec<_> =
                until.filter_map(|(name, value)| Some((name.clone(), value["at"].as_str()?.to_owned()))).collect();
            let one = if shown.is_object() { shown } else { value };
            let mut reasons: Vec<&str> = match (one["reasons"].as_array(), one["reason"].as_str()) {
                (Some(list), _) if !list.is_empty() => list.iter().filter_map(Value::as_str).collect(),
                (_, Some(reason)) => vec![reason],
                (Some(_), None) => vec!["accepted"],
                (None, None) => Vec::new(),
            };
            // Where an item has an error, that is what it is.
            reasons.extend(value["error"]["code"].as_str());
            if reasons.is_empty() {
                let inner = object.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str()));
                let name = |value: &Value| NAMES.iter().find_map(|key| value[*key].as_str().map(str::to_owned));
                for (_, inner) in inner {
                    match inner {
                        Value::Array(list) => {
                            for element in list {
                                let item = element.get("answer").unwrap_or(element);
                                collect(item, name(item).or_else(|| of.clone()), found);
                            }
                        }
                        other => collect(other, of.clone(), found),
                    }
                }
            }
            let details = one["details"].as_array();
            let says = |reason: &str| {
                let of_reason = details.into_iter().flatten().filter(|detail| detail["reason"] == reason);
                of_reason.map(|detail| detail["says"].clone()).filter(Value::is_object).collect()
            };
            found.extend(reasons.into_iter().map(|reason| Public {
                of: of.clone(),
                reason: reason.to_owned(),
                until: until.clone(),
                says: says(reason),
            }));
        }
        _ => {}
    }
}

/// The value of a name that the check of a code read.
pub(crate) fn read(checks: &Value, code: &str, name: &str) -> Option<String> {
    checks.as_array()?.iter().filter(|check| check["code"] == code).find_map(|check| value(check, name))
}

/// The value of a name that a check read.
pub(crate) fn value(check: &Value, name: &str) -> Option<String> {
    let read = check["values"].as_array()?.iter().find(|read| read["name"] == name)?;
    read["value"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(answer: Value) -> Vec<(Option<String>, String)> {
        let mut found = Vec::new();
        collect(&json!({ "answer": answer }), None, &mut found);
        found.into_iter().map(|public| (public.of, public.reason)).collect()
    }

    #[test]
    fn each_item_has_its_own_reason_and_what_is_kept_back_is_not_told() {
        let items = json!({ "verdict": { "points": 10, "items": [
            { "answer": { "date": "2026-06-14", "reason": "paid", "rules": [{ "rule": "steps", "reason": "paid_in_part" }] } },
            { "answer": { "date": "2026-06-15", "reason": "too_late" } },
        ] } });
        let named = |date: &str, reason: &str| (Some(date.to_owned()), reason.to_owned());
        assert_eq!(told(items), [named("2026-06-14", "paid"), named("2026-06-15", "too_late")]);
        let shown = json!({ "verdict": { "reason": "locked", "shown": { "reason": "sign_in_refused" } } });
        assert_eq!(told(shown), [(None, "sign_in_refused".to_owned())]);
        assert_eq!(told(json!({ "verdict": { "reasons": [] } })), [(None, "accepted".to_owned())]);
        assert!(told(json!({ "verdict": { "balance": 10 } })).is_empty());
    }

    #[test]
    fn the_document_s_own_words_go_with_their_reason() {
        let words = json!({ "ja": "女性の方が対象です。" });
        let details = json!([{ "reason": "fact_needed", "facts": ["resident"] }, { "reason": "sex_not_admitted", "says": words }]);
        let mut found = Vec::new();
        collect(&json!({ "reasons": ["fact_needed", "sex_not_admitted"], "details": details }), None, &mut found);
        let says: Vec<_> = found.into_iter().map(|public| public.says).collect();
        assert_eq!(says, [vec![], vec![words]]);
    }
}
