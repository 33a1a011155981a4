//! Every fault of a programme document: said at once, in place, with what is allowed.

use std::fs;

use kenpo_wire::{answer, document_faults, parse_programme};
use proptest::prelude::*;
use serde_json::{Value, json};

const DOCUMENT: &str = r#"{
  "format": "kenpo-programme/1", "id": "p", "version": "1", "name": "n",
  "vouchers": [{ "id": "v", "rule": "第3条", "from_month": 13, "perod": {} }],
  "points": {
    "rules": [
      { "id": "steps", "step_tiers": [{ "at_least": 3000, "points": 5 }, { "at_least": 2000, "points": 7 }] },
      { "id": "visits", "activity": { "kind": "visit", "points": "ten" } },
      { "id": "mean", "mean": { "window": "day", "tiers": [{ "at_least": 1, "points": 1 }], "min_days": 10 } }
    ],
    "caps": [
      { "id": "a", "counts": ["mean", "step"], "window": "month", "points": 5 },
      { "id": "b", "counts": ["steps", "mean"], "window": "monht", "points": 5 },
      { "id": "a", "counts": ["steps"], "window": "month", "points": 5 }
    ]
  }
}"#;

fn faults(document: &str) -> Value {
    serde_json::to_value(document_faults(document.as_bytes())).unwrap()
}

#[test]
fn every_fault_is_said_at_once() {
    let found = faults(DOCUMENT);
    let said: Vec<(&str, &str, u64)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (fault["code"].as_str().unwrap(), fault["path"].as_str().unwrap(), fault["line"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            ("unknown_key", "/vouchers/0", 3),
            ("wrong_type", "/points/rules/1/activity/points", 7),
            ("unknown_choice", "/points/caps/1/window", 12),
            ("out_of_range", "/vouchers/0/from_month", 3),
            ("tiers_unordered", "/points/rules/0/step_tiers/1", 6),
            ("window_unsuitable", "/points/rules/2/mean/window", 8),
            ("periods_overlap", "/points/caps/2/period", 13),
        ]
    );
    assert_eq!(found[0]["meant"], "period");
    assert_eq!(found[1]["allowed"], json!({ "kind": "integer", "at_least": 0, "at_most": 9_007_199_254_740_991_u64 }));
    assert_eq!(found[2]["meant"], "month");
    assert_eq!(found[3]["allowed"], json!({ "at_least": 1, "at_most": 12 }));
    assert_eq!(found[6]["other"], "/points/caps/0");
}

#[test]
fn ids_that_are_near_are_meant() {
    let document = DOCUMENT.replace("\"ten\"", "10").replace("monht", "month").replace(", \"perod\": {}", "");
    let found = faults(&document);
    let unknown = found.as_array().unwrap().iter().find(|fault| fault["code"] == "id_unknown").unwrap();
    assert_eq!((&unknown["path"], &unknown["meant"]), (&json!("/points/caps/0/counts/1"), &json!("steps")));
    assert_eq!(unknown["allowed"], json!({ "ids_of": ["/points/rules", "/points/campaigns"] }));
}

#[test]
fn what_is_no_document_has_one_fault() {
    for (document, code) in [("", "json_syntax"), ("[]", "wrong_type"), ("{", "json_syntax"), ("null", "null_refused")]
    {
        let found = faults(document);
        assert_eq!((found.as_array().unwrap().len(), found[0]["code"].as_str()), (1, Some(code)), "{document}");
    }
    assert_eq!(document_faults(b"\xff").len(), 1);
}

#[test]
fn the_operation_answers_what_parse_fails_with_first() {
    let answered = |document: &str| {
        let request = format!("{{\"document\":\n{document}}}");
        let answered: Value =
            serde_json::from_slice(&answer(None, b"programme.check", request.as_bytes()).unwrap()).unwrap();
        answered["answer"]["verdict"].clone()
    };
    // Places are those of the document by itself.
    assert_eq!(answered(DOCUMENT)["faults"], faults(DOCUMENT));
    assert_eq!(answered(DOCUMENT).get("programme"), None);
    let kkr = fs::read_to_string("../programmes/kkr.json").unwrap();
    assert_eq!((answered(&kkr)["programme"]["id"].as_str(), answered(&kkr).get("faults")), (Some("kkr"), None));
}

#[test]
fn a_byte_order_mark_is_read_over() {
    let kkr = fs::read_to_string("../programmes/kkr.json").unwrap();
    let marked = format!("\u{feff}{kkr}");
    assert_eq!(
        parse_programme(marked.as_bytes()).unwrap().document(),
        parse_programme(kkr.as_bytes()).unwrap().document()
    );
    assert_eq!(document_faults(marked.as_bytes()), []);
}

#[test]
fn there_are_a_hundred_at_most() {
    let keys: Vec<String> = (0..300).map(|key| format!("\"k{key}\":0")).collect();
    assert_eq!(document_faults(format!("{{{}}}", keys.join(",")).as_bytes()).len(), 100);
}

/// The places of a document's values, as JSON Pointers.
fn places(value: &Value, path: &str, all: &mut Vec<String>) {
    all.push(path.to_owned());
    match value {
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{place}"), all);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                places(field, &format!("{path}/{key}"), all);
            }
        }
        _ => {}
    }
}

fn changed(document: &Value, place: &str, by: u8) -> Value {
    let mut document = document.clone();
    let Some(value) = document.pointer_mut(place) else { return document };
    match by {
        0 => *value = json!(null),
        1 => *value = json!("?"),
        2 => *value = json!(300),
        3 => *value = json!([]),
        4 => *value = json!({}),
        5 => *value = json!(1.5),
        6 => {
            if let Some(fields) = value.as_object_mut() {
                fields.insert("unknwon".into(), json!(1));
            }
        }
        7 => {
            if let Some(fields) = value.as_object_mut()
                && let Some(key) = fields.keys().next().cloned()
            {
                fields.remove(&key);
            }
        }
        _ => {
            if let Some(items) = value.as_array_mut()
                && let Some(item) = items.first().cloned()
            {
                items.push(item);
            }
        }
    }
    document
}

fn documents() -> Vec<Value> {
    let folders = ["../programmes", "../tests/programmes", "../programmes/templates"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap().flatten());
    let files = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
    files.map(|file| serde_json::from_str(&fs::read_to_string(file.path()).unwrap()).unwrap()).collect()
}

proptest! {
    #[test]
    fn the_first_fault_is_that_of_parse(picks in proptest::collection::vec((any::<proptest::sample::Index>(), 0_u8..9), 1..4), file in any::<proptest::sample::Index>()) {
        let all = documents();
        let mut document = file.get(&all).clone();
        for (place, by) in picks {
            let mut known = Vec::new();
            places(&document, "", &mut known);
            document = changed(&document, place.get(&known[..]).as_str(), by);
        }
        let text = serde_json::to_string_pretty(&document).unwrap();
        let found = document_faults(text.as_bytes());
        match parse_programme(text.as_bytes()) {
            Ok(_) => prop_assert!(found.is_empty(), "{found:?}"),
            Err(failure) => {
                let first = &found[0];
                prop_assert_eq!((first.code, &first.path), (failure.code, &failure.path), "{}", text);
                prop_assert_eq!((Some(first.line), Some(first.column)), (failure.line, failure.column), "{}", text);
            }
        }
    }
}
