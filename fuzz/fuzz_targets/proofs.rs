//! Whole draws: a list is frozen, drawn, proved and handed out as receipts; all of it verifies, and nothing of it does once it was altered.
#![no_main]

use kenpo_fuzz::ask;
use libfuzzer_sys::{
    arbitrary::{Result, Unstructured},
    fuzz_target,
};
use serde_json::{Value, json};

fuzz_target!(|data: &[u8]| {
    let _ = draw(&mut Unstructured::new(data));
});

const DRAW: &str = "fuzz";

fn draw(u: &mut Unstructured) -> Result<()> {
    let mut holders = Vec::new();
    for holder in 0..u.int_in_range(1..=12)? {
        holders.push(json!({ "member_id": format!("m-{holder}"), "tickets": u.int_in_range(1..=9)? }));
    }
    let entropy = format!("{:064x}", u.arbitrary::<u64>()?);
    let entered = ask(None, "lottery.enter", &json!({ "draw_id": DRAW, "entropy": entropy, "holders": holders }));
    let (entries, rows) = (&entered["answer"]["verdict"]["entries"], &entered["answer"]["store"]);
    assert!(entries.is_array() && rows.is_array(), "{entered}");
    let frozen = ask(
        None,
        "lottery.freeze",
        &json!({ "draw_id": DRAW, "freeze_time": "2022-06-20T00:00:00+09:00", "draw_time": "2022-06-23T12:00:00+09:00",
            "beacon": { "kind": "public_text", "description": "closing value" }, "entries": entries,
            "prizes": [{ "code": "first", "quantity": u.int_in_range(1..=3)? }, { "code": "second", "quantity": u.int_in_range(1..=4)? }],
            "alternates": u.int_in_range(0..=3)?, "max_prizes_per_holder": u.int_in_range(1..=3)?}),
    );
    let (manifest, draw_hash) = (&frozen["answer"]["verdict"]["manifest"], &frozen["answer"]["verdict"]["draw_hash"]);
    assert!(manifest.is_object(), "{frozen}");
    let drawn = ask(
        None,
        "lottery.draw",
        &json!({ "manifest": manifest, "entries": entries, "public_text": format!("{}./", u.arbitrary::<u32>()?), }),
    );
    let proof = &drawn["answer"]["verdict"]["proof"];
    assert!(proof.is_object(), "{drawn}");
    let verify = json!({ "proof": proof });
    let said = |request: &Value, operation: &str| ask(None, operation, request)["answer"]["verdict"]["reason"].clone();
    assert_eq!(said(&verify, "lottery.verify"), "accepted", "{verify}");
    let given = ask(None, "lottery.receipts", &json!({ "draw_id": DRAW, "entries": entries, "rows": rows }));
    let receipts = given["answer"]["verdict"]["receipts"].as_array().cloned().unwrap_or_default();
    assert_eq!(receipts.len(), holders.len(), "{given}");
    let receipt = &receipts[u.choose_index(receipts.len())?];
    let check = json!({ "draw_hash": draw_hash, "manifest": manifest, "receipt": receipt });
    assert_eq!(said(&check, "lottery.check_receipt"), "accepted", "{check}");
    for (request, operation) in [(check, "lottery.check_receipt"), (verify, "lottery.verify")] {
        let altered = alter(u, request.clone())?;
        // A hash covers every part of the request, so that no change of one is accepted.
        assert!(altered == request || said(&altered, operation) != "accepted", "{operation}: {altered}");
    }
    Ok(())
}

/// A character of a text, or a number, changed anywhere.
fn alter(u: &mut Unstructured, mut request: Value) -> Result<Value> {
    let mut places = Vec::new();
    collect(&mut request, &mut places);
    let at = u.choose_index(places.len())?;
    let place = &mut *places[at];
    if let Some(number) = place.as_u64() {
        *place = (number ^ (1 << u.int_in_range(0..=7)?)).into();
    } else if let Some(text) = place.as_str().filter(|text| text.is_ascii() && !text.is_empty()) {
        let mut text = text.as_bytes().to_vec();
        let at = u.choose_index(text.len())?;
        text[at] = *u.choose(b"0123456789abcdef")?;
        *place = String::from_utf8(text).unwrap().into();
    }
    Ok(request)
}

fn collect<'a>(value: &'a mut Value, places: &mut Vec<&'a mut Value>) {
    match value {
        Value::Number(_) | Value::String(_) => places.push(value),
        Value::Array(items) => items.iter_mut().for_each(|item| collect(item, places)),
        Value::Object(fields) => fields.values_mut().for_each(|field| collect(field, places)),
        _ => {}
    }
}
