//! Each limit, at it and one past it.
#![allow(missing_docs)]

use std::path::PathBuf;

use kenpo_core::{
    Programme,
    account::{MOST_GIVEN, MOST_PEOPLE, MOST_TOKENS},
    coupon::MOST_COUPONS,
    eligibility::{MOST_SAID, MOST_TERMS as MOST_REVIEWED, SAID_OF_EACH},
    lottery::{LONGEST_PATH, MOST_AWARDS, MOST_AWARDS_PER_HOLDER, MOST_REASONS},
    member::MOST_FACTS,
    points::{MOST_TERMS, MOST_TERMS_EXPLAINED, MOST_TERMS_OF_ACTIVITY_EXPLAINED},
    programme::MOST_ELEMENTS,
    registration::{MOST_RECORDS, MOST_REGISTERED},
    support::MOST_CLOSED,
};
use kenpo_wire::{OPERATIONS, answer, parse_programme};
use serde_json::{Value, json};

/// The error of a call: its code and path.
fn refused(outcome: Result<Vec<u8>, kenpo_wire::Failure>) -> Option<(&'static str, String)> {
    outcome.err().map(|failure| (failure.code.name(), failure.path))
}

/// Every list of a schema, as a pointer with `*` for an element.
fn lists(schema: &Value, definitions: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        lists(&definitions[name.rsplit('/').next().unwrap_or_default()], definitions, at, found);
    }
    if schema["type"] == "array" {
        found.push(at.into());
        lists(&schema["items"], definitions, &format!("{at}/*"), found);
    }
    for (name, of) in schema["properties"].as_object().into_iter().flatten() {
        lists(of, definitions, &format!("{at}/{name}"), found);
    }
    for of in ["anyOf", "oneOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten()) {
        lists(of, definitions, at, found);
    }
}

/// The first list in a value that a pointer with `*` names and that has an element, as a pointer.
fn first(value: &Value, rest: &[&str], at: String) -> Option<String> {
    let Some((head, rest)) = rest.split_first() else {
        return value.as_array().is_some_and(|list| !list.is_empty()).then_some(at);
    };
    match value {
        Value::Array(list) => list.iter().zip(0..).find_map(|(one, i)| first(one, rest, format!("{at}/{i}"))),
        _ => first(value.get(head)?, rest, format!("{at}/{head}")),
    }
}

#[test]
fn every_list_of_a_document() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/kenpo-programme-1.json")).unwrap();
    let mut pointers = Vec::new();
    lists(&schema, &schema["$defs"], "", &mut pointers);
    assert!(pointers.len() > 35, "the schema was not read");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let files = ["programmes", "programmes/published", "tests/programmes"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(format!("{root}/{folder}")).unwrap());
    let files =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    let mut documents: Vec<Value> =
        files.map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect();
    // No programme parts its subsidies or vouchers by all that people can be parted by.
    let without_facts = |document: &&Value| document["subsidies"].is_array() && document["facts"].is_null();
    let mut parted = documents.iter().find(without_facts).unwrap().clone();
    parted["facts"] = json!([{"id": "lives", "name": "市内にお住まい"}, {"id": "works", "name": "市内にお勤め"}]);
    let whom = json!({"relations": ["insured"], "facts": ["lives"], "without": ["works"]});
    parted["subsidies"][0]["for"] = whom.clone();
    parted["vouchers"] = json!([{"id": "parted", "for": whom, "from_month": 4}]);
    documents.push(parted);
    let (mut unheld, mut without_example) = (Vec::new(), Vec::new());
    for pointer in pointers {
        let segments: Vec<&str> = pointer.split('/').skip(1).collect();
        let found = documents.iter().find_map(|document| Some((document, first(document, &segments, String::new())?)));
        let Some((document, list)) = found else {
            without_example.push(pointer);
            continue;
        };
        let of = |count: usize| {
            let mut document = document.clone();
            let elements = document.pointer_mut(&list).unwrap();
            *elements = Value::Array(vec![elements[0].clone(); count]);
            parse_programme(document.to_string().as_bytes()).err().map(|failure| (failure.code.name(), failure.path))
        };
        let too_long = Some(("list_too_long", list.clone()));
        // A week has seven days, and on one of them there is business.
        let most = if list == "/calendar/closed_weekdays" { 6 } else { MOST_ELEMENTS };
        if of(most) == too_long || of(most + 1) != too_long {
            unheld.push((list.clone(), of(most + 1)));
        }
    }
    assert_eq!((unheld, without_example), (Vec::new(), Vec::<String>::new()));
}

/// The first of the vectors whose request has an element in a list, its programme, and the list's place.
fn with_list(operation: &str, list: &str) -> Option<(Option<Programme>, Value)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut folders = vec![format!("{root}/tests/vectors").into()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir::<PathBuf>(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                let held = |case: &&Value| {
                    case["request"].pointer(list).is_some_and(|list| list[0].is_object() || list[0].is_string())
                };
                let case = file["cases"].as_array().unwrap().iter().find(held);
                if let Some(case) = case.filter(|_| file["operation"] == operation) {
                    let programme = file["programme"]
                        .as_str()
                        .map(|name| parse_programme(&std::fs::read(format!("{root}/{name}")).unwrap()).unwrap());
                    return Some((programme, case["request"].clone()));
                }
            }
        }
    }
    None
}

#[test]
fn lists_of_requests() {
    for (operation, list, most, error) in [
        ("account.issue_token", "/tokens", MOST_TOKENS, "too_large"),
        ("account.redeem_token", "/tokens", MOST_TOKENS, "too_large"),
        ("account.proceed", "/given", MOST_GIVEN, "too_large"),
        ("account.proceed", "/consents", MOST_GIVEN, "too_large"),
        ("account.sign_in", "/people", MOST_PEOPLE, "too_large"),
        ("coupon.redeem", "/coupons", MOST_COUPONS, "too_large"),
        ("coupon.status", "/coupons", MOST_COUPONS, "too_large"),
        ("support.hours", "/closed", MOST_CLOSED, "too_large"),
        ("eligibility.check", "/person/facts", MOST_FACTS, "too_large"),
        ("registration.identify", "/records", MOST_RECORDS, "too_large"),
        ("registration.identify", "/registered", MOST_REGISTERED, "too_large"),
        ("lottery.check_heads", "/consistency", LONGEST_PATH, "too_large"),
        ("lottery.check_receipt", "/receipt/path", LONGEST_PATH, "too_large"),
        ("lottery.freeze", "/terms/disqualifications", MOST_REASONS, "list_too_long"),
    ] {
        let (programme, request) = with_list(operation, list).unwrap_or_else(|| panic!("{operation} {list}"));
        let of = |count: usize| {
            let mut request = request.clone();
            let elements = request.pointer_mut(list).unwrap();
            *elements = Value::Array(vec![elements[0].clone(); count]);
            refused(answer(programme.as_ref(), operation.as_bytes(), request.to_string().as_bytes()))
        };
        let refused = Some((error, list.to_owned()));
        assert_ne!(of(most), refused, "{operation} {list} at {most}");
        assert_eq!(of(most + 1), refused, "{operation} {list} past {most}");
    }
}

/// A programme of rules by steps, each counted by two caps.
fn rules(count: usize) -> String {
    let ids: Vec<String> = (0..count).map(|index| format!("steps-{index}")).collect();
    let rules: Vec<Value> =
        ids.iter().map(|id| json!({"id": id, "rule": "R", "step_tiers": [{"at_least": 1, "points": 1}]})).collect();
    let cap = |window: &str| json!({"id": window, "rule": "C", "window": window, "points": 1_000_000, "counts": ids});
    let points = json!({"rules": rules, "caps": [cap("month"), cap("fiscal_year")]});
    json!({"format": "kenpo-programme/1", "id": "many", "version": "1", "name": "Many", "points": points}).to_string()
}

#[test]
fn what_arrivals_are_held_against() {
    let programme = parse_programme(rules(256).as_bytes()).unwrap();
    // Six checks and two caps for each rule.
    let terms = 256 * 8;
    let ask = |operation: &str, count: usize, explain: &str| {
        let arrivals = vec![json!({"date": "2024-04-01", "steps": 1}); count];
        let mut request = json!({"now": "2024-04-02T00:00:00+09:00", "arrivals": arrivals});
        match operation {
            "points.compare" => request["other"] = rules(1).into(),
            _ => request["explain"] = explain.into(),
        }
        refused(answer(Some(&programme), operation.as_bytes(), request.to_string().as_bytes()))
    };
    let too_large = Some(("too_large", "/arrivals".to_owned()));
    for explain in ["failed", "all"] {
        assert_eq!(ask("points.accrue", MOST_TERMS_EXPLAINED / terms + 1, explain), too_large);
    }
    // What is not refused before the work may be too long to write.
    assert_ne!(ask("points.accrue", MOST_TERMS_EXPLAINED / terms, "failed"), too_large);
    for operation in ["points.accrue", "points.compare"] {
        assert_ne!(ask(operation, MOST_TERMS / terms, "none"), too_large);
        assert_eq!(ask(operation, MOST_TERMS / terms + 1, "none"), too_large);
    }
}

/// Of a rule that names a service, each record is held against the terms of the service too.
#[test]
fn what_arrivals_are_held_against_by_a_service() {
    let ids: Vec<String> = (0..200).map(|index| format!("fact-{index}")).collect();
    let facts: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id})).collect();
    let wanted: Vec<Value> = ids.iter().map(|id| json!({"rule": "F", "any_of": [id]})).collect();
    let rule = json!({"id": "steps", "rule": "R", "step_tiers": [{"at_least": 1, "points": 1}], "service": "walk"});
    let document = json!({
        "format": "kenpo-programme/1", "id": "facts", "version": "1", "name": "Facts", "facts": facts,
        "eligibility": [{"id": "walk", "facts": wanted}], "points": {"rules": [rule]}
    });
    let programme = parse_programme(document.to_string().as_bytes()).unwrap();
    // Six checks; on two days the service, and 200 facts that name one each.
    let terms = 6 + 2 * (1 + 200 * 2);
    let ask = |count: usize| {
        let arrivals = vec![json!({"date": "2024-04-01", "steps": 1}); count];
        let person = json!({"id": "p-1", "born": "1980-01-01", "relation": "insured", "insured_from": "2020-04-01"});
        let request =
            json!({"now": "2024-04-02T00:00:00+09:00", "arrivals": arrivals, "explain": "all", "person": person});
        refused(answer(Some(&programme), b"points.accrue", request.to_string().as_bytes()))
    };
    assert_ne!(ask(MOST_TERMS_EXPLAINED / terms), Some(("too_large", "/arrivals".to_owned())));
    assert_eq!(ask(MOST_TERMS_EXPLAINED / terms + 1), Some(("too_large", "/arrivals".to_owned())));
}

/// Holdings are held against the terms of their services.
#[test]
fn what_holdings_are_held_against() {
    let ids: Vec<String> = (0..250).map(|index| format!("f{index}")).collect();
    let facts: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id})).collect();
    let wanted: Vec<Value> = (0..250).map(|_| json!({"rule": "F", "any_of": ids})).collect();
    let document = json!({
        "format": "kenpo-programme/1", "id": "facts", "version": "1", "name": "Facts", "facts": facts,
        "eligibility": [{"id": "walk", "facts": wanted}, {"id": "swim"}]
    });
    let programme = parse_programme(document.to_string().as_bytes()).unwrap();
    let terms = 1 + 250 * (1 + 250);
    let ask = |walks: usize, swims: usize| {
        let holding = |service: &str| json!({"id": "h", "person": "p", "service": service, "on": "2024-04-01"});
        let holdings: Vec<Value> =
            vec![holding("walk"); walks].into_iter().chain(vec![holding("swim"); swims]).collect();
        let request = json!({"people": [], "holdings": holdings});
        refused(answer(Some(&programme), b"eligibility.review", request.to_string().as_bytes()))
    };
    let (most, rest) = (MOST_REVIEWED / terms, MOST_REVIEWED % terms);
    assert_eq!(ask(most, rest), None);
    assert_eq!(ask(most, rest + 1), Some(("too_large", "/holdings".to_owned())));
    assert_eq!(ask(most + 1, 0), Some(("too_large", "/holdings".to_owned())));
}

/// A programme with facts, each of which a service asks for, and what else it has.
fn asking_for(count: usize, rest: &Value) -> Programme {
    let ids: Vec<String> = (0..count).map(|index| format!("f{index}")).collect();
    let facts: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id})).collect();
    let wanted: Vec<Value> = ids.iter().map(|id| json!({"rule": "F", "any_of": [id]})).collect();
    let mut document = json!({
        "format": "kenpo-programme/1", "id": "facts", "version": "1", "name": "Facts", "facts": facts,
        "eligibility": [{"id": "walk", "facts": wanted}]
    });
    for (key, value) in rest.as_object().unwrap() {
        document[key] = value.clone();
    }
    parse_programme(document.to_string().as_bytes()).unwrap()
}

fn anyone() -> Value {
    json!({"id": "p", "born": "1980-01-01", "relation": "insured", "insured_from": "2020-04-01"})
}

/// Of an activity whose checks are reported, the terms of each rule's service count.
#[test]
fn what_an_activity_is_held_against() {
    // The setting, and 200 facts that name one each.
    let terms = 1 + 200 * 2;
    let most = MOST_TERMS_OF_ACTIVITY_EXPLAINED / terms;
    let rule = |index: usize| json!({"id": format!("r{index}"), "rule": "R", "activity": {"kind": "visit", "points": 1}, "service": "walk"});
    for (rules, explain, expected) in [(most, "all", false), (most + 1, "all", true), (most + 1, "none", false)] {
        let rules: Vec<Value> = (0..rules).map(rule).collect();
        let programme = asking_for(200, &json!({"points": {"rules": rules}}));
        let request = json!({
            "now": "2024-04-02T00:00:00+09:00", "activity": "visit", "date": "2024-04-01", "event": "e", "person": anyone(),
            "explain": explain
        });
        let refused = refused(answer(Some(&programme), b"points.earn", request.to_string().as_bytes()));
        assert_eq!(refused == Some(("too_large", "/activity".to_owned())), expected, "{refused:?}");
    }
}

/// What is said against holdings is kept until it is written.
#[test]
fn what_is_said_of_holdings() {
    let ask = |facts: usize, holdings: usize| {
        let holdings = vec![json!({"id": "h", "person": "p", "service": "walk", "on": "2024-04-01"}); holdings];
        let request = json!({"people": [anyone()], "holdings": holdings});
        refused(answer(Some(&asking_for(facts, &json!({}))), b"eligibility.review", request.to_string().as_bytes()))
    };
    let too_large = Some(("too_large", "/holdings".to_owned()));
    // One reason, and each fact that is missing.
    let most = MOST_SAID / 251;
    assert_ne!(ask(250, most), too_large);
    assert_eq!(ask(250, most + 1), too_large);
    // Many holdings have as many for each as they have: 16,000 with 16 are more than 250,000.
    let most = MOST_SAID / SAID_OF_EACH + 1;
    assert_eq!(ask(SAID_OF_EACH - 1, most), None);
    assert_eq!(ask(SAID_OF_EACH, most), too_large);
}

fn freeze(holders: usize, prizes: u64) -> Value {
    let entry = |index: usize| json!({"tag": format!("{index:064x}"), "count": 100_000});
    json!({
        "draw_id": "draw-1", "freeze_time": "2024-02-01T00:00:00+09:00", "draw_time": "2024-02-05T00:00:00+09:00",
        "beacon": {"kind": "public_text", "description": "what was announced"},
        "entries": (0..holders).map(entry).collect::<Vec<_>>(), "prizes": [{"code": "prize", "quantity": prizes}],
        "alternates": 0, "max_prizes_per_holder": 100_000
    })
}

#[test]
fn what_a_draw_can_award() {
    let ask =
        |holders, prizes| refused(answer(None, b"lottery.freeze", freeze(holders, prizes).to_string().as_bytes()));
    let too_large = Some(("too_large", "/prizes".to_owned()));
    for (holders, most) in [(1, MOST_AWARDS), (100, 100 * MOST_AWARDS_PER_HOLDER)] {
        assert_eq!(ask(holders, most), None);
        assert_eq!(ask(holders, most + 1), too_large);
    }
}

/// Ten million tickets of one holder, all to be awarded, in a request of some hundred bytes.
#[test]
fn a_draw_is_refused_before_its_tickets_are_scored() {
    let mut request = freeze(1, 1);
    request["entries"][0]["count"] = 10_000_000.into();
    let frozen = answer(None, b"lottery.freeze", request.to_string().as_bytes()).unwrap();
    let mut manifest = serde_json::from_slice::<Value>(&frozen).unwrap()["answer"]["verdict"]["manifest"].take();
    manifest["alternates"] = 10_000_000.into();
    manifest["max_prizes_per_holder"] = 10_000_000.into();
    let draw = json!({"manifest": manifest, "entries": request["entries"], "public_text": "9319./2.5.8.10.12./"});
    let outcome = answer(None, b"lottery.draw", draw.to_string().as_bytes());
    assert_eq!(refused(outcome), Some(("too_large", "/manifest/prizes".to_owned())));
}

#[test]
fn a_draw_at_its_limit_is_answered() {
    let mut request = freeze(1, MOST_AWARDS);
    request["entries"][0]["count"] = 1_000.into();
    request["prizes"][0]["code"] = "a".repeat(64).into();
    let frozen = answer(None, b"lottery.freeze", request.to_string().as_bytes()).unwrap();
    let manifest = serde_json::from_slice::<Value>(&frozen).unwrap()["answer"]["verdict"]["manifest"].take();
    let draw = json!({"manifest": manifest, "entries": request["entries"], "public_text": "9319./2.5.8.10.12./"});
    assert_eq!(refused(answer(None, b"lottery.draw", draw.to_string().as_bytes())), None);
}

/// A text that grows with each item, held against the programme's length and the request's.
#[test]
fn an_answer_longer_than_its_multiple() {
    let programme = parse_programme(rules(200).as_bytes()).unwrap();
    let operation = OPERATIONS.iter().find(|operation| operation.name == "points.accrue").unwrap();
    let ask = |items: usize, count: usize| {
        let arrivals = (0..count).map(|index| json!({"date": "2024-04-01", "steps": 1 + index})).collect::<Vec<_>>();
        let item = json!({"now": "2024-04-02T00:00:00+09:00", "arrivals": arrivals, "explain": "all"});
        let request = json!({"items": vec![item; items]}).to_string();
        let most = operation.multiple * (request.len() + programme.document_length());
        (most, answer(Some(&programme), b"points.accrue.batch", request.as_bytes()))
    };
    let (most, within) = ask(2, 1);
    assert!(within.unwrap().len() <= most);
    let (most, past) = ask(40, 200);
    assert!(most < kenpo_wire::ANSWER_LIMIT);
    assert_eq!(refused(past), Some(("too_large", String::new())));
}
