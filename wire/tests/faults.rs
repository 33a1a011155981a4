//! Every fault of a programme document: said at once, in place, with what is allowed.

use std::{collections::BTreeSet, fs, sync::LazyLock};

use kenpo_core::Programme;
use kenpo_wire::{answer, document_faults, parse_programme};
use proptest::{collection::vec, prelude::*, sample::Index};
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
            ("id_unknown", "/points/caps/0/counts/1", 11),
        ]
    );
    assert_eq!(found[0]["meant"], "period");
    assert_eq!(found[1]["allowed"], json!({ "kind": "integer", "at_least": 1, "at_most": 9_007_199_254_740_991_u64 }));
    assert_eq!(found[2]["meant"], "month");
    assert_eq!(found[3]["allowed"], json!({ "at_least": 1, "at_most": 12 }));
    assert_eq!((&found[6]["other"], &found[7]["meant"]), (&json!("/points/caps/0"), &json!("steps")));
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
    let folders = ["../programmes", "../tests/programmes", "../programmes/templates", "../programmes/published"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap().flatten());
    let files = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
    files.map(|file| serde_json::from_str(&fs::read_to_string(file.path()).unwrap()).unwrap()).collect()
}

/// Contradictions in many sections, none of which is due to another.
const CONTRADICTIONS: &str = r#"{
  "format": "kenpo-programme/1", "id": "p", "version": "1", "name": "n",
  "facts": [{ "id": "lives", "name": "町内にお住まい" }],
  "eligibility": [{ "id": "a", "facts": [{ "any_of": ["lifes"] }] }, { "id": "b", "age": { "at_least": 40, "below": 30 } }],
  "subsidies": [{ "id": "s" }, { "id": "t", "bands": [{ "at_least": 1, "basis_points": 7000, "round": { "to_yen": 50 } }] }],
  "points": {
    "rules": [{ "id": "steps", "service": "aa", "step_tiers": [{ "at_least": 1, "points": 1 }] }],
    "caps": [{ "id": "c", "counts": ["stepz"], "window": "month", "points": 5, "period": { "from": "2026-04-10" } }],
    "exchanges": [{ "id": "gift", "points": 1, "purse": "coins" }]
  },
  "draws": [{ "id": "d", "exchange": "gifts", "months": [6], "at": "12:00", "entry": { "days_before": 3 }, "freeze": { "days_before": 3 }, "prizes": [{ "code": "c", "quantity": 1 }] }]
}"#;

/// The codes and paths of faults, in any order.
fn said(document: &str) -> BTreeSet<(String, String)> {
    let found = document_faults(document.as_bytes());
    found.iter().map(|fault| (fault.code.name().to_owned(), fault.path.clone())).collect()
}

#[test]
fn a_fault_hides_no_other() {
    let all = said(CONTRADICTIONS);
    let expected = [
        ("id_unknown", "/draws/0/exchange"),
        ("id_unknown", "/eligibility/0/facts/0/any_of/0"),
        ("ages_upside_down", "/eligibility/1/age/below"),
        ("way_missing", "/subsidies/0"),
        ("out_of_range", "/subsidies/1/bands/0/round/to_yen"),
        ("id_unknown", "/points/rules/0/service"),
        ("id_unknown", "/points/caps/0/counts/0"),
        ("window_cut", "/points/caps/0/period/from"),
        ("id_unknown", "/points/exchanges/0/purse"),
    ];
    assert_eq!(all, expected.map(|(code, path)| (code.to_owned(), path.to_owned())).into());
    // An element that cannot be read, behind the others of each list, with an id that nothing names.
    for list in ["facts", "eligibility", "subsidies", "rules", "caps", "exchanges", "draws"] {
        let (before, after) = CONTRADICTIONS.split_once(&format!("\"{list}\": [")).unwrap();
        let broken = format!("{before}\"{list}\": [{{ \"id\": \"other\", \"rule\": 3 }}, {after}");
        let broken = broken.replace(
            "\"rule\": 3",
            "\"period\": {}, \"name\": \"\", \"points\": null, \"months\": null, \"bands\": null, \"perido\": 1",
        );
        assert!(said(&broken).len() >= all.len(), "{list}: {:?}", said(&broken));
    }
    // A format that is absent, wrong, or no text; a document without a name.
    for (from, to) in [
        ("\"format\": \"kenpo-programme/1\", ", ""),
        ("kenpo-programme/1", "kenpo-programme/2"),
        ("\"kenpo-programme/1\"", "1"),
        (", \"name\": \"n\"", ""),
    ] {
        let found = said(&CONTRADICTIONS.replacen(from, to, 1));
        assert!(found.len() == all.len() + 1 && found.is_superset(&all), "{from}: {found:?}");
    }
}

#[test]
fn an_id_of_an_element_that_cannot_be_read_is_not_unknown() {
    let with = |element: &str| {
        format!(
            r#"{{"format": "kenpo-programme/1", "id": "p", "version": "1", "name": "n", "points": {{
              "rules": [{element}], "caps": [{{"id": "c", "counts": ["steps"], "window": "month", "points": 5}}]}}}}"#
        )
    };
    for (element, is_unknown) in [
        (r#"{"id": "steps", "step_tiers": 3, "period": 5, "mean": {}}"#, false),
        (r#"{"id": "walks", "step_tiers": [{"at_least": 1, "points": 1}]}, null"#, false),
        (r#"{"id": "walks", "step_tiers": [{"at_least": 1, "points": 1}]}, {"id": 5}"#, false),
        (r#"{"id": "walks", "step_tiers": [{"at_least": 1, "points": 1}]}, {"id": "Steps"}"#, false),
        (r#"{"id": "walks", "step_tiers": [{"at_least": 1, "points": 1}], "ages": 5}"#, true),
    ] {
        let found = said(&with(element));
        let unknown = ("id_unknown".to_owned(), "/points/caps/0/counts/0".to_owned());
        assert_eq!(found.contains(&unknown), is_unknown, "{element}: {found:?}");
    }
}

#[test]
fn what_is_allowed_is_what_validation_wants() {
    let found = |document: &str| {
        let document =
            format!(r#"{{"format": "kenpo-programme/1", "id": "p", "version": "1", "name": "n", {document}}}"#);
        faults(&document)[0].clone()
    };
    let month = found(r#""vouchers": [{"id": "v", "from_month": 300}]"#);
    assert_eq!(month["allowed"], json!({ "kind": "integer", "at_least": 1, "at_most": 12 }));
    let months = found(r#""draws": [{"id": "d", "months": [300]}]"#);
    assert_eq!(months["allowed"], json!({ "kind": "integer", "at_least": 1, "at_most": 12 }));
    for to_yen in ["50", "\"ten\""] {
        let band = format!(r#"{{"at_least": 1, "basis_points": 7000, "round": {{"to_yen": {to_yen}}}}}"#);
        let round = found(&format!(r#""subsidies": [{{"id": "s", "bands": [{band}]}}]"#));
        assert_eq!(round["allowed"]["choices"], json!(["1", "10", "100", "1000"]));
    }
    assert_eq!(faults("{}")[0]["allowed"]["choices"], json!(["kenpo-programme/1"]));
    let cap = |more: &str| {
        let cap = format!(r#"{{"id": "c", "counts": ["s"], "window": "month", "points": 5, {more}}}"#);
        found(&format!(
            r#""points": {{"rules": [{{"id": "s", "step_tiers": [{{"at_least": 1, "points": 1}}]}}], "caps": [{cap}]}}"#
        ))
    };
    for (more, meant) in [
        (r#""period": {"from": "2026-04-10"}"#, "2026-04-01"),
        (r#""period": {"from": "2026-04-20"}"#, "2026-05-01"),
        (r#""period": {"until": "2026-04-20"}"#, "2026-04-30"),
        (r#""every": {"from": "10-02", "until": "02-end"}"#, "10-01"),
        (r#""every": {"from": "10-01", "until": "02-27"}"#, "02-end"),
    ] {
        let fault = cap(more);
        assert_eq!((&fault["code"], &fault["meant"]), (&json!("window_cut"), &json!(meant)), "{more}");
        assert_eq!(fault["other"], "/points/caps/0/window");
    }
}

/// Each value of documents without faults, made one that cannot be read: the rest, which only lacks it, has no fault.
#[test]
fn what_is_cut_brings_no_other_fault() {
    for document in documents() {
        let mut known = Vec::new();
        places(&document, "", &mut known);
        for (place, by) in known.iter().flat_map(|place| [0, 4, 7].map(|by| (place, by))) {
            let changed = changed(&document, place, by);
            let text = serde_json::to_string(&changed).unwrap();
            if serde_json::from_value::<kenpo_core::programme::Document>(changed).is_ok() {
                continue;
            }
            for fault in document_faults(text.as_bytes()) {
                let is_there = fault.path.starts_with(place) || place.starts_with(&fault.path);
                assert!(is_there, "{} at {} for a change at {place}", fault.code.name(), fault.path);
            }
        }
    }
}

/// A document with some changes at random places.
fn mutated(document: &Value, picks: &[(Index, u8)]) -> String {
    let mut document = document.clone();
    for (place, by) in picks {
        let mut known = Vec::new();
        places(&document, "", &mut known);
        document = changed(&document, place.get(&known[..]).as_str(), *by);
    }
    serde_json::to_string_pretty(&document).unwrap()
}

/// Operations that pay, or give away what was paid.
const PAYING: [&str; 9] = [
    "points.accrue",
    "points.earn",
    "points.settle",
    "points.exchange",
    "points.adjust",
    "points.compare",
    "subsidy.claim",
    "voucher.check",
    "coupon.issue",
];

/// A request for each document and operation that pays, with the document's path: those of the vectors.
static PAID: LazyLock<Vec<(String, &str, Value)>> = LazyLock::new(|| {
    let mut all: Vec<(String, &'static str, Value)> = Vec::new();
    for folder in ["points", "subsidy", "coupon", "published", "templates"] {
        let files = fs::read_dir(format!("../tests/vectors/{folder}")).unwrap().flatten();
        let files = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
        for file in files {
            let vectors: Value = serde_json::from_str(&fs::read_to_string(file.path()).unwrap()).unwrap();
            let operation = PAYING.into_iter().find(|operation| vectors["operation"] == *operation);
            let request = &vectors["cases"][0]["request"];
            if let (Some(programme), Some(operation), true) =
                (vectors["programme"].as_str(), operation, request.is_object())
                && !all.iter().any(|(of, asked, _)| of == programme && *asked == operation)
            {
                all.push((programme.to_owned(), operation, request.clone()));
            }
        }
    }
    all
});

proptest! {
    #[test]
    fn a_refused_document_never_pays(picks in vec((any::<Index>(), 0_u8..9), 1..4), of in any::<Index>()) {
        let (path, operation, request) = of.get(&PAID);
        let text = fs::read_to_string(format!("../{path}")).unwrap();
        let intact = parse_programme(text.as_bytes()).unwrap();
        let asked = |programme: Option<&Programme>, request: &Value| {
            answer(programme, operation.as_bytes(), request.to_string().as_bytes())
        };
        prop_assert!(asked(Some(&intact), request).is_ok(), "{path} {operation}");
        let refused = mutated(&serde_json::from_str(&text).unwrap(), &picks);
        let programme = parse_programme(refused.as_bytes());
        // No programme is made of a document with faults, and of any other one is.
        prop_assert_eq!(programme.is_err(), !document_faults(refused.as_bytes()).is_empty(), "{}", refused);
        if programme.is_ok() {
            return Ok(());
        }
        // Without one nothing is answered.
        prop_assert!(asked(programme.as_ref().ok(), request).is_err(), "{path} {operation}");
        // Nor does it pay beside another.
        if *operation == "points.compare" {
            let mut request = request.clone();
            request["other"] = json!(refused);
            prop_assert!(asked(Some(&intact), &request).is_err(), "{refused}");
        }
    }

    #[test]
    fn the_first_fault_is_that_of_parse(picks in vec((any::<Index>(), 0_u8..9), 1..4), file in any::<Index>()) {
        let all = documents();
        let text = mutated(file.get(&all), &picks);
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
