//! What checks show has a bound.

use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

/// A document may list hundreds of facts, and `points.accrue` makes a check for each of many records.
#[test]
fn a_check_shows_the_first_sixteen_facts() {
    let facts: Vec<Value> = (0..20).map(|at| json!({ "id": format!("f{at}"), "name": format!("事実{at}") })).collect();
    let ids: Vec<String> = (0..20).map(|at| format!("f{at}")).collect();
    let document = json!({
        "format": "kenpo-programme/1", "id": "facts", "version": "1", "name": "事実", "facts": facts,
        "eligibility": [{ "id": "dock", "facts": [{ "any_of": ids }] }],
    });
    let programme = parse_programme(document.to_string().as_bytes()).unwrap();
    let request = json!({
        "service": "dock", "on": "2026-06-01", "explain": "failed",
        "person": { "id": "p", "born": "1980-01-01", "relation": "insured", "insured_from": "2010-04-01" },
    });
    let answered = answer(Some(&programme), b"eligibility.check", request.to_string().as_bytes()).unwrap();
    let answered: Value = serde_json::from_slice(&answered).unwrap();
    let values = answered["answer"]["checks"][0]["values"].as_array().unwrap();
    assert_eq!(values.len(), 16);
    assert_eq!((&values[0]["value"], &values[15]["value"]), (&json!("f0"), &json!("f15")));
    // The verdict has all of them.
    assert_eq!(answered["answer"]["verdict"]["details"][0]["facts"].as_array().unwrap().len(), 20);
}
