//! Proofs and receipts with one leaf changed: none is accepted, but for what a member alone cannot know.
#![allow(missing_docs)]

use std::{fs, path::Path};

use kenpo_wire::answer;
use serde_json::{Value, json};

/// The requests of the vectors that are accepted.
fn accepted(files: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/lottery");
    let cases = files.iter().flat_map(|file| {
        let read: Value = serde_json::from_slice(&fs::read(folder.join(file)).unwrap()).unwrap();
        read["cases"].as_array().unwrap().clone()
    });
    let accepted = cases.filter(|case| case["expect"]["/answer/verdict/reason"] == "accepted");
    accepted.map(|case| case["request"].clone()).collect()
}

/// Proofs with public values, a manifest of version 2, drand, settled.
fn proofs() -> Vec<Value> {
    let requests = accepted(&["verify.json", "verify_log.json", "verify_settled.json"]);
    requests.into_iter().map(|request| request["proof"].clone()).collect()
}

/// Each leaf of a value, as a pointer.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, of)| leaves(of, &format!("{at}/{name}"), found)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(place, of)| leaves(of, &format!("{at}/{place}"), found));
        }
        _ => found.push(at.into()),
    }
}

/// Another value of the same kind.
fn other(leaf: &Value) -> Value {
    match leaf {
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        Value::String(text) if text.ends_with("+09:00") => {
            // A second that ends in another digit: 00 is 01, and 59 is 50.
            let (start, digit, end) = (&text[..18], &text[18..19], &text[19..]);
            json!(format!("{start}{}{end}", if digit == "0" { "1" } else { "0" }))
        }
        Value::String(text) if text == "public_text" => json!("drand"),
        Value::String(text) if text == "taken_up" => json!("declined"),
        Value::String(text) if text == "drand" => json!("public_text"),
        Value::String(text) if text.ends_with("/") => json!(format!("1.{text}")),
        Value::String(text) if text.len() >= 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            let (all_but, last) = text.split_at(text.len() - 1);
            json!(format!("{all_but}{}", if last == "0" { "1" } else { "0" }))
        }
        Value::String(text) => json!(format!("{text}1")),
        other => panic!("a proof has no {other}"),
    }
}

fn noticed(proof: &Value) -> String {
    reason("lottery.verify", &json!({ "proof": proof }))
}

/// The first step that failed, or the error's code.
fn reason(operation: &str, request: &Value) -> String {
    match answer(None, operation.as_bytes(), request.to_string().as_bytes()) {
        Ok(answered) => {
            let answered: Value = serde_json::from_slice(&answered).unwrap();
            answered["answer"]["verdict"]["reason"].as_str().unwrap().into()
        }
        Err(failure) => failure.code.name().into(),
    }
}

#[test]
fn each_leaf_that_is_changed_is_noticed() {
    let proofs = proofs();
    assert!(proofs.len() >= 7);
    for proof in proofs {
        assert_eq!(noticed(&proof), "accepted");
        let mut paths = Vec::new();
        leaves(&proof, "", &mut paths);
        for path in paths.iter().filter(|path| *path != "/time_evidence") {
            let mut changed = proof.clone();
            let leaf = changed.pointer_mut(path).unwrap();
            let with = other(leaf);
            assert_ne!(*leaf, with, "{path}");
            *leaf = with;
            assert_ne!(noticed(&changed), "accepted", "{path}");
        }
    }
}

/// Whether a higher rank, or a cut-off that is a little higher or lower, is right takes the others' scores, and the token is the host's to check.
#[test]
fn each_leaf_of_a_receipt_that_is_changed_is_noticed() {
    let mut checked = 0;
    let without_award = |request: &Value| request["drawn"]["awards"].as_array().is_some_and(Vec::is_empty);
    let mut requests = accepted(&["check_receipt.json"]);
    // Without an award, other randomness may give none either.
    requests.retain(|request| !without_award(request));
    for request in requests {
        let mut paths = Vec::new();
        leaves(&request, "", &mut paths);
        for path in paths {
            let mut changed = request.clone();
            let leaf = changed.pointer_mut(&path).unwrap();
            *leaf = other(leaf);
            let unseen = ["/drawn/cutoff", "/drawn/awards/0/rank", "/drawn/time_evidence"].contains(&path.as_str());
            assert!(unseen || reason("lottery.check_receipt", &changed) != "accepted", "{path}");
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}
