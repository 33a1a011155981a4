//! Documents made by hand for `programme.check`: three lists that are held against one another, where growing goes by pairs.

use serde_json::{Value, json};

use crate::{count::Asked, seeds::Shape};

/// Elements of the longest list, at most as many as a list may have.
const MOST: usize = 256;

pub(crate) fn shapes() -> Vec<Shape> {
    let shape = |name: &str, eligibility: fn(usize) -> Vec<Value>| {
        let sizes = [MOST / 4, MOST / 2, MOST].map(|settings| asked(eligibility(settings)));
        Shape { name: name.into(), sizes, faulty: false }
    };
    vec![
        shape(
            "by hand: terms of one service, parted by nothing though each names half of the facts and lacks the other",
            |settings| {
                let (facts, without) = (names(0..MOST / 2), names(MOST / 2..MOST));
                (0..settings).map(|_| json!({ "id": "s", "for": { "facts": facts, "without": without } })).collect()
            },
        ),
        shape("by hand: terms that all hold for the same services", |settings| {
            (0..settings)
                .map(|_| json!({ "id": "s", "also": names(0..MOST), "for": { "relations": ["insured"] } }))
                .collect()
        }),
        shape("by hand: terms of the same services, each for one day", |settings| {
            let on = |day: usize| format!("20{:02}-{:02}-{:02}", day / 336, day / 28 % 12 + 1, day % 28 + 1);
            let terms =
                |day| json!({ "id": "s", "also": names(0..MOST), "period": { "from": on(day), "until": on(day) } });
            (0..settings).map(terms).collect()
        }),
    ]
}

fn names(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("f{number}")).collect()
}

fn asked(eligibility: Vec<Value>) -> Asked {
    let facts: Vec<Value> = names(0..MOST).into_iter().map(|id| json!({ "id": id, "name": id })).collect();
    let document = json!({
        "format": "kenpo-programme/1", "id": "costs", "version": "1", "name": "terms", "facts": facts, "eligibility": eligibility
    });
    Asked { operation: "programme.check".into(), document: None, request: json!({ "document": document }).to_string() }
}
