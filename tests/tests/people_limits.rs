//! What bounds the cost of people's facts and of holdings, at the limit and past it.

use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

/// A service `s`, which is also `t`, whose terms name `facts` facts in each of as many settings.
fn document(facts: usize) -> Vec<u8> {
    let ids: Vec<String> = (0..facts).map(|number| format!("f{number}")).collect();
    let declared: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "name": id, "dated": true })).collect();
    let wanted: Vec<Value> = ids.iter().map(|_| json!({ "rule": "R", "any_of": ids, "excluded": true })).collect();
    json!({
        "format": "kenpo-programme/1", "id": "people", "version": "1", "name": "people", "facts": declared,
        "eligibility": [{ "id": "s", "also": ["t"], "facts": wanted }]
    })
    .to_string()
    .into_bytes()
}

fn asked(facts: usize, operation: &str, request: &Value) -> Value {
    let programme = parse_programme(&document(facts)).expect("a programme");
    let text = request.to_string();
    match answer(Some(&programme), operation.as_bytes(), text.as_bytes()) {
        Ok(answered) => serde_json::from_slice(&answered).expect("JSON"),
        Err(refused) => json!({ "code": refused.code.name(), "path": refused.path }),
    }
}

fn person(facts: usize) -> Value {
    let day = |number: usize| format!("20{:02}-{:02}-{:02}", number / 336, number / 28 % 12 + 1, number % 28 + 1);
    let facts: Vec<Value> = (0..facts).map(|number| json!({ "id": "f0", "on": day(number) })).collect();
    json!({ "id": "p", "born": "1980-04-01", "relation": "insured", "insured_from": "2000-04-01", "facts": facts })
}

#[test]
fn a_person_has_256_facts() {
    let check = |facts: usize| {
        asked(1, "eligibility.check", &json!({ "service": "s", "on": "2024-06-01", "person": person(facts) }))
    };
    assert_eq!(check(256)["answer"]["verdict"]["reason"], "fact_excluded");
    assert_eq!(check(257), json!({ "code": "too_large", "path": "/person/facts" }));
}

#[test]
fn terms_of_a_service_under_another_id_are_counted() {
    // 255 settings with 256 terms, and a few more of the service itself: 65,282 for each holding.
    let review = |holdings: usize| {
        let of =
            |number: usize| json!({ "id": format!("h{number}"), "person": "p", "service": "t", "on": "2024-06-01" });
        let holdings: Vec<Value> = (0..holdings).map(of).collect();
        asked(255, "eligibility.review", &json!({ "people": [person(0)], "holdings": holdings }))
    };
    assert_eq!(review(306)["answer"]["verdict"]["kept"], 306);
    assert_eq!(review(307), json!({ "code": "too_large", "path": "/holdings" }));
}
