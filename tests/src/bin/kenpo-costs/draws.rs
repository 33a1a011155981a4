//! Draws of many holders, whose requests are made from the answers to others.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{count::Asked, seeds::Shape};

const TEXT: &str = "7./";

/// What is made, and what was refused.
type Made = (BTreeMap<String, Asked>, Vec<(String, String)>);

/// For each operation that reads a list of holders or of exchanges, a shape of three sizes, the longest of about `most` bytes; and what was refused.
pub(crate) fn shapes(most: usize) -> (BTreeMap<String, Shape>, Vec<(String, String)>) {
    // An entry, and an exchange, has about a hundred bytes.
    let [(mut quarter, _), (mut half, _), (whole, refused)] = [most / 400, most / 200, most / 100].map(requests);
    let shape = |(operation, whole): (String, Asked)| {
        let sizes = [quarter.remove(&operation)?, half.remove(&operation)?, whole];
        Some((operation, Shape { name: "draw: holders, each with an exchange".into(), sizes, faulty: false }))
    };
    (whole.into_iter().filter_map(shape).collect(), refused)
}

fn document() -> Value {
    let terms = json!({
        "id": "draws", "months": [6], "dates": [{ "draw_id": "draw", "on": "2024-06-03" }], "at": "12:00",
        "entry": { "days_before": 2 }, "freeze": { "days_before": 2 }, "prizes": [{ "code": "first", "quantity": 100 }],
        "disqualifications": [{ "code": "moved" }], "pass_on_days": 7
    });
    json!({ "format": "kenpo-programme/1", "id": "costs", "version": "1", "name": "draws", "draws": [terms] })
}

fn requests(holders: usize) -> Made {
    let (mut requests, mut refused) = (BTreeMap::new(), Vec::new());
    let mut ask = |operation: &str, document: Option<Value>, request: &Value| -> Value {
        let document = document.map(|document| document.to_string());
        let asked = Asked { operation: operation.into(), document, request: request.to_string() };
        match asked.answer() {
            Ok(answered) => {
                requests.insert(operation.to_owned(), asked);
                serde_json::from_slice::<Value>(&answered).unwrap_or_default()["answer"].take()
            }
            Err(failure) => {
                refused.push((operation.to_owned(), failure.to_string()));
                Value::Null
            }
        }
    };
    let members: Vec<Value> =
        (0..holders).map(|member| json!({ "member_id": format!("member-{member}"), "tickets": 1 })).collect();
    let enter = json!({ "draw_id": "draw", "entropy": "07".repeat(32), "holders": members });
    let entered = ask("lottery.enter", None, &enter);
    let (entries, rows) = (&entered["verdict"]["entries"], &entered["store"]);
    let tags: Vec<&Value> = entries.as_array().into_iter().flatten().map(|entry| &entry["tag"]).collect();
    let exchange = |tag: &Value| json!({ "tag": tag, "count": 1, "time": "2024-05-01T09:00:00+09:00" });
    let exchanges: Vec<Value> = tags.iter().map(|tag| exchange(tag)).collect();
    ask("lottery.log", None, &json!({ "exchanges": exchanges }));
    ask("lottery.receipts", None, &json!({ "draw_id": "draw", "entries": entries, "rows": rows }));
    ask("lottery.fold_list", None, &json!({ "entries": entries }));
    ask("lottery.fold_log", None, &json!({ "exchanges": exchanges, "finish": true }));
    let beacon = json!({ "kind": "public_text", "description": "numbers" });
    let scheduled = json!({ "draw_id": "draw", "beacon": beacon, "entries": entries, "exchanges": exchanges });
    ask("lottery.freeze_scheduled", Some(document()), &scheduled);
    let freeze = json!({
        "draw_id": "draw", "freeze_time": "2024-06-01T00:00:00+09:00", "draw_time": "2024-06-03T12:00:00+09:00", "beacon": beacon,
        "entries": entries, "exchanges": exchanges, "prizes": [{ "code": "first", "quantity": holders.min(1_000) }],
        "alternates": holders / 4, "max_prizes_per_holder": 2, "terms": { "pass_on_days": 7, "disqualifications": ["moved"] }
    });
    let manifest = ask("lottery.freeze", None, &freeze)["verdict"]["manifest"].clone();
    ask("lottery.fold_draw", None, &json!({ "manifest": manifest, "public_text": TEXT, "entries": entries }));
    let draw = json!({ "manifest": manifest, "entries": entries, "exchanges": exchanges, "public_text": TEXT });
    let proof = ask("lottery.draw", None, &draw)["verdict"]["proof"].clone();
    ask("lottery.verify", None, &json!({ "proof": proof }));
    ask("lottery.member_view", None, &json!({ "proof": proof, "tag": tags.last() }));
    // Every other winner declines, so that each prize passes on.
    let ranks = proof["result"].as_array().map_or(0, Vec::len);
    let record = |rank| json!({ "rank": rank, "event": "declined", "time": "2024-06-03T13:00:00+09:00" });
    let records: Vec<Value> = (1..=ranks.min(100)).step_by(2).map(record).collect();
    let settle = json!({ "proof": proof, "records": records, "now": "2024-06-04T12:00:00+09:00" });
    ask("lottery.settle", Some(document()), &settle);
    (requests, refused)
}
