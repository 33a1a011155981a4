//! What checks show: the cause, within a bound, in the days that were asked for.

use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

fn ask(settings: &Value, operation: &str, request: &Value) -> Value {
    let mut document = json!({ "format": "kenpo-programme/1", "id": "p", "version": "1", "name": "例" });
    document.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let programme = parse_programme(document.to_string().as_bytes()).unwrap();
    let answered = answer(Some(&programme), operation.as_bytes(), request.to_string().as_bytes()).unwrap();
    serde_json::from_slice::<Value>(&answered).unwrap()["answer"].clone()
}

fn person() -> Value {
    json!({ "id": "p", "born": "1980-01-01", "relation": "insured", "insured_from": "2010-04-01" })
}

/// A document may list hundreds of facts, and `points.accrue` makes a check for each of many records.
#[test]
fn a_check_shows_the_first_sixteen_facts() {
    let facts: Vec<Value> = (0..20).map(|at| json!({ "id": format!("f{at}"), "name": format!("事実{at}") })).collect();
    let ids: Vec<String> = (0..20).map(|at| format!("f{at}")).collect();
    let settings = json!({ "facts": facts, "eligibility": [{ "id": "dock", "facts": [{ "any_of": ids }] }] });
    let request = json!({ "service": "dock", "on": "2026-06-01", "explain": "failed", "person": person() });
    let answered = ask(&settings, "eligibility.check", &request);
    let values = answered["checks"][0]["values"].as_array().unwrap();
    assert_eq!(values.len(), 16);
    assert_eq!((&values[0]["value"], &values[15]["value"]), (&json!("f0"), &json!("f15")));
    // The verdict has all of them.
    assert_eq!(answered["verdict"]["details"][0]["facts"].as_array().unwrap().len(), 20);
}

/// Circumstances that other terms name are nobody's cause.
#[test]
fn a_check_shows_the_circumstances_that_are_left_out() {
    let names: Vec<String> = (0..20).map(|at| format!("c{at}")).collect();
    let settings = json!({ "eligibility": [
        { "id": "dock", "circumstances": { "left_out": ["c19"] } }, { "id": "walk", "circumstances": { "left_out": names } },
    ] });
    let mut of_person = person();
    of_person["circumstances"] = json!(names);
    let request = json!({ "service": "dock", "on": "2026-06-01", "explain": "failed", "person": of_person });
    let answered = ask(&settings, "eligibility.check", &request);
    assert_eq!(answered["checks"][0]["values"], json!([{ "name": "circumstance", "value": "c19" }]));
}

#[test]
fn the_lowest_tier_is_the_lowest_that_pays() {
    let tiers = json!([{ "at_least": 3000, "points": 0 }, { "at_least": 5000, "points": 5 }]);
    let settings = json!({ "points": { "rules": [{ "id": "steps", "step_tiers": tiers }] } });
    let request = json!({
        "now": "2026-06-02T09:00:00+09:00", "explain": "failed", "arrivals": [{ "date": "2026-06-01", "steps": 4000 }],
    });
    let answered = ask(&settings, "points.accrue", &request);
    let check = answered["checks"].as_array().unwrap().iter().find(|check| check["code"] == "below_lowest_tier");
    assert_eq!(check.unwrap()["values"][2], json!({ "name": "at_least", "value": "5000" }));
}

/// The last day of a month may lie outside the time of the year: the day that was asked for is in it.
#[test]
fn a_time_of_the_year_is_that_of_the_day_asked_for() {
    let rule = json!({
        "id": "mean", "every": { "from": "10-01", "until": "01-15" },
        "mean": { "window": "month", "tiers": [{ "at_least": 8000, "points": 100 }] },
    });
    let settings = json!({ "points": { "rules": [rule] } });
    for (date, year) in [("2026-12-10", 2026), ("2027-01-10", 2026), ("2027-10-01", 2027)] {
        let request = json!({
            "now": "2028-06-01T09:00:00+09:00", "explain": "all", "rule": "mean", "date": date, "days": [{ "date": date, "steps": 9000 }],
        });
        let answered = ask(&settings, "points.settle", &request);
        let period = json!({ "from": format!("{year}-10-01"), "until": format!("{}-01-15", year + 1) });
        assert_eq!(answered["checks"][0]["period"], period, "{date}");
    }
}
